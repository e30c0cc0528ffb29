"""Who is what to a request, and who reads what of it."""

from dataclasses import dataclass
from typing import Final

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.rules import WRITES_OWN_OFFICE
from gagyo.common.rules import Actor
from gagyo.support.choices import Audience, Confidentiality, LegState
from gagyo.support.rules.moves import Part

ASKS: Final = WRITES_OWN_OFFICE | {Role.FOREIGN_MISSION}
ROUTES: Final = frozenset({Role.OFFICER, Role.MANAGER, Role.DESK_OFFICER})
ANSWERS: Final = WRITES_OWN_OFFICE | {Role.DESK_OFFICER, Role.MISSION_OFFICER}
TALKS: Final = ASKS | ROUTES | ANSWERS
APPROVES: Final = frozenset({Role.MANAGER})
ASKING_KINDS: Final = frozenset(
    {OfficeKind.LOCAL_GOVERNMENT, OfficeKind.ASSOCIATION, OfficeKind.FOREIGN_MISSION, OfficeKind.AGENCY}
)
SHOWING_LEGS: Final = frozenset({LegState.SENT, LegState.ACCEPTED, LegState.WAITING, LegState.ANSWERED})


@dataclass(frozen=True)
class Reader:
    """A named reader: a whole office (user_id None) or one person in it."""

    office_id: int
    user_id: int | None = None


@dataclass(frozen=True)
class Involved:
    """
    What decides who reads a request and may do what with it.

    legs: (office id, state) of each that was sent; approvers, answer_approvers: ids of approvers and stand-ins
    """

    office_id: int | None
    officer_id: int | None
    router_id: int | None
    confidentiality: str
    is_sent: bool
    legs: tuple[tuple[int, str], ...] = ()
    readers: tuple[Reader, ...] = ()
    approvers: frozenset[int] = frozenset()
    answer_approvers: frozenset[int] = frozenset()


def may_read(*, actor: Actor, office_kind: str, involved: Involved) -> bool:
    """Tell whether somebody reads a request; models.readable is the same in SQL. office_kind: of the actor's office."""
    if actor.is_system:
        return True
    if actor.is_anonymous:
        return False
    if involved.confidentiality == Confidentiality.NORMAL:
        return _is_involved(actor, office_kind, involved)
    return _is_named(actor, involved)


def _is_involved(actor: Actor, office_kind: str, involved: Involved) -> bool:
    offices = set(actor.reads_offices) | ({actor.office_id} if actor.office_id else set())
    if actor.reads_all or involved.office_id in offices:
        return True
    if not involved.is_sent or not offices:
        return False
    on_a_leg = any(office in offices for office, _state in involved.legs)
    return on_a_leg or office_kind == OfficeKind.MINISTRY


def _is_named(actor: Actor, involved: Involved) -> bool:
    user, office = actor.user_id, actor.office_id
    if user is None or office is None:
        return False
    own = office == involved.office_id
    if own and (user == involved.officer_id or user in involved.approvers):
        return True
    named = Reader(office) in involved.readers or Reader(office, user) in involved.readers
    if named and (own or involved.is_sent):
        return True
    answering = office == involved.router_id and user in involved.answer_approvers
    on_a_leg = any(each == office and state in SHOWING_LEGS for each, state in involved.legs)
    return involved.is_sent and (answering or on_a_leg)


def parts_of(
    *, actor: Actor, office_kind: str, involved: Involved, leg_office_id: int | None = None
) -> frozenset[Part]:
    """
    Return what somebody is to a request that they read; who approves is decided step by step in rules.approval.

    leg_office_id: the office of the leg that is asked about
    """
    if actor.is_system:
        return frozenset({Part.ASKER, Part.ROUTER, Part.ANSWERER})
    if actor.user_id is None or actor.office_id is None:
        return frozenset()
    found = set()
    if actor.office_id == involved.office_id and actor.role in ASKS:
        found.add(Part.ASKER)
    routes = may_route(actor=actor, office_kind=office_kind)
    if routes and involved.is_sent and involved.router_id in {None, actor.office_id}:
        found.add(Part.ROUTER)
    if leg_office_id is not None and actor.office_id == leg_office_id and actor.role in ANSWERS:
        found.add(Part.ANSWERER)
    return frozenset(found)


def may_route(*, actor: Actor, office_kind: str) -> bool:
    """Tell whether somebody says who answers, of requests that their office routes or that no office routes yet."""
    return office_kind == OfficeKind.MINISTRY and actor.role in ROUTES


def may_ask(*, actor: Actor, office_kind: str) -> bool:
    """Tell whether the actor's office asks, and the actor for it."""
    return actor.is_system or (actor.office_id is not None and office_kind in ASKING_KINDS and actor.role in ASKS)


def sees_drafts(*, actor: Actor, office_kind: str, involved: Involved) -> bool:
    """
    Tell whether somebody who reads a request also reads what offices say of it before the one answer is sent.

    The asker reads the answer that was approved, and until then only where each leg stands.
    """
    if actor.is_system or actor.reads_all:
        return True
    offices = set(actor.reads_offices) | {actor.office_id}
    if any(office in offices for office, _state in involved.legs):
        return True
    return office_kind == OfficeKind.MINISTRY and actor.office_id != involved.office_id


def may_talk(actor: Actor) -> bool:
    """Tell whether somebody who reads a request also says something on it: a person who works in an office."""
    return actor.user_id is not None and actor.office_id is not None and actor.role in TALKS


def may_take_away(*, actor: Actor, office_id: int, author_id: int | None) -> bool:
    """
    Tell whether somebody takes a comment or an attachment away, or brings it back.

    A comment goes by its author alone, while in that office; a file on the request itself by anybody who works there.
    author_id: None for such a file
    """
    own = may_talk(actor) and actor.office_id == office_id
    return own and author_id in {None, actor.user_id}


def hears(*, audience: str, author_office_id: int, actor: Actor, drafts: bool) -> bool:
    """Tell whether somebody who reads a request reads a comment or attachment on it. drafts: from sees_drafts."""
    if audience == Audience.ALL or actor.office_id == author_office_id or author_office_id in actor.reads_offices:
        return True
    if actor.is_system or actor.reads_all:
        return True
    return audience == Audience.LEGS and drafts
