"""The words of a mended timetable: who is gone, why a meeting cannot stay, where it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.common.components.cells import language as language_now
from gagyo.kernels.indicators.words import date_text
from gagyo.meetings.forms.mending import Group
from gagyo.meetings.models import Assignment, MeetingRound, UnmetPair
from gagyo.meetings.queries.mending import Broken, Mended, Moved, Noted
from gagyo.meetings.queries.rounds import taking_part
from gagyo.meetings.rules.moves import Frame
from gagyo.meetings.views.day import clock_of
from gagyo.meetings.views.timetable_shown import names_of
from gagyo.meetings.views.unmet_shown import why_unmet


@dataclass(frozen=True)
class Line:
    """One meeting of a list: its two participants, what stands before and after, and a sentence."""

    names: str
    was: str = ""
    then: str = ""
    words: str = ""


def noted_words(one: Noted, *, day: date) -> str:
    """Return from when until when somebody is not there, in the hours of a day."""
    if one.ends_at is None:
        return _("Late, nobody knows until when: a plan waits for the hour")
    whole = timezone.localtime(one.starts_at).date() <= day and timezone.localtime(one.starts_at).hour == 0
    is_open = timezone.localtime(one.ends_at).date() > day
    words = {"from": clock_of(one.starts_at), "until": clock_of(one.ends_at)}
    if whole and is_open:
        return _("Not there on this day")
    if whole:
        return _("Late until %(until)s") % words
    if is_open:
        return _("Gone from %(from)s") % words
    return _("Not there from %(from)s until %(until)s") % words


def demand_words(demand: Mapping[str, object], names: Mapping[int, str]) -> str:
    """Return why a meeting cannot be held where it stands. names: of participants, by id"""
    kind, keys = str(demand.get("kind", "")), demand.get("keys")
    found = [int(key) for key in keys if key.isdecimal()] if isinstance(keys, list) else []
    gone = [names[key] for key in found if key in names]
    if kind == "away" and gone:
        return _("%(who)s is not there at that time.") % {"who": " · ".join(gone)}
    if kind == "interpreter":
        return _("Its interpreter is not there at that time.")
    if kind == "tables":
        return _("Its table is not there at that time, or another meeting needs it.")
    return _("Nobody who speaks the other side's language is there at that time, or the slot has begun.")


def place_words(row: Assignment, *, day: date) -> str:
    """Return where a meeting stands: hour, with the day if it is another, and table."""
    moment = timezone.localtime(row.starts_at)
    when = clock_of(row.starts_at)
    if moment.date() != day:
        when = f"{date_text(moment.date(), language_now())} {when}"
    return f"{when}, {row.table.name if row.table else _('Online')}"


def broken_lines(rows: Sequence[Broken], names: Mapping[int, str], *, day: date) -> list[Line]:
    """Return the meetings that cannot be held as they stand."""
    return [
        Line(names_of(each.row), place_words(each.row, day=day), words=demand_words(each.demand, names))
        for each in rows
    ]


def moved_lines(rows: Sequence[Moved], *, day: date) -> list[Line]:
    """Return meetings with the places where they were and where they go."""
    found = []
    for each in rows:
        then = place_words(each.row, day=day)
        was = place_words(each.before, day=day) if each.before else ""
        found.append(Line(names_of(each.row), was if was != then else "", then, _voice_words(each)))
    return found


def _voice_words(each: Moved) -> str:
    if each.before is None or each.before.interpreter_id == each.row.interpreter_id or each.row.interpreter is None:
        return ""
    return _("Interpreter: %(name)s") % {"name": each.row.interpreter}


def out_lines(found: Mended, *, frame: Frame, day: date) -> list[Line]:
    """Return the meetings that have no place any more, with the reason."""
    return [
        Line(names_of(row), place_words(row, day=day), words=lost_words(unmet, frame=frame)) for row, unmet in found.out
    ]


def lost_words(unmet: UnmetPair | None, *, frame: Frame) -> str:
    """Return why a meeting has no place; None for one that was called off or is not wanted any more."""
    if unmet is None:
        return _("It was called off, or is not wanted any more.")
    demands = unmet.details.get("demands", [])
    if "was" not in unmet.details or not demands:
        return why_unmet(unmet, frame=frame)
    return _("%(why)s No other slot is free to both.") % {"why": demand_words(demands[0], frame.names)}


def groups_of(row: MeetingRound) -> list[Group]:
    """Return whom and what a change may be about; four queries."""
    people = list(taking_part(row).prefetch_related("delegates"))
    groups: list[Group] = [
        (_("Participants"), [(f"participant:{one.pk}", one.name) for one in people]),
        (
            pgettext("one-to-one meeting", "People"),
            [(f"person:{each.pk}", f"{each} ({one.name})") for one in people for each in one.delegates.all()],
        ),
        (
            pgettext("one-to-one meeting", "Interpreters"),
            [(f"interpreter:{one.pk}", str(one)) for one in row.interpreters.all()],
        ),
        (
            pgettext("one-to-one meeting", "Tables"),
            [(f"table:{one.pk}", one.name) for one in row.tables.filter(is_online=False)],
        ),
    ]
    return [group for group in groups if group[1]]
