"""What a half-year's figures count, from rows that are already chosen: plain values in and out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gagyo.kernels.indicators.count import Cell, count, distinct, tally, total

MEASURES = {
    "countries": distinct("country"),
    "visits": distinct("visit_id"),
    "persons": total("persons"),
    "person_days": total("person_days"),
    "rows": count(),
}


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One party as it is counted: which visit, which country, how many, when."""

    id: int
    visit_id: int
    visit: str
    country: str
    persons: int
    person_days: int
    day: date

    def as_json(self) -> dict[str, object]:
        """Return the shape in which a published figure keeps its rows."""
        return {
            "id": self.id,
            "visit_id": self.visit_id,
            "visit": self.visit,
            "country": self.country,
            "persons": self.persons,
            "person_days": self.person_days,
            "day": self.day.isoformat(),
        }


def row_from_json(value: Mapping[str, object]) -> PartyRow:
    """Return the row that a published figure keeps."""
    return PartyRow(
        id=int(str(value["id"])),
        visit_id=int(str(value["visit_id"])),
        visit=str(value["visit"]),
        country=str(value["country"]),
        persons=int(str(value["persons"])),
        person_days=int(str(value["person_days"])),
        day=date.fromisoformat(str(value["day"])),
    )


def summary(rows: Iterable[PartyRow]) -> Cell:
    """Return countries, visits, persons and person-days: a country once, a visit once, however many parties."""
    return tally(rows, [], MEASURES).total


@dataclass(frozen=True)
class Difference:
    """One row that a figure made again counts otherwise; before or after is None where the row was not counted."""

    before: PartyRow | None
    after: PartyRow | None

    @property
    def row(self) -> PartyRow:
        """The row as it is now, or as it was where it counts no more."""
        row = self.after or self.before
        assert row is not None, "a difference has a row on one side"
        return row

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the values that differ."""
        if self.before is None or self.after is None:
            return ()
        names = ("visit", "country", "persons", "person_days", "day")
        return tuple(name for name in names if getattr(self.before, name) != getattr(self.after, name))


def differences(*, before: Iterable[PartyRow], after: Iterable[PartyRow]) -> list[Difference]:
    """Return what differs between two countings, row by row, by day and id."""
    old, new = {row.id: row for row in before}, {row.id: row for row in after}
    found = [Difference(old.get(key), new.get(key)) for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
    return sorted(found, key=lambda each: (each.row.day, each.row.id))
