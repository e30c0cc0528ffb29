"""
The one counting engine: rows in, a table out whose every cell knows which rows it counted.

A row may fall in several groups of one key (a country is in ASEAN and in Asia; a visit brings three
countries), so a total is always computed from the rows and never by adding up groups.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product, repeat
from operator import attrgetter
from typing import Any, Generic, TypeVar

Number = int | Decimal
R = TypeVar("R")
Take = str | Callable[[R], Any]


@dataclass(frozen=True)
class Key(Generic[R]):
    """
    One way of grouping.

    of: attribute name, or a function of the row
    several: `of` gives an iterable of groups, and the row falls in each of them (in none, if it is empty)
    """

    name: str
    of: Take[R]
    several: bool = False


@dataclass(frozen=True)
class Measure(Generic[R]):
    """What is computed for a set of rows: made by `count`, `distinct` or `total`."""

    compute: Callable[[Sequence[R]], Number]


@dataclass(frozen=True)
class Cell:
    """The measures of one group by name, and the ids of exactly the rows that they were computed from."""

    values: Mapping[str, Number]
    row_ids: frozenset[Hashable]

    def __getitem__(self, measure: str) -> Number:
        return self.values[measure]


@dataclass(frozen=True)
class Table(Generic[R]):
    """
    cells: by group, one value per key in the order of `keys`; only groups that have rows
    total: over all rows given
    ungrouped: over the rows that fell in no group, so that none disappears silently
    """

    keys: tuple[str, ...]
    cells: Mapping[tuple[Hashable, ...], Cell]
    total: Cell
    ungrouped: Cell
    _summarise: Callable[[frozenset[Hashable]], Cell] = field(repr=False, compare=False)
    _margins: dict[tuple[int, ...], dict[tuple[Hashable, ...], set[Hashable]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def cell(self, *group: Hashable) -> Cell:
        """Return the cell of a group; a group without rows counts nothing and is no error."""
        return self.cells.get(group) or self._summarise(frozenset())

    def margin(self, **fixed: Hashable) -> Cell:
        """
        Return the cell over all groups with these values, computed from their rows: margin(country="VN").

        :raises KeyError: for a key that the table is not grouped by
        """
        for name in fixed:
            if name not in self.keys:
                raise KeyError(f'The table is grouped by {", ".join(self.keys)}, not by "{name}".')
        places = tuple(self.keys.index(name) for name in fixed)
        if places not in self._margins:
            # Gathered for all groups at once: a table asks for the margin of each of its rows.
            gathered: defaultdict[tuple[Hashable, ...], set[Hashable]] = defaultdict(set)
            for group, cell in self.cells.items():
                gathered[tuple(group[at] for at in places)] |= cell.row_ids
            self._margins[places] = dict(gathered)
        return self._summarise(frozenset(self._margins[places].get(tuple(fixed.values()), ())))

    def ranked(self, measure: str) -> list[tuple[tuple[Hashable, ...], Cell]]:
        """Return the groups from the largest value down; equal ones by their names, so the order is fixed."""
        return sorted(self.cells.items(), key=lambda item: (-item[1][measure], [str(v) for v in item[0]]))


def count() -> Measure[Any]:
    """Count rows."""
    return Measure(len)


def distinct(of: Take[R]) -> Measure[R]:
    """Count different values; rows without one (None) add nothing."""
    take = _taker(of)

    def compute(rows: Sequence[R]) -> int:
        values = set(map(take, rows))
        return len(values) - (None in values)

    return Measure(compute)


def total(of: Take[R]) -> Measure[R]:
    """
    Add up whole or decimal numbers; rows without one (None) add nothing.

    :raises TypeError: for a float, whose sum would depend on the order of the rows
    """
    take = _taker(of)

    def compute(rows: Sequence[R]) -> Number:
        values = [value for value in map(take, rows) if value is not None]
        if any(isinstance(value, float) for value in values):
            raise TypeError("A sum takes int or Decimal, not float. Convert where the value is read.")
        added: Number = sum(values)
        return added

    return Measure(compute)


def tally(
    rows: Iterable[R],
    keys: Sequence[Key[R]],
    measures: Mapping[str, Measure[R]],
    *,
    row_id: Take[R] = "id",
) -> Table[R]:
    """
    Group the rows by all keys at once and compute every measure for each group, from its rows.

    row_id: attribute name or function that gives a row's id
    :raises ValueError: if two rows have one id, as a figure would then open to fewer rows than it counts
    """
    everything = list(rows)
    ids: list[Hashable] = list(map(_taker(row_id), everything))
    by_id = dict(zip(ids, everything, strict=True))
    if len(by_id) != len(everything):
        twice = Counter(ids).most_common(1)[0][0]
        raise ValueError(f"Two rows have the id {twice!r}. Give each row once, or name another row_id.")

    def summarise(chosen: frozenset[Hashable]) -> Cell:
        return _cell(measures, chosen, [by_id[one] for one in chosen])

    groups, loose = _grouped(everything, keys)
    return Table(
        keys=tuple(key.name for key in keys),
        cells={
            group: _cell(measures, frozenset(ids[at] for at in places), [everything[at] for at in places])
            for group, places in groups.items()
        },
        total=_cell(measures, frozenset(ids), everything),
        ungrouped=_cell(measures, frozenset(ids[at] for at in loose), [everything[at] for at in loose]),
        _summarise=summarise,
    )


def _grouped(rows: Sequence[R], keys: Sequence[Key[R]]) -> tuple[dict[tuple[Hashable, ...], list[int]], list[int]]:
    columns: list[list[Iterable[Hashable]]] = []
    for key in keys:
        values: Iterable[Any] = map(_taker(key.of), rows)
        # One group named twice for a row is still one group.
        columns.append([dict.fromkeys(many) for many in values] if key.several else [(v,) for v in values])
    groups: defaultdict[tuple[Hashable, ...], list[int]] = defaultdict(list)
    loose = []
    options = zip(*columns, strict=True) if columns else repeat((), len(rows))
    for at, named in enumerate(options):
        found = False
        for group in product(*named):
            groups[group].append(at)
            found = True
        if not found:
            loose.append(at)
    return dict(groups), loose


def _cell(measures: Mapping[str, Measure[R]], ids: frozenset[Hashable], rows: Sequence[R]) -> Cell:
    return Cell({name: measure.compute(rows) for name, measure in measures.items()}, ids)


def _taker(of: Take[R]) -> Callable[[R], Any]:
    return attrgetter(of) if isinstance(of, str) else of
