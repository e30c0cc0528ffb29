"""What is set for requests: hours, absences, bureaus, templates, each by those whose it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gagyo.accounts.choices import Role
from gagyo.accounts.models import User
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import make_actor
from gagyo.common.models import AuditRecord
from gagyo.support.actions.absences import set_absence
from gagyo.support.actions.legs import accept_leg, pause_leg, resume_leg
from gagyo.support.actions.settings import set_hours
from gagyo.support.models import Absence, RequestTemplate, RoutingRule, WorkHours
from gagyo.support.queries.choices import values_of_template
from gagyo.support.queries.hours import hours_of
from gagyo.support.queries.lists import RequestFilter, requests_for
from gagyo.support.rules.approval import UnableToApprove
from gagyo.support.rules.clock import Hours
from gagyo.support.rules.settings import days_of, items_of, spans_of, spans_words
from gagyo.support.rules.values import UnableToSaveSupport
from gagyo.support.tests.make import NOW, Cast, member, text, under_way, user_id
from gagyo.support.tests.test_requests import outbox
from gagyo.support.tests.test_screens import browser, html, queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("9:00-12:00, 13:00–18:00", [["09:00", "12:00"], ["13:00", "18:00"]]),
        ("08:30~24:00", [["08:30", "24:00"]]),
        ("  ", []),
    ],
)
def test_hours_are_read_as_people_write_them(written: str, spans: list[list[str]]) -> None:
    assert spans_of(written) == spans
    assert spans_of(spans_words(spans)) == spans


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("nine to six", "cannot be read as working hours"),
        ("09:00-24:30", "cannot be read as working hours"),
        ("18:00-09:00", "end before they begin"),
        ("09:00-13:00, 12:00-18:00", "Write them one after the other"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_a_sentence(written: str, sentence: str) -> None:
    with pytest.raises(UnableToSaveSupport, match=sentence):
        spans_of(written)


def test_days_and_items_are_read_line_by_line() -> None:
    assert days_of("2026-12-24\n2026-05-01, 2026-12-24") == ("2026-05-01", "2026-12-24")
    with pytest.raises(UnableToSaveSupport, match="is no day"):
        days_of("24.12.2026")
    assert items_of("하나\n\n둘", "one\ntwo") == [{"ko": "하나", "en": "one"}, {"ko": "둘", "en": "two"}]
    with pytest.raises(UnableToSaveSupport, match="2 items in Korean and 1 in English"):
        items_of("하나\n둘", "one")


def week(hours: str = "10:00-16:00", **changes: str) -> dict[str, str]:
    """Return what a browser sends for hours from Monday to Friday."""
    days = {f"day_{day}": hours if day < 5 else "" for day in range(7)}
    zone = {"time_zone": "Asia/Ho_Chi_Minh", "country": "VN", "closed_days": "2026-12-24"}
    return {**days, **zone, "first_answer_hours": "6", "answer_hours": "12", **changes}


def test_a_manager_sets_the_hours_of_the_own_office_with_a_preview(cast: Cast) -> None:
    chief = make_actor(membership=member(cast.hanoi, Role.MANAGER, "공사"))
    client, at = browser(chief), "/en/support/settings/hours/"
    seen = client.post(at, {**week(), "preview": "yes"})
    assert (seen.status_code, "(Asia/Seoul) = " in html(seen), "(Asia/Ho_Chi_Minh)" in html(seen)) == (200, True, True)
    assert not WorkHours.objects.exists()
    assert client.post(at, week()).status_code == 302
    found = hours_of(cast.hanoi)
    assert (found.time_zone, found.country, found.closed_days, found.answer_hours) == (
        "Asia/Ho_Chi_Minh",
        "VN",
        ("2026-12-24",),
        12,
    )
    assert dict(found.hours) == {str(day): [["10:00", "16:00"]] for day in range(5)}
    # Monday in Hanoi at 10:00 plus twelve hours of six each: Tuesday at 16:00, which is 18:00 in Korea.
    (leg,) = under_way(cast, cast.hanoi, now=NOW)
    assert leg.due_at is not None and timezone.localtime(leg.due_at).strftime("%H:%M") == "18:00"
    assert "Go back to the usual hours" in html(client.get(at))
    assert client.post(at, {"clear": "yes"}).status_code == 302
    assert hours_of(cast.hanoi).answer_hours == 40
    assert list(
        AuditRecord.objects.filter(event__startswith="support_hours").order_by("pk").values_list("event", flat=True)
    ) == ["support_hours.set", "support_hours.cleared"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day_0": "late"}, "cannot be read as working hours"),
        ({f"day_{day}": "" for day in range(7)}, "at least one day"),
        ({"first_answer_hours": "13"}, "no later than the answer"),
        ({"closed_days": "tomorrow"}, "is no day"),
        ({"time_zone": "Moon/Sea"}, "not one of the available choices"),
    ],
)
def test_bad_hours_get_a_sentence_and_change_nothing(cast: Cast, changes: dict[str, str], sentence: str) -> None:
    answer = browser(cast.director).post("/en/support/settings/hours/", week(**changes))
    assert (answer.status_code, sentence in html(answer)) == (422, True)
    assert not WorkHours.objects.exists()


def test_the_hours_of_a_kind_leave_each_mission_its_own_clock(cast: Cast) -> None:
    at = "/en/support/settings/hours/mission_abroad/"
    assert browser(cast.manager).get(at).status_code == 403
    assert browser(cast.router).get("/en/support/settings/hours/circus/").status_code == 404
    page = html(browser(cast.router).get(at))
    assert "its seat" in page and 'name="time_zone"' not in page
    assert browser(cast.router).post(at, week()).status_code == 302
    zones = {hours_of(office).time_zone for office in (cast.hanoi, cast.tokyo)}
    assert zones == {"Asia/Ho_Chi_Minh", "Asia/Tokyo"}
    assert hours_of(cast.tokyo).answer_hours == 12


def test_who_does_not_manage_an_office_sets_nothing(cast: Cast) -> None:
    with pytest.raises(NotYoursError):
        set_hours(hours=Hours(), by=cast.officer, now=NOW)
    with pytest.raises(NotYoursError):
        set_hours(hours=Hours(), kind="agency", by=cast.manager, now=NOW)
    page = html(browser(cast.officer).get("/en/support/settings/"))
    assert "settings/hours/" not in page and "templates/new" not in page


def absent(who: Any, stand_in: Any) -> dict[str, str]:
    """Return what a browser sends for an absence from today on."""
    today = timezone.localdate()
    days = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=2)).isoformat()}
    return {"user": str(who.user_id), "stand_in": str(stand_in.user_id), **days}


def test_an_officer_names_who_stands_in_and_takes_it_back(cast: Cast) -> None:
    client, at = browser(cast.officer), "/en/support/settings/absences/new/"
    other = client.post(at, absent(cast.manager, cast.second_manager))
    assert other.status_code == 422
    assert client.post(at, absent(cast.officer, cast.second_officer)).status_code == 302
    twice = client.post(at, absent(cast.officer, cast.second_officer))
    assert (twice.status_code, "already" in html(twice)) == (422, True)
    row = Absence.objects.get()
    assert str(row.stand_in) in html(client.get("/en/support/settings/"))
    assert browser(cast.second_officer).get(f"/en/support/settings/absences/{row.pk}/end/").status_code == 403
    assert browser(cast.stranger).get(f"/en/support/settings/absences/{row.pk}/end/").status_code == 404
    assert client.post(f"/en/support/settings/absences/{row.pk}/end/").status_code == 302
    assert not Absence.objects.exists()


def test_an_approver_is_stood_in_for_by_an_approver(cast: Cast) -> None:
    days: dict[str, Any] = {"starts_on": NOW.date(), "ends_on": NOW.date(), "by": cast.manager, "now": NOW}
    with pytest.raises(UnableToApprove, match="must be an approver too"):
        set_absence(user_id=user_id(cast.manager), stand_in_id=user_id(cast.officer), **days)
    with pytest.raises(UnableToApprove, match="not be the same person"):
        set_absence(user_id=user_id(cast.officer), stand_in_id=user_id(cast.officer), **days)


def test_a_stand_in_is_told_and_has_the_leg_in_the_queue(cast: Cast) -> None:
    second = make_actor(membership=member(cast.hanoi, Role.MISSION_OFFICER, "하노이 동료"))
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    pause_leg(leg_id=leg.pk, reason="날짜는?", by=cast.consul, now=NOW)
    mine = RequestFilter(view="mine")
    assert not requests_for(actor=second, wanted=mine, now=NOW).exists()
    set_absence(
        user_id=user_id(cast.consul),
        stand_in_id=user_id(second),
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        by=cast.consul,
        now=NOW,
    )
    assert [row.pk for row in requests_for(actor=second, wanted=mine, now=NOW)] == [leg.request_id]
    outbox()
    resume_leg(leg_id=leg.pk, by=cast.officer, now=NOW)
    told = {to for to, _subject in outbox()}
    assert told == {User.objects.get(pk=user_id(who)).email for who in (cast.consul, second)}


def test_the_ministry_names_bureaus_and_keeps_templates(cast: Cast) -> None:
    client, at = browser(cast.router), "/en/support/settings/"
    bureau = {"field": "development", "office": str(cast.bureau.pk)}
    assert client.post(f"{at}bureaus/new/", bureau).status_code == 302
    twice = client.post(f"{at}bureaus/new/", bureau)
    assert (twice.status_code, "answers this field already" in html(twice)) == (422, True)
    rule = RoutingRule.objects.get()
    assert browser(cast.manager).post(f"{at}bureaus/{rule.pk}/remove/").status_code == 403
    assert client.post(f"{at}bureaus/{rule.pk}/remove/").status_code == 302
    assert not RoutingRule.objects.exists()
    words = {"name_ko": "자매도시 축사", "name_en": "A greeting", "field": "exchange", "is_active": "on"}
    uneven = client.post(f"{at}templates/new/", {**words, "items_ko": "하나\n둘", "items_en": "one"})
    assert (uneven.status_code, "in the same order" in html(uneven)) == (422, True)
    assert client.post(f"{at}templates/new/", {**words, "items_ko": "축사", "items_en": ""}).status_code == 302
    row = RequestTemplate.objects.get(code="a-greeting")
    begun = values_of_template(row, asker_id=cast.body.pk, language="en")
    assert [item.text for item in begun.items] == [text("축사")]
    assert "A greeting" in html(browser(cast.officer).get("/en/support/new/"))
    hidden = {**words, "items_ko": "축사", "is_active": ""}
    assert client.post(f"{at}templates/{row.pk}/", hidden).status_code == 302
    assert "A greeting" not in html(browser(cast.officer).get("/en/support/new/"))


def test_the_settings_ask_the_same_for_one_row_and_three(cast: Cast) -> None:
    client, asked = browser(cast.manager), []
    for field in ("development", "exports", "events"):
        RoutingRule.objects.create(field=field, office=cast.bureau)
        today = timezone.localdate()
        Absence.objects.create(
            user_id=user_id(cast.officer),
            office=cast.city,
            starts_on=today,
            ends_on=today,
            stand_in_id=user_id(cast.second_officer),
        )
        asked.append(queries(client, "/en/support/settings/"))
    assert asked[0] == asked[2]
