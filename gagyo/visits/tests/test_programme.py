"""The programme: the impossible refused, moves, undo, who is told, versions, its pages."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_member
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import OutgoingMail
from gagyo.common.rules import Actor
from gagyo.registry.tests.make import make_person
from gagyo.visits.actions.programme import add_stop, edit_stop, move_stop, remove_stop, undo_programme
from gagyo.visits.actions.programme_news import tell_changes
from gagyo.visits.actions.programme_versions import send_programme
from gagyo.visits.choices import StopKind
from gagyo.visits.forms.programme import values_of_stop
from gagyo.visits.models import (
    ProgrammeVersion,
    Stop,
    TravelTime,
)
from gagyo.visits.queries.programme import stops_of
from gagyo.visits.queries.programme_news import news_of
from gagyo.visits.queries.waiting import waiting_news
from gagyo.visits.rules.programme import StopValues, UnableToSaveStop, UnableToUndoProgramme
from gagyo.visits.tests.make import SEOUL, make_site, make_stop
from gagyo.visits.tests.make_programme import DAY, NOW, interpreter_for, sentences, times, visit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

VALUES = StopValues(kind=StopKind.MEETING, day=DAY, starts=time(10, 30), ends=time(11, 30), title_en="Talks")


def test_the_impossible_is_refused_with_its_sentence_and_nothing_is_kept(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office))
    with pytest.raises(UnableToSaveStop) as refused:
        add_stop(visit_id=visit.pk, values=VALUES, by=actor, now=NOW)
    assert refused.value.sentences == ("Vietnam: at another stop at the same time: 10:00 City Information Centre",)


def test_a_stop_without_an_end_takes_as_long_as_its_site(member: Membership, client: Client) -> None:
    visit, site = visit_of(member), make_site(office=member.office, visit_minutes=90)
    client.force_login(member.user)
    page = f"/en/visits/{visit.pk}/programme/stops/add/"
    assert client.get(page).context["form"]["ends"].value() == ""
    given = {"kind": "site", "site": site.pk, "day": DAY.isoformat(), "starts": "10:00", "ends": ""}
    assert client.post(page, given).status_code == 302
    assert [times(stop) for stop in stops_of(visit)] == ["09 10:00-11:30"]
    late = client.post(page, {**given, "starts": "23:00"})
    assert (late.status_code, "The stop would end after midnight." in late.content.decode()) == (422, True)


def test_what_can_be_agreed_is_saved_and_only_said(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    site = make_site(office=member.office, weekdays=(0,))
    values = StopValues(kind=StopKind.SITE, day=DAY, starts=time(10), ends=time(11), site_id=site.pk)
    add_stop(visit_id=visit.pk, values=values, by=actor, now=NOW)
    assert sentences(visit) == ["City Information Centre is closed on this day. Choose another day."]


def test_a_stop_moves_by_minutes_days_and_behind_another(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    one, far = make_site(office=member.office), make_site(office=member.office)
    TravelTime.objects.create(first=one, second=far, minutes=18)
    first, stop = make_stop(visit=visit, site=one), make_stop(visit=visit, site=far, starts="14:00", ends="15:00")
    who: dict[str, Any] = {"visit_id": visit.pk, "stop_id": stop.pk, "by": actor, "now": NOW}
    move_stop(**who, expected=1, minutes=15)
    assert times(stop) == "09 14:15-15:15"
    move_stop(**who, expected=2, days=1)
    assert times(stop) == "10 14:15-15:15"
    move_stop(**who, expected=3, day=DAY, after_id=first.pk)
    assert times(stop) == "09 11:20-12:20"
    move_stop(**who, expected=4, day=DAY)
    assert times(stop) == "09 08:40-09:40"
    with pytest.raises(SavedMeanwhileError):
        move_stop(**who, expected=4, minutes=15)


def test_each_change_is_undone_unless_something_changed_since(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=make_site(office=member.office))
    party = visit.parties.get()
    who: dict[str, Any] = {"visit_id": visit.pk, "by": actor, "now": NOW}
    _stop, left = move_stop(**who, stop_id=stop.pk, expected=1, minutes=15)
    undo_programme(**who, record_id=left)
    assert times(stop) == "09 10:00-11:00"
    with pytest.raises(UnableToUndoProgramme):
        undo_programme(**who, record_id=left)
    left = remove_stop(**who, stop_id=stop.pk, expected=3)
    assert not Stop.objects.exists()
    undo_programme(**who, record_id=left)
    assert times(stop) == "09 10:00-11:00"
    assert [each.pk for each in stops_of(visit)[0].parties.all()] in ([], [party.pk])


def test_hosts_stand_ins_and_interpreters_are_told_of_changes_after_sending_when_the_officer_says_so(
    member: Membership, actor: Actor
) -> None:
    visit = visit_of(member)
    people: dict[str, Any] = {
        name: make_person(office=member.office, email=f"{name}@example.org", name_ko=name)
        for name in ("host", "stand_in")
    }
    stop = make_stop(visit=visit, site=make_site(office=member.office, **people), language="en")
    task = interpreter_for(member, stop=stop)
    who: dict[str, Any] = {"visit_id": visit.pk, "stop_id": stop.pk, "by": actor, "now": NOW}
    say: dict[str, Any] = {"visit_id": visit.pk, "by": actor, "now": NOW}
    move_stop(**who, expected=1, minutes=15)
    assert told() == []
    assert (tell_changes(**say), told()) == (1, [task.interpreter.person.email])
    send_programme(visit_id=visit.pk, addresses=["guest@example.com"], note="", by=actor, now=NOW)
    assert told() == ["guest@example.com"]
    move_stop(**who, expected=2, minutes=15)
    move_stop(**who, expected=3, minutes=15)
    everybody = sorted(["host@example.org", "stand_in@example.org", task.interpreter.person.email])
    assert (tell_changes(**say), told()) == (3, everybody)
    edit_stop(**who, expected=4, values=noted(stop))
    assert (tell_changes(**say), told()) == (0, [])


def test_a_stop_moved_and_moved_back_is_no_change_and_a_stop_taken_out_is_told_to_its_host(
    member: Membership, actor: Actor
) -> None:
    visit = visit_of(member)
    host = make_person(office=member.office, email="host@example.org")
    stop = make_stop(visit=visit, site=make_site(office=member.office, host=host))
    who: dict[str, Any] = {"visit_id": visit.pk, "stop_id": stop.pk, "by": actor, "now": NOW}
    send_programme(visit_id=visit.pk, addresses=["guest@example.com"], note="", by=actor, now=NOW)
    move_stop(**who, expected=1, minutes=15)
    move_stop(**who, expected=2, minutes=-15)
    assert news_of(visit, now=NOW) == []
    remove_stop(**who, expected=3)
    assert [(news.email, news.changes[0].after) for news in news_of(visit, now=NOW)] == [("host@example.org", None)]


def test_who_is_told_reads_both_languages_gets_a_calendar_and_no_page_of_the_inside(
    member: Membership, actor: Actor, mailoutbox: list[EmailMessage]
) -> None:
    visit = visit_of(member)
    host = make_person(office=member.office, email="host@example.org")
    stop = make_stop(visit=visit, site=make_site(office=member.office, host=host))
    send_programme(visit_id=visit.pk, addresses=["guest@example.com"], note="", by=actor, now=NOW)
    move_stop(visit_id=visit.pk, stop_id=stop.pk, expected=1, minutes=15, by=actor, now=NOW)
    tell_changes(visit_id=visit.pk, by=actor, now=NOW)
    (message,) = mailoutbox[1:]
    body = str(message.body)
    assert "9 June 2026 (Tue) 10:15–11:15 City Information Centre" in body
    assert "2026. 6. 9. (화) 10:15–11:15 도시통합정보센터" in body
    assert "http" not in body
    name, calendar, kind = message.attachments[0]
    assert (name, kind, "http" in str(calendar)) == ("programme.ics", "text/calendar", False)


def test_the_page_says_what_changed_since_the_last_version_and_tells_by_one_button(
    member: Membership, actor: Actor, client: Client
) -> None:
    visit = visit_of(member, starts_on=date(2060, 5, 4), ends_on=date(2060, 5, 5))
    host = make_person(office=member.office, email="host@example.org")
    stop = make_stop(visit=visit, site=make_site(office=member.office, host=host))
    send_programme(visit_id=visit.pk, addresses=["guest@example.com"], note="", by=actor, now=NOW)
    client.force_login(member.user)
    page = f"/en/visits/{visit.pk}/programme/"
    assert "Changed since version 1" not in client.get(page).content.decode()
    move_stop(visit_id=visit.pk, stop_id=stop.pk, expected=1, minutes=15, by=actor, now=NOW)
    text = client.get(page).content.decode()
    assert ("Changed since version 1" in text, "Tell them now (1)" in text) == (True, True)
    actor_now: dict[str, Any] = {"actor": actor, "now": datetime(2060, 5, 1, tzinfo=SEOUL)}
    assert [each.rows for each in waiting_news(**actor_now)] == [[visit]]
    told_page = client.post(f"{page}tell/", follow=True).content.decode()
    assert [each.rows for each in waiting_news(**actor_now)] == [[]]
    assert ("1 person was told of the changes." in told_page, "Tell them now" in told_page) == (True, False)


def noted(stop: Stop) -> StopValues:
    """Return a stop's values with another note."""
    values = values_of_stop(Stop.objects.get(pk=stop.pk))
    return StopValues(**{**values.__dict__, "note": "우산"})


def told() -> list[str]:
    """Return who was written to since this was asked last."""
    found = [row.to for row in OutgoingMail.objects.all()] or [address for one in mail.outbox for address in one.to]
    OutgoingMail.objects.all().delete()
    mail.outbox.clear()
    return sorted(found)


def test_nobody_is_told_of_a_stop_that_is_over(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=make_site(office=member.office), language="en")
    interpreter_for(member, stop=stop)
    late = datetime(2026, 6, 20, tzinfo=SEOUL)
    move_stop(visit_id=visit.pk, stop_id=stop.pk, expected=1, minutes=15, by=actor, now=late)
    assert (tell_changes(visit_id=visit.pk, by=actor, now=late), told()) == (0, [])


def test_a_version_is_seen_again_with_what_changed_since(client: Client, member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=make_site(office=member.office))
    send_programme(visit_id=visit.pk, addresses=["guest@example.com"], note="", by=actor, now=NOW)
    move_stop(visit_id=visit.pk, stop_id=stop.pk, expected=1, minutes=15, by=actor, now=NOW)
    client.force_login(member.user)
    text = client.get(f"/en/visits/{visit.pk}/programme/versions/1/").content.decode()
    assert "10:00–11:00 City Information Centre" in text
    assert "Until now: 9 June 2026 (Tue) 10:00–11:00 City Information Centre. " in text
    assert "Now: 9 June 2026 (Tue) 10:15–11:15 City Information Centre" in text
    send_programme(visit_id=visit.pk, addresses=["guest@example.com"], note="", by=actor, now=NOW)
    assert [row.number for row in ProgrammeVersion.objects.filter(visit=visit)] == [2, 1]


def test_the_mail_to_the_visitors_holds_the_programme_in_both_languages(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office))
    send_programme(visit_id=visit.pk, addresses=["a@example.com", "b@example.com"], note="", by=actor, now=NOW)
    assert told() == ["a@example.com", "b@example.com"]
    with pytest.raises(UnableToSaveStop):
        send_programme(visit_id=visit.pk, addresses=[], note="", by=actor, now=NOW)


def test_a_programme_is_sent_once_and_as_it_was_seen(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office))
    client.force_login(member.user)
    address = f"/en/visits/{visit.pk}/programme/send/"
    form = {"addresses": "guest@example.com", "seen": client.get(address).context["seen"]}
    make_stop(visit=visit, site=None, title_en="Talks", starts="15:00", ends="16:00")
    changed = client.post(address, form)
    assert (changed.status_code, "was changed after you opened" in changed.content.decode()) == (422, True)
    form["seen"] = changed.context["seen"]
    assert client.post(address, form).status_code == 302
    again = client.post(address, form)
    assert (again.status_code, "Version 1 of the programme was sent in between" in again.content.decode()) == (
        422,
        True,
    )
    assert (ProgrammeVersion.objects.count(), told()) == (1, ["guest@example.com"])


def test_a_host_who_was_destroyed_does_not_come_back_with_the_stop(member: Membership, actor: Actor) -> None:
    visit, host = visit_of(member), make_person(office=member.office)
    stop = make_stop(visit=visit, site=None, title_en="Talks", host=host)
    who: dict[str, Any] = {"visit_id": visit.pk, "by": actor, "now": NOW}
    left = remove_stop(**who, stop_id=stop.pk, expected=1)
    host.delete()
    undo_programme(**who, record_id=left)
    connection.check_constraints()
    assert [(row.title, row.host_id) for row in stops_of(visit)] == [("Talks", None)]


def test_a_second_save_of_a_stop_shows_both_versions(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=None, title_en="Talks")
    client.force_login(member.user)
    form = {
        "kind": "meeting",
        "title_en": "Talks",
        "day": DAY.isoformat(),
        "starts": "10:00",
        "ends": "11:00",
        "version": "1",
        "was": "{}",
    }
    address = f"/en/visits/{visit.pk}/programme/stops/{stop.pk}/edit/"
    assert client.post(address, {**form, "place": "City hall"}).status_code == 302
    second = client.post(address, {**form, "place": "Library"})
    assert (second.status_code, "City hall" in second.content.decode()) == (409, True)
    assert Stop.objects.get(pk=stop.pk).place == "City hall"


def test_a_refused_move_answers_with_the_sentence_and_without_scripts_too(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office), starts="11:00", ends="12:00")
    stop = make_stop(visit=visit, site=None, title_en="Talks")
    client.force_login(member.user)
    address = reverse("visits:stop_move", args=[visit.pk, stop.pk])
    for headers in ({}, {"HX-Request": "true"}):
        found = client.post(f"/en{address.removeprefix('/en')}", {"version": "1", "to": "later"}, headers=headers)
        text = found.content.decode()
        assert (found.status_code, "Vietnam: at another stop at the same time" in text) == (422, True)
    assert "<html" not in text
    assert times(stop) == "09 10:00-11:00"


def test_a_day_that_is_none_or_not_of_the_visit_moves_nothing(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=None, title_en="Talks")
    client.force_login(member.user)
    address = f"/en/visits/{visit.pk}/programme/stops/{stop.pk}/move/"
    assert client.post(address, {"version": "1", "day": "2026-02-30"}).status_code == 302
    for day in ("2026-06-11", "9999-12-31"):
        found = client.post(address, {"version": "²", "day": day})
        assert (found.status_code, "is no day of the visit" in found.content.decode()) == (422, True)
    assert times(stop) == "09 10:00-11:00"
    assert client.get(f"/en/visits/{visit.pk}/programme/stops/add/?day=2026-02-30").status_code == 200
    asked = client.post(f"/en/visits/{visit.pk}/interpreters/ask/", {"stop": "²", "interpreter": "²"})
    assert asked.status_code == 302


def test_the_programme_of_a_public_visit_is_for_its_own_office(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office), note="비공개")
    client.force_login(make_member().user)
    assert client.get(f"/en/visits/{visit.pk}/").status_code == 200
    assert client.get(f"/en/visits/{visit.pk}/programme/").status_code == 404


def test_a_programme_of_many_stops_asks_the_database_as_often(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    client.force_login(member.user)
    counts = []
    for hour in (9, 13, 15):
        for row in (visit, visit_of(member)):
            site = make_site(office=member.office)
            stop = make_stop(visit=row, site=site, starts=f"{hour:02}:00", ends=f"{hour:02}:50", language="en")
            stop.parties.add(row.parties.get())
            interpreter_for(member, stop=stop)
        client.get(f"/en/visits/{visit.pk}/programme/")
        with CaptureQueriesContext(connection) as found:
            client.get(f"/en/visits/{visit.pk}/programme/")
        counts.append(len(found))
    assert counts[0] == counts[1] == counts[2]
