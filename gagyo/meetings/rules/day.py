"""The day itself: which slot is on, who is there, and what became of a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo

from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.meetings.choices import MeetingState, PresenceState
from gagyo.meetings.rules.times import Slot

BEGUN, HELD, NO_SHOW, CANCELLED, PLANNED = "begun", "held", "no_show", "cancelled", "planned"
NOTES = frozenset({BEGUN, HELD, NO_SHOW, CANCELLED, PLANNED})


class UnableToNote(Exception):
    """What was pressed cannot be noted; the sentence says why and what to do."""


@dataclass(frozen=True)
class Moment:
    """The slot in which a moment lies, and the next that begins after it; None where there is none."""

    running: Slot | None
    following: Slot | None


@dataclass(frozen=True)
class Course:
    """What became of a meeting so far."""

    state: str = MeetingState.PLANNED.value
    absent_id: int | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None


def moment_of(slots: Sequence[Slot], *, now: datetime) -> Moment:
    """Return where a moment lies in a round."""
    running = next((slot for slot in slots if slot.starts_at <= now < slot.ends_at), None)
    following = next((slot for slot in slots if slot.starts_at > now), None)
    return Moment(running, following)


def day_shown(*, starts_on: date, ends_on: date, today: date, wanted: date | None = None) -> date:
    """Return the day of a round that a screen shows: the wanted one, today, or the nearest to it."""
    day = wanted if wanted is not None and starts_on <= wanted <= ends_on else today
    return min(max(day, starts_on), ends_on)


def slot_shown(slots: Sequence[Slot], *, day: date, now: datetime, wanted: int | None = None) -> Slot | None:
    """Return the slot of a day that a screen shows: the wanted one, the one that is on, the next, or the last."""
    of_day = [slot for slot in slots if timezone.localdate(slot.starts_at) == day]
    chosen = next((slot for slot in of_day if slot.number == wanted), None)
    not_over = next((slot for slot in of_day if slot.ends_at > now), None)
    return chosen or not_over or (of_day[-1] if of_day else None)


def expected_moment(*, day: date, clock: time | None, zone: tzinfo) -> datetime | None:
    """Return when somebody who is late will come; None where nobody knows."""
    return datetime.combine(day, clock, zone) if clock is not None else None


def presumed_arrival(slots: Sequence[Slot], *, day: date, now: datetime) -> datetime | None:
    """
    Return when somebody is expected who is late until nobody knows when: after the slot that is on, or the next.

    One slot is given up, not the day: a plan changes, and leaves all others where they are. None once the day's slots
    are over.
    """
    of_day = (slot for slot in slots if timezone.localdate(slot.starts_at) == day)
    return next((slot.ends_at for slot in of_day if slot.ends_at > now), None)


def check_presence(*, state: str, day: date, starts_on: date, ends_on: date, today: date) -> None:
    """
    Refuse what cannot be noted of a participant on a day.

    :raises UnableToNote: saying why
    """
    if state not in {"", *PresenceState.values}:
        raise UnableToNote(_("Press one of the buttons: arrived, late, or does not come."))
    if not starts_on <= day <= ends_on:
        raise UnableToNote(
            _("%(day)s is not a day of this round, which lasts from %(from)s until %(until)s.")
            % {"day": day, "from": starts_on, "until": ends_on}
        )
    if state == PresenceState.ARRIVED and day > today:
        raise UnableToNote(_("Nobody has arrived on %(day)s yet. Note arrivals on the day itself.") % {"day": day})


def course_after(
    course: Course, *, note: str, absent_id: int | None, pair: frozenset[int], starts_at: datetime, now: datetime
) -> Course:
    """
    Return what became of a meeting after a button was pressed.

    note: one of NOTES; absent_id: who did not come, None where neither came; pair: the two participants
    :raises UnableToNote: if it cannot be
    """
    if note not in NOTES or (absent_id is not None and (note != NO_SHOW or absent_id not in pair)):
        raise UnableToNote(_("Press one of the buttons of this meeting."))
    if note == PLANNED:
        return Course()
    if note == CANCELLED:
        return Course(MeetingState.CANCELLED.value)
    if timezone.localdate(now) < timezone.localdate(starts_at):
        raise UnableToNote(_("This meeting is on a later day. Only a cancellation can be noted before."))
    if note == NO_SHOW:
        return Course(MeetingState.NO_SHOW.value, absent_id)
    if course.state != MeetingState.PLANNED:
        raise UnableToNote(_("Something else was noted of this meeting. Put it back to planned first."))
    if note == BEGUN:
        return replace(course, began_at=course.began_at or now)
    # When a meeting ended is known only of one whose beginning was noted: the rest is ticked off afterwards.
    return Course(MeetingState.HELD.value, None, course.began_at, now if course.began_at else None)
