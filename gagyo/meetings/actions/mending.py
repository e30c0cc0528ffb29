"""On the day: what has changed is noted, and the timetable is mended while somebody waits, shown, and published."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.meetings.actions.day import note_presence
from gagyo.meetings.actions.rounds import locked
from gagyo.meetings.actions.solved import keep_solution
from gagyo.meetings.actions.solving import Solver
from gagyo.meetings.actions.timetable import publish_version
from gagyo.meetings.choices import PresenceState, VersionState
from gagyo.meetings.models import (
    Absence,
    Delegate,
    InterpreterAbsence,
    MeetingRound,
    Participant,
    Presence,
    RoundInterpreter,
    RoundTable,
    TableAbsence,
    TimetableVersion,
)
from gagyo.meetings.queries.mending import plan_to_mend
from gagyo.meetings.queries.rounds import round_for
from gagyo.meetings.queries.timetable import published_version
from gagyo.meetings.rules.day import UnableToNote
from gagyo.meetings.rules.mending import GONE, LATE, MOST_AT_ONCE, Change
from gagyo.meetings.rules.plan import problem_of
from gagyo.meetings.rules.timetable import UnableToPublish, UnableToSolve

# Somebody stands before the screen; what is not proven by then is still a timetable that keeps every rule.
SECONDS = 0.6
ROWS: dict[str, type[models.Model]] = {
    "presence": Presence,
    "absence": Absence,
    "interpreter": InterpreterAbsence,
    "table": TableAbsence,
}


@transaction.atomic
def note_change(*, round_id: int, change: Change, by: Actor, now: datetime) -> None:
    """
    Note that somebody is late, leaves early or does not come, or that a table or an interpreter is gone.

    :raises UnableToNote: if it cannot be noted so, or whom it is about is not of this round
    """
    meeting_round = locked(round_id, by=by)
    if not meeting_round.starts_on <= change.day <= meeting_round.ends_on:
        raise UnableToNote(_("This is not a day of the round. Choose one of its days."))
    begins, ends = _hours(change, now=now)
    if ends <= begins:
        raise UnableToNote(_("Give an hour of the day, such as 10:30."))
    if change.kind == "participant" and change.what in {LATE, GONE}:
        note_presence(
            round_id=round_id,
            participant_id=change.pk,
            day=change.day,
            state=PresenceState.LATE if change.what == LATE else PresenceState.ABSENT,
            expected_at=change.moment,
            by=by,
            now=now,
        )
        return
    row, is_new = _absence(meeting_round, change, begins, ends)
    if is_new:
        record(event="round.absence_noted", by=by, at=now, about=meeting_round, after=values_of(row))


def _hours(change: Change, *, now: datetime) -> tuple[datetime, datetime]:
    """Return from when until when somebody or something is not there."""
    midnight = timezone.make_aware(datetime.combine(change.day, time()))
    ends = midnight + timedelta(days=1)
    if change.what == LATE:
        if change.moment is None:
            raise UnableToNote(_("Say until when: a plan waits for the hour."))
        return midnight, change.moment
    if change.what == GONE:
        # A table that has been there is gone from now on; who does not come is away all day.
        return (max(midnight, min(change.moment or now, ends)) if change.kind == "table" else midnight), ends
    if change.moment is None:
        raise UnableToNote(_("Say at which hour."))
    return change.moment, ends


def _absence(
    meeting_round: MeetingRound, change: Change, begins: datetime, ends: datetime
) -> tuple[models.Model, bool]:
    hours: dict[str, Any] = {"starts_at": begins, "ends_at": ends}
    try:
        if change.kind == "participant":
            one = Participant.objects.get(round=meeting_round, pk=change.pk)
            return Absence.objects.get_or_create(participant=one, delegate=None, **hours)
        if change.kind == "person":
            person = Delegate.objects.get(participant__round=meeting_round, pk=change.pk)
            return Absence.objects.get_or_create(participant_id=person.participant_id, delegate=person, **hours)
        if change.kind == "interpreter":
            interpreter = RoundInterpreter.objects.get(round=meeting_round, pk=change.pk)
            return InterpreterAbsence.objects.get_or_create(interpreter=interpreter, **hours)
        table = RoundTable.objects.get(round=meeting_round, pk=change.pk)
        return TableAbsence.objects.get_or_create(table=table, **hours)
    except (Participant.DoesNotExist, Delegate.DoesNotExist, RoundInterpreter.DoesNotExist, RoundTable.DoesNotExist):
        raise UnableToNote(_("Whom this is about is not in this round any more. Load the page again.")) from None


@transaction.atomic
def take_back(*, round_id: int, kind: str, pk: int, by: Actor, now: datetime) -> None:
    """Take back what was noted; what is gone already changes nothing. kind: one of ROWS"""
    meeting_round = locked(round_id, by=by)
    owners = {"interpreter": "interpreter__round", "table": "table__round"}
    model = ROWS.get(kind)
    if model is None:
        raise UnableToNote(_("Press one of the buttons of this page."))
    owner = owners.get(kind, "participant__round")
    row = model._default_manager.filter(pk=pk, **{owner: meeting_round}).first()
    if row is not None:
        before = values_of(row)
        row.delete()
        record(event="round.absence_taken_back", by=by, at=now, about=meeting_round, before=before)


def propose_mended(*, round_id: int, with_waiting: bool, by: Actor, now: datetime, solve: Solver) -> TimetableVersion:
    """
    Mend the published timetable, and keep the outcome to be looked at: nobody else sees it before it is published.

    with_waiting: meetings of the waiting list get a place where that moves nobody; solve: the kernel's door
    :raises UnableToSolve: if there is nothing to mend, it is too large to wait for, or no timetable is possible
    """
    meeting_round = round_for(actor=by, round_id=round_id)
    base = published_version(meeting_round)
    if base is None:
        raise UnableToSolve(_("No timetable is published yet, so there is nothing to mend."))
    plan = plan_to_mend(meeting_round, base, with_waiting=with_waiting, now=now)
    if len(plan.wanted) * len(plan.slots) > MOST_AT_ONCE:
        raise UnableToSolve(
            _("This round is too large to wait for. Propose a timetable on its page: it moves as few as possible, too.")
        )
    # Nothing is locked meanwhile: who notes an arrival does not wait for the search.
    solution = solve(problem_of(plan), seed=0, time_limit=SECONDS)
    if not solution.seats:
        raise UnableToSolve(_("No timetable is possible so. Take back a pin, or what was noted last."))
    with transaction.atomic():
        meeting_round = locked(round_id, by=by)
        if published_version(meeting_round) != base:
            raise UnableToSolve(_("Somebody published another version in between. Look at the day again."))
        TimetableVersion.objects.filter(round=meeting_round, state=VersionState.TRIAL, made_by=by.user_id).delete()
        return keep_solution(
            meeting_round,
            plan,
            solution,
            based_on=base,
            seed=0,
            made_by_id=by.user_id,
            now=now,
            state=VersionState.TRIAL,
        )


@transaction.atomic
def publish_mended(*, round_id: int, number: int, by: Actor, now: datetime) -> list[Participant]:
    """
    Publish a mended timetable as it was shown; return who was told.

    :raises UnableToPublish: if another version was published since, or it fits no more
    :raises TimetableVersion.DoesNotExist: if it is not there any more
    """
    meeting_round = locked(round_id, by=by)
    version = TimetableVersion.objects.select_for_update().get(
        round=meeting_round, number=number, state=VersionState.TRIAL
    )
    if version.based_on != published_version(meeting_round):
        raise UnableToPublish(_("Somebody published another version in between. Look at the day again."))
    TimetableVersion.objects.filter(pk=version.pk).update(state=VersionState.DRAFT)
    told = publish_version(round_id=round_id, number=number, expected=version.version, by=by, now=now)
    TimetableVersion.objects.filter(round=meeting_round, state=VersionState.TRIAL).delete()
    return told
