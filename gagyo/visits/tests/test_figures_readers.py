"""One office-only visit counts the same for every reader and every way; nothing names it to those who may not read."""

import io
import json
from datetime import date
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from gagyo.accounts.models import Membership, Office
from gagyo.accounts.tests.make import NOW, make_actor, make_member
from gagyo.common.rules import ANYBODY, Actor, system
from gagyo.config.cli import command
from gagyo.kernels.documents.hwpx_read import read_hwpx_tables, read_hwpx_text
from gagyo.registry.tests.make import make_body, make_government
from gagyo.visits.actions.releases import publish_figures
from gagyo.visits.models import Theme, Visit, VisitParty, VisitTheme
from gagyo.visits.queries.half_sums import pairs_of
from gagyo.visits.queries.half_tables import TITLES, half_table
from gagyo.visits.queries.half_years import HalfQuestion, half_year_figures
from gagyo.visits.queries.releases import release_today
from gagyo.visits.queries.rules import rule_in_use
from gagyo.visits.rules.halves import Half
from gagyo.visits.tests.make import make_site, make_stop, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]
NAME = "비공개 대표단"
PAGE = "/visits/half-year/"
NUMBERS = ("countries", "persons", "person_days", "visits")
DAYS = [date(2024, 4, 1), date(2024, 4, 2), date(2024, 6, 19), date(2024, 6, 30), date(2026, 5, 4)]


@pytest.fixture
def held() -> Membership:
    """An officer of Sejong, whose only visit of the half is one that its office keeps to itself."""
    held = make_member()
    make_government(name_ko="세종특별자치시", name_en="Sejong", code="36", works_as=held.office)
    hidden = make_visit(office=held.office, name_ko=NAME, name_en="Hidden", visibility="office", parties=(("VN", 12),))
    make_stop(visit=hidden, site=make_site(office=held.office, name_ko="비공개 센터", visibility="office"))
    Visit.objects.past_access(because="test").filter(pk=hidden.pk).update(
        organiser=make_body(name_ko="비밀 재단", name_en="Secret Foundation")
    )
    VisitTheme.objects.create(visit=hidden, theme=Theme.objects.get(code="smart-city"))
    return held


def asked_of(office: Office, *, actor: Actor = ANYBODY, as_of: date = DAYS[2]) -> HalfQuestion:
    """Return the question of the first half of 2024."""
    return HalfQuestion(actor=actor, half=Half(2024, 1), as_of=as_of, rule=rule_in_use(day=as_of), office=office.pk)


def of_page(text: Any) -> dict[str, int]:
    """Return the four figures of the page's headline."""
    return {name: int(now.value) for name, (now, _before, _words) in zip(NUMBERS, text["headline"], strict=True)}


def of_sheet(content: bytes) -> dict[str, int]:
    """Return the four figures of the first worksheet."""
    lines = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return dict(zip(NUMBERS, [int(str(line[1])) for line in lines if isinstance(line[1], int)], strict=True))


def of_paper(content: bytes) -> dict[str, int]:
    """Return the four figures of the report's first table."""
    table = next(table for table in read_hwpx_tables(content) if len(table) == 5 and len(table[0]) == 4)
    return dict(zip(NUMBERS, [int(line[1].replace(",", "")) for line in table[1:]], strict=True))


@pytest.mark.parametrize("as_of", DAYS)
@pytest.mark.parametrize("signed_in", [False, True])
def test_page_command_api_worksheet_and_report_give_the_same_figures(
    held: Membership, client: Client, as_of: date, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(held.user)
    expected = dict.fromkeys(NUMBERS, 0) if as_of < DAYS[1] else dict(zip(NUMBERS, (1, 12, 12, 1), strict=True))
    page: dict[str, str | int] = {"office": held.office.pk, "half": "2024H1", "as_of": as_of.isoformat()}
    api = client.get(f"/api/v1/figures/visits?office=36&half=2024H1&as_of={as_of}").json()
    words = ["figures", "visits", "--office", "36", "--half", "2024H1", "--as-of", str(as_of), "--json"]
    said = json.loads(CliRunner().invoke(command, words, standalone_mode=False).output)
    found = {
        "api": {name: api[name] for name in NUMBERS},
        "command": {name: said[name] for name in NUMBERS},
        "page": of_page(client.get(PAGE, page).context),
        "xlsx": of_sheet(client.get(PAGE, {**page, "format": "xlsx"}).content),
        "hwpx": of_paper(client.get(PAGE, {**page, "format": "hwpx"}).content),
    }
    assert found == dict.fromkeys(found, expected)


def test_the_opened_list_says_how_many_visits_are_not_open(held: Membership, client: Client) -> None:
    make_visit(office=held.office, starts_on=date(2024, 5, 7), parties=(("JP", 3),))
    figure = half_year_figures(asked_of(held.office))["visits"]
    seen = client.get(figure.href or "")
    assert (figure.value, seen.context["page"].paginator.count, seen.context["not_open"]) == (2, 1, 1)
    assert NAME not in seen.content.decode()
    client.force_login(held.user)
    own = client.get(figure.href or "")
    assert (own.context["page"].paginator.count, own.context["not_open"]) == (2, 0)


def test_every_cell_of_an_outsider_is_its_open_rows_and_those_that_are_not(held: Membership, client: Client) -> None:
    public = make_visit(office=held.office, starts_on=date(2024, 5, 7), parties=(("VN", 3), ("JP", 2)))
    make_stop(visit=public, site=make_site(office=held.office, name_ko="공개 센터"))
    VisitTheme.objects.create(visit=public, theme=Theme.objects.get(code="smart-city"))
    asked = asked_of(held.office)
    tables = [half_table(code, asked, pairs_of(asked), scheme="press") for code in TITLES]
    # Two tables may open one list.
    cells = {row.figures["visits"].href: row.figures["visits"].value for table in tables for row in table.rows}
    found = {href: client.get(href or "").context for href in cells}
    assert {href: seen["page"].paginator.count + seen["not_open"] for href, seen in found.items()} == cells
    assert len(cells) == 8


@pytest.mark.parametrize(
    "more", ["&q=비공개", "&tie=1", "&on_from=2024-04-02", "&country=VN&theme=smart-city", "&through=1", "&sample=no"]
)
def test_no_other_filter_tells_of_visits_that_are_not_open(held: Membership, client: Client, more: str) -> None:
    figure = half_year_figures(asked_of(held.office))["visits"]
    assert client.get(figure.href or "").context["not_open"] == 1
    assert client.get(f"{figure.href}{more}").context["not_open"] == 0


def test_neither_the_site_nor_the_organiser_of_a_hidden_visit_is_named_or_can_be_asked_for(
    held: Membership, client: Client
) -> None:
    page: dict[str, str | int] = {"office": held.office.pk, "half": "2024H1", "as_of": "2024-06-19", "table": "all"}
    secrets = {NAME, "비공개 센터", "비밀 재단"}
    shown = client.get(PAGE, page).content.decode()
    files = [client.get(PAGE, {**page, "format": code}).content for code in ("xlsx", "hwpx")]
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(files[0])) for line in sheet.values for cell in line]
    told = f"{shown} {cells} {read_hwpx_text(files[1])} {read_hwpx_tables(files[1])}"
    assert [each for each in secrets if each in told] == []
    hidden = Visit.objects.past_access(because="test").get(name_ko=NAME)
    stop = hidden.stops.get()
    figure = half_year_figures(asked_of(held.office))["visits"]
    for more in (f"&site={stop.site_id}", f"&organiser={hidden.organiser_id}"):
        assert client.get(f"{figure.href}{more}").context["not_open"] == 0
    client.force_login(held.user)
    own = client.get(PAGE, page).content.decode()
    assert [each for each in ("비공개 센터", "비밀 재단") if each not in own] == []


def test_visits_count_by_organiser_s_body_where_one_is_set_else_by_kind(held: Membership, client: Client) -> None:
    koica = make_body(name_ko="한국국제협력단", name_en="KOICA")
    for organiser, persons in ((koica, 5), (koica, 6), (None, 7)):
        make_visit(
            office=held.office,
            starts_on=date(2024, 5, 7),
            parties=(("JP", persons),),
            organiser=organiser,
            organiser_kind="agency",
        )
    client.force_login(held.user)
    asked = asked_of(held.office, actor=make_actor(membership=held))
    found = half_table("organiser", asked, pairs_of(asked), scheme="press")
    shown = {row.name: (row.figures["visits"].value, row.figures["persons"].value) for row in found.rows}
    assert shown == {"비밀 재단": (1, 12), "한국국제협력단": (2, 11), "그 밖의 개발협력기관": (1, 7)}
    for row in found.rows:
        assert (
            client.get(row.figures["visits"].href or "").context["page"].paginator.count == row.figures["visits"].value
        )


def test_a_publication_names_to_an_outsider_no_row_of_a_hidden_visit(held: Membership, client: Client) -> None:
    actor = make_actor(membership=held)
    release = publish_figures(asked=asked_of(held.office, actor=actor), note="", by=actor, now=NOW)
    VisitParty.objects.filter(visit__name_ko=NAME).update(persons=99)
    counted = {
        who.label: (found.now["persons"], len(found.differences), found.hidden)
        for who in (ANYBODY, actor, system(label="test"))
        for found in [release_today(actor=who, release=release)]
    }
    assert counted == {ANYBODY.label: (99, 0, 1), actor.label: (99, 1, 0), "test": (99, 1, 0)}
    assert NAME not in client.get(reverse("visits:figures_release", args=[release.pk])).content.decode()


def test_an_archived_visit_counts_for_nobody(held: Membership) -> None:
    Visit.objects.past_access(because="test").update(archived_at=NOW)
    for who in (ANYBODY, make_actor(membership=held), system(label="test")):
        assert half_year_figures(asked_of(held.office, actor=who))["visits"].value == 0
