"""What foreign visitors read of a stop: its place in English, and the page that says what lacks it."""

import pytest
from django.test import Client
from django.utils import translation

from gagyo.accounts.models import Membership
from gagyo.visits.models import Stop
from gagyo.visits.queries.programme_papers import place_words
from gagyo.visits.queries.programme_versions import content_of, without_english
from gagyo.visits.rules.programme_text import programme_lines, stop_line
from gagyo.visits.tests.make import make_site, make_stop
from gagyo.visits.tests.make_programme import DAY, visit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_place_is_entered_and_shown_in_both_languages(member: Membership, client: Client) -> None:
    visit = visit_of(member)
    client.force_login(member.user)
    given = {"kind": "meeting", "title_ko": "면담", "title_en": "Talks", "day": DAY.isoformat(), "starts": "10:00"}
    client.post(
        f"/en/visits/{visit.pk}/programme/stops/add/", {**given, "place": "시장실", "place_en": "Mayor's Office"}
    )
    stop = Stop.objects.get()
    assert place_words(stop) == "Mayor's Office"
    with translation.override("ko"):
        assert place_words(stop) == "시장실"
    content = content_of(visit)
    assert programme_lines(content, language="en")[-1] == "  10:00–11:00 Talks · Mayor's Office"
    assert programme_lines(content, language="ko")[-1] == "  10:00–11:00 면담 · 시장실"


def test_a_word_to_the_visitors_holds_no_passport_number(member: Membership, client: Client) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office))
    client.force_login(member.user)
    given = {"addresses": "guest@example.com", "note": "Your passport M1234567"}
    refused = client.post(f"/en/visits/{visit.pk}/programme/send/", given)
    assert (refused.status_code, visit.programme_versions.count()) == (422, 0)
    assert "A word to the visitors</a>: “M1234567” looks like a passport number." in refused.content.decode()


def test_a_version_that_kept_one_place_is_still_read(member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=None, title_ko="면담", title_en="Talks")
    old = {**content_of(visit)["stops"][0], "place": "시장실"}
    assert stop_line(old, language="en") == "10:00–11:00 Talks · 시장실"


def test_the_send_page_names_the_stops_without_english(member: Membership, client: Client) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office))
    bare = make_stop(visit=visit, site=None, title_ko="면담", place="시장실", starts="14:00", ends="15:00")
    nameless = make_stop(visit=visit, site=make_site(office=member.office, name_en=""), starts="16:00", ends="17:00")
    assert without_english(visit) == [(bare, "title of the stop, name of the place"), (nameless, "name of the site")]
    client.force_login(member.user)
    page = client.get(f"/en/visits/{visit.pk}/programme/send/").content.decode()
    assert "Stops without English" in page and f"/programme/stops/{bare.pk}/edit/" in page
