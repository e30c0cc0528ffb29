"""The timetable as a grid: participants, tables, interpreters or times down, slots across."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gagyo.meetings.models import Assignment, RoundTable, TimetableVersion
from gagyo.meetings.rules.times import Slot
from gagyo.meetings.rules.timetable import clock

BY = ("participant", "table", "interpreter", "time")


@dataclass(frozen=True)
class Cell:
    """One meeting in the grid: whom or which two, where, and whether it is pinned."""

    meeting_id: int
    label: str
    place: str
    is_pinned: bool


@dataclass(frozen=True)
class Place:
    """A field of the grid: when, at which table where that is told, and the meeting there."""

    starts_at: datetime
    table_id: int | None
    cell: Cell | None
    name: str


@dataclass(frozen=True)
class GridRow:
    """One line of the grid."""

    label: str
    detail: str
    places: list[Place]

    @property
    def count(self) -> int:
        """How many meetings it has."""
        return sum(place.cell is not None for place in self.places)


@dataclass(frozen=True)
class DayGrid:
    """One day of the grid; corner: what the lines are; heads: of its columns."""

    day: date
    corner: str
    heads: list[str]
    rows: list[GridRow]


@dataclass(frozen=True, order=True)
class Line:
    """What a line is about; table_id: of a line that is a table."""

    order: int
    label: str
    detail: str = ""
    table_id: int | None = None


Lines = dict[Line, dict[datetime, Cell]]


def grid_of(
    assignments: Sequence[Assignment], slots: Sequence[Slot], *, by: str, tables: Sequence[RoundTable]
) -> list[DayGrid]:
    """
    Return a grid for each day.

    tables: those of the round, which have a line also where nobody sits; others without a meeting are left out
    """
    lines = _LINES[by](assignments, tables)
    days: dict[date, list[Slot]] = defaultdict(list)
    for slot in slots:
        days[timezone.localdate(slot.starts_at)].append(slot)
    make = _across_tables if by == "time" else _across_times
    return [make(day, inside, sorted(lines.items()), corner=corner_of(by)) for day, inside in sorted(days.items())]


def corner_of(by: str) -> str:
    """Return what the lines of a grid are."""
    return {
        "participant": pgettext("one-to-one meeting", "Who"),
        "table": pgettext("one-to-one meeting", "Table"),
        "interpreter": pgettext("one-to-one meeting", "Interpreter"),
        "time": _("Time"),
    }[by]


Sorted = Sequence[tuple[Line, dict[datetime, Cell]]]


def _across_times(day: date, slots: list[Slot], lines: Sorted, *, corner: str) -> DayGrid:
    rows = [
        GridRow(line.label, line.detail, [_place(line, slot.starts_at, cells) for slot in slots])
        for line, cells in lines
    ]
    return DayGrid(day, corner, [hour(slot.starts_at) for slot in slots], rows)


def _across_tables(day: date, slots: list[Slot], lines: Sorted, *, corner: str) -> DayGrid:
    rows = []
    for slot in slots:
        places = [_place(line, slot.starts_at, cells) for line, cells in lines]
        taken = sum(place.cell is not None for place in places)
        words = ngettext("%(n)d meeting", "%(n)d meetings", taken) % {"n": taken}
        rows.append(GridRow(hour(slot.starts_at), words, places))
    return DayGrid(day, corner, [line.label for line, _cells in lines], rows)


def _place(line: Line, at: datetime, cells: dict[datetime, Cell]) -> Place:
    return Place(at, line.table_id, cells.get(at), f"{line.label} {clock(at)}")


def _by_participant(assignments: Sequence[Assignment], _tables: Sequence[RoundTable]) -> Lines:
    lines: Lines = defaultdict(dict)
    for row in assignments:
        first, second = row.meeting.first, row.meeting.second
        for one, other in ((first, second), (second, first)):
            line = Line(one.side.order * 100_000 + one.order, one.name, one.side.name)
            lines[line][row.starts_at] = Cell(row.meeting_id, other.name, _table(row), row.is_pinned)
    return lines


def _by_table(assignments: Sequence[Assignment], tables: Sequence[RoundTable]) -> Lines:
    lines: Lines = {_line(table): {} for table in tables if not table.is_online}
    for row in assignments:
        line = _line(row.table) if row.table else Line(99_999, _("Online"))
        lines.setdefault(line, {})[row.starts_at] = Cell(row.meeting_id, names_of(row), "", row.is_pinned)
    return lines


def _line(table: RoundTable) -> Line:
    return Line(table.order, table.name, table.room, table.pk)


def _by_interpreter(assignments: Sequence[Assignment], _tables: Sequence[RoundTable]) -> Lines:
    lines: Lines = defaultdict(dict)
    for row in assignments:
        if row.interpreter is not None:
            line = Line(row.interpreter.order, str(row.interpreter))
            lines[line][row.starts_at] = Cell(row.meeting_id, names_of(row), _table(row), row.is_pinned)
    return lines


_LINES: dict[str, Callable[[Sequence[Assignment], Sequence[RoundTable]], Lines]] = {
    "participant": _by_participant,
    "table": _by_table,
    "interpreter": _by_interpreter,
    "time": _by_table,
}


def names_of(row: Assignment) -> str:
    """Return both participants of a meeting."""
    return f"{row.meeting.first.name} · {row.meeting.second.name}"


def _table(row: Assignment) -> str:
    return row.table.name if row.table else _("Online")


def hour(moment: datetime) -> str:
    """Return the hour of a moment: "10:30"."""
    return f"{timezone.localtime(moment):%H:%M}"


def verdict(version: TimetableVersion) -> str:
    """Return in a sentence how good a version is."""
    words = {"breaks": version.breaks or 0, "bound": version.breaks_bound or 0}
    if version.proof == "optimal":
        return _("Proven: no timetable that fulfils as much has fewer than %(breaks)d breaks.") % words
    if version.proof == "feasible" and version.breaks_bound:
        return _("%(breaks)d breaks; fewer than %(bound)d are not possible if as much is fulfilled.") % words
    if version.proof == "feasible":
        return _("Breaks of all participants: %(breaks)d.") % words
    return _("Changed by hand: %(breaks)d breaks.") % words
