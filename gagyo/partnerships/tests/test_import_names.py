"""Names of a file matched with governments and places."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from gagyo.partnerships.actions.imports.undo import undo_import
from gagyo.partnerships.tests.make import make_tie
from gagyo.partnerships.tests.make_imports import NOW, applied, csv_of, living, make_desk, marks, previewed, said
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_country

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_korean() -> Iterator[None]:
    with translation.override("ko"):
        yield


def test_another_spelling_waits_for_a_decision_and_is_a_duplicate_of_the_tie_that_is_there() -> None:
    desk = make_desk()
    tie = make_tie(parties=[desk.home, desk.dartford], office=desk.office)
    rows = csv_of(["남양주시", "다트포드", "영국", "자매", "1996-05-03"])
    batch = previewed(rows, by=desk.actor)
    assert (batch.state, marks(batch)) == ("matches", ["wrong"])
    decided = {"partner|GB|다트포드": f"body:{desk.dartford.pk}"}
    batch = previewed(rows, by=desk.actor, decisions=decided)
    assert (batch.state, marks(batch), said(batch)) == (
        "preview",
        ["duplicate"],
        [f"Row 2: Already recorded as “남양주시 – 다트퍼드” (number {tie.pk}) under another spelling; it is left out."],
    )


def test_a_row_that_stands_twice_in_the_file_is_left_out_once() -> None:
    desk = make_desk()
    row = ["남양주시", "다트퍼드", "영국", "자매", "1996-05-03"]
    batch = previewed(csv_of(row, row), by=desk.actor)
    assert (marks(batch), said(batch)) == (
        ["new", "duplicate"],
        ["Row 3: The same as row 2 of this file; it is left out."],
    )


def test_a_new_foreign_government_is_made_when_asked_and_goes_with_the_undo() -> None:
    desk = make_desk()
    make_country("VN")
    rows = (
        ["남양주시", "빈", "베트남", "우호", "2024"],
        ["남양주시", "빈", "베트남", "MOU", "2023"],
    )
    batch = previewed(csv_of(*rows), by=desk.actor, decisions={"partner|VN|빈": "new:VN"})
    batch = applied(batch, by=desk.actor)
    vinh = Body.objects.get(name_ko="빈")
    assert (vinh.kind, vinh.country_id, vinh.kept_by, vinh.tie_parties.count()) == (
        "foreign_government",
        "VN",
        desk.office,
        2,
    )
    undo_import(batch_id=batch.pk, leave_edited=False, expected=None, by=desk.actor, now=NOW)
    vinh.refresh_from_db()
    assert (vinh.archived_at, living()) == (NOW, {})
