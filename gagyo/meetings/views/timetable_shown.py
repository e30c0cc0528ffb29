"""The timetable as a grid: participants, tables, interpreters or times down, slots across."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.meetings.models import Assignment, TimetableVersion, UnmetPair
from gagyo.meetings.rules.times import Slot

BY = ("participant", "table", "interpreter")


@dataclass(frozen=True)
class Cell:
    """One meeting in the grid: whom or which two, where, and whether it is pinned."""

    meeting_id: int
    label: str
    place: str
    is_pinned: bool


@dataclass(frozen=True)
class GridRow:
    """One line of the grid."""

    label: str
    detail: str
    cells: list[Cell | None]

    @property
    def count(self) -> int:
        """How many meetings it has."""
        return sum(cell is not None for cell in self.cells)


@dataclass(frozen=True)
class DayGrid:
    """One day of the grid; breaks: positions before which a block begins."""

    day: date
    slots: list[Slot]
    rows: list[GridRow]
    breaks: frozenset[int] = field(default=frozenset())


Lines = dict[tuple[int, str, str], dict[datetime, Cell]]


def grid_of(assignments: Sequence[Assignment], slots: Sequence[Slot], *, by: str) -> list[DayGrid]:
    """Return a grid for each day; rows without any meeting on any day are left out."""
    lines = _LINES[by](assignments)
    days: dict[date, list[Slot]] = defaultdict(list)
    for slot in slots:
        days[timezone.localdate(slot.starts_at)].append(slot)
    found = []
    for day, inside in sorted(days.items()):
        rows = [
            GridRow(label, detail, [cells.get(slot.starts_at) for slot in inside])
            for (_order, label, detail), cells in sorted(lines.items(), key=lambda item: item[0])
        ]
        starts = [n for n in range(1, len(inside)) if inside[n].block != inside[n - 1].block]
        found.append(DayGrid(day, inside, rows, frozenset(starts)))
    return found


def _by_participant(assignments: Sequence[Assignment]) -> Lines:
    lines: Lines = defaultdict(dict)
    for row in assignments:
        first, second = row.meeting.first, row.meeting.second
        for one, other in ((first, second), (second, first)):
            key = (one.side.order * 100_000 + one.order, one.name, one.side.name)
            lines[key][row.starts_at] = Cell(row.meeting_id, other.name, _table(row), row.is_pinned)
    return lines


def _by_table(assignments: Sequence[Assignment]) -> Lines:
    lines: Lines = defaultdict(dict)
    for row in assignments:
        table = row.table
        key = (table.order, table.name, table.room) if table else (99_999, _("Online"), "")
        lines[key][row.starts_at] = Cell(row.meeting_id, names_of(row), "", row.is_pinned)
    return lines


def _by_interpreter(assignments: Sequence[Assignment]) -> Lines:
    lines: Lines = defaultdict(dict)
    for row in assignments:
        if row.interpreter is not None:
            key = (row.interpreter.order, str(row.interpreter), "")
            lines[key][row.starts_at] = Cell(row.meeting_id, names_of(row), _table(row), row.is_pinned)
    return lines


_LINES: dict[str, Callable[[Sequence[Assignment]], Lines]] = {
    "participant": _by_participant,
    "table": _by_table,
    "interpreter": _by_interpreter,
}


def names_of(row: Assignment) -> str:
    """Return both participants of a meeting."""
    return f"{row.meeting.first.name} · {row.meeting.second.name}"


def _table(row: Assignment) -> str:
    return row.table.name if row.table else _("Online")


def clock(moment: datetime) -> str:
    """Return a moment as "6. 16. 10:30" would be said: month, day, hour."""
    return f"{timezone.localtime(moment):%m-%d %H:%M}"


def unmet_words(row: UnmetPair) -> str:
    """Return in a sentence why two do not meet, and what would have to change."""
    kinds = {each.get("kind") for each in row.details.get("demands", [])}
    names = {"one": row.first.name, "other": row.second.name}
    if "away" in kinds:
        return _("%(one)s and %(other)s have no slot in which both are there and free.") % names
    if "interpreter" in kinds:
        return _("No interpreter between the languages of %(one)s and %(other)s is free when they are.") % names
    if "most_meetings" in kinds:
        return _("%(one)s or %(other)s has as many meetings as it wants. It could take more.") % names
    if "tables" in kinds:
        return _("All tables are taken when %(one)s and %(other)s are both free. One more table would do.") % names
    return _("%(one)s and %(other)s are both free in no slot: meetings of more worth hold their time.") % names


def verdict(version: TimetableVersion) -> str:
    """Return in a sentence how good a version is."""
    words = {"breaks": version.breaks or 0, "bound": version.breaks_bound or 0}
    if version.proof == "optimal":
        return _("Proven: no timetable that fulfils as much has fewer than %(breaks)d breaks.") % words
    if version.proof == "feasible":
        return _("%(breaks)d breaks; fewer than %(bound)d are not possible if as much is fulfilled.") % words
    return _("Changed by hand: %(breaks)d breaks.") % {"breaks": version.breaks or 0}
