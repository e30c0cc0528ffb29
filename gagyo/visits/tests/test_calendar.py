"""The month shows each visit on each of its days; the office's calendar is read by its secret address only."""

from collections.abc import Iterator
from datetime import date, timedelta

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.rules import ANYBODY
from gagyo.visits.choices import VisitState
from gagyo.visits.models import VisitParty
from gagyo.visits.queries.calendar import month_of
from gagyo.visits.tests.make import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]
APRIL = date(2024, 4, 1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


def signed_in(office: Office) -> Client:
    client = Client()
    client.force_login(make_member(office=office).user)
    return client


def test_a_visit_stands_on_each_of_its_days_and_counts_once() -> None:
    office = make_office()
    make_visit(office=office, starts_on=date(2024, 4, 29), ends_on=date(2024, 5, 2))
    make_visit(office=office, starts_on=date(2024, 4, 30), state=VisitState.CANCELLED)
    make_visit(office=office, starts_on=date(2024, 3, 28), ends_on=date(2024, 4, 1))
    found = month_of(actor=make_actor(office=office), first=APRIL, own=True, today=APRIL)
    shown = {day.on.isoformat()[5:]: len(day.visits) for week in found.weeks for day in week if day.visits}
    wanted = ("03-31", "04-01", "04-29", "04-30", "05-01", "05-02")
    assert (shown, found.total) == (dict.fromkeys(wanted, 1), 2)
    assert [day.on.day for day in found.days] == [1, 29, 30]


def test_the_months_beside_and_the_weeks_from_sunday_to_saturday() -> None:
    december = month_of(actor=ANYBODY, first=date(2024, 12, 1), own=False, today=APRIL)
    assert (december.before, december.after) == (date(2024, 11, 1), date(2025, 1, 1))
    assert {(week[0].on.strftime("%a"), week[-1].on.strftime("%a"), len(week)) for week in december.weeks} == {
        ("Sun", "Sat", 7)
    }


def test_the_month_s_figure_and_a_full_day_open_exactly_their_visits() -> None:
    office = make_office()
    for number in range(7):
        make_visit(office=office, starts_on=date(2024, 4, 2), ends_on=date(2024, 4, 3), name_ko=f"방문 {number}")
    make_visit(office=office, starts_on=date(2024, 4, 10), name_ko="다른 날")
    make_visit(office=office, starts_on=date(2024, 5, 10), name_ko="다른 달")
    client = signed_in(office)
    page = client.get(reverse("visits:calendar") + "?month=2024-04")
    (day,) = [day for day in page.context["month"].days if day.on == date(2024, 4, 3)]
    assert (day.more, page.context["count"].value) == (2, 8)
    assert client.get(day.href).context["count"].value == 7
    assert client.get(page.context["count"].href).context["count"].value == 8


def test_a_visitor_sees_public_visits_and_an_officer_the_own_office_s_first() -> None:
    office = make_office()
    make_visit(office=office, name_ko="내부", name_en="Inside", visibility=Visibility.OFFICE)
    make_visit(office=make_office(), name_ko="공개", name_en="Public elsewhere")
    url = reverse("visits:calendar") + "?month=2024-04"
    officer = signed_in(office)

    def names(client: Client, more: str = "") -> list[str]:
        days = client.get(url + more).context["month"].days
        return sorted({visit.name_en for day in days for visit in day.visits})

    assert names(Client()) == ["Public elsewhere"]
    assert names(officer) == ["Inside"]
    assert names(officer, "&all=1") == ["Inside", "Public elsewhere"]


def test_an_impossible_month_is_this_month() -> None:
    page = Client().get(reverse("visits:calendar") + "?month=2024-13")
    assert page.context["month"].first == timezone.localdate().replace(day=1)


def test_the_calendar_makes_the_same_queries_for_three_visits_as_for_one() -> None:
    office = make_office()

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            Client().get(reverse("visits:calendar") + "?month=2024-04")
        return len(caught)

    make_visit(office=office)
    queries()
    one = queries()
    make_visit(office=office, name_ko="둘")
    make_visit(office=office, name_ko="셋")
    assert queries() == one


def test_the_secret_address_holds_the_office_s_visits_and_no_person_until_it_is_revoked() -> None:
    office, today = make_office(), timezone.localdate()
    visit = make_visit(office=office, starts_on=today, ends_on=today + timedelta(days=1), visibility=Visibility.OFFICE)
    VisitParty.objects.filter(visit=visit).update(head_name="Nguyen Secret")
    make_visit(office=office, starts_on=today, state=VisitState.CANCELLED, name_en="Cancelled")
    make_visit(office=make_office(), starts_on=today, name_en="Elsewhere")
    officer, program = signed_in(office), Client()
    officer.post(reverse("visits:calendar_feed_make"))
    ((feed, address),) = officer.get(reverse("visits:calendar")).context["feeds"]
    path = "/" + address.split("/", 3)[3]
    answer = program.get(path)
    (entry,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(entry["SUMMARY"]), entry.decoded("DTSTART"), entry.decoded("DTEND")) == (
        "Delegation of Hanoi",
        today,
        today + timedelta(days=2),
    )
    assert ("Secret" in answer.content.decode(), answer.headers["Referrer-Policy"]) == (False, "no-referrer")
    assert program.get(path.replace(".ics", "x.ics")).status_code == 404
    officer.post(reverse("visits:calendar_feed_revoke", args=[feed.pk]))
    assert program.get(path).status_code == 404


def test_the_list_is_put_in_order_by_the_persons_of_all_parties_of_a_visit() -> None:
    office = make_office()
    make_visit(office=office, parties=(("VN", 6), ("KH", 7)), name_en="Thirteen")
    make_visit(office=office, parties=(("VN", 12),), name_en="Twelve")
    make_visit(office=office, parties=(), name_en="Not known yet")
    orders = {
        sort: [row.name_en for row in Client().get(reverse("visits:visits") + f"?sort={sort}").context["page"]]
        for sort in ("persons", "-persons")
    }
    assert orders == {
        "persons": ["Twelve", "Thirteen", "Not known yet"],
        "-persons": ["Thirteen", "Twelve", "Not known yet"],
    }
