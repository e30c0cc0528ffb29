"""Sejong's published figures, from rows to page, API, command line, XLSX and HWPX."""

import io
import json
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.rules import ANYBODY, system
from gagyo.config.sample.offices import NAMYANGJU, SEJONG, local_code
from gagyo.config.sample.tables import rows
from gagyo.config.sample.visits import load_received
from gagyo.kernels.documents.hwpx_read import read_hwpx_tables, read_hwpx_text
from gagyo.registry.models import Body, Country, Region, RegionMember, RegionScheme
from gagyo.registry.tests.make import make_government
from gagyo.visits.actions.releases import UnableToPublish, publish_figures
from gagyo.visits.choices import VisitState
from gagyo.visits.models import FigureRelease, Visit, VisitParty
from gagyo.visits.queries.answers import UnableToAnswer, half_year_answer
from gagyo.visits.queries.half_sums import pairs_of
from gagyo.visits.queries.half_tables import half_table
from gagyo.visits.queries.half_years import HalfQuestion, half_year_figures, totals
from gagyo.visits.queries.releases import release_today
from gagyo.visits.queries.rules import rule_in_use
from gagyo.visits.rules.halves import Half, half_on
from gagyo.visits.tests.make import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]
DAY = date(2024, 6, 19)
FIRST_HALF = Half(2024, 1)


def question(*, office: int, actor: Any = ANYBODY, half: Half = FIRST_HALF, as_of: date = DAY) -> HalfQuestion:
    """Return a question by the rule in use."""
    return HalfQuestion(actor=actor, half=half, as_of=as_of, rule=rule_in_use(day=as_of), office=office)


@pytest.fixture
def sejong() -> int:
    """Load Sejong's sample visits with only what they need, and return the office's id."""
    codes = {part.split(":")[0] for row in rows("sejong_visits.csv") for part in row["parties"].split()} | {"GB", "VN"}
    for number, code in enumerate(sorted(codes)):
        Country.objects.create(code=code, code3=f"{code}X", number=f"{number:03}", name_ko=code, name_en=code)
    offices = {local_code(code): make_office(name_ko=code) for code in (SEJONG, NAMYANGJU)}
    office = offices[local_code(SEJONG)]
    make_government(name_ko="세종특별자치시", name_en="Sejong", code=SEJONG, works_as=office)
    load_received(offices=offices, by=system(label="test"), now=NOW)
    return office.pk


PUBLISHED = {
    "countries": 29,
    "persons": 273,
    "visits": 16,
    "countries_last_year": 14,
    "persons_last_year": 122,
    "visits_last_year": 7,
}


def numbers(found: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers that the press release gave."""
    return {name: found[name] for name in PUBLISHED}


@pytest.mark.parametrize("as_of", [DAY, date(2024, 6, 30), date(2026, 5, 4)])
def test_the_published_figures_come_out_as_of_the_day_and_for_the_full_half(sejong: int, as_of: date) -> None:
    found = half_year_figures(question(office=sejong, as_of=as_of))
    assert numbers({name: figure.value for name, figure in found.items()}) == PUBLISHED


def test_mongolia_came_four_times_with_58_persons(sejong: int) -> None:
    asked = question(office=sejong)
    table = half_table("country", asked, pairs_of(asked), scheme="press")
    mongolia = next(row for row in table.rows if row.name == "MN")
    assert {name: mongolia.figures[name].value for name in ("visits", "persons")} == {"visits": 4, "persons": 58}
    repeats = half_table("repeat", asked, pairs_of(asked), scheme="press")
    assert repeats.rows[0].name == "MN"


def test_each_table_s_totals_are_the_figures_however_groups_overlap(sejong: int) -> None:
    asked = question(office=sejong)
    pairs = pairs_of(asked)
    for code in ("country", "region", "theme", "site", "month", "organiser"):
        total = half_table(code, asked, pairs, scheme="press").total
        assert (total["visits"].value, total["persons"].value) == (16, 273), code


def test_every_cell_opens_the_visits_that_it_counts(sejong: int, client: Client) -> None:
    asked = question(office=sejong)
    pairs = pairs_of(asked)
    for code in ("country", "theme", "site", "month", "organiser"):
        for row in half_table(code, asked, pairs, scheme="press").rows:
            figure = row.figures["visits"]
            answer = client.get(figure.href or "")
            assert answer.context["page"].paginator.count == figure.value, (code, row.name)


def test_a_cut_in_march_leaves_out_what_came_later(sejong: int) -> None:
    found = totals(question(office=sejong, as_of=date(2024, 3, 31)))
    assert found == {"countries": 13, "persons": 90, "person_days": 155, "visits": 3}


def test_the_api_gives_the_same_numbers_without_a_token(sejong: int, client: Client) -> None:
    answer = client.get("/api/v1/figures/visits?office=36&half=2024H1&as_of=2024-06-19")
    body = answer.json()
    assert (numbers(body), body["as_of"], body["rule"]) == (PUBLISHED, "2024-06-19", "received-visits")
    opened = client.get(next(each["href"] for each in body["figures"] if each["name"] == "visits"))
    assert opened.context["page"].paginator.count == 16


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("office=99&half=2024H1", 404, "99"),
        ("office=36&half=2024", 422, "half"),
        ("office=36&half=2024H1&rule=nothing", 404, "received-visits"),
    ],
)
def test_the_api_says_which_part_is_wrong(sejong: int, client: Client, query: str, status: int, sentence: str) -> None:
    answer = client.get(f"/api/v1/figures/visits?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert sentence in answer.json()["detail"]


def test_the_command_line_s_answer_has_the_keys_that_others_read(sejong: int) -> None:
    by = system(label="gagyo figures", channel="cli")
    answer = half_year_answer(actor=by, office="36", half="2024H1", as_of="2024-06-19", rule="", today=date(2026, 5, 4))
    found = json.loads(json.dumps(answer.as_json()))
    assert {**numbers(found), "rule": found["rule"], "as_of": found["as_of"]} == {
        **PUBLISHED,
        "rule": "received-visits",
        "as_of": "2024-06-19",
    }
    with pytest.raises(UnableToAnswer, match="2024-06-19"):
        half_year_answer(actor=by, office="36", half="2024H1", as_of="19.6.", rule="", today=date(2026, 5, 4))


PAGE = "/visits/half-year/"
ASKED: dict[str, str | int] = {"half": "2024H1", "as_of": "2024-06-19"}


def test_the_page_shows_the_figures_and_the_press_sentence_in_both_languages(sejong: int, client: Client) -> None:
    text = client.get(PAGE, {**ASKED, "office": sejong}).content.decode()
    assert "2024년 상반기(2024. 6. 19. 기준) 16차례에 걸쳐 29개국 273명의 해외 대표단을 맞이했다." in text
    assert "전년 동기 대비 2.07배(14개국), 인원은 전년 동기 대비 2.24배(122명)" in text
    assert "received 273 persons from 29 countries in 16 visits" in text


def test_the_worksheet_holds_the_numbers_of_the_page(sejong: int, client: Client) -> None:
    answer = client.get(PAGE, {**ASKED, "office": sejong, "format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [tuple(cell.value for cell in line) for line in book.worksheets[0].iter_rows()]
    found = {line[0]: line[1:3] for line in cells if isinstance(line[1], int)}
    assert found == {
        "방문 국가": (29, 14),
        "방문 인원(실인원)": (273, 122),
        "방문 연인원": (373, 159),
        "방문 횟수": (16, 7),
    }
    assert len(book.worksheets) == 8


def test_the_hwpx_report_opens_again_with_sentence_and_tables(sejong: int, client: Client) -> None:
    answer = client.get(PAGE, {**ASKED, "office": sejong, "format": "hwpx"})
    assert "16차례에 걸쳐 29개국 273명의 해외 대표단을 맞이했다" in read_hwpx_text(answer.content)
    tables = read_hwpx_tables(answer.content)
    assert ["MN", "4", "58", "58"] in [line[:4] for table in tables for line in table]


def test_published_figures_can_be_made_again_and_the_difference_is_told_row_by_row(sejong: int) -> None:
    actor = make_actor(office=Visit.objects.past_access(because="test").filter(office_id=sejong)[0].office)
    release = publish_figures(asked=question(office=sejong, actor=actor), note="", by=actor, now=NOW)
    same = release_today(actor=actor, release=release)
    assert (list(same.differences), same.again, same.now) == ([], same.now, same.again)
    party = VisitParty.objects.get(country="SA", visit__starts_on__year=2024)
    VisitParty.objects.filter(pk=party.pk).update(persons=14)
    late = make_visit(office=None, office_id=sejong, starts_on=date(2024, 6, 3), parties=(("JP", 6),))
    found = release_today(actor=actor, release=release)
    assert (found.again["persons"], found.now["persons"], found.release.totals["persons"]) == (273, 281, 273)
    told = [
        (each.before.persons if each.before else None, each.after.persons) for each in found.differences if each.after
    ]
    assert told == [(12, 14), (None, 6)]
    assert [each.after.visit_id for each in found.differences if each.before is None and each.after] == [late.pk]


def test_nothing_is_published_where_nothing_counts(sejong: int) -> None:
    office = Visit.objects.past_access(because="test").filter(office_id=sejong)[0].office
    actor = make_actor(office=office)
    with pytest.raises(UnableToPublish):
        publish_figures(
            asked=question(office=sejong, actor=actor, half=Half(2019, 1), as_of=date(2019, 6, 1)),
            note="",
            by=actor,
            now=NOW,
        )


def test_only_the_rule_s_states_count(sejong: int) -> None:
    make_visit(office=None, office_id=sejong, starts_on=date(2024, 5, 3), state=VisitState.CONFIRMED)
    assert totals(question(office=sejong))["visits"] == 16


def test_figures_of_a_day_to_come_are_neither_shown_nor_published(sejong: int, client: Client) -> None:
    office = Visit.objects.past_access(because="test").filter(office_id=sejong)[0].office
    actor, half = make_actor(office=office), Half(NOW.year, 1)
    make_visit(office=office, starts_on=NOW.date())
    ahead = question(office=sejong, actor=actor, half=half, as_of=NOW.date() + timedelta(days=1))
    with pytest.raises(UnableToPublish, match="1950"):
        publish_figures(asked=ahead, note="", by=actor, now=NOW)
    over = question(office=sejong, actor=actor, as_of=date(2999, 1, 1))
    assert publish_figures(asked=over, note="", by=actor, now=NOW).as_of == date(2024, 6, 30)
    now = half_on(timezone.localdate())
    page = client.get(PAGE, {"half": str(now), "as_of": now.ends_on.isoformat(), "office": str(sejong)})
    assert (list(page.context["form"].errors), "asked" in page.context) == (["as_of"], False)


def test_the_same_figures_are_published_once_and_others_of_that_day_again(sejong: int, client: Client) -> None:
    office = Visit.objects.past_access(because="test").filter(office_id=sejong)[0].office
    client.force_login(make_member(office=office).user)
    address = f"{reverse('visits:figures_publish')}?half=2024H1&as_of=2024-06-19&office={sejong}"
    for _twice in range(2):
        client.post(address, {"note": "보도자료"})
    assert FigureRelease.objects.past_access(because="test").count() == 1
    make_visit(office=office, starts_on=date(2024, 6, 3), parties=(("JP", 6),))
    client.post(address, {"note": "정정"})
    assert FigureRelease.objects.past_access(because="test").count() == 2


@pytest.mark.parametrize(
    "address",
    [
        f"{PAGE}?as_of=0001-01-01",
        f"{PAGE}?half=2024H1&as_of=9999-12-31",
        "/visits/?month=0000-01",
        "/visits/?month=2024-13",
        f"/visits/?q={'a+' * 1000}",
        f"/visits/?tie={'9' * 30}&site={'9' * 30}&course=-1&through={'9' * 30}&office={'9' * 30}",
        "/visits/?since=0001-01-01&until=9999-12-31&region=press:ASIA&page=999999999999",
    ],
)
def test_no_public_address_of_figures_or_lists_breaks(sejong: int, client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("as_of", ["0001-01-01", "1899-12-31"])
def test_the_api_refuses_a_day_of_which_nothing_is_known(sejong: int, client: Client, as_of: str) -> None:
    answer = client.get(f"/api/v1/figures/visits?office=36&half=2024H1&as_of={as_of}")
    assert (answer.status_code, "1950" in answer.json()["detail"]) == (422, True)


def test_last_year_s_regions_are_those_of_last_year_as_in_the_list_behind(sejong: int, client: Client) -> None:
    scheme = RegionScheme.objects.create(code="test", name_ko="시험", name_en="Test")
    old, new = (
        Region.objects.create(scheme=scheme, code=code, name_ko=code, name_en=code, order=order)
        for order, code in enumerate(("old", "new"))
    )
    for code in set(VisitParty.objects.values_list("country", flat=True)):
        RegionMember.objects.create(region=old, country_id=code, ends_on=date(2023, 12, 31))
        RegionMember.objects.create(region=new, country_id=code, starts_on=date(2024, 1, 1))
    asked = question(office=sejong)
    found = half_table("region", asked, pairs_of(asked), scheme="test")
    shown = {
        row.name: (int(row.figures["visits"].value or 0), int(row.figures["visits_last_year"].value or 0))
        for row in found.rows
    }
    assert shown == {"old": (0, 7), "new": (16, 0)}
    for row in found.rows:
        for figure in (row.figures["visits"], row.figures["visits_last_year"]):
            assert client.get(figure.href or "").context["page"].paginator.count == figure.value


def test_the_page_of_a_publication_shows_then_and_now(sejong: int, client: Client) -> None:
    office = Visit.objects.past_access(because="test").filter(office_id=sejong)[0].office
    made = publish_figures(asked=question(office=sejong), note="", by=make_actor(office=office), now=NOW)
    text = client.get(reverse("visits:figures_release", args=[made.pk])).content.decode()
    assert "공표 당시와 지금" in text
    assert Body.objects.get(code=SEJONG).works_as == office
