"""The office's own screens: anniversaries, council rules, everything with a country, the hand-over."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_office
from gagyo.common.models import AuditRecord
from gagyo.partnerships.actions.feeds import feed_key
from gagyo.partnerships.models import CalendarFeed, ConsentRule, Tie
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.partnerships.tests.screens import at, queries_of, sign_in, today
from gagyo.registry.models import Body, Post
from gagyo.registry.tests.make import make_body, make_country, make_person

pytestmark = pytest.mark.django_db


# --- Anniversaries and the calendar -----------------------------------------------------------------------


@pytest.mark.each_engine
def test_the_anniversaries_of_the_own_office_come_nearest_first(
    officer: Client, office: Office, home: Body, abroad: Body
) -> None:
    later = make_tie(parties=[home, abroad], office=office, signed_on=today() - timedelta(days=365 * 12))
    soon = make_tie(
        parties=[home, abroad], office=office, signed_on=date(today().year - 30, 1, 1), signed_precision="year"
    )
    make_tie(parties=[home, abroad], office=office, signed_on=None)
    make_tie(parties=[home, abroad], office=make_office())
    page = officer.get(at("anniversaries"))
    assert [each.tie for each in page.context["rows"]] == [soon, later]
    assert page.context["count"].value == 1
    near = officer.get(at("anniversaries") + "?near=1")
    assert [each.tie for each in near.context["rows"]] == [soon]


def test_a_calendar_opens_by_its_secret_address_until_it_is_revoked(officer: Client, tie: Tie) -> None:
    officer.post(at("feed_make"))
    feed = CalendarFeed.objects.get()
    address = at("feed", feed_key(feed))
    assert address in officer.get(at("anniversaries")).content.decode()
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:tie-{tie.pk}-" in answer.content.decode()
    assert Client().get(at("feed", f"{feed.pk}.forged")).status_code == 404
    assert sign_in().post(at("feed_revoke", feed.pk)).status_code == 404
    officer.post(at("feed_revoke", feed.pk))
    assert Client().get(address).status_code == 404


# --- Council rules ----------------------------------------------------------------------------------------


def test_a_manager_enters_a_council_rule_and_an_officer_only_reads_it(
    officer: Client, office: Office, home: Body
) -> None:
    rule = {"kind": "friendship", "requires_consent": "yes", "starts_on": "2020-01-01", "basis": "조례 제5조"}
    assert officer.post(at("council", home.pk), rule).status_code == 403
    manager = sign_in(Role.MANAGER, office)
    assert manager.post(at("council", home.pk), rule).status_code == 302
    kept = ConsentRule.objects.get()
    assert (kept.kind, kept.requires_consent, kept.basis) == ("friendship", True, "조례 제5조")
    assert "조례 제5조" in officer.get(at("council", home.pk)).content.decode()
    assert officer.post(at("council_remove", kept.pk)).status_code == 403
    manager.post(at("council_remove", kept.pk))
    assert not ConsentRule.objects.exists()


# --- Incident and hand-over -------------------------------------------------------------------------------


def test_everything_with_a_country_stands_on_one_page_and_its_reading_is_recorded(
    officer: Client, office: Office, home: Body
) -> None:
    phnom_penh = make_body(name_ko="프놈펜", name_en="Phnom Penh", country="KH")
    mine = make_tie(parties=[home, phnom_penh], office=office)
    make_tie(parties=[home, make_body()], office=office)
    make_tie(parties=[home, phnom_penh], office=office, state="ended")
    running = make_project(
        lead=home,
        tie=mine,
        office=office,
        starts_on=today() - timedelta(days=1),
        ends_on=today() + timedelta(days=1),
        persons_out=12,
    )
    make_project(lead=home, tie=mine, office=office)
    person = make_person(office=office, name_ko="현지 담당")
    Post.objects.create(person=person, body=phnom_penh, title_ko="국장")
    make_person(office=office, name_ko="다른 사람")
    page = officer.get(at("incident", "KH"))
    found = page.context["found"]
    assert (found.ties, found.running, found.away, found.contacts) == ([mine], [running], 12, [person])
    assert [(r.event, r.person_ids) for r in AuditRecord.objects.all()] == [("incident.opened", [person.pk])]


def test_the_incident_page_makes_the_same_queries_for_three_rows_as_for_one(
    officer: Client, office: Office, home: Body
) -> None:
    def more(number: int) -> None:
        body = make_body(name_ko=f"도시 {number}", country="KH")
        tie = make_tie(parties=[home, body], office=office)
        make_project(
            lead=home,
            tie=tie,
            office=office,
            starts_on=today(),
            ends_on=today(),
            persons_out=number,
            name_ko=f"{number}",
        )
        Post.objects.create(person=make_person(office=office), body=body)

    more(1)
    officer.get(at("incident", "KH"))
    one = queries_of(lambda: officer.get(at("incident", "KH")))
    more(2)
    more(3)
    assert queries_of(lambda: officer.get(at("incident", "KH"))) == one


@pytest.mark.parametrize("role", [Role.FOREIGN_MISSION, Role.INTERPRETER])
def test_guests_of_the_system_do_not_open_the_incident_page(role: str) -> None:
    make_country("KH")
    assert sign_in(role).get(at("incident", "KH")).status_code == 403


def test_the_hand_over_holds_what_a_successor_must_know(
    officer: Client, office: Office, home: Body, abroad: Body, tie: Tie
) -> None:
    owing = make_project(lead=home, tie=tie, office=office, name_ko="결과 없는 사업")
    make_project(lead=home, office=make_office(), name_ko="남의 사업")
    make_person(office=office, name_ko="우리 연락처")
    page = officer.get(at("handover"))
    words = page.content.decode()
    assert page.context["own"].ties == [tie]
    assert page.context["owing"] == [owing]
    assert "우리 연락처" in words
    assert "남의 사업" not in words
    assert AuditRecord.objects.get().event == "handover.opened"


def test_the_hand_over_makes_the_same_queries_for_three_rows_as_for_one(
    officer: Client, office: Office, home: Body
) -> None:
    def more(number: int) -> None:
        tie = make_tie(parties=[home, make_body(name_ko=f"도시 {number}")], office=office)
        make_project(lead=home, tie=tie, office=office, name_ko=f"{number}")
        make_person(office=office)

    more(1)
    officer.get(at("handover"))
    one = queries_of(lambda: officer.get(at("handover")))
    more(2)
    more(3)
    assert queries_of(lambda: officer.get(at("handover"))) == one
