"""What would become of each row: new, changed, same, duplicate or wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gagyo.partnerships.choices import RowMark
from gagyo.partnerships.rules.imports.problems import Problem
from gagyo.partnerships.rules.imports.reading import ParsedRow


@dataclass(frozen=True)
class Existing:
    """
    A record that is there.

    parties: body ids in their order (of a project: its lead, then its partners); facts: by the same keys as rows
    sides: those of the own side, and the partners; place_names: folded, of where it was signed
    also: other values that say the same, such as a translation, or the state that a project has by its dates
    """

    id: int
    version: int
    office_id: int | None
    owner: str
    name: str
    parties: tuple[int, ...]
    facts: Mapping[str, Any]
    also: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sides: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    place_names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NewBody:
    """A foreign local government that the person wants made. number: a stand-in id, below 0."""

    number: int
    text: str
    country: str
    place_id: int | None


@dataclass
class RowPlan:
    """
    What would become of a row.

    changes: field -> (before, after); parties: body ids, new ones below 0; sides: the same, own side and partners
    """

    row: ParsedRow
    mark: RowMark = RowMark.NEW
    name: str = ""
    parties: tuple[int, ...] = ()
    sides: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    record: Existing | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    office_id: int | None = None

    def wrong(self, code: str, key: str = "", **params: Any) -> None:
        """Note that the row cannot be imported."""
        self.row.problems.append(Problem("wrong", code, key, params))
        self.mark = RowMark.WRONG


def compatible(one: str | None, other: str | None) -> bool:
    """Tell whether two dates can be the same day: 1996 and 1996-05-03 can, and nothing with anything."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def vaguer(said: str | None, recorded: str | None) -> bool:
    """Tell whether a date in a file says less than what is recorded already."""
    return bool(said and recorded and recorded.startswith(said))


def first_day(signed: str) -> date:
    """Return the first day of what is known of a date."""
    year, month, day = [*map(int, signed.split("-")), 1, 1][:3]
    return date(year, month, day)


def precision(signed: str) -> str:
    """Return how much of a date is known."""
    return ("year", "month", "day")[signed.count("-")]
