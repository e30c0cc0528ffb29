"""Versions of the timetable: moved by hand, pinned, copied, discarded, published; who is concerned is told."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gagyo.common.actions import record, save_version
from gagyo.common.rules import Actor
from gagyo.meetings.actions.rounds import locked
from gagyo.meetings.actions.timetable_mail import tell_of_timetable
from gagyo.meetings.actions.waiting import settle_states
from gagyo.meetings.choices import (
    MeetingState,
    PairDecision,
    Proof,
    RoundState,
    VersionState,
)
from gagyo.meetings.models import Assignment, MeetingRound, Participant, TimetableVersion, UnmetPair
from gagyo.meetings.queries.demand import pairs_of
from gagyo.meetings.queries.moves import frame_of
from gagyo.meetings.queries.presence import stood_of
from gagyo.meetings.queries.rounds import slots_of_round, taking_part
from gagyo.meetings.queries.timetable import (
    assignments_of,
    published_version,
    sittings_of,
)
from gagyo.meetings.rules.mending import facts_of
from gagyo.meetings.rules.moves import Move, Outcome, against_place, tried, wanted_by
from gagyo.meetings.rules.timetable import (
    UnableToMove,
    UnableToPublish,
    against_the_day,
    breaks_in,
)
from gagyo.meetings.rules.wishes import PairState

PUBLISHABLE = frozenset({RoundState.WISHING, RoundState.SCHEDULING, RoundState.PUBLISHED, RoundState.RUNNING})


@transaction.atomic
def move_meetings(*, round_id: int, number: int, move: Move, expected: int, by: Actor, now: datetime) -> Outcome:
    """
    Put a meeting of a draft elsewhere, or let two change places; what is moved is pinned. Return what that did.

    :raises UnableToMove: with what stands against it, all of it
    :raises SavedMeanwhileError: if somebody changed this version in between
    """
    meeting_round, version = _draft(round_id, number, by=by)
    rows = assignments_of(version)
    sittings = sittings_of(rows)
    outcome = tried(sittings, wanted_by(move, sittings), frame=frame_of(meeting_round, rows))
    if outcome.against:
        raise UnableToMove(" ".join(outcome.against))
    places = {one.meeting_id: one for one in outcome.placed}
    moved = [row for row in rows if row.meeting_id in places]
    before = {"starts_at": [row.starts_at.isoformat() for row in moved], "table": [row.table_id for row in moved]}
    # A table stands at one time but once: all places are given up before they are taken.
    Assignment.objects.filter(pk__in=[row.pk for row in moved]).update(table=None)
    for row in moved:
        place = places[row.meeting_id]
        row.starts_at, row.table_id, row.interpreter_id = place.starts_at, place.table_id, place.interpreter_id
        row.is_pinned = True
        row.save(update_fields=["starts_at", "table", "interpreter", "is_pinned"])
    _by_hand(meeting_round, version, expected=expected)
    after = {"starts_at": [row.starts_at.isoformat() for row in moved], "table": [row.table_id for row in moved]}
    record(
        event="timetable.moved" if move.swap_id is None else "timetable.swapped",
        by=by,
        at=now,
        about=meeting_round,
        before=before,
        after={**after, "meetings": [row.meeting_id for row in moved]},
    )
    return outcome


@transaction.atomic
def pin_meeting(
    *, round_id: int, number: int, meeting_id: int, is_pinned: bool, expected: int, by: Actor, now: datetime
) -> TimetableVersion:
    """
    Fix a meeting of a draft where it is, or let it be moved again.

    :raises SavedMeanwhileError: if somebody changed this version in between
    """
    meeting_round, version = _draft(round_id, number, by=by)
    Assignment.objects.filter(timetable=version, meeting_id=meeting_id).update(is_pinned=is_pinned)
    save_version(row=version, expected=expected)
    after = {"meeting": meeting_id, "is_pinned": is_pinned}
    record(event="timetable.pinned", by=by, at=now, about=meeting_round, after=after)
    return version


@transaction.atomic
def copy_version(*, round_id: int, number: int, by: Actor, now: datetime) -> TimetableVersion:
    """Make a draft from a version, to be changed while the published one stays."""
    meeting_round = locked(round_id, by=by)
    source = TimetableVersion.objects.get(round=meeting_round, number=number)
    last = TimetableVersion.objects.filter(round=meeting_round).aggregate(n=Max("number"))["n"] or 0
    same = ("proof", "seed", "seconds", "value", "value_bound", "breaks", "breaks_bound")
    made = TimetableVersion.objects.create(
        round=meeting_round,
        number=last + 1,
        based_on=source,
        made_at=now,
        made_by_id=by.user_id,
        **{name: getattr(source, name) for name in same},
    )
    columns = ("meeting_id", "starts_at", "table_id", "interpreter_id", "is_pinned")
    Assignment.objects.bulk_create(
        Assignment(timetable=made, **{name: getattr(row, name) for name in columns})
        # One that was called off would keep the copy from being published.
        for row in Assignment.objects.filter(timetable=source).exclude(meeting__state=MeetingState.CANCELLED)
    )
    UnmetPair.objects.bulk_create(
        UnmetPair(timetable=made, first_id=row.first_id, second_id=row.second_id, kind=row.kind, details=row.details)
        for row in UnmetPair.objects.filter(timetable=source)
    )
    record(event="timetable.copied", by=by, at=now, about=meeting_round, after={"from": number, "to": made.number})
    return made


@transaction.atomic
def discard_version(*, round_id: int, number: int, by: Actor, now: datetime) -> None:
    """Take a draft out of the list; a second time changes nothing."""
    meeting_round = locked(round_id, by=by)
    if TimetableVersion.objects.filter(round=meeting_round, number=number, state=VersionState.DISCARDED).exists():
        return
    meeting_round, version = _draft(round_id, number, by=by)
    version.state = VersionState.DISCARDED
    save_version(row=version, expected=version.version)
    record(event="timetable.discarded", by=by, at=now, about=meeting_round, after={"number": number})


@transaction.atomic
def publish_version(*, round_id: int, number: int, expected: int, by: Actor, now: datetime) -> list[Participant]:
    """
    Publish a draft: the one before stays to be seen, and just those whose meetings changed are told.

    Return who was told.
    :raises UnableToPublish: if somebody in it takes part no more, or a slot is none any more, or has begun
    :raises SavedMeanwhileError: if somebody changed this version in between
    """
    meeting_round, version = _draft(round_id, number, by=by)
    if meeting_round.state not in PUBLISHABLE:
        raise UnableToPublish(
            _("“%(round)s” is “%(state)s”: no timetable is published now. Change its state first.")
            % {"round": meeting_round.name, "state": meeting_round.get_state_display()}
        )
    rows = assignments_of(version)
    old = published_version(meeting_round)
    _check_publishable(meeting_round, rows, old, now=now)
    before = sittings_of(assignments_of(old)) if old else []
    if old is not None:
        old.state = VersionState.REPLACED
        save_version(row=old, expected=old.version)
    version.state, version.published_at, version.published_by_id = VersionState.PUBLISHED, now, by.user_id
    save_version(row=version, expected=expected)
    if meeting_round.state in {RoundState.WISHING, RoundState.SCHEDULING}:
        meeting_round.state = RoundState.PUBLISHED
        save_version(row=meeting_round, expected=meeting_round.version)
    told = tell_of_timetable(meeting_round, before, sittings_of(rows))
    waiting = settle_states(version)
    after = {"number": number, "told": len(told), "waiting": waiting}
    record(event="timetable.published", by=by, at=now, about=meeting_round, after=after)
    return told


def _check_publishable(
    meeting_round: MeetingRound, rows: Sequence[Assignment], old: TimetableVersion | None, *, now: datetime
) -> None:
    if not rows:
        raise UnableToPublish(_("There is no meeting in this version. Propose a timetable first."))
    frame = frame_of(meeting_round, rows)
    stood = stood_of(old) if old else []
    facts = facts_of(stood, slots=frame.slots, away=frame.away, now=now)
    found = against_the_day(sittings_of(rows), stood, facts, names=frame.names, now=now)
    open_rows = [row for row in rows if (row.meeting.first_id, row.meeting.second_id) not in facts]
    found += _no_more_wanted(meeting_round, open_rows, names=frame.names)
    sittings = sittings_of(open_rows)
    for position, one in enumerate(sittings):
        found += against_place(one, others=sittings[:position], frame=frame)
    if found:
        raise UnableToPublish(
            _("This version does not fit what was changed since: %(what)s Propose a new timetable, or move these.")
            % {"what": " ".join(found[:5])}
        )


def _no_more_wanted(meeting_round: MeetingRound, rows: Sequence[Assignment], *, names: Mapping[int, str]) -> list[str]:
    """Return in sentences which meetings cannot stay: somebody left, or does not want it, or it was called off."""
    there = set(taking_part(meeting_round).values_list("pk", flat=True))
    refused = {
        (pair.first_id, pair.second_id)
        for pair in pairs_of(meeting_round)
        if pair.decision == PairDecision.NOT or (pair.state == PairState.VETOED and not pair.is_must)
    }
    found = []
    for row in rows:
        one, other = row.meeting.first_id, row.meeting.second_id
        words = {"one": names[one], "other": names[other]}
        if gone := [names[pk] for pk in (one, other) if pk not in there]:
            found.append(_("%(name)s takes part no more.") % {"name": gone[0]})
        elif (one, other) in refused:
            found.append(_("%(one)s and %(other)s are not to meet.") % words)
        elif row.meeting.state == MeetingState.CANCELLED:
            found.append(_("The meeting of %(one)s and %(other)s was called off.") % words)
    return found


def _draft(round_id: int, number: int, *, by: Actor) -> tuple[MeetingRound, TimetableVersion]:
    meeting_round = locked(round_id, by=by)
    version = TimetableVersion.objects.select_for_update().get(round=meeting_round, number=number)
    if version.state != VersionState.DRAFT:
        raise UnableToMove(_("Version %(n)d is not a draft: it stays as it is. Make a copy to change.") % {"n": number})
    return meeting_round, version


def _by_hand(meeting_round: MeetingRound, version: TimetableVersion, *, expected: int) -> None:
    """Save a version that a person changed: what was proven of it holds no more."""
    sittings = sittings_of(assignments_of(version))
    version.proof = Proof.BY_HAND
    version.breaks = sum(breaks_in(sittings, slots_of_round(meeting_round)).values())
    save_version(row=version, expected=expected)
