"""Spans of days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """A span of days, both within it; None is open."""

    starts_on: date | None
    ends_on: date | None

    def holds(self, day: date) -> bool:
        """Tell whether the day is within the span."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or self.ends_on >= day)


def held_on(periods: Iterable[Period], day: date) -> int | None:
    """
    Return the position of the period that holds the day; of several, the one that began last.

    None where none holds it: before the first, after the last, or in a gap
    """
    found = [(period.starts_on or date.min, place) for place, period in enumerate(periods) if period.holds(day)]
    return max(found)[1] if found else None
