"""A request or a leg, locked for its change, with what the actor is to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, OuterRef, Subquery

from gagyo.common.actions import SavedMeanwhileError, record
from gagyo.common.rules import Actor
from gagyo.support.models import Leg, SupportRequest, Writer
from gagyo.support.models.legs import WITH_OFFICE
from gagyo.support.queries.people import involved_of, kind_of
from gagyo.support.rules.moves import LegStep, Part, Step, check_leg_step, check_step
from gagyo.support.rules.readers import parts_of


@dataclass(frozen=True)
class Held:
    """A locked request, what the actor is to it, and who acts when."""

    row: SupportRequest
    parts: frozenset[Part]
    kind: str
    by: Actor
    now: datetime

    def check(self, step: Step, *, reason: str = "", more: frozenset[Part] = frozenset()) -> str:
        """
        Return the state that a step leads to.

        more: parts that hold for this step alone, such as that of its approver
        :raises UnableToMoveSupport: if the step is not there, or not theirs
        """
        parts = self.parts | more
        return check_step(step=step, number=self.row.number, state=self.row.state, parts=parts, reason=reason)

    def check_seen(self, expected: int | None) -> None:
        """
        Refuse what is done to a request of which somebody has seen another version; None: nobody was shown one.

        :raises SavedMeanwhileError: if it was changed since
        """
        if expected is not None and self.row.version != expected:
            raise SavedMeanwhileError(current=self.row)

    def move(self, state: str, **values: Any) -> None:
        """Put the request into a state, with other columns."""
        self.row.state = state
        for name, value in values.items():
            setattr(self.row, name, value)
        self.row.version += 1
        self.row.save(update_fields=["state", "version", *values])

    def note(self, event: str, **after: Any) -> None:
        """Leave the audit record; after: plain values without the request's words."""
        record(event=event, by=self.by, at=self.now, about=self.row, after={"state": self.row.state, **after})


@dataclass(frozen=True)
class HeldLeg(Held):
    """A locked leg of a locked request; parts: to this leg."""

    leg: Leg

    def check_leg(self, step: LegStep, *, reason: str = "") -> str:
        """
        Return the state that a step of the leg leads to.

        :raises UnableToMoveSupport: if the step is not there, or not theirs, or the request is not under way
        """
        return check_leg_step(step=step, what=str(self.leg), state=self.leg.state, parts=self.parts, reason=reason)

    def check_leg_seen(self, expected: int | None) -> None:
        """
        Refuse words on a leg of which somebody has seen another version; None: nobody was shown one.

        :raises SavedMeanwhileError: if it was changed since
        """
        if expected is not None and self.leg.version != expected:
            raise SavedMeanwhileError(current=self.leg)

    def move_leg(self, state: str, **values: Any) -> None:
        """Put the leg into a state, with other columns."""
        self.leg.state = state
        for name, value in values.items():
            setattr(self.leg, name, value)
        self.leg.version += 1
        self.leg.save(update_fields=["state", "version", *values])
        note_next_due(self.row)

    def note_leg(self, event: str, **after: Any) -> None:
        """Leave the audit record, with the leg's office and state."""
        self.note(event, leg=self.leg.pk, office=self.leg.office_id, leg_state=self.leg.state, **after)


def locked_request(request_id: int, *, by: Actor, now: datetime, archived: bool = False) -> Held:
    """
    Return a request that the actor reads, locked until the transaction ends; each step is checked by the caller.

    :raises SupportRequest.DoesNotExist: if the actor does not see it
    """
    rows = SupportRequest.objects.for_user(by, archived=archived)
    row = rows.select_for_update(of=("self",)).get(pk=request_id)
    kind = kind_of(by)
    return Held(row, parts_of(actor=by, office_kind=kind, involved=involved_of(row)), kind, by, now)


def locked_leg(leg_id: int, *, by: Actor, now: datetime) -> HeldLeg:
    """
    Return a leg of a request that the actor reads, both locked, the request first so that nobody waits in a ring.

    :raises Leg.DoesNotExist: if there is none
    :raises SupportRequest.DoesNotExist: if the actor does not see its request
    """
    request_id = Leg.objects.values_list("request_id", flat=True).get(pk=leg_id)
    held = locked_request(request_id, by=by, now=now)
    leg = Leg.objects.select_for_update(of=("self",)).select_related("office").get(pk=leg_id)
    leg.request = held.row
    involved = involved_of(held.row)
    parts = parts_of(actor=by, office_kind=held.kind, involved=involved, leg_office_id=leg.office_id)
    return HeldLeg(held.row, parts, held.kind, by, now, leg)


def note_next_due(row: SupportRequest) -> None:
    """Keep with a request when the first of its open legs is due: lists and boards are in that order."""
    first = row.legs.filter(state__in=WITH_OFFICE).aggregate(first=Min("due_at"))["first"]
    if first != row.next_due_at:
        row.next_due_at = first
        row.save(update_fields=["next_due_at"])


def note_next_due_of_all() -> int:
    """Keep with every request when the first of its open legs is due; one query, after rows were made in bulk."""
    due = Leg.objects.filter(request=OuterRef("pk"), state__in=WITH_OFFICE).order_by().values("request")
    first = Subquery(due.annotate(first=Min("due_at")).values("first"))
    rows = SupportRequest.objects.past_access(because="a date is kept with each; nobody is shown anything")
    return rows.update(next_due_at=first)


def note_writer(row: SupportRequest, *, by: Actor, of_answer: bool = False) -> None:
    """Remember who wrote a request or its answer: they do not approve it."""
    if by.user_id is not None:
        Writer.objects.get_or_create(request=row, user_id=by.user_id, of_answer=of_answer)
