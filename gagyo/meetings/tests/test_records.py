"""What the audit record keeps of a round: what holders of links did, no keys, when a link was first opened."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.rules import may_write
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY
from gagyo.meetings.actions.participants import add_many, add_participant
from gagyo.meetings.actions.rounds import add_round
from gagyo.meetings.models import MeetingRound, Participant
from gagyo.meetings.queries.acting import acting_by_link
from gagyo.meetings.rules.participants import Line, ParticipantValues
from gagyo.meetings.rules.rounds import RoundValues
from gagyo.meetings.tests.make import DAY, make_link, make_participant, make_round
from gagyo.pages.queries.audit import audit_for
from gagyo.registry.choices import BodyKind
from gagyo.registry.tests.make import make_body

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
def mission(row: MeetingRound) -> Participant:
    """A mission with a link."""
    one = make_participant(of=row)
    make_link(participant=one, key="key")
    return one


def english(name: str, *args: object) -> str:
    """Return the address of an English page."""
    with translation.override("en"):
        return reverse(f"meetings:{name}", args=args)


def signed_in(member: Membership) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(member.user)
    return client


def test_what_the_holder_of_a_link_does_stands_in_the_organisers_audit_record_and_gives_no_right(
    organiser: Membership, mission: Participant
) -> None:
    city = make_participant(of=mission.round, side=1)
    Client().post(english("link_wishes", "key"), {"version": "1", f"rank-{city.pk}": "1"})
    auditor = make_member(role=Role.AUDITOR, office=organiser.office)
    seen = audit_for(actor=make_actor(membership=auditor)).filter(event="participant.wishes_saved")
    assert [(each.office_label, each.actor_id, each.actor_label) for each in seen] == [
        (str(organiser.office), None, f"{mission} (link)")
    ]
    elsewhere = make_member(role=Role.AUDITOR, office=make_office(name_ko="다른 시"))
    assert not audit_for(actor=make_actor(membership=elsewhere)).exists()
    by = acting_by_link(key="key", now=timezone.now(), by=ANYBODY)[1].by
    assert (by.is_anonymous, by.office_id, may_write(actor=by, office_id=organiser.office_id)) == (True, None, False)


def test_keys_of_the_big_screen_and_of_badges_stand_in_no_audit_record(organiser: Membership) -> None:
    by, now = make_actor(membership=organiser), timezone.now()
    sides = [("공관", "Missions"), ("시", "Cities")]
    made = add_round(
        values=RoundValues(name_ko="회차", starts_on=DAY, ends_on=DAY), sides=sides, tables=1, by=by, now=now
    )
    values = ParticipantValues(side_id=made.sides.all()[0].pk, body_id=make_body().pk)
    one = add_participant(round_id=made.pk, values=values, by=by, now=now)
    kept = {each.event: each.after or {} for each in AuditRecord.objects.all()}
    assert kept["round.created"]["board_key"] == "(secret)"
    assert kept["participant.entered"]["badge_key"] == "(secret)"
    assert not any(key in str(kept) for key in (made.board_key, one.badge_key))


def test_the_organiser_sees_when_a_link_was_first_opened(organiser: Membership, mission: Participant) -> None:
    page, url = signed_in(organiser), english("participant", mission.round_id, mission.pk)
    assert {str(term.label): term.value for term in page.get(url).context["terms"]}["Link first opened"] == "Not yet"
    for _turn in range(2):
        Client().get(english("link_home", "key"))
    link = mission.links.get()
    assert link.used_at is not None
    shown = {str(term.label): term.value for term in page.get(url).context["terms"]}
    assert shown["Link first opened"] == link.used_at
    assert AuditRecord.objects.filter(event="participant.link_opened").count() == 1


def test_the_pages_of_a_round_and_a_participant_lead_to_the_audit_record_those_who_may_read_it(
    organiser: Membership, mission: Participant
) -> None:
    of_round = f"?kind=meetings.meetinground&amp;id={mission.round_id}"
    of_participant = f"?kind=meetings.participant&amp;id={mission.pk}"
    round_url = english("round", mission.round_id)
    operator, auditor = signed_in(organiser), signed_in(make_member(role=Role.AUDITOR, office=organiser.office))
    assert of_round in operator.get(round_url).content.decode()
    assert of_round in auditor.get(round_url).content.decode()
    assert of_participant in operator.get(english("participant", mission.round_id, mission.pk)).content.decode()
    elsewhere = make_member(role=Role.AUDITOR, office=make_office(name_ko="다른 시"))
    for reader in (elsewhere, make_member(role=Role.OFFICER, office=make_office(name_ko="남양주시"))):
        assert of_round not in signed_in(reader).get(round_url).content.decode()


def test_an_embassy_that_speaks_korean_is_entered_so_and_a_list_says_nothing_of_languages(
    organiser: Membership, row: MeetingRound
) -> None:
    by, now, side = make_actor(membership=organiser), timezone.now(), row.sides.all()[0].pk
    embassy = make_body(name_ko="주한영국대사관", kind=BodyKind.MISSION_IN_KOREA)
    values = ParticipantValues(side_id=side, body_id=embassy.pk, languages="ko")
    assert add_participant(round_id=row.pk, values=values, by=by, now=now).languages == "ko"
    make_body(name_ko="주한프랑스대사관", kind=BodyKind.MISSION_IN_KOREA)
    listed = add_many(round_id=row.pk, side_id=side, lines=[Line(1, "주한프랑스대사관")], language="ko", by=by, now=now)
    assert [(one.languages, one.language) for one in listed] == [("en", "ko")]
