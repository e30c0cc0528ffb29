"""Ties of the same parties: allowed, and said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gagyo.partnerships.choices import DatePrecision
from gagyo.partnerships.rules.dates import UNKNOWN, PartialDate


@dataclass(frozen=True)
class Period:
    """One tie's parties and the time it covers; ended_on None: still open."""

    tie_id: int
    body_ids: frozenset[int]
    signed: PartialDate
    ended_on: date | None


@dataclass(frozen=True)
class Earlier:
    """Another tie of the same parties; overlaps None: no date says whether."""

    tie_id: int
    overlaps: bool | None
    signed: PartialDate = UNKNOWN


def same_parties(*, body_ids: Iterable[int], others: Iterable[Period]) -> list[Period]:
    """Return the ties between exactly the same bodies, in whatever order they were entered."""
    wanted = frozenset(body_ids)
    return [each for each in others if each.body_ids == wanted]


def overlaps(first: Period, second: Period) -> bool | None:
    """
    Tell whether two ties were in force at once; None where an unknown signing date leaves it open.

    A tie signed after the other one ended does not overlap, whatever the other's beginning.
    """
    for one, other in ((first, second), (second, first)):
        if one.ended_on and other.signed.on and other.signed.on > one.ended_on:
            return False
    if DatePrecision.UNKNOWN in (first.signed.precision, second.signed.precision):
        open_ended = first.ended_on is None and second.ended_on is None
        return True if open_ended else None
    return True
