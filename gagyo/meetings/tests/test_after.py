"""After a meeting: minutes by either side or the organiser, agreed items kept or not, ratings, the office's work."""

from datetime import date, timedelta
from unittest import mock

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership, Office
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.common.models import TranslatedText
from gagyo.meetings.choices import AgreedState, MeetingState, VersionState
from gagyo.meetings.models import (
    AgreedItem,
    Meeting,
    MeetingRound,
    Minutes,
    Participant,
    ParticipantLink,
    RoundInterpreter,
    RoundTopic,
)
from gagyo.meetings.rules.after import Kept, kept_of, written
from gagyo.meetings.tests.make import (
    at,
    make_agreed,
    make_assignment,
    make_link,
    make_meeting,
    make_participant,
    make_round,
    make_version,
)
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_body, make_government

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A round with a topic."""
    made = make_round(office=organiser.office)
    RoundTopic.objects.create(round=made, name_ko="청소년", name_en="Youth")
    return made


@pytest.fixture
def city() -> Office:
    """The office of a local government."""
    return make_office()


@pytest.fixture
def held(row: MeetingRound, city: Office) -> Meeting:
    """A meeting of a mission, which has a link, with a local government that works here."""
    mission = make_participant(of=row)
    make_link(participant=mission, key="key")
    government = make_participant(of=row, side=1, body=make_government(works_as=city))
    return make_meeting(one=mission, other=government, state=MeetingState.HELD)


def english(name: str, *args: object) -> str:
    """Return the address of an English page, whatever language the last answer was in."""
    with translation.override("en"):
        return reverse(f"meetings:{name}", args=args)


def signed_in(member: Membership) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(member.user)
    return client


def sent(**values: str) -> dict[str, str]:
    """Return what a browser sends for the first to write."""
    return {"version": "0", "was": "{}", **values}


def test_a_mission_writes_minutes_two_items_and_its_rating_at_once_by_its_link(
    row: MeetingRound, held: Meeting
) -> None:
    topic = row.topics.get()
    answer = Client().post(
        english("link_meeting", "key", held.pk),
        sent(
            topics=str(topic.pk),
            discussed="Youth exchange",
            outcome="Both want it",
            score="5",
            comment="Well prepared",
            **{"0-what": "Send dates", "0-owner": str(held.first_id), "0-due_on": "2030-09-01"},
            **{"2-what": "Name schools", "2-owner": str(held.second_id), "2-due_on": "2030-10-01"},
        ),
    )
    assert (answer.status_code, answer["Location"]) == (302, english("link_agreed", "key"))
    minutes = Minutes.objects.get()
    assert (minutes.discussed, minutes.outcome) == (
        TranslatedText("Youth exchange", "en"),
        TranslatedText("Both want it", "en"),
    )
    assert (list(minutes.topics.all()), minutes.written_by, minutes.version) == ([topic], held.first, 1)
    assert [(item.what.original, item.owner, item.due_on, item.state) for item in AgreedItem.objects.all()] == [
        ("Send dates", held.first, date(2030, 9, 1), AgreedState.OPEN),
        ("Name schools", held.second, date(2030, 10, 1), AgreedState.OPEN),
    ]
    assert list(held.ratings.values_list("participant", "score", "comment")) == [(held.first_id, 5, "Well prepared")]


def test_the_second_of_two_who_write_at_once_sees_both_versions_and_nothing_is_lost(
    held: Meeting, city: Office
) -> None:
    Client().post(english("link_meeting", "key", held.pk), sent(outcome="Theirs"))
    client = signed_in(make_member(office=city))
    url = english("own_meeting", held.second_id, held.pk)
    answer = client.post(
        url, sent(outcome="Ours", **{"0-what": "A visit", "0-owner": str(held.second_id), "0-due_on": "2030-09-01"})
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in text
    assert "Ours" in text
    assert (Minutes.objects.get().outcome.original, AgreedItem.objects.count()) == ("Theirs", 0)
    fields = {"merge": "yes", "version": "1", "outcome": "Ours", "take_outcome": "mine"}
    kept = {"0-what": "A visit", "0-owner": str(held.second_id), "0-due_on": "2030-09-01"}
    assert client.post(url, fields | kept).status_code == 302
    assert (Minutes.objects.get().outcome.original, AgreedItem.objects.count()) == ("Ours", 1)


def test_a_third_participant_and_another_office_find_neither_meeting_nor_item(row: MeetingRound, held: Meeting) -> None:
    item = make_agreed(meeting=held)
    third = make_participant(of=row, side=1, body=make_government(works_as=make_office()))
    make_link(participant=third, key="third")
    for name, pk in (("meeting", held.pk), ("agreed_item", item.pk)):
        for answer in (
            Client().get(english(f"link_{name}", "third", pk)),
            Client().post(english(f"link_{name}", "third", pk), {}),
        ):
            assert answer.status_code == 404
        assert Client().get(english(f"link_{name}", "key", pk)).status_code == 200
    assert "Send youth" not in Client().get(english("link_agreed", "third")).content.decode()
    assert signed_in(make_member()).get(english("own_meeting", held.first_id, held.pk)).status_code == 404


def test_a_planned_meeting_is_told_to_its_sides_once_the_timetable_is_published(
    row: MeetingRound, held: Meeting
) -> None:
    Meeting.objects.update(state=MeetingState.PLANNED)
    version = make_version(of=row)
    make_assignment(version=version, meeting=held)
    url = english("link_meeting", "key", held.pk)
    assert Client().get(url).status_code == 404
    version.state = VersionState.PUBLISHED
    version.save()
    assert Client().get(url).status_code == 200


def test_the_page_of_a_meeting_says_at_which_table_and_with_which_interpreter(
    row: MeetingRound, held: Meeting, organiser: Membership
) -> None:
    table = row.tables.first()
    assert table is not None
    type(table).objects.filter(pk=table.pk).update(name_en="Table 7", room_en="Hall B")
    voice = RoundInterpreter.objects.create(round=row, name="Kim Tongyeok", languages="ko en")
    version = make_version(of=row, state=VersionState.PUBLISHED)
    make_assignment(version=version, meeting=held, table=table, interpreter=voice)
    text = signed_in(organiser).get(english("meeting", row.pk, held.pk)).content.decode()
    assert [words in text for words in ("Table 7 · Hall B", "Kim Tongyeok")] == [True, True]


def test_a_side_never_reads_the_rating_of_the_other(held: Meeting, city: Office, organiser: Membership) -> None:
    Client().post(english("link_meeting", "key", held.pk), sent(score="1", comment="Nobody listened"))
    own = signed_in(make_member(office=city)).get(english("own_meeting", held.second_id, held.pk))
    page = signed_in(organiser).get(english("meeting", held.round_id, held.pk))
    assert "Nobody listened" not in own.content.decode()
    assert "Nobody listened" in page.content.decode()


def test_an_item_that_is_begun_but_not_whole_is_named_by_its_number(held: Meeting) -> None:
    answer = Client().post(english("link_meeting", "key", held.pk), sent(**{"1-what": "Send dates"}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Agreed item 2: fill in “Who does it”" in text
    assert "Agreed item 2: fill in “Due on”" in text
    assert not Minutes.objects.exists()


def test_each_side_writes_in_its_language_beside_the_other() -> None:
    first = written(TranslatedText(), "청소년 교류", language="ko")
    both = written(first, "Youth exchange", language="en")
    assert both == TranslatedText("청소년 교류", "ko", {"en": ("Youth exchange", "reviewed")})
    assert written(both, "", language="en") == first
    assert written(both, "", language="ko") == TranslatedText("Youth exchange", "en")


def test_an_open_item_waits_in_the_work_of_the_office_that_promised_until_it_is_done(
    held: Meeting, city: Office
) -> None:
    item = make_agreed(meeting=held, owner=held.second)
    make_agreed(meeting=held, owner=held.first)
    member = make_member(office=city)
    client = signed_in(member)
    work = reverse("pages:work") + "?show=agreed-items"
    assert list(client.get(work).context["chosen"].rows) == [item]
    url = english("own_agreed_item", held.second_id, item.pk)
    values = {"version": "1", "what": "Send", "owner": str(held.second_id), "due_on": "2030-09-01"}
    values |= {"officer": str(member.user.pk), "outcome": "Sent by mail"}
    assert client.post(url, values | {"state": "kept"}).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.closed_on, item.officer) == (AgreedState.KEPT, timezone.localdate(), member.user)
    assert list(client.get(work).context["chosen"].rows) == []
    assert client.post(url, values | {"version": "2", "state": "open"}).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.closed_on) == (AgreedState.OPEN, None)


def test_an_item_becomes_a_tie_of_the_office_and_a_link_is_offered_none(held: Meeting, city: Office) -> None:
    item = make_agreed(meeting=held, owner=held.second)
    tie = make_tie(parties=[held.second.body, make_body()], office=city)
    client = signed_in(make_member(office=city))
    url = english("own_agreed_item", held.second_id, item.pk)
    page = client.get(url).content.decode()
    assert english("agreed_project", item.pk) in page
    values = {"version": "1", "what": "Send", "owner": str(held.second_id), "due_on": "2030-09-01", "state": "open"}
    assert client.post(url, values | {"tie": str(tie.pk)}).status_code == 302
    item.refresh_from_db()
    assert item.tie == tie
    by_link = Client().get(english("link_agreed_item", "key", item.pk)).content.decode()
    assert 'name="tie"' not in by_link
    assert 'name="officer"' not in by_link


def test_the_organiser_notes_who_did_not_come(held: Meeting, organiser: Membership) -> None:
    client, url = signed_in(organiser), english("meeting_state", held.round_id, held.pk)
    no_show = {"version": "1", "state": "no_show", "absent": str(held.first_id)}
    early = client.post(url, no_show)
    assert (early.status_code, "This meeting begins on 2030-06-16 00:00." in early.content.decode()) == (422, True)
    with mock.patch.object(timezone, "now", return_value=at("11:00")):
        client.force_login(organiser.user)
        assert client.post(url, no_show).status_code == 302
        held.refresh_from_db()
        assert (held.state, held.absent_id) == (MeetingState.NO_SHOW, held.first_id)
        assert client.post(url, {"version": "1", "state": "held", "absent": ""}).status_code == 409


def test_minutes_and_ratings_are_taken_once_the_meeting_has_begun(row: MeetingRound, held: Meeting) -> None:
    Meeting.objects.update(state=MeetingState.PLANNED)
    make_assignment(version=make_version(of=row, state=VersionState.PUBLISHED), meeting=held, clock="14:00")
    ParticipantLink.objects.update(expires_at=at("10:00", day=date(2031, 1, 1)))
    url, values = english("link_meeting", "key", held.pk), sent(discussed="Youth", score="4")
    with mock.patch.object(timezone, "now", return_value=at("13:59")):
        answer = Client().post(url, values)
    assert answer.status_code == 422
    assert "This meeting begins on 2030-06-16 14:00." in answer.content.decode()
    assert (Minutes.objects.count(), held.ratings.count()) == (0, 0)
    with mock.patch.object(timezone, "now", return_value=at("14:00")):
        assert Client().post(url, values).status_code == 302
    assert (Minutes.objects.count(), held.ratings.count()) == (1, 1)


@pytest.mark.each_engine
def test_the_organiser_finds_overdue_items_and_those_of_one_side(held: Meeting, organiser: Membership) -> None:
    late = make_agreed(meeting=held, due_on=timezone.localdate() - timedelta(days=1))
    ahead = make_agreed(meeting=held, owner=held.second)
    done = make_agreed(meeting=held, state=AgreedState.KEPT, closed_on=date(2026, 1, 1), due_on=date(2026, 1, 1))
    client, url = signed_in(organiser), english("round_agreed", held.round_id)
    shown = {
        query: list(client.get(f"{url}?{query}").context["page"].object_list)
        for query in ("", "state=overdue", "state=kept", f"owner={held.second_id}")
    }
    assert shown == {
        "": [late, ahead, done],
        "state=overdue": [late],
        "state=kept": [done],
        f"owner={held.second_id}": [ahead],
    }
    assert client.get(f"{url}?format=xlsx")["Content-Type"].endswith("sheet")


@pytest.mark.parametrize("name", ["round_agreed", "round_meetings"])
def test_lists_ask_no_more_for_more_rows(row: MeetingRound, held: Meeting, organiser: Membership, name: str) -> None:
    client, url, counted = signed_in(organiser), english(name, row.pk), []
    make_agreed(meeting=held)
    client.get(url)
    for more in (0, 2):
        for _n in range(more):
            other: Participant = make_participant(of=row, side=1)
            make_agreed(meeting=make_meeting(one=held.first, other=other, state=MeetingState.HELD))
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_rate_counts_what_was_kept_in_full_of_all_that_was_not_given_up() -> None:
    day = date(2030, 6, 1)
    rows = [
        ("kept", day),
        ("kept", day),
        ("partly", day),
        ("open", day),
        ("open", day - timedelta(1)),
        ("dropped", day),
    ]
    found = kept_of(rows, as_of=day)
    assert found == Kept(kept=2, partly=1, open=2, dropped=1, overdue=1)
    assert (str(found.rate), Kept().rate) == ("0.4", None)


def test_the_other_side_is_told_of_minutes_and_new_items_in_its_language_and_of_no_correction(
    held: Meeting, city: Office, mailoutbox: list[EmailMessage]
) -> None:
    Participant.objects.filter(pk=held.first_id).update(email="mission@example.org", language="en")
    Participant.objects.filter(pk=held.second_id).update(email="city@example.org", language="ko", name_ko="도시")
    url = english("link_meeting", "key", held.pk)
    item = {"0-what": "Send dates", "0-owner": str(held.first_id), "0-due_on": "2030-09-01"}
    Client().post(url, sent(outcome="Both want it", **item))
    (told,) = mailoutbox
    assert told.to == ["city@example.org"]
    assert held.round.name_ko in told.subject
    for words in ("Both want it", "Send dates", "2030. 9. 1.", "초청 메일의 링크"):
        assert words in told.body
    with translation.override("en"):
        Client().post(url, {"version": "1", "was": "{}", "outcome": "Both want it much"})
    assert len(mailoutbox) == 1
    client = signed_in(make_member(office=city))
    with translation.override("en"):
        more = {"0-what": "Name schools", "0-owner": str(held.second_id), "0-due_on": "2030-10-01"}
        client.post(english("own_meeting", held.second_id, held.pk), {"version": "2", "was": "{}", **more})
    assert [mail.to for mail in mailoutbox] == [["city@example.org"], ["mission@example.org"]]
    assert "Name schools" in mailoutbox[1].body
    assert "Send dates" not in mailoutbox[1].body


def test_the_form_shows_one_new_item_and_folds_the_others_until_one_is_begun(held: Meeting) -> None:
    url = english("link_meeting", "key", held.pk)
    page = Client().get(url)
    assert [is_open for _n, _fields, is_open in page.context["form"].items()] == [True, False, False]
    assert page.content.decode().count('<details class="agreed-more">') == 2
    refused = Client().post(url, sent(**{"2-what": "Name schools"}))
    assert refused.status_code == 422
    assert [is_open for _n, _fields, is_open in refused.context["form"].items()] == [True, False, True]
