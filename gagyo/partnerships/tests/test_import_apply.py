"""Applying an import as one and undoing it as one, and who may."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.utils import translation

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import make_actor, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.models.texts import TranslatedText
from gagyo.common.rules import ANYBODY
from gagyo.partnerships.actions.imports.apply import PreviewOutdated, apply_import
from gagyo.partnerships.actions.imports.locked import UnableToImport
from gagyo.partnerships.actions.imports.undo import EditedSinceError, undo_import
from gagyo.partnerships.models import ImportBatch, Tie
from gagyo.partnerships.queries.imports.batches import imports_for
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.partnerships.tests.make_imports import (
    HEADINGS,
    NOW,
    applied,
    csv_of,
    living,
    make_desk,
    marks,
    previewed,
    said,
)
from gagyo.registry.tests.make import make_government

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_korean() -> Iterator[None]:
    with translation.override("ko"):
        yield


def test_a_failure_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk()
    before = make_tie(parties=[desk.home, desk.brea], office=desk.office, signed_on=None)
    rows = (
        ["남양주시", "브레아", "미국", "자매", "2020-05-01"],
        ["남양주시", "다트퍼드", "영국", "자매", "1996-05-03"],
    )
    batch = previewed(csv_of(*rows), by=desk.actor)
    was = living()

    def refuse(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # Django's wrapper
        if sql.startswith("INSERT") and "tiestatechange" in sql:
            raise OSError("the disk is full")
        return execute(sql, params, many, context)

    with pytest.raises(OSError, match="full"), connection.execute_wrapper(refuse):
        applied(batch, by=desk.actor)
    batch.refresh_from_db()
    assert (living(), batch.state, AuditRecord.objects.filter(event="tie.created").count()) == (was, "preview", 0)
    assert before.pk in was


def test_undoing_puts_every_record_back_as_it_was() -> None:
    desk = make_desk()
    tie = make_tie(
        parties=[desk.home, desk.dartford],
        office=desk.office,
        signed_on=date(1996, 1, 1),
        signed_precision="year",
        summary=TranslatedText("옛 개요", "ko", {"en": ("Old", "reviewed")}),
    )
    was = living()
    headings = (*HEADINGS, "교류분야", "비고", "상태", "종료일")
    rows = (
        ["남양주시", "다트퍼드", "영국", "자매", "1996-05-03", "문화;관광", "새 개요", "종료", "2020-01-01"],
        ["남양주시", "브레아", "미국", "우호", "2020", "경제", "", "", ""],
    )
    batch = previewed(csv_of(*rows, headings=headings), by=desk.actor)
    assert marks(batch) == ["changed", "new"]
    batch = applied(batch, by=desk.actor)
    tie.refresh_from_db()
    assert (str(tie.signed_on), tie.state, str(tie.summary), tie.version) == ("1996-05-03", "ended", "새 개요", 2)
    undone = undo_import(batch_id=batch.pk, leave_edited=False, expected=batch.version, by=desk.actor, now=NOW)
    assert (living(), undone.records, undone.left) == (was, 2, ())


def test_undo_names_what_was_edited_since_and_leaves_it_only_when_asked() -> None:
    desk = make_desk()
    rows = (
        ["남양주시", "다트퍼드", "영국", "자매", "1996-05-03"],
        ["남양주시", "브레아", "미국", "우호", "2020"],
    )
    batch = applied(previewed(csv_of(*rows), by=desk.actor), by=desk.actor)
    dartford, brea = Tie.objects.get_queryset().order_by("pk")
    Tie.objects.get_queryset().filter(pk=dartford.pk).update(source="협정서", version=2)
    make_project(lead=desk.home, tie=brea, office=desk.office)
    with pytest.raises(EditedSinceError) as refused:
        undo_import(batch_id=batch.pk, leave_edited=False, expected=None, by=desk.actor, now=NOW)
    assert [(each.row, each.record_id) for each in refused.value.edited] == [(2, dartford.pk), (3, brea.pk)]
    undone = undo_import(batch_id=batch.pk, leave_edited=True, expected=None, by=desk.actor, now=NOW)
    assert (undone.records, len(living())) == (0, 2)


def test_the_second_of_two_people_who_apply_is_refused() -> None:
    desk = make_desk()
    batch = previewed(csv_of(["남양주시", "다트퍼드", "영국", "자매", "1996"]), by=desk.actor)
    applied(batch, by=desk.actor)
    with pytest.raises(UnableToImport, match="다른 사람이 진행했습니다"):
        apply_import(batch_id=batch.pk, expected=batch.version, by=make_actor(office=desk.office), now=NOW)
    assert Tie.objects.get_queryset().count() == 1


def test_a_record_changed_since_the_preview_is_never_overwritten() -> None:
    desk = make_desk()
    tie = make_tie(parties=[desk.home, desk.dartford], office=desk.office, signed_on=None)
    batch = previewed(csv_of(["남양주시", "다트퍼드", "영국", "자매", "1996-05-03"]), by=desk.actor)
    Tie.objects.get_queryset().filter(pk=tie.pk).update(signed_on=date(1996, 5, 4), signed_precision="day", version=2)
    with pytest.raises(PreviewOutdated):
        applied(batch, by=desk.actor)
    tie.refresh_from_db()
    assert (str(tie.signed_on), marks(batch)) == ("1996-05-04", ["new"])


def test_another_office_neither_sees_an_import_nor_imports_for_it() -> None:
    desk = make_desk()
    batch = previewed(csv_of(["남양주시", "다트퍼드", "영국", "자매", "1996"]), by=desk.actor)
    other = make_actor(office=make_office(name_ko="다른 기관"))
    with pytest.raises(ImportBatch.DoesNotExist):
        apply_import(batch_id=batch.pk, expected=batch.version, by=other, now=NOW)
    seen = [list(imports_for(actor)) for actor in (desk.actor, other, ANYBODY)]
    assert seen == [[batch], [], []]
    operator = make_actor(role=Role.OPERATOR, office=make_office(kind="association"))
    assert list(imports_for(operator)) == [batch]
    auditor = make_actor(role=Role.AUDITOR, office=desk.office)
    with pytest.raises(NotYoursError):
        apply_import(batch_id=batch.pk, expected=batch.version, by=auditor, now=NOW)


def test_the_operator_imports_rows_of_every_government_into_their_own_offices() -> None:
    desk = make_desk()
    other = make_office(name_ko="가평군 국제과")
    make_government(name_ko="가평군", name_en="Gapyeong-gun", works_as=other)
    make_government(name_ko="양평군", name_en="Yangpyeong-gun")
    operator = make_actor(role=Role.OPERATOR, office=make_office(name_ko="시도지사협의회", kind="association"))
    rows = [[name, "다트퍼드", "영국", "자매", "1996"] for name in ("남양주시", "가평군", "양평군")]
    batch = applied(previewed(csv_of(*rows), by=operator), by=operator)
    offices = [str(tie.office) for tie in Tie.objects.get_queryset().order_by("pk")]
    assert offices == ["남양주시 국제협력과", "가평군 국제과", "시도지사협의회"]
    again = previewed(csv_of(rows[1]), by=desk.actor)
    assert (marks(again), said(again)) == (
        ["wrong"],
        [
            (
                "Row 2, “지자체”: 가평군 is not the government of 남양주시 국제협력과. "
                "Take the row out; that government imports it itself."
            )
        ],
    )
    assert batch.state == "applied"
