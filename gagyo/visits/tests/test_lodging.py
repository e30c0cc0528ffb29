"""Where the parties of a visit stay, and how the programme says from where their days begin."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from gagyo.accounts.models import Membership
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, make_actor, make_member
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.kernels.documents.hwpx import write_hwpx
from gagyo.kernels.documents.hwpx_read import read_hwpx_text
from gagyo.visits.actions.lodging import write_lodging
from gagyo.visits.actions.programme_versions import send_programme
from gagyo.visits.models import Visit
from gagyo.visits.queries.lodging import lodging_of
from gagyo.visits.queries.programme_papers import programme_document, stops_of
from gagyo.visits.rules.lodging import LodgingValues, UnableToSaveLodging, leaving_words, lodging_words
from gagyo.visits.tests.make import make_stop, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
HOTEL = LodgingValues("시청앞호텔", "City Hall Hotel", "시청로 12", "12 Sicheong-ro")
OTHER = LodgingValues("강변호텔", "River Hotel")


def visit_with_stops(member: Membership) -> Visit:
    """Make a visit of two countries over two days, with a stop on each."""
    row = make_visit(
        office=member.office, parties=(("VN", 12), ("KH", 4)), starts_on=date(2026, 6, 9), ends_on=date(2026, 6, 10)
    )
    make_stop(visit=row, site=None, title_en="Talks", title_ko="회담")
    make_stop(visit=row, site=None, title_en="Tour", title_ko="견학", day=date(2026, 6, 10))
    return row


def written(visit: Visit, *values: LodgingValues, by: Actor, expected: int = 1) -> Visit:
    """Write where each party stays, in their order."""
    parties = [party.pk for party in visit.parties.all()]
    lodging = dict(zip(parties, values, strict=False))
    return write_lodging(visit_id=visit.pk, lodging=lodging, expected=expected, by=by, now=NOW)


def paper(visit: Visit, language: str) -> str:
    """Return the programme's text in a language."""
    with translation.override(language):
        document = programme_document(visit, stops_of(visit), host="", language=language)  # type: ignore[arg-type]  # ko or en
        return read_hwpx_text(write_hwpx(document, made_at=NOW))


def test_one_hotel_for_all_is_said_once_and_two_say_who_stays_where() -> None:
    stays = [
        {"party": {"en": name}, "name": {"en": hotel}, "address": {"en": address}}
        for name, hotel, address in (
            ("Vietnam", "City Hall Hotel", "12 Road"),
            ("Cambodia", "City Hall Hotel", "12 Road"),
        )
    ]
    assert leaving_words(stays, language="en") == "Leaving from City Hall Hotel"
    assert lodging_words(stays, language="en") == ["City Hall Hotel, 12 Road"]
    stays[1]["name"] = {"en": "River Hotel"}
    stays.append({"party": {"en": "Laos"}, "name": {"en": ""}, "address": {"en": ""}})
    assert leaving_words(stays, language="en") == (
        "Vietnam: leaving from City Hall Hotel · Cambodia: leaving from River Hotel"
    )
    assert lodging_words(stays, language="en") == [
        "City Hall Hotel, 12 Road (Vietnam)",
        "River Hotel, 12 Road (Cambodia)",
    ]
    assert (leaving_words(stays[2:], language="en"), lodging_words([], language="en")) == ("", [])


def test_lodging_is_kept_with_both_states_in_the_audit_record(member: Membership, actor: Actor) -> None:
    visit = visit_with_stops(member)
    written(visit, HOTEL, by=actor)
    assert [lodging_of(party) for party in visit.parties.all()] == [HOTEL, LodgingValues()]
    left = AuditRecord.objects.get(event="visit.lodging_set")
    assert left.before is not None and left.after is not None
    assert [stays["lodging"][0]["name"]["en"] for stays in (left.before, left.after)] == ["", "City Hall Hotel"]


def test_an_address_without_a_hotel_a_second_save_and_another_office_are_refused(
    member: Membership, actor: Actor
) -> None:
    visit = visit_with_stops(member)
    with pytest.raises(UnableToSaveLodging, match="“12 Road” has no name"):
        written(visit, LodgingValues(lodging_address_en="12 Road"), by=actor)
    with pytest.raises(NotYoursError):
        written(visit, HOTEL, by=make_actor())
    written(visit, HOTEL, by=actor)
    with pytest.raises(SavedMeanwhileError):
        written(visit, OTHER, by=actor)
    assert lodging_of(visit.parties.all()[0]) == HOTEL


def test_papers_in_both_languages_say_from_where_each_day_begins(member: Membership, actor: Actor) -> None:
    visit = visit_with_stops(member)
    assert "Leaving from" not in paper(visit, "en")
    written(visit, HOTEL, HOTEL, by=actor)
    english, korean = paper(visit, "en"), paper(visit, "ko")
    assert (english.count("Leaving from City Hall Hotel"), "Lodging: City Hall Hotel, 12 Sicheong-ro" in english) == (
        2,
        True,
    )
    assert (korean.count("시청앞호텔에서 출발"), "숙소: 시청앞호텔, 시청로 12" in korean) == (2, True)


def test_the_mail_says_it_and_a_later_change_of_hotel_is_seen(member: Membership, actor: Actor, client: Client) -> None:
    visit = visit_with_stops(member)
    send = {"visit_id": visit.pk, "addresses": ["guest@example.com"], "note": "", "by": actor, "now": NOW}
    send_programme(**send)  # type: ignore[arg-type]  # plain test values
    written(visit, HOTEL, HOTEL, by=actor)
    client.force_login(member.user)
    first = client.get(f"/en/visits/{visit.pk}/programme/versions/1/").content.decode()
    assert "Lodging until now: not known yet. Now: City Hall Hotel, 12 Sicheong-ro" in first
    send_programme(**send)  # type: ignore[arg-type]  # plain test values
    body = str(mail.outbox[-1].body)
    assert (body.count("  Leaving from City Hall Hotel"), body.count("시청앞호텔에서 출발")) == (2, 2)
    second = client.get(f"/en/visits/{visit.pk}/programme/versions/2/").content.decode()
    assert ("Nothing changed since" in second, "12 Sicheong-ro" in second) == (True, True)


def test_the_page_keeps_each_party_s_hotel_or_one_for_all(member: Membership, client: Client) -> None:
    visit = visit_with_stops(member)
    client.force_login(member.user)
    first, second = visit.parties.all()
    address = f"/en/visits/{visit.pk}/programme/lodging/"
    posted = {
        "version": "1",
        f"party-{first.pk}-lodging_en": "City Hall Hotel",
        f"party-{second.pk}-lodging_en": "River Hotel",
    }
    assert client.post(address, posted).status_code == 302
    programme = client.get(f"/en/visits/{visit.pk}/programme/").content.decode()
    assert programme.count("Vietnam: leaving from City Hall Hotel · Cambodia: leaving from River Hotel") == 2
    late = client.post(address, {**posted, f"party-{first.pk}-lodging_en": "Late Hotel"})
    text = late.content.decode()
    assert (late.status_code, "Late Hotel" in text, "City Hall Hotel (Vietnam)" in text) == (409, True, True)
    client.post(address, {**posted, "version": "2", "together": "on"})
    assert [lodging_of(party).lodging_en for party in visit.parties.all()] == ["City Hall Hotel"] * 2
    refused = client.post(address, {"version": "3", f"party-{first.pk}-lodging_address_en": "12 Road"})
    assert (refused.status_code, "has no name" in refused.content.decode()) == (422, True)


def test_nobody_outside_reads_where_a_delegation_stays(member: Membership, actor: Actor, client: Client) -> None:
    visit = visit_with_stops(member)
    written(visit, HOTEL, HOTEL, by=actor)
    stranger = Client()
    stranger.force_login(make_member().user)
    for browser in (client, stranger):
        assert "City Hall Hotel" not in browser.get(f"/en/visits/{visit.pk}/").content.decode()
    assert stranger.get(f"/en/visits/{visit.pk}/programme/lodging/").status_code == 403
