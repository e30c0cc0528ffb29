"""Mail to those whose meetings a published timetable gives or changes: all they meet now, and what is new in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.meetings.choices import ParticipantState
from gagyo.meetings.models import MeetingRound, Participant, RoundTable
from gagyo.meetings.rules.timetable import Changed, Sitting, differences

GONE = frozenset({ParticipantState.DECLINED, ParticipantState.WITHDRAWN})


@dataclass(frozen=True)
class Line:
    """One meeting as the mail tells it; note: what changed in it, empty where nothing did."""

    at: datetime
    other: str
    table: str
    note: str = ""


def tell_of_timetable(
    meeting_round: MeetingRound, before: Sequence[Sitting], after: Sequence[Sitting]
) -> list[Participant]:
    """Mail each participant whose meetings changed what it meets now, in its language; return who was told."""
    changes = {change.meeting_id: change for change in differences(before, after)}
    concerned = {pk for change in changes.values() for pk in _pair(change.after or change.before)}
    people = {row.pk: row for row in Participant.objects.filter(round=meeting_round)}
    tables = {row.pk: row for row in RoundTable.objects.filter(round=meeting_round)}
    told = [people[pk] for pk in sorted(concerned) if people[pk].email and people[pk].state not in GONE]
    for one in told:
        with translation.override(one.language):
            named = {pk: row.name for pk, row in tables.items()}
            names = {pk: row.name for pk, row in people.items()}
            values = {
                "participant": one,
                "round": meeting_round,
                "lines": list(_lines(one.pk, after, changes if before else {}, names=names, tables=named)),
                "ended": [
                    Line(change.before.starts_at, names[_other(change.before, one.pk)], "")
                    for change in changes.values()
                    if change.after is None and change.before is not None and one.pk in _pair(change.before)
                ],
                "is_first": not before,
            }
            subject = _("Your timetable: %(round)s") if not before else _("Your timetable has changed: %(round)s")
            body = render_to_string("meetings/mail/timetable.txt", values)
            send_mail(subject % {"round": meeting_round.name}, body, None, [one.email])
    return told


def _pair(one: Sitting | None) -> tuple[int, ...]:
    return (one.first_id, one.second_id) if one else ()


def _other(one: Sitting, participant_id: int) -> int:
    return one.second_id if one.first_id == participant_id else one.first_id


def _lines(
    participant_id: int,
    after: Sequence[Sitting],
    changes: Mapping[int, Changed],
    *,
    names: Mapping[int, str],
    tables: Mapping[int, str],
) -> Iterator[Line]:
    own = [one for one in after if participant_id in _pair(one)]
    for one in sorted(own, key=lambda each: each.starts_at):
        table = tables.get(one.table_id, "") if one.table_id else ""
        yield Line(one.starts_at, names[_other(one, participant_id)], table, _note(changes.get(one.meeting_id)))


def _note(change: Changed | None) -> str:
    """Return what became of a meeting, in a word or two."""
    if change is None or change.after is None:
        return ""
    if change.before is None:
        return pgettext("changed meeting", "new")
    if change.before.starts_at != change.after.starts_at:
        return pgettext("changed meeting", "another time")
    return pgettext("changed meeting", "another table")
