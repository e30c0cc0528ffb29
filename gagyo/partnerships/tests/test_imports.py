"""Imports from upload to undo, through the actions."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from gagyo.accounts.choices import Role
from gagyo.accounts.models import User
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import make_actor, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.models.texts import TranslatedText
from gagyo.common.rules import ANYBODY, Actor
from gagyo.kernels.documents.csv import write_csv
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.kernels.tabular.errors import SENTENCES as OF_KERNELS
from gagyo.partnerships.actions.imports.apply import PreviewOutdated, apply_import
from gagyo.partnerships.actions.imports.locked import UnableToImport
from gagyo.partnerships.actions.imports.prepare import UnableToReadFile, check_rows, headings_key, set_mending
from gagyo.partnerships.actions.imports.undo import EditedSinceError, undo_import
from gagyo.partnerships.actions.imports.write_ties import snapshots
from gagyo.partnerships.models import ExchangeProject, ImportBatch, ImportRow, ProjectPartner, Tie
from gagyo.partnerships.queries.directory_filter import TieFilter
from gagyo.partnerships.queries.directory_sheet import ties_sheet
from gagyo.partnerships.queries.imports.batches import headings_of, imports_for, remembered, shown_row
from gagyo.partnerships.rules.imports.columns import proposed_mapping
from gagyo.partnerships.rules.imports.problems import OF_FILES, SENTENCES
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.partnerships.tests.make_imports import HEADINGS, NOW, csv_of, make_desk, previewed, upload, xlsx_of
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body, make_country, make_government

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_korean() -> Iterator[None]:
    with translation.override("ko"):
        yield


def marks(batch: ImportBatch) -> list[str]:
    return list(ImportRow.objects.filter(batch=batch).order_by("number").values_list("mark", flat=True))


def said(batch: ImportBatch) -> list[str]:
    """Return every sentence about the rows, in English."""
    with translation.override("en"):
        rows = ImportRow.objects.filter(batch=batch).order_by("number")
        shown = [shown_row(row, batch=batch, headings=headings_of(batch)) for row in rows]
    return [each.text for row in shown for each in row.sentences]


def applied(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    return apply_import(batch_id=batch.pk, expected=batch.version, by=by, now=NOW)


def living() -> dict[int, dict[str, object]]:
    """Return every tie that is not archived, as it is."""
    return snapshots(list(Tie.objects.get_queryset().filter(archived_at=None).order_by("pk")))


def test_dates_and_words_as_offices_write_them_become_ties_of_the_office() -> None:
    desk = make_desk()
    rows = (
        ["남양주시", "다트퍼드", "영국", "자매", "1996.5.3"],
        ["남양주", "Brea", "미국", "우호", "'20.05"],
        ["남양주시", "브레아시", "US", "MOU", "1996년"],
    )
    batch = previewed(csv_of(*rows, encoding="cp949"), by=desk.actor)
    assert (batch.state, marks(batch)) == ("preview", ["new", "new", "new"])
    applied(batch, by=desk.actor)
    ties = Tie.objects.get_queryset().order_by("pk")
    assert [(str(t), t.kind, str(t.signed_on), t.signed_precision, t.visibility, t.office) for t in ties] == [
        ("남양주시 – 다트퍼드", "sister", "1996-05-03", "day", "shared", desk.office),
        ("남양주시 – 브레아", "friendship", "2020-05-01", "month", "shared", desk.office),
        ("남양주시 – 브레아", "mou", "1996-01-01", "year", "shared", desk.office),
    ]
    events = AuditRecord.objects.filter(event__in=["import.applied", "tie.created"]).order_by("pk")
    assert [(each.event, each.about_label, each.rows) for each in events] == [
        *(("tie.created", str(tie), 1) for tie in ties),
        ("import.applied", str(batch), 3),
    ]


FAULTS = (
    ({"도시명": ""}, "“도시명”: The cell is empty."),
    ({"구분": "형제"}, "“구분”: “형제” is not known here."),
    ({"체결일자": "오월 삼일"}, "“체결일자”: “오월 삼일” is not a date."),
    ({"체결일자": "1996-02-30"}, "“체결일자”: “1996-02-30” is not a day of the calendar."),
    ({"체결일자": "03/05/1996"}, "“체결일자”: “03/05/1996” can be read as 1996-03-05 or 1996-05-03."),
    ({"체결일자": "2031-01-01"}, "“체결일자”: The signing date 2031-01-01 lies ahead."),
    ({"국가": "영꾸"}, "“국가”: “영꾸” is not a country."),
    ({"지자체": "가평군"}, "“지자체”: 가평군 is not the government of 남양주시 국제협력과."),
    ({"가교 번호": "987654321"}, "“가교 번호”: No record has the number 987654321."),
    ({"종료일": "1950-01-01"}, "“종료일”: The end 1950-01-01 is before the beginning"),
)


def test_thirty_faults_of_ten_kinds_in_a_thousand_rows_are_each_named_and_nothing_is_applied() -> None:
    desk = make_desk()
    make_government(name_ko="가평군", name_en="Gapyeong-gun", works_as=make_office(name_ko="가평군 국제과"))
    headings = ("가교 번호", *HEADINGS, "종료일")
    rows: list[list[str]] = []
    expected: list[tuple[int, str]] = []
    for n in range(1000):
        signed = (date(1996, 1, 1) + timedelta(days=n)).isoformat()
        row = dict(zip(headings, ["", "남양주시", "다트퍼드", "영국", "자매", signed, ""], strict=True))
        if n % 33 == 5 and len(expected) < 30:
            changes, sentence = FAULTS[len(expected) % 10]
            row |= changes
            expected.append((n + 2, sentence))
        rows.append([row[heading] for heading in headings])
    batch = previewed(csv_of(*rows, headings=headings), by=desk.actor)
    found = said(batch)
    assert (len(found), marks(batch).count("wrong"), marks(batch).count("new")) == (30, 30, 970)
    assert [text.startswith(f"Row {row}, {words}") for text, (row, words) in zip(found, expected, strict=True)] == [
        True
    ] * 30, list(zip(found, expected, strict=True))
    with pytest.raises(UnableToImport, match="30"):
        applied(batch, by=desk.actor)
    assert Tie.objects.get_queryset().count() == 0


def test_several_problems_of_one_row_are_all_named() -> None:
    desk = make_desk()
    batch = previewed(csv_of(["남양주시", "다트퍼드", "영꾸", "형제", "1996-13-01"]), by=desk.actor)
    assert sorted(text.partition(": ")[0] for text in said(batch)) == [
        "Row 2, “구분”",
        "Row 2, “국가”",
        "Row 2, “체결일자”",
    ]


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


def test_a_mapping_is_remembered_for_the_office_and_the_same_headings() -> None:
    desk = make_desk()
    previewed(csv_of(["남양주시", "다트퍼드", "영국", "자매", "1996"]), by=desk.actor)
    key = headings_key([" 지자체", "도시명", "국가", "구분", "체결일자"])
    other = make_office(name_ko="다른 기관")
    assert remembered(office_id=desk.office.pk, subject="ties", headings=key) == {
        "home": 0,
        "partner": 1,
        "country": 2,
        "kind": 3,
        "signed": 4,
    }
    assert remembered(office_id=other.pk, subject="ties", headings=key) is None


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


def test_lost_characters_warn_and_are_mended_when_asked() -> None:
    desk = make_desk()
    row = ["남양주시", "다트퍼드", "영국", "자매", "1996", "자매?우호 협정"]
    batch = previewed(csv_of(row, headings=(*HEADINGS, "비고")), by=desk.actor)
    assert (marks(batch), said(batch), batch.choices["lost"]) == (
        ["new"],
        [
            (
                "Row 2, “비고”: “자매?우호 협정” seems to have lost characters; it was probably “자매·우호 협정”. "
                "Put the suggestion in, or correct it."
            )
        ],
        1,
    )
    set_mending(batch_id=batch.pk, mend=True, expected=batch.version, by=desk.actor, now=NOW)
    check_rows(batch_id=batch.pk, by=desk.actor, now=NOW)
    batch.refresh_from_db()
    applied(batch, by=desk.actor)
    assert [str(tie.summary) for tie in Tie.objects.get_queryset()] == ["자매·우호 협정"]


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


def test_projects_are_imported_with_amounts_in_the_unit_of_the_heading() -> None:
    desk = make_desk()
    headings = ("사업명", "지자체", "교류도시", "구분", "시작일", "종료일", "파견인원", "예산(천원)")
    rows = (
        ["청소년 교류", "남양주시", "다트퍼드", "청소년", "2025-07-01", "2025-07-05", "12명", "12000"],
        ["문화 행사", "남양주시", "브레아", "문화", "2025.8.1", "2025.7.1", "-3", "12 USD"],
    )
    data = xlsx_of(*rows, headings=headings)
    batch = previewed(data, by=desk.actor, filename="projects.xlsx", subject="projects")
    assert marks(batch) == ["new", "wrong"]
    assert len(said(batch)) == 3
    batch = previewed(xlsx_of(rows[0], headings=headings), by=desk.actor, filename="p.xlsx", subject="projects")
    applied(batch, by=desk.actor)
    made = ExchangeProject.objects.get_queryset().get()
    assert (made.name_ko, made.lead, made.country_id, made.persons_out, made.budget_krw, made.state) == (
        "청소년 교류",
        desk.home,
        "GB",
        12,
        12_000_000,
        "done",
    )
    again = previewed(xlsx_of(rows[0], headings=headings), by=desk.actor, filename="p.xlsx", subject="projects")
    assert marks(again) == ["same"]


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


def test_formulas_stay_text_and_what_is_no_table_is_refused() -> None:
    desk = make_desk()
    with pytest.raises(UnableToReadFile, match="제목 행만"):
        upload(",".join(HEADINGS).encode(), by=desk.actor)
    with pytest.raises(UnableToReadFile):
        upload(b"%PDF-1.7", by=desk.actor, filename="x.pdf")
    text = io.StringIO()
    csv.writer(text).writerows([[*HEADINGS, "출처"], ["남양주시", "다트퍼드", "영국", "자매", "1996", "'=1+1"]])
    batch = previewed(text.getvalue().encode(), by=desk.actor)
    applied(batch, by=desk.actor)
    assert [tie.source for tie in Tie.objects.get_queryset()] == ["=1+1"]


def test_every_code_of_the_kernels_has_its_own_sentence() -> None:
    with translation.override("en"):
        ours = {code: str(text) for code, text in {**OF_FILES, **SENTENCES}.items()}
    assert {code: ours.get(code) for code in OF_KERNELS} == dict(OF_KERNELS)


def test_columns_are_found_in_any_order() -> None:
    headings = ["No", "체결일자", "교류분야", "도시명", "국가명", "구분"]
    assert proposed_mapping(headings, subject="ties") == {
        "signed": 1,
        "fields": 2,
        "partner": 3,
        "country": 4,
        "kind": 5,
    }
