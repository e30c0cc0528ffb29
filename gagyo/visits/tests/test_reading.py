"""What of a visit its own office keeps to itself, wherever the visit is shown."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.rules import ANYBODY
from gagyo.kernels.documents.hwpx_read import read_hwpx_text
from gagyo.visits.actions.releases import publish_figures
from gagyo.visits.choices import VisitState
from gagyo.visits.models import VisitParty
from gagyo.visits.queries.around import here_now
from gagyo.visits.queries.filters import VisitFilter, visits_for
from gagyo.visits.queries.half_sums import pairs_of
from gagyo.visits.queries.half_tables import half_table, offices_with_visits
from gagyo.visits.queries.half_years import HalfQuestion
from gagyo.visits.queries.sites import listed_sites
from gagyo.visits.queries.surveys import sites_seen
from gagyo.visits.rules.halves import Half
from gagyo.visits.tests.make import make_rule, make_site, make_stop, make_visit

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 19)
PAGE = "/en/visits/half-year/"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Compare sentences in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def office() -> Office:
    """An office of Sejong."""
    return make_office(name_ko="세종시 국제교류")


def browser(office: Office | None = None, *, role: str = Role.OFFICER) -> Client:
    """Return a browser in which a member of an office is signed in."""
    client = Client()
    client.force_login(make_member(office=office, role=role).user)
    return client


def shown(client: Client, address: str, *words: str) -> list[str]:
    """Return which of the words a page shows."""
    text = client.get(address).content.decode()
    return [word for word in words if word in text]


def question(*, office: Office, actor: Any) -> HalfQuestion:
    """Return a question about the first half of 2024."""
    return HalfQuestion(actor=actor, half=Half(2024, 1), as_of=DAY, rule=make_rule(), office=office.pk)


def test_times_and_places_of_a_programme_are_for_the_visits_own_office(office: Office) -> None:
    visit = make_visit(office=office, starts_on=timezone.localdate() + timedelta(days=9), state=VisitState.CONFIRMED)
    make_stop(visit=visit, site=make_site(office=office, name_en="Open Centre"), title_en="Closed talk")
    hidden = make_site(office=office, name_en="Control Room", visibility=Visibility.OFFICE)
    make_stop(visit=visit, site=hidden, starts="13:00", ends="14:00")
    address, words = (
        reverse("visits:visit", args=[visit.pk]),
        ("Open Centre", "Closed talk", "Control Room", "10:00", "13:00"),
    )
    assert shown(browser(office), address, *words) == ["Closed talk", "Control Room", "10:00", "13:00"]
    strangers = (Client(), browser(), browser(role=Role.AUDITOR))
    assert [shown(client, address, *words) for client in strangers] == [["Open Centre"]] * 3


def test_heads_of_parties_are_not_for_another_office_s_auditor(office: Office) -> None:
    visit = make_visit(office=office)
    VisitParty.objects.filter(visit=visit).update(head_name="Nguyen Secret")
    address = reverse("visits:visit", args=[visit.pk])
    own, other = browser(office, role=Role.AUDITOR), browser(role=Role.AUDITOR)
    assert [shown(client, address, "Nguyen Secret") for client in (own, other)] == [["Nguyen Secret"], []]


def test_where_visitors_are_today_is_for_the_office_that_receives_them(office: Office) -> None:
    visit = make_visit(office=office, parties=(("VN", 9),), state=VisitState.UNDER_WAY, starts_on=NOW.date())
    make_stop(visit=visit, site=make_site(office=office, name_en="Open Centre"), starts="23:00", ends="23:30")
    own, other = make_actor(office=office), make_actor()
    assert [here_now(actor=actor, country="VN", now=NOW).places for actor in (own, other)] == [
        {visit.pk: "23:00 Open Centre"},
        {},
    ]


def test_sites_that_are_not_public_count_under_one_name_for_others(office: Office) -> None:
    open_site = make_site(office=office, name_en="Open Centre", archived_at=NOW)
    hidden = [make_site(office=office, name_en=f"Control Room {n}", visibility=Visibility.OFFICE) for n in (1, 2)]
    both = make_visit(office=office, parties=(("VN", 12),))
    make_stop(visit=both, site=open_site)
    for n, site in enumerate(hidden):
        make_stop(visit=both, site=site, starts=f"1{3 + n}:00", ends=f"1{3 + n}:30")
    only = make_visit(office=office, parties=(("KH", 5),))
    make_stop(visit=only, site=hidden[0])

    def table(actor: Any) -> list[tuple[str, int, int]]:
        asked = question(office=office, actor=actor)
        found = half_table("site", asked, pairs_of(asked), scheme="press")
        assert (found.total["visits"].value, found.total["persons"].value) == (2, 17)
        for row in found.rows:
            href = row.figures["visits"].href or ""
            client = Client() if actor is ANYBODY else browser(office)
            assert client.get(href).context["page"].paginator.count == row.figures["visits"].value
        return [
            (row.name, int(row.figures["visits"].value or 0), int(row.figures["persons"].value or 0))
            for row in found.rows
        ]

    assert table(ANYBODY) == [("Open Centre", 1, 12), ("Other places, not public", 2, 17)]
    assert table(make_actor(office=office)) == [
        ("Control Room 1", 2, 17),
        ("Control Room 2", 1, 12),
        ("Open Centre", 1, 12),
    ]


def test_the_page_and_the_files_of_a_half_year_name_no_hidden_site(office: Office) -> None:
    make_rule()
    visit = make_visit(office=office)
    make_stop(visit=visit, site=make_site(office=office, name_en="Control Room", visibility=Visibility.OFFICE))
    asked = f"{PAGE}?office={office.pk}&half=2024H1&as_of=2024-06-19"
    words = ("Control Room", "Other places, not public")
    assert shown(Client(), f"{asked}&table=all", *words) == ["Other places, not public"]
    assert shown(browser(office), f"{asked}&table=all", *words) == ["Control Room"]
    book = openpyxl.load_workbook(io.BytesIO(Client().get(f"{asked}&format=xlsx").content))
    cells = [str(cell.value) for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    paper = read_hwpx_text(Client().get(f"{asked}&format=hwpx").content)
    assert [word for word in words if word in cells] == ["Other places, not public"]
    assert [word for word in words if word in paper] == ["Other places, not public"]


def test_nobody_finds_the_visits_of_a_hidden_site_by_its_number(office: Office) -> None:
    hidden = make_site(office=office, visibility=Visibility.OFFICE)
    visit = make_visit(office=office)
    make_stop(visit=visit, site=hidden)
    found = [
        list(visits_for(actor=actor, wanted=VisitFilter(site=hidden.pk), today=DAY))
        for actor in (ANYBODY, make_actor(), make_actor(office=office))
    ]
    assert found == [[], [], [visit]]


def test_a_list_of_sites_counts_stops_of_visits_that_the_reader_reads(office: Office) -> None:
    site = make_site(office=office)
    make_stop(visit=make_visit(office=office), site=site)
    make_stop(visit=make_visit(office=office, visibility=Visibility.OFFICE), site=site)
    actors = (make_actor(office=office), make_actor())
    assert [listed_sites(actor=actor)[0].stops_count for actor in actors] == [2, 1]  # type: ignore[attr-defined]  # annotated


def test_a_survey_names_the_sites_where_the_visit_has_been(office: Office) -> None:
    visit = make_visit(office=office, starts_on=NOW.date())
    seen = make_site(office=office)
    make_stop(visit=visit, site=seen, starts="09:00", ends="09:30")
    make_stop(visit=visit, site=make_site(office=office), starts="15:00", ends="16:00")
    assert sites_seen(visit_id=visit.pk, now=NOW) == [seen]


def test_a_publication_names_to_others_only_the_visits_that_they_read(office: Office) -> None:
    hidden = make_visit(office=office, name_ko="내부 방문단", visibility=Visibility.OFFICE, parties=(("KH", 5),))
    changed = make_visit(office=office, name_ko="공개 방문단")
    actor = make_actor(office=office)
    release = publish_figures(asked=question(office=office, actor=actor), note="", by=actor, now=NOW)
    VisitParty.objects.filter(visit__in=[hidden, changed]).update(persons=20)
    address = reverse("visits:figures_release", args=[release.pk])
    words = ("내부 방문단", "공개 방문단", "1 more row differs")
    assert shown(Client(), address, *words) == ["공개 방문단", "1 more row differs"]
    assert shown(browser(office), address, *words) == ["내부 방문단", "공개 방문단"]
    for each in (Client(), browser(office)):
        # What is counted today is the same for every reader (docs/decisions/0007).
        assert each.get(f"{address}?again").context["rows"][1]["now"] == 40


def test_a_publication_that_counted_hidden_visits_calls_none_of_them_gone(office: Office) -> None:
    make_visit(office=office, name_ko="내부 방문단", visibility=Visibility.OFFICE, parties=(("KH", 5),))
    make_visit(office=office, name_ko="공개 방문단")
    actor = make_actor(office=office)
    release = publish_figures(asked=question(office=office, actor=actor), note="", by=actor, now=NOW)
    address = reverse("visits:figures_release", args=[release.pk])
    words = ("내부 방문단", "Cambodia", "No longer counted", "1 more row differs")
    for reader in (Client(), browser(make_office()), browser(office)):
        assert shown(reader, address, *words) == []


def test_offices_with_visits_are_asked_for_once_and_no_visit_is_loaded(office: Office) -> None:
    for owner in (office, office, make_office(name_ko="남양주시 국제교류", name_en="Namyangju")):
        make_visit(office=owner)
    make_visit(office=None)
    visits = visits_for(actor=ANYBODY, wanted=VisitFilter(), today=DAY)
    with CaptureQueriesContext(connection) as queries:
        found = offices_with_visits(visits=visits)
    assert [pk for pk, _name in found if pk == office.pk] == [office.pk]
    assert (len(found), len(queries)) == (2, 1)
