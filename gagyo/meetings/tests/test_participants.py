"""Participants: entered one by one or from a list, invited by a link that replaces the last, answering themselves."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.meetings.actions.invitations import invite
from gagyo.meetings.actions.participants import add_many
from gagyo.meetings.choices import ParticipantState, RoundState
from gagyo.meetings.models import MeetingRound, Participant
from gagyo.meetings.queries.participants import profile_from_registry
from gagyo.meetings.rules.participants import Line, UnableToSaveParticipant, lines_of
from gagyo.meetings.tests.make import make_link, make_participant, make_round
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.choices import BodyKind
from gagyo.registry.tests.make import make_body, make_government

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A round that takes wishes."""
    return make_round(office=organiser.office)


@pytest.fixture
def page(client: Client, organiser: Membership) -> Client:
    """The organiser, signed in."""
    client.force_login(organiser.user)
    return client


def english(name: str, *args: object) -> str:
    """Return the address of an English page, whatever language the last answer was in."""
    with translation.override("en"):
        return reverse(f"meetings:{name}", args=args)


def test_a_list_is_read_as_names_with_addresses_and_a_wrong_address_is_named_by_its_line() -> None:
    assert lines_of("주한미국대사관\tus@example.org\n\n주한영국대사관, uk@example.org\n주한일본대사관\n") == [
        Line(1, "주한미국대사관", "us@example.org"),
        Line(3, "주한영국대사관", "uk@example.org"),
        Line(4, "주한일본대사관", ""),
    ]
    with translation.override("en"), pytest.raises(UnableToSaveParticipant, match="Line 2: “x@y” is no e-mail address"):
        lines_of("A\ta@example.org\nB\tx@y")


def test_a_pasted_list_enters_all_or_nothing_and_names_the_lines_that_are_not_known(
    organiser: Membership, row: MeetingRound
) -> None:
    make_body(name_ko="주한미국대사관", name_en="Embassy of the United States", country="US")
    make_body(name_ko="주한영국대사관", name_en="British Embassy")
    by, side = make_actor(membership=organiser), row.sides.all()[0].pk

    def enter(*names: str) -> list[str]:
        lines = [Line(number, name, "a@example.org") for number, name in enumerate(names, start=1)]
        made = add_many(round_id=row.pk, side_id=side, lines=lines, language="en", by=by, now=timezone.now())
        return [one.name_ko for one in made]

    with translation.override("en"), pytest.raises(UnableToSaveParticipant, match="line 2 “Atlantis”"):
        enter("주한미국대사관", "Atlantis")
    assert not Participant.objects.exists()
    assert enter("주한미국대사관") == ["주한미국대사관"]
    assert enter("주한미국대사관", "British Embassy", "British Embassy") == ["주한영국대사관"]


def test_the_invitation_carries_a_link_that_opens_the_participants_page_in_its_language_without_an_account(
    client: Client, page: Client, row: MeetingRound
) -> None:
    one = make_participant(of=row, state=ParticipantState.ENTERED, email="us@example.org", name_en="US Embassy")
    make_participant(of=row, state=ParticipantState.ENTERED, email="")
    answer = page.post(reverse("meetings:participants_invite", args=[row.pk]))
    assert answer.status_code == 302
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["us@example.org"], "Invitation: Fourth round of meetings")
    ]
    link = re.search(r"http://[^/]+(/en/meet/\S+)", str(mail.outbox[0].body))
    assert link is not None
    opened = Client().get(link[1])
    text = opened.content.decode()
    assert "US Embassy" in text
    assert "Will you take part?" in text
    assert (opened["X-Robots-Tag"], "no-store" in opened["Cache-Control"]) == ("noindex, nofollow", True)
    one.refresh_from_db()
    assert one.state == ParticipantState.INVITED


def test_a_new_link_replaces_the_one_sent_before(organiser: Membership, row: MeetingRound) -> None:
    one = make_participant(of=row, email="us@example.org")
    make_link(participant=one, key="first")
    invite(round_id=row.pk, participant_id=one.pk, by=make_actor(membership=organiser), now=timezone.now())
    answer = Client().get(english("link_home", "first"))
    assert answer.status_code == 410
    assert "was replaced by a newer one" in answer.content.decode()


def test_a_link_to_hand_over_opens_the_page_in_the_language_of_the_participant_and_counts_as_its_invitation(
    page: Client, row: MeetingRound
) -> None:
    one = make_participant(of=row, state=ParticipantState.ENTERED, email="us@example.org", language="en")
    with translation.override("ko"):
        answer = page.post(reverse("meetings:participant_link", args=[row.pk, one.pk]))
    link = re.search(r"http://[^/]+(/en/meet/[^<]+)", answer.content.decode())
    assert link is not None
    one.refresh_from_db()
    assert (one.state, one.invited_at is not None) == (ParticipantState.INVITED, True)
    page.post(reverse("meetings:participants_invite", args=[row.pk]))
    assert mail.outbox == []
    assert "Will you take part?" in Client().get(link[1]).content.decode()


def test_who_has_only_a_link_is_led_to_no_page_that_asks_for_an_account(row: MeetingRound) -> None:
    before = make_round(office=row.office, name_en="The round before")
    MeetingRound.objects.past_access(because="test").filter(pk=row.pk).update(previous=before)
    one = make_participant(of=row, body=make_body(name_ko="미국", name_en="US Embassy"))
    make_link(participant=one, key="key")
    text = Client().get(english("link_home", "key")).content.decode()
    assert "The round before" in text
    assert "US Embassy" in text
    main = text.partition("<main")[2].partition("</main")[0]
    assert [each for each in re.findall(r'href="([^"#]+)"', main) if "/meet/" not in each] == []


def test_a_participant_answers_by_its_link_and_no_more_once_the_timetable_is_out(row: MeetingRound) -> None:
    one = make_participant(of=row, state=ParticipantState.INVITED)
    make_link(participant=one, key="key")
    visitor = Client()
    assert visitor.post(english("link_home", "key"), {"state": "coming", "reason": ""}).status_code == 302
    one.refresh_from_db()
    assert one.state == ParticipantState.COMING
    MeetingRound.objects.past_access(because="test").update(state=RoundState.PUBLISHED)
    answer = visitor.post(english("link_home", "key"), {"state": "withdrawn", "reason": "illness"})
    assert answer.status_code == 422
    assert "The timetable is out" in answer.content.decode()
    one.refresh_from_db()
    assert one.state == ParticipantState.COMING


def test_names_of_those_who_come_are_kept_and_stay_out_of_the_audit_record(row: MeetingRound) -> None:
    one = make_participant(of=row)
    make_link(participant=one, key="key")
    sent = {
        "version": "1",
        "was": "",
        "0-name": "Jane Doe",
        "0-title": "Counsellor",
        "0-languages": "English",
        "0-email": "jane@example.org",
        "1-name": "",
        "1-title": "forgotten",
    }
    assert Client().post(english("link_people", "key"), sent).status_code == 302
    assert [(person.name, person.languages) for person in one.delegates.all()] == [("Jane Doe", "en")]
    written = " ".join(str(record.__dict__) for record in AuditRecord.objects.all())
    assert "participant.people_saved" in written
    assert "Jane" not in written


def test_the_profile_comes_from_the_registry_until_the_participant_writes_its_own(row: MeetingRound) -> None:
    embassy = make_body(name_ko="주한영국대사관", name_en="British Embassy", kind=BodyKind.MISSION_IN_KOREA)
    make_tie(parties=[make_government(), make_body(name_ko="다트퍼드", name_en="Dartford")])
    text = profile_from_registry(embassy)
    assert "Namyangju-si" in text.in_language("en")[0]
    assert "남양주시" in text.in_language("ko")[0]
    one = make_participant(of=row, body=embassy)
    make_link(participant=one, key="key")
    assert "Namyangju-si" in Client().get(english("link_profile", "key")).content.decode()


def test_the_list_costs_the_same_with_one_and_with_three_participants(page: Client, row: MeetingRound) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert page.get(reverse("meetings:participants", args=[row.pk])).status_code == 200
        return len(caught)

    make_participant(of=row)
    queries()
    one = queries()
    make_participant(of=row)
    make_participant(of=row, side=1)
    assert queries() == one


def test_another_rounds_participant_is_not_opened_through_this_one(page: Client, row: MeetingRound) -> None:
    other = make_participant(of=make_round(office=make_office()))
    assert page.get(reverse("meetings:participant", args=[row.pk, other.pk])).status_code == 404
