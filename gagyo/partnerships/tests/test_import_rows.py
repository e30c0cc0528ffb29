"""What rows of a file say: dates, words, faults, each named."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import translation

from gagyo.accounts.tests.make import make_office
from gagyo.common.models import AuditRecord
from gagyo.kernels.tabular.errors import SENTENCES as OF_KERNELS
from gagyo.partnerships.actions.imports.locked import UnableToImport
from gagyo.partnerships.actions.imports.prepare import UnableToReadFile, check_rows, headings_key, set_mending
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.partnerships.queries.imports.batches import remembered
from gagyo.partnerships.rules.imports.columns import proposed_mapping
from gagyo.partnerships.rules.imports.problems import OF_FILES, SENTENCES
from gagyo.partnerships.tests.make_imports import (
    HEADINGS,
    NOW,
    applied,
    csv_of,
    make_desk,
    marks,
    previewed,
    said,
    upload,
    xlsx_of,
)
from gagyo.registry.tests.make import make_government

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_korean() -> Iterator[None]:
    with translation.override("ko"):
        yield


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


def test_columns_are_found_in_any_order() -> None:
    headings = ["No", "체결일자", "교류분야", "도시명", "국가명", "구분"]
    assert proposed_mapping(headings, subject="ties") == {
        "signed": 1,
        "fields": 2,
        "partner": 3,
        "country": 4,
        "kind": 5,
    }


def test_every_code_of_the_kernels_has_its_own_sentence() -> None:
    with translation.override("en"):
        ours = {code: str(text) for code, text in {**OF_FILES, **SENTENCES}.items()}
    assert {code: ours.get(code) for code in OF_KERNELS} == dict(OF_KERNELS)
