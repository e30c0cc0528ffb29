"""Versions of a timetable as values: who sits where, whose time has breaks, what differs between two of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.meetings.rules.mending import Stood
from gagyo.meetings.rules.plan import Place
from gagyo.meetings.rules.times import Slot


class UnableToSolve(Exception):
    """A timetable cannot be computed now; the sentence says why and what to do."""


class UnableToMove(Exception):
    """A meeting cannot be put there; the sentence says why and what to do."""


class UnableToPublish(Exception):
    """A version cannot be published; the sentence says why and what to do."""


@dataclass(frozen=True)
class Sitting:
    """A meeting in its place."""

    meeting_id: int
    first_id: int
    second_id: int
    starts_at: datetime
    table_id: int | None = None
    interpreter_id: int | None = None


def against_the_day(
    sittings: Sequence[Sitting],
    stood: Sequence[Stood],
    facts: Mapping[tuple[int, int], Place],
    *,
    names: Mapping[int, str],
    now: datetime,
) -> list[str]:
    """
    Return in sentences what of a version is against what has been: held meetings moved, others put into the past.

    stood: the published timetable; nothing stands against the first one
    """
    there = {(one.first_id, one.second_id): one.starts_at for one in sittings}
    before = {one.pair: one.place.starts_at for one in stood}
    found = []
    for pair, place in facts.items():
        if there.get(pair) != place.starts_at:
            words = {"one": names[pair[0]], "other": names[pair[1]], "at": clock(place.starts_at)}
            found.append(_("The meeting of %(one)s and %(other)s at %(at)s has begun, and stays there.") % words)
    for pair, starts_at in there.items():
        if stood and pair not in facts and starts_at <= now and before.get(pair) != starts_at:
            words = {"one": names[pair[0]], "other": names[pair[1]], "at": clock(starts_at)}
            found.append(_("%(at)s has begun, so %(one)s and %(other)s cannot be put there any more.") % words)
    return found


def breaks_in(sittings: Sequence[Sitting], slots: Sequence[Slot]) -> dict[int, int]:
    """
    Return each participant's breaks: maximal runs of free slots between two of its meetings of one day.

    Participants without a meeting are left out.
    """
    days: dict[object, list[datetime]] = defaultdict(list)
    for slot in slots:
        days[timezone.localdate(slot.starts_at)].append(slot.starts_at)
    taken: dict[int, set[datetime]] = defaultdict(set)
    for one in sittings:
        taken[one.first_id].add(one.starts_at)
        taken[one.second_id].add(one.starts_at)
    found = {}
    for pk, times in taken.items():
        count = 0
        for day in days.values():
            at = [position for position, begins in enumerate(day) if begins in times]
            count += sum(then - before > 1 for before, then in pairwise(at))
        found[pk] = count
    return found


@dataclass(frozen=True)
class Changed:
    """What became of one meeting between two versions; None for a place that it has not."""

    meeting_id: int
    before: Sitting | None
    after: Sitting | None


def differences(before: Sequence[Sitting], after: Sequence[Sitting]) -> list[Changed]:
    """Return the meetings that are at another time or table, came or went, by their new time."""
    old = {one.meeting_id: one for one in before}
    new = {one.meeting_id: one for one in after}
    changed = [
        Changed(pk, old.get(pk), new.get(pk))
        for pk in sorted(old.keys() | new.keys())
        if _place(old.get(pk)) != _place(new.get(pk))
    ]
    return sorted(changed, key=lambda each: (each.after or each.before).starts_at)  # type: ignore[union-attr]  # one is there


def _place(one: Sitting | None) -> tuple[datetime, int | None] | None:
    return (one.starts_at, one.table_id) if one else None


def clock(moment: datetime) -> str:
    """Return a moment as month, day and hour, such as "06-16 10:30"."""
    return f"{timezone.localtime(moment):%m-%d %H:%M}"
