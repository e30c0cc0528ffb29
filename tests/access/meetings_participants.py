"""Participants of a round: for those who run it, and their own screens by link and by account."""

from typing import TYPE_CHECKING, Any

from tests.access.groups import PUBLIC, WORKERS, Group, Line, back
from tests.access.meetings import LINK

if TYPE_CHECKING:
    from tests.access.table import World

# Who may read contacts at all is told that the round is another office's; the rest, that contacts are not for them.
KEEPS_LIST = Group(WORKERS)
# The organiser acts for every participant; for other accounts a participant's own screens do not exist.
ACTS = Group(WORKERS, refused=404)


def of_round(world: "World") -> dict[str, Any]:
    """Return the arguments for the office's round."""
    return {"round_id": world.meeting_round.pk}


def of_participant(world: "World") -> dict[str, Any]:
    """Return the arguments for a participant of it."""
    return {"round_id": world.meeting_round.pk, "participant_id": world.participant.pk}


def own(world: "World") -> dict[str, Any]:
    """Return the arguments for a participant's screens, by account."""
    return {"participant_id": world.participant.pk}


def linked(world: "World") -> dict[str, Any]:
    """Return the arguments for a participant's screens, by link."""
    assert world.participant.pk
    return {"key": LINK}


def of_wish(world: "World") -> dict[str, Any]:
    """Return the argument for a wish of the participant."""
    return {"wish_id": world.wish.pk}


OWN_SCREENS = ("home", "profile", "people", "times", "others", "wishes")
URLS: dict[str, Line] = {
    "meetings:participants": Line(KEEPS_LIST, args=of_round),
    "meetings:participant_add": Line(KEEPS_LIST, args=of_round),
    "meetings:participants_many": Line(KEEPS_LIST, args=of_round),
    "meetings:participants_invite": Line(back(KEEPS_LIST), args=of_round, method="post"),
    "meetings:participant": Line(KEEPS_LIST, args=of_participant),
    "meetings:participant_edit": Line(KEEPS_LIST, args=of_participant),
    "meetings:participant_answer": Line(KEEPS_LIST, args=of_participant),
    "meetings:participant_invite": Line(KEEPS_LIST.answering(ok=422), args=of_participant, method="post"),
    "meetings:participant_link": Line(KEEPS_LIST, args=of_participant, method="post"),
    **{f"meetings:own_{name}": Line(ACTS, args=own) for name in OWN_SCREENS},
    **{f"meetings:link_{name}": Line(PUBLIC, args=linked) for name in OWN_SCREENS},
    "meetings:round_wishes": Line(KEEPS_LIST, args=of_round),
    "meetings:pair_decide": Line(KEEPS_LIST, args=of_round),
    "meetings:own_wish_reason": Line(ACTS, args=lambda world: {**own(world), **of_wish(world)}),
    "meetings:link_wish_reason": Line(PUBLIC, args=lambda world: {**linked(world), **of_wish(world)}),
    "meetings:own_wish_answer": Line(ACTS.answering(ok=422), args=own, method="post"),
    "meetings:link_wish_answer": Line(PUBLIC.answering(ok=422), args=linked, method="post"),
}
