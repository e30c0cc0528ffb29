"""What is exported imports again unchanged."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from gagyo.accounts.models import User
from gagyo.common.models.texts import TranslatedText
from gagyo.kernels.documents.csv import write_csv
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.kernels.tabular.tables import read_table
from gagyo.kernels.text.folding import fold
from gagyo.partnerships.actions.imports.locked import UnableToImport
from gagyo.partnerships.actions.imports.undo import undo_import
from gagyo.partnerships.models import ImportRow, ProjectPartner, Tie, TieField, TieParty, TieStateChange
from gagyo.partnerships.queries.directory_filter import TieFilter
from gagyo.partnerships.queries.directory_sheet import ties_sheet
from gagyo.partnerships.queries.imports.batches import headings_of, shown_row
from gagyo.partnerships.queries.imports.records import as_read
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.partnerships.tests.make_imports import NOW, Desk, applied, csv_of, living, make_desk, marks, previewed, said
from gagyo.registry.actions.places import keep_names
from gagyo.registry.tests.make import make_body, make_government, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_korean() -> Iterator[None]:
    with translation.override("ko"):
        yield


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_export_imports_again_unchanged(form: str, language: str) -> None:
    desk = make_desk()
    osaka = make_body(name_ko="오사카", name_en="Osaka, City", country="JP")
    gapyeong = make_government(name_ko="가평군", name_en="Gapyeong-gun")
    make_tie(parties=[desk.home, desk.dartford], office=desk.office)
    make_tie(parties=[desk.home, desk.dartford], office=desk.office)
    make_tie(parties=[desk.home, desk.brea, osaka], office=desk.office, signed_on=None, kind="friendship")
    make_tie(parties=[gapyeong, desk.home], office=desk.office, is_domestic=True, local_kind_ko="자매·형제결연")
    make_tie(
        parties=[desk.home, osaka],
        office=desk.office,
        state="ended",
        signed_precision="year",
        ended_on=date(2020, 1, 1),
        source="=cmd|' /C calc'!A0",
        source_url="https://example.org/a?b=c",
    )
    with translation.override(language):
        wanted = TieFilter(state="all")
        sheet, _figure = ties_sheet(
            actor=desk.actor, wanted=wanted, today=date(2026, 5, 4), sort="", language="ko", filter_words=[]
        )
        data = b"".join(write_csv(sheet)) if form == "csv" else write_xlsx([sheet], made_at=NOW)
    batch = previewed(data, by=desk.actor, filename=f"ties.{form}")
    assert (marks(batch), said(batch)) == (["same"] * 5, [])
    with pytest.raises(UnableToImport, match="가져올 것이 없습니다"):
        applied(batch, by=desk.actor)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_tie_with_everything_comes_back_unchanged_and_as_a_new_one_it_is_the_same(form: str, language: str) -> None:
    desk = make_desk()
    tie = full_tie(desk)
    make_place(name_ko="다른 다트퍼드", name_en="Dartford", country="US")
    data = exported(desk, form=form, language=language)
    batch = previewed(data, by=desk.actor, filename=f"ties.{form}")
    assert (batch.state, marks(batch), said(batch)) == ("preview", ["same"], [])
    was = living()[tie.pk]
    Tie.objects.get_queryset().filter(pk=tie.pk).update(archived_at=NOW)
    batch = previewed(without_numbers(data, form=form), by=desk.actor, filename="again.csv", decisions=decided(tie))
    assert (marks(batch), said(batch)) == (["new"], [])
    applied(batch, by=desk.actor)
    [made] = living().values()
    assert without_origin(made) == without_origin(was)


def full_tie(desk: Desk) -> Tie:
    """Make a tie in which every column of the export is filled."""
    twin = make_government(name_ko="서울 중구", name_en="Jung-gu")
    make_government(name_ko="서울 중구", name_en="Jung-gu", code="2611000000")
    tie = make_tie(
        parties=[desk.home, twin, desk.dartford, desk.brea],
        office=desk.office,
        kind="friendship",
        local_kind_ko="친구의 도시",
        local_kind_en="City of friends",
        state="ended",
        planned_year=1995,
        signed_on=date(1996, 5, 1),
        signed_precision="month",
        ended_on=date(2020, 1, 1),
        signed_online=True,
        signed_at=make_place(),
        council_consent="given",
        council_consent_on=date(1996, 4, 1),
        summary=TranslatedText("첫 줄\r\n둘째 줄, “쉼표”; 끝 ", "ko", {}),
        source="협정서 (1996), 3쪽",
        source_url="https://example.org/a?b=c",
        visibility="public",
    )
    for body, name, title in (
        *((desk.home, "홍길동", "시장"), (desk.dartford, "A. Smith", "Mayor, Dartford"), (desk.brea, "B. Jones", "")),
    ):
        TieParty.objects.filter(tie=tie, body=body).update(signatory=name, signatory_title=title)
    TieField.objects.bulk_create(TieField(tie=tie, field=each) for each in ("culture", "economy", "youth"))
    TieStateChange.objects.create(tie=tie, state="signed", changed_on=date(1996, 5, 1))
    TieStateChange.objects.create(tie=tie, state="ended", changed_on=date(2020, 1, 1))
    return tie


def exported(desk: Desk, *, form: str = "xlsx", language: str = "ko") -> bytes:
    """Return the open data of the ties that the officer reads, whatever their state."""
    with translation.override(language):
        sheet, _figure = ties_sheet(
            actor=desk.actor,
            wanted=TieFilter(state="all"),
            today=date(2026, 5, 4),
            sort="",
            language="ko",
            filter_words=[],
        )
        return b"".join(write_csv(sheet)) if form == "csv" else write_xlsx([sheet], made_at=NOW)


def without_numbers(data: bytes, *, form: str) -> bytes:
    """Return the exported table as a CSV file whose rows have no numbers."""
    table = read_table(data, f"ties.{form}", max_rows=10)
    out = io.StringIO()
    rows = [["" if cell is None else str(cell) for cell in row.cells[1:]] for row in table.rows]
    csv.writer(out).writerows([table.headers[1:], *rows])
    return out.getvalue().encode()


def decided(tie: Tie) -> dict[str, str]:
    """Return what the officer decides about names that several have, as they stand in either language."""
    twin, place = tie.parties.get(order=1).body_id, tie.signed_at_id
    homes = {f"home|KR|{fold(name)}": f"body:{twin}" for name in ("서울 중구", "Jung-gu")}
    return homes | {f"signed_at||{fold(name)}": f"place:{place}" for name in ("다트퍼드", "Dartford")}


def without_origin(tie: dict[str, Any]) -> dict[str, Any]:
    """Return a tie without what an import writes itself, and with its text as a file keeps it."""
    columns = {**tie["columns"], "batch_id": None, "archived_at": None}
    columns["summary"] = as_read(columns["summary"]["original"])
    return {**tie, "columns": columns}


def test_a_changed_signatory_and_place_are_shown_written_and_put_back_by_the_undo() -> None:
    desk = make_desk()
    tie = make_tie(parties=[desk.home, desk.dartford, desk.brea], office=desk.office, signed_at=make_place())
    TieParty.objects.filter(tie=tie, body=desk.home).update(signatory="홍길동", signatory_title="시장")
    busan = make_place(name_ko="부산", name_en="Busan", country="KR")
    keep_names(place=busan)
    was = living()
    headings = ("가교 번호", "체결 장소", "지자체 측 서명자", "상대 측 서명자", "상대 측 서명자 직위")
    wrong = csv_of([str(tie.pk), "부산", "김철수", "Smith", "Mayor; –"], headings=headings)
    sentence = (
        "Row 2, “상대 측 서명자”: “Smith” names 1 for 2 parties. Write one for each party in their order, parted "
        "with ; and – for one that is not known."
    )
    assert said(previewed(wrong, by=desk.actor)) == [sentence]
    right = csv_of([str(tie.pk), "부산", "김철수", "Smith; –", "Mayor; –"], headings=headings)
    batch = previewed(right, by=desk.actor)
    [row] = ImportRow.objects.filter(batch=batch)
    shown = shown_row(row, batch=batch, headings=headings_of(batch))
    assert (marks(batch), set(shown.changes)) == (
        ["changed"],
        {
            ("체결 장소", "다트퍼드", "부산"),
            ("지자체 측 서명자", "홍길동", "김철수"),
            ("상대 측 서명자", "–", "Smith; –"),
            ("상대 측 서명자 직위", "–", "Mayor; –"),
        },
    )
    batch = applied(batch, by=desk.actor)
    tie.refresh_from_db()
    assert (tie.signed_at, [(each.signatory, each.signatory_title) for each in tie.parties.all()]) == (
        busan,
        [("김철수", "시장"), ("Smith", "Mayor"), ("", "")],
    )
    undo_import(batch_id=batch.pk, leave_edited=False, expected=None, by=desk.actor, now=NOW)
    assert living() == was


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_export_of_projects_imports_again_unchanged(prefix: str, client: Client) -> None:
    desk = make_desk()
    tie = make_tie(parties=[desk.home, desk.dartford], office=desk.office)
    texts = TranslatedText("성과 있음", "ko", {"en": ("A result", "reviewed")})
    done = make_project(lead=desk.home, tie=tie, office=desk.office, outcome=texts, name_en="Youth", country_id="GB")
    ProjectPartner.objects.create(project=done, body=desk.dartford)
    ProjectPartner.objects.create(project=done, body=desk.brea)
    make_project(lead=desk.home, office=desk.office, state="planned", persons_out=3, budget_krw=12_345_678)
    client.force_login(User.objects.get(pk=desk.actor.user_id or 0))
    data = client.get(f"{prefix}/projects/list.xlsx").content
    batch = previewed(data, by=desk.actor, filename="projects.xlsx", subject="projects")
    assert (marks(batch), said(batch)) == (["same", "same"], [])
