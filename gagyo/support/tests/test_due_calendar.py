"""What is due as a personal calendar: only what its owner may read now, restricted titles never, entries that move."""

from datetime import date, timedelta

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gagyo.accounts.models import Membership, User
from gagyo.common.rules import Actor
from gagyo.support.actions.legs import accept_leg, pause_leg
from gagyo.support.choices import Confidentiality
from gagyo.support.models import DueCalendar, Leg, SupportRequest
from gagyo.support.queries.due import due_for
from gagyo.support.tests.make import Cast, make_request, sent, under_way, user_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def client_of(actor: Actor) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(User.objects.get(pk=user_id(actor)))
    return client


def address(client: Client, *, of: str = "me") -> str:
    """Make a calendar and return its address without the host."""
    client.post(reverse("support:calendar_make"), {"of": of})
    found = client.get(reverse("support:calendar")).context["calendars"]
    whole = next(url for row, url in found if row.of_office is (of == "office"))
    return "/" + str(whole).split("/", 3)[3]


def entries(path: str) -> dict[str, icalendar.cal.Component]:
    """Return what a calendar program reads, by uid."""
    answer = Client().get(path)
    assert answer.status_code == 200
    return {str(each["UID"]): each for each in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_part_stands_in_the_calendars_of_its_owner_and_its_office_and_leaves_them(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi, now=timezone.now())
    consul = client_of(cast.consul)
    mine, office = address(consul), address(consul, of="office")
    assert (list(entries(mine)), list(entries(office))) == ([], [f"leg-{leg.pk}@gagyo"])
    accept_leg(leg_id=leg.pk, by=cast.consul, now=timezone.now())
    leg.refresh_from_db()
    entry = entries(mine)[f"leg-{leg.pk}@gagyo"]
    # A calendar counts in whole seconds.
    assert leg.due_at is not None
    due_at = leg.due_at.replace(microsecond=0)
    assert (entry.decoded("DTEND"), entry.decoded("SEQUENCE")) == (due_at, leg.version)
    assert leg.request.name in str(entry["SUMMARY"])
    # While the asker is asked something the clock stands still.
    pause_leg(leg_id=leg.pk, reason="무엇을?", by=cast.consul, now=timezone.now())
    assert entries(mine) == entries(office) == {}


def test_a_moved_day_is_the_same_entry_with_a_higher_sequence(cast: Cast) -> None:
    row = make_request(cast, wanted_by=timezone.localdate() + timedelta(days=30))
    path = address(client_of(cast.officer))
    before = entries(path)[f"request-{row.pk}@gagyo"]
    moved = SupportRequest.objects.for_user(cast.officer).get(pk=row.pk)
    moved.wanted_by = timezone.localdate() + timedelta(days=40)
    moved.version += 1
    moved.save()
    after = entries(path)[f"request-{row.pk}@gagyo"]
    assert (before.decoded("DTSTART"), after.decoded("DTSTART")) == (row.wanted_by, moved.wanted_by)
    assert after.decoded("SEQUENCE") > before.decoded("SEQUENCE")


def test_a_restricted_request_is_told_by_its_number_and_only_to_those_who_read_it(cast: Cast) -> None:
    named = make_request(
        cast, name_ko="비밀 협상", confidentiality=Confidentiality.RESTRICTED, wanted_by=date(2999, 1, 1)
    )
    officer, colleague = client_of(cast.officer), client_of(cast.second_officer)
    (entry,) = entries(address(officer, of="office")).values()
    assert named.number in str(entry["SUMMARY"])
    assert "비밀" not in Client().get(address(officer)).content.decode()
    assert "비밀" not in officer.get(reverse("support:calendar")).content.decode()
    assert entries(address(colleague, of="office")) == {}


def test_nobody_reads_anothers_calendar_and_a_forged_or_revoked_address_answers_nothing(cast: Cast) -> None:
    under_way(cast, cast.hanoi, now=timezone.now())
    consul = client_of(cast.consul)
    path = address(consul, of="office")
    assert Client().get(path.replace(".ics", "x.ics")).status_code == 404
    (row,) = DueCalendar.objects.all()
    revoke = reverse("support:calendar_revoke", args=[row.pk])
    assert client_of(cast.tokyo_consul).post(revoke).status_code == 404
    assert len(entries(path)) == 1
    # One press more makes no second address.
    assert address(consul, of="office") == path
    consul.post(revoke)
    assert Client().get(path).status_code == 404


def test_an_address_ends_with_the_membership_of_its_owner(cast: Cast) -> None:
    under_way(cast, cast.hanoi, now=timezone.now())
    path = address(client_of(cast.consul), of="office")
    assert len(entries(path)) == 1
    Membership.objects.filter(user=user_id(cast.consul)).update(ends_on=timezone.localdate())
    assert Client().get(path).status_code == 404


def test_the_calendar_is_private_and_leaves_no_trace_in_referrers(cast: Cast) -> None:
    answer = Client().get(address(client_of(cast.officer)))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == (
        "private, max-age=3600",
        "no-referrer",
    )


def test_the_list_and_the_calendar_take_the_same_queries_for_one_and_three(cast: Cast) -> None:
    consul, now = client_of(cast.consul), timezone.now()
    path, page = address(consul, of="office"), reverse("support:calendar") + "?of=office"

    def queries(url: str) -> int:
        consul.get(url)
        with CaptureQueriesContext(connection) as caught:
            consul.get(url)
        return len(caught)

    under_way(cast, cast.hanoi, now=now)
    one = queries(path), queries(page)
    under_way(cast, cast.hanoi, now=now)
    under_way(cast, cast.hanoi, now=now)
    assert len(entries(path)) == len(due_for(actor=cast.consul, of_office=True, now=now)) == 3
    assert (queries(path), queries(page)) == one


def test_what_was_answered_or_is_only_proposed_is_not_due(cast: Cast) -> None:
    row = sent(cast, now=timezone.now())
    Leg.objects.create(request=row, office=cast.hanoi, proposed_at=timezone.now())
    assert due_for(actor=cast.consul, of_office=True, now=timezone.now()) == []
