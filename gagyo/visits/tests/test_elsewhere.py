"""Visits in my work, on a tie's page, a country's, the incident page and the hand-over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.models import TranslatedText
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_body, make_government
from gagyo.visits.actions.follow_ups import add_follow_up, finish_follow_up
from gagyo.visits.choices import VisitState
from gagyo.visits.models import FollowUp, Visit
from gagyo.visits.queries.around import here_now
from gagyo.visits.rules.values import FollowUpValues
from gagyo.visits.tests.make import SEOUL, make_site, make_stop, make_visit

pytestmark = pytest.mark.django_db


def signed_in(office: Office) -> Client:
    client = Client()
    client.force_login(make_member(office=office).user)
    return client


def waiting(client: Client) -> dict[str, int]:
    page = client.get(reverse("pages:work"))
    return {each.slug: figure.value for each, figure in page.context["figures"]}


def past(
    office: Office, *, days: int, state: str = VisitState.DONE, name_ko: str = "지난 방문단", report: str = ""
) -> Visit:
    starts_on = timezone.localdate() - timedelta(days=days)
    text = TranslatedText(report, "ko")
    return make_visit(office=office, starts_on=starts_on, state=state, name_ko=name_ko, report=text)


@pytest.mark.each_engine
def test_my_work_counts_each_kind_of_visit_that_waits_and_opens_its_rows() -> None:
    office, other = make_office(), make_office()
    today = timezone.localdate()
    asked = make_visit(office=office, starts_on=today + timedelta(days=30), state=VisitState.ASKED)
    stuck = past(office, days=3, state=VisitState.CONFIRMED)
    unreported = past(office, days=10)
    past(office, days=10, report="잘 마쳤다.")
    past(office, days=400)
    past(office, days=10, state=VisitState.CANCELLED)
    follow_up = FollowUp.objects.create(visit=unreported, what="자료 송부", due_on=today)
    FollowUp.objects.create(visit=unreported, what="끝난 일", due_on=today, done_on=today)
    FollowUp.objects.create(visit=past(other, days=2), what="남의 일", due_on=today)
    client = signed_in(office)
    assert waiting(client) == {"follow-ups": 1, "visits-asked": 1, "visits-not-done": 1, "visit-reports": 1}
    rows = {
        slug: list(client.get(reverse("pages:work") + f"?show={slug}").context["chosen"].rows)
        for slug in waiting(client)
    }
    assert rows == {
        "follow-ups": [follow_up],
        "visits-asked": [asked],
        "visits-not-done": [stuck],
        "visit-reports": [unreported],
    }


def test_a_follow_up_leaves_my_work_when_it_is_done() -> None:
    office = make_office()
    visit = past(office, days=2, report="보고")
    actor = make_actor(office=office)
    row = add_follow_up(
        visit_id=visit.pk, values=FollowUpValues(what="자료 송부", due_on=timezone.localdate()), by=actor, now=NOW
    )
    client = signed_in(office)
    assert waiting(client) == {"follow-ups": 1}
    finish_follow_up(visit_id=visit.pk, follow_up_id=row.pk, outcome="보냄", by=actor, now=NOW)
    assert waiting(client) == {}


def test_my_work_makes_the_same_queries_for_three_visits_as_for_one() -> None:
    office = make_office()
    client = signed_in(office)

    def more(number: int) -> None:
        visit = past(office, days=number, name_ko=f"방문 {number}")
        FollowUp.objects.create(visit=visit, what="일", due_on=timezone.localdate())
        make_visit(office=office, starts_on=timezone.localdate() + timedelta(days=number), state=VisitState.ASKED)

    def queries(show: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("pages:work") + f"?show={show}")
        return len(caught)

    more(1)
    queries("visit-reports")
    one = queries("visit-reports"), queries("follow-ups")
    more(2)
    more(3)
    assert (queries("visit-reports"), queries("follow-ups")) == one


def test_a_tie_s_page_shows_its_visits_and_not_those_of_other_ties() -> None:
    office = make_office()
    tie = make_tie(parties=[make_government(), make_body()], office=office)
    make_visit(office=office, tie=tie, name_ko="이 결연의 방문단")
    make_visit(office=office, name_ko="다른 방문단")
    page = Client().get(reverse("partnerships:tie", args=[tie.pk])).content.decode()
    assert ("이 결연의 방문단" in page, "다른 방문단" in page) == (True, False)


def test_an_officer_enters_a_visit_from_its_tie_and_a_visitor_is_offered_nothing() -> None:
    office = make_office()
    tie = make_tie(parties=[make_government(), make_body()], office=office)
    url, way = reverse("partnerships:tie", args=[tie.pk]), f"{reverse('visits:visit_add')}?tie={tie.pk}"
    officer = signed_in(office)
    assert [way in client.get(url).content.decode() for client in (officer, Client())] == [True, False]
    assert officer.get(way).context["form"]["tie"].value() == tie.pk


def test_a_country_s_page_shows_a_visitor_its_public_visits_only() -> None:
    office = make_office()
    make_visit(office=office, parties=(("VN", 5),), name_ko="공개 방문단")
    make_visit(office=office, parties=(("VN", 5),), name_ko="내부 방문단", visibility=Visibility.OFFICE)
    make_visit(office=office, parties=(("KH", 5),), name_ko="캄보디아 방문단")
    page = Client().get(reverse("partnerships:country", args=["VN"])).content.decode()
    shown = [name for name in ("공개 방문단", "내부 방문단", "캄보디아 방문단") if name in page]
    assert shown == ["공개 방문단"]


def test_the_incident_page_counts_who_of_that_country_is_here_today() -> None:
    office = make_office()
    today = timezone.localdate()
    make_visit(office=office, parties=(("VN", 9), ("KH", 4)), starts_on=today, state=VisitState.UNDER_WAY)
    make_visit(office=office, parties=(("VN", 7),), starts_on=today + timedelta(days=1), state=VisitState.CONFIRMED)
    make_visit(office=office, parties=(("VN", 6),), starts_on=today, state=VisitState.CANCELLED)
    make_visit(office=office, parties=(("VN", 5),), starts_on=today, state=VisitState.ASKED)
    with translation.override("en"):
        page = signed_in(office).get(reverse("partnerships:incident", args=["VN"])).content.decode()
    part = page[page.index('id="visitors"') :]
    assert "9" in part.partition("</p>")[0]
    assert [
        row.persons for row in here_now(actor=make_actor(office=office), country="VN", now=timezone.now()).parties
    ] == [9]


def test_who_is_here_is_shown_with_the_stop_they_are_at() -> None:
    office = make_office()
    visit = make_visit(office=office, parties=(("VN", 9),), state=VisitState.UNDER_WAY)
    make_stop(visit=visit, site=make_site(office=office, name_ko="민원실"), starts="09:00", ends="10:00")
    make_stop(visit=visit, site=make_site(office=office, name_ko="관제실"), starts="10:30", ends="11:30")
    make_stop(visit=visit, site=make_site(office=office, name_ko="정원"), starts="14:00", ends="15:00")
    noon = NOW.astimezone(SEOUL).replace(year=2024, month=4, day=2, hour=10, minute=45)
    with translation.override("ko"):
        found = here_now(actor=make_actor(office=office), country="VN", now=noon)
    assert found.places == {visit.pk: "10:30 관제실"}


def test_the_hand_over_lists_visits_ahead_follow_ups_and_what_visits_lack() -> None:
    office = make_office()
    today = timezone.localdate()
    make_visit(office=office, starts_on=today + timedelta(days=5), state=VisitState.CONFIRMED, name_ko="올 방문단")
    visit = past(office, days=5, name_ko="보고 없는 방문단")
    FollowUp.objects.create(visit=visit, what="보낼 자료", due_on=today)
    make_visit(office=make_office(), starts_on=today, state=VisitState.CONFIRMED, name_ko="남의 방문단")
    page = signed_in(office).get(reverse("partnerships:handover")).content.decode()
    found = [name for name in ("올 방문단", "보고 없는 방문단", "보낼 자료", "남의 방문단") if name in page]
    assert found == ["올 방문단", "보고 없는 방문단", "보낼 자료"]
