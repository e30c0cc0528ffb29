"""Imports from upload to undo, through the actions."""

import pytest

from gagyo.partnerships.actions.imports.apply import apply_import
from gagyo.partnerships.models import Tie
from gagyo.partnerships.tests.make_imports import NOW, csv_of, make_desk, previewed

pytestmark = pytest.mark.django_db


def test_dates_and_words_as_offices_write_them_become_ties() -> None:
    desk = make_desk()
    batch = previewed(
        csv_of(
            ["남양주시", "다트퍼드", "영국", "자매", "1996.5.3"],
            ["남양주", "Brea", "미국", "우호", "'20.05"],
            encoding="cp949",
        ),
        by=desk.actor,
    )
    assert batch.state == "preview"
    apply_import(batch_id=batch.pk, expected=batch.version, by=desk.actor, now=NOW)
    ties = Tie.objects.get_queryset().order_by("pk")
    assert [(str(t), t.kind, str(t.signed_on), t.signed_precision, t.visibility, t.office) for t in ties] == [
        ("남양주시 – 다트퍼드", "sister", "1996-05-03", "day", "shared", desk.office),
        ("남양주시 – 브레아", "friendship", "2020-05-01", "month", "shared", desk.office),
    ]
