"""Who waits for whom: a meeting leaves the waiting list once nobody wants it, and returns when it is wanted again."""

import pytest

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.rules import Actor
from gagyo.meetings.actions.participants import answer_invitation
from gagyo.meetings.actions.wishes import Decided, decide_pair, save_wishes
from gagyo.meetings.choices import MeetingState, PairDecision, RoundState, VersionState
from gagyo.meetings.models import Meeting, MeetingRound, OrganiserPair, Participant
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.tests.make import (
    at,
    make_assignment,
    make_meeting,
    make_participant,
    make_round,
    make_version,
    make_wish,
)

pytestmark = pytest.mark.django_db
NOW = at("09:00")


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def by(organiser: Membership) -> Actor:
    """The organiser who acts."""
    return make_actor(membership=organiser)


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A mission meets the first city at 10:00, waits for the second, and missed the third, all three wished for."""
    made = make_round(office=organiser.office, state=RoundState.RUNNING)
    mission = make_participant(of=made, name_en="Mission")
    version = make_version(of=made, state=VersionState.PUBLISHED, published_at=at("08:00"))
    for n, state in enumerate((MeetingState.PLANNED, MeetingState.WAITING, MeetingState.NO_SHOW), start=1):
        city = make_participant(of=made, side=1, name_en=f"City {n}")
        make_wish(asker=mission, wanted=city, rank=n)
        meeting = make_meeting(one=mission, other=city, state=state)
        if state == MeetingState.PLANNED:
            make_assignment(version=version, meeting=meeting)
    return made


def one(row: MeetingRound, name: str) -> Participant:
    return Participant.objects.get(round=row, name_en=name)


def states(row: MeetingRound) -> list[str]:
    """Return the states of the meetings with the three cities."""
    return list(Meeting.objects.filter(round=row).order_by("second").values_list("state", flat=True))


def decide(row: MeetingRound, by: Actor, decision: str) -> None:
    """Decide about the mission and the city it waits for."""
    known = OrganiserPair.objects.filter(round=row).first()
    decided = Decided(one(row, "Mission").pk, one(row, "City 2").pk, decision, "")
    decide_pair(round_id=row.pk, decided=decided, expected=known.version if known else 0, by=by, now=NOW)


def test_a_meeting_that_must_not_be_waits_no_more_and_waits_again_once_it_may_be(row: MeetingRound, by: Actor) -> None:
    decide(row, by, PairDecision.NOT)
    assert states(row) == ["planned", "unwanted", "no_show"]
    decide(row, by, PairDecision.MAY)
    assert states(row) == ["planned", "waiting", "no_show"]


def test_when_all_wishes_are_withdrawn_only_what_has_a_place_or_has_been_keeps_its_state(
    row: MeetingRound, by: Actor
) -> None:
    MeetingRound.objects.filter(pk=row.pk).update(state=RoundState.SCHEDULING)
    mission = one(row, "Mission")
    acting = Acting(mission.pk, by, is_organiser=True)
    save_wishes(acting=acting, ranks={}, vetoes=frozenset(), expected=mission.version, now=NOW)
    assert states(row) == ["planned", "unwanted", "no_show"]


def test_meetings_with_who_has_withdrawn_wait_no_more_and_wait_again_when_it_returns(
    row: MeetingRound, by: Actor
) -> None:
    acting = Acting(one(row, "City 2").pk, by, is_organiser=True)
    answer_invitation(acting=acting, wanted="withdrawn", reason="", now=NOW)
    assert states(row) == ["planned", "unwanted", "no_show"]
    answer_invitation(acting=acting, wanted="coming", reason="", now=NOW)
    assert states(row) == ["planned", "waiting", "no_show"]
