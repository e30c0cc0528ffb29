"""Figures that do not change when rows are entered otherwise, what they are compared with, and how they are said."""

import io
import re
from collections.abc import Sequence
from datetime import date, timedelta
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gagyo.accounts.models import Membership, Office
from gagyo.common.rules import ANYBODY
from gagyo.kernels.documents.hwpx_read import read_hwpx_text
from gagyo.visits.models import Visit, VisitParty
from gagyo.visits.queries.half_sums import add_up, pairs_of
from gagyo.visits.queries.half_tables import TITLES, half_table
from gagyo.visits.queries.half_years import HalfQuestion, half_year_figures, totals
from gagyo.visits.queries.press import press_sentences
from gagyo.visits.queries.rules import rule_in_use
from gagyo.visits.rules.halves import Half, half_at_hand
from gagyo.visits.tests.make import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]
DAY = date(2024, 6, 19)
PAGE = "/visits/half-year/"
# Days after 1 May 2023 (and a year later), length in days, parties: country, persons, person-days or None.
PARTY = st.tuples(st.sampled_from(["VN", "JP", "US"]), st.integers(1, 30), st.none() | st.integers(1, 90))
VISITS = st.lists(
    st.tuples(st.integers(0, 400), st.integers(1, 4), st.lists(PARTY, min_size=1, max_size=3)), max_size=4
)
Rows = Sequence[tuple[int, int, Sequence[tuple[str, int, int | None]]]]


def question(office: Office, *, whole: bool = False) -> HalfQuestion:
    """Return the question of the first half of 2024 as of 19 June."""
    return HalfQuestion(
        actor=ANYBODY,
        half=Half(2024, 1),
        as_of=DAY,
        rule=rule_in_use(day=DAY),
        office=office.pk,
        whole_last_year=whole,
    )


def enter(office: Office, rows: Rows, *, split: bool) -> None:
    """Enter visits anew; split: each party as two of the same country, the larger first."""
    VisitParty.objects.all().delete()
    Visit.objects.past_access(because="test").delete()
    for after, days, parties in rows:
        starts = date(2023, 5, 1) + timedelta(days=after)
        visit = make_visit(office=office, starts_on=starts, ends_on=starts + timedelta(days=days - 1), parties=())
        for code, persons, person_days in parties:
            parts = [(persons, person_days)]
            if split and persons > 1:
                rest = None if person_days is None else person_days // 2
                taken = None if person_days is None else person_days - person_days // 2
                parts = [(persons - persons // 2, taken), (persons // 2, rest)]
            for some, some_days in parts:
                VisitParty.objects.create(visit=visit, country_id=code, persons=some, person_days=some_days)


def counted(office: Office) -> tuple[dict[str, int], dict[str, Any]]:
    """Return the totals and all tables, without the addresses."""
    asked = question(office)
    pairs = pairs_of(asked)
    tables = {code: half_table(code, asked, pairs, scheme="press") for code in TITLES}
    assert add_up(pairs[0][1].by_visit) == add_up(pairs[0][1].by_country) == totals(asked)
    return totals(asked), {
        code: {row.name: {key: figure.value for key, figure in row.figures.items()} for row in table.rows}
        for code, table in tables.items()
    }


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=VISITS)
def test_figures_do_not_change_when_parties_are_split_or_entered_in_another_order(
    member: Membership, rows: Rows
) -> None:
    make_visit(office=member.office, parties=(("VN", 1), ("JP", 1), ("US", 1)))
    enter(member.office, rows, split=False)
    whole = counted(member.office)
    enter(member.office, [(after, days, parties[::-1]) for after, days, parties in rows[::-1]], split=True)
    assert counted(member.office) == whole


def test_the_same_day_leaves_out_what_the_whole_half_of_last_year_counts(member: Membership) -> None:
    make_visit(office=member.office, starts_on=date(2024, 5, 1), parties=(("VN", 4),))
    make_visit(office=member.office, starts_on=date(2023, 6, 25), parties=(("JP", 9),))
    found = {
        whole: {
            name: half_year_figures(question(member.office, whole=whole))[f"{name}_last_year"].value
            for name in ("countries", "persons", "visits")
        }
        for whole in (False, True)
    }
    assert found == {
        False: {"countries": 0, "persons": 0, "visits": 0},
        True: {"countries": 1, "persons": 9, "visits": 1},
    }


def said(office: Office, language: Any) -> list[str]:
    """Return the sentences for the press."""
    asked = question(office)
    who = {"ko": "세종특별자치시", "en": "Sejong"}[language]
    figures = half_year_figures(asked)
    return press_sentences(asked, figures, pairs_of(asked), scheme="press", who=who, language=language)


def test_the_sentence_of_a_year_after_nobody_came_and_of_a_half_in_which_nobody_came(member: Membership) -> None:
    assert said(member.office, "ko") == [
        "세종특별자치시는 2024년 상반기(2024. 6. 19. 기준)에 맞이한 해외 대표단이 없다.",
        "전년 동기에는 맞이한 대표단이 없었다.",
    ]
    make_visit(office=member.office, starts_on=date(2024, 5, 1), parties=(("VN", 4),))
    assert said(member.office, "ko") == [
        "세종특별자치시는 2024년 상반기(2024. 6. 19. 기준) 1차례에 걸쳐 1개국 4명의 해외 대표단을 맞이했다.",
        "전년 동기에는 맞이한 대표단이 없었다.",
    ]
    assert said(member.office, "en") == [
        "In the first half of 2024 (as of 19 June 2024) Sejong received 4 persons from 1 country in 1 visit.",
        "None came in the same period last year.",
    ]


@pytest.mark.parametrize(
    ("language", "sentence", "sheet"),
    [
        ("ko", "1차례에 걸쳐 1개국 4명의 해외 대표단을 맞이했다", "개요"),
        ("en", "received 4 persons from 1 country", "Summary"),
    ],
)
def test_both_files_come_in_both_languages_whatever_the_page_speaks(
    member: Membership, client: Client, language: str, sentence: str, sheet: str
) -> None:
    make_visit(office=member.office, starts_on=date(2024, 5, 1), parties=(("VN", 4),))
    asked: dict[str, str | int] = {"office": member.office.pk, "half": "2024H1", "as_of": "2024-06-19"}
    page = unescape(client.get(PAGE, asked).content.decode())
    found = re.findall(r'href="([^"]+)"><i class="svg-icon ico-down" aria-hidden="true"></i>([^<]+)</a>', page)
    links = {label: href for href, label in found}
    assert list(links) == ["XLSX (한국어)", "HWPX (한국어)", "XLSX (영어)", "HWPX (영어)"]
    words = {"ko": "한국어", "en": "영어"}[language]
    book = openpyxl.load_workbook(io.BytesIO(client.get(links[f"XLSX ({words})"]).content))
    notes = [str(line[0]) for line in book.worksheets[0].iter_rows(values_only=True)]
    assert (book.sheetnames[0], any(sentence in note for note in notes)) == (sheet, True)
    assert sentence in read_hwpx_text(client.get(links[f"HWPX ({words})"]).content)


def test_a_note_that_is_too_long_is_said_to_be_too_long(member: Membership, client: Client) -> None:
    make_visit(office=member.office, starts_on=date(2024, 5, 1))
    client.force_login(member.user)
    address = f"{reverse('visits:figures_publish')}?office={member.office_id}&half=2024H1&as_of=2024-06-19"
    shown = client.post(address, {"note": "가" * 301}, follow=True)
    (told,) = [str(each) for each in shown.context["messages"]]
    assert ("300" in told, "메모" in told) == (True, True)


@pytest.mark.parametrize(
    ("day", "half"),
    [
        (date(2024, 1, 1), Half(2023, 2)),
        (date(2024, 1, 21), Half(2023, 2)),
        (date(2024, 1, 22), Half(2024, 1)),
        (date(2024, 6, 30), Half(2024, 1)),
        (date(2024, 7, 21), Half(2024, 1)),
        (date(2024, 7, 22), Half(2024, 2)),
    ],
)
def test_for_three_weeks_the_half_just_ended_is_at_hand(day: date, half: Half) -> None:
    assert half_at_hand(day) == half


def test_my_work_leads_an_office_with_visits_to_its_figures(member: Membership, client: Client) -> None:
    client.force_login(member.user)
    found = []
    for _before_and_after in range(2):
        links = client.get("/work/").context["shortcuts"]
        found.append([each.href for each in links if each.href.startswith(PAGE)])
        make_visit(office=member.office)
    assert found == [[], [f"{PAGE}?office={member.office_id}"]]
