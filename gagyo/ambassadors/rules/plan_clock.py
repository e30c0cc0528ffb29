"""The yearly clock of annual plans: what is due when, for which year; the days themselves are data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gagyo.ambassadors.choices import ClockEvent


@dataclass(frozen=True)
class ClockRow:
    """A day of the clock; year None: of every year that has no row of its own; years_before: the year of the plan."""

    event: str
    year: int | None
    month: int
    day: int
    years_before: int

    def due_on(self, year: int) -> date:
        """Return the day for the plan of a year."""
        return date(year - self.years_before, self.month, self.day)


@dataclass(frozen=True)
class DueDay:
    """What is due for the plan of a year, and whether the day is that year's own."""

    event: str
    year: int
    due_on: date
    is_own: bool

    def days_left(self, today: date) -> int:
        """Return how many days are left; below nothing once the day has passed."""
        return (self.due_on - today).days


def clock_of(year: int, rows: Sequence[ClockRow]) -> list[DueDay]:
    """Return the days for the plan of a year, the earliest first: its own rows before the usual ones."""
    found = []
    for event in ClockEvent.values:
        own = next((row for row in rows if row.event == event and row.year == year), None)
        usual = next((row for row in rows if row.event == event and row.year is None), None)
        row = own or usual
        if row is not None:
            found.append(DueDay(event, year, row.due_on(year), own is not None))
    return sorted(found, key=lambda day: day.due_on)
