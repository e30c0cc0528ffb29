"""The statistics: every cell opens exactly the rows that it counts, on the page and on paper."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gagyo.analytics.queries.figures import StatTable
from gagyo.analytics.queries.question import Counted, Question
from gagyo.analytics.queries.tables import MAKERS
from gagyo.common.rules import ANYBODY
from gagyo.kernels.documents.hwpx_read import read_hwpx_tables, read_hwpx_text
from gagyo.kernels.indicators.figure import Figure
from gagyo.partnerships.choices import ProjectState, TieKind, TieState
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.choices import BodyKind, PlaceKind
from gagyo.registry.models import Region, RegionMember, RegionScheme
from gagyo.registry.tests.make import make_body, make_country, make_government, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]


@pytest.fixture
def _rows() -> None:
    """Make two provinces, ties of every kind with three countries, and projects in two years."""
    today = timezone.localdate()
    gyeonggi = make_government(name_ko="경기도", name_en="Gyeonggi-do", code="41")
    busan = make_government(name_ko="부산광역시", name_en="Busan", code="26")
    for province in (gyeonggi, busan):
        province.kind = BodyKind.METROPOLITAN
        province.save()
    namyangju = make_government(parent=gyeonggi)
    shandong = make_place(name_ko="산둥성", name_en="Shandong", country="CN", kind=PlaceKind.PROVINCE)
    chinese = [
        make_body(
            name_ko=name, name_en=name, country="CN", place=make_place(name_ko=name, country="CN", parent=shandong)
        )
        for name in ("지난", "칭다오", "옌타이")
    ]
    dartford, osaka = make_body(), make_body(name_ko="오사카", name_en="Osaka", country="JP")
    first = make_tie(parties=[namyangju, chinese[0]], signed_on=date(1996, 5, 3))
    make_tie(parties=[busan, chinese[1]], kind=TieKind.FRIENDSHIP, signed_on=today - timedelta(days=30))
    make_tie(parties=[gyeonggi, chinese[2], osaka], signed_on=None)
    second = make_tie(parties=[namyangju, dartford], kind=TieKind.MOU, signed_on=date(2001, 1, 1))
    make_tie(parties=[busan, osaka], state=TieState.ENDED, ended_on=today - timedelta(days=10))
    make_tie(parties=[namyangju, busan], is_domestic=True)
    scheme = RegionScheme.objects.create(code="continent", name_ko="대륙", name_en="Continents", source="test")
    for code, members in (("AS", ("CN", "JP", "KR")), ("EU", ("GB",))):
        region = Region.objects.create(scheme=scheme, code=code, name_ko=code, name_en=code)
        for country in members:
            RegionMember.objects.create(region=region, country=make_country(country))
    this_year, last_year = today.replace(month=1, day=1), today.replace(year=today.year - 1, month=3, day=1)
    make_project(lead=namyangju, tie=first, starts_on=this_year, ends_on=this_year, budget_krw=7_000_000)
    make_project(lead=busan, country=make_country("GB"), starts_on=last_year, ends_on=last_year, budget_krw=5_000_000)
    make_project(lead=namyangju, tie=second, starts_on=last_year, ends_on=last_year, state=ProjectState.CANCELLED)


def question() -> Question:
    today = timezone.localdate()
    return Question(ANYBODY, today, today, date(today.year - 4, 1, 1), "continent")


def shown_count(client: Client, figure: Figure) -> int:
    """Return how many rows the page behind a figure counts."""
    assert figure.href is not None
    answer = client.get(figure.href)
    assert answer.status_code == 200, figure.href
    return int(answer.context["count"].value)


def cells(table: StatTable) -> list[tuple[str, str, Figure]]:
    rows = [(row.name, key, figure) for row in table.rows for key, figure in row.figures.items()]
    return [*rows, *(("total", key, figure) for key, figure in table.total.items())]


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize("code", list(MAKERS))
def test_every_cell_opens_exactly_the_rows_that_it_counts(client: Client, code: str) -> None:
    table = MAKERS[code](Counted(question()))
    assert table.rows
    wrong = [
        (name, key, figure.value, figure.href)
        for name, key, figure in cells(table)
        if figure.href and figure.unit != "krw" and shown_count(client, figure) != figure.value
    ]
    assert wrong == []


@pytest.mark.usefixtures("_rows")
def test_a_tie_of_two_countries_counts_in_each_but_once_in_the_total() -> None:
    table = MAKERS["country"](Counted(question()))
    assert {row.name: row.figures["ties"].value for row in table.rows} == {"중국": 3, "일본": 1, "영국": 1}
    assert [table.total["ties"].value, table.left_out] == [5, 1]
    assert [table.total["before"].value, table.total["budget"].value] == [5, 12_000_000]


@pytest.mark.usefixtures("_rows")
def test_every_province_has_a_row_in_the_usual_order_and_nothing_to_open_where_nothing_is_counted(
    client: Client,
) -> None:
    for name, code in (("강원특별자치도", "51"), ("세종특별자치시", "36"), ("경상남도", "48")):
        given = {"kind": BodyKind.METROPOLITAN, "code": code, "iso_code": f"KR-{code}"}
        make_body(name_ko=name, name_en=name, country="KR", **given)
    usual = ["부산광역시", "세종특별자치시", "경기도", "강원특별자치도", "경상남도"]
    table = MAKERS["province"](Counted(question()))
    assert [row.name for row in table.rows] == usual
    sejong = table.rows[1].figures
    assert {(figure.value, figure.href) for key, figure in sejong.items() if key != "budget"} == {(0, None)}
    drawn = client.get("/ties/map/").context["korea"].table.rows
    assert [row for row in drawn if row[0] == "세종특별자치시"] == [("세종특별자치시", "0건")]
    sheet = load_workbook(io.BytesIO(client.get("/statistics/data.xlsx").content))[table.title]
    names = [row[0] for row in sheet.iter_rows(values_only=True) if row[0] in usual]
    paper = [row[0] for rows in read_hwpx_tables(client.get("/statistics/data.hwpx").content) for row in rows]
    assert [names, [name for name in paper if name in usual][:5]] == [usual, usual]


@pytest.mark.usefixtures("_rows")
def test_governments_tied_to_the_same_province_are_ranked() -> None:
    [row] = MAKERS["same-province"](Counted(question())).rows
    assert [row.name, row.above, row.figures["governments"].value, row.figures["ties"].value] == [
        "산둥성",
        "중국",
        3,
        3,
    ]


@pytest.mark.usefixtures("_rows")
def test_page_worksheet_and_report_give_the_same_figures(client: Client) -> None:
    page = client.get("/statistics/?table=all&scheme=")
    tables = {table.code: table for table, *_rest in page.context["tables"]}
    assert list(tables) == list(MAKERS)
    book = load_workbook(io.BytesIO(client.get("/statistics/data.xlsx").content))
    sheet = book[tables["province"].title]
    rows = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert [rows["경기도"], rows["부산광역시"], rows["합계"]] == [4, 2, 5]
    paper = client.get("/statistics/data.hwpx").content
    first = read_hwpx_tables(paper)[0]
    assert [row[1] for row in first] == ["결연", "2", "4", "5"]
    assert "유효한 결연: 5건" in read_hwpx_text(paper)


@pytest.mark.usefixtures("_rows")
def test_a_day_to_come_or_a_turned_period_is_refused_with_a_sentence(client: Client) -> None:
    answers = [
        client.get("/statistics/", query)
        for query in ({"as_of": "2999-01-01"}, {"as_of": "x"}, {"since": "2999-01-01"})
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert client.get("/statistics/?table=nonsense").status_code == 404


def test_an_empty_house_has_statistics_too_and_more_rows_ask_no_more_queries(client: Client) -> None:
    assert client.get("/statistics/?table=all").status_code == 200

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/statistics/?table=all")
        return len(queries)

    make_tie(parties=[make_government(), make_body()])
    one = asked()
    for _ in range(2):
        make_tie(parties=[make_government(), make_body(country="JP")])
    assert asked() == one
