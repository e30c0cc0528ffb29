"""When a participant can be met: as a whole, and through those of its people who are there and speak the language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from gagyo.meetings.rules.times import Slot, overlaps


@dataclass(frozen=True)
class Away:
    """A time in which somebody cannot be met or cannot interpret, or a table is not there."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Someone:
    """A person of a participant; languages: empty where they were not given, then those of the participant hold."""

    languages: tuple[str, ...] = ()
    away: tuple[Away, ...] = ()


def is_away(away: Iterable[Away], slot: Slot) -> bool:
    """Tell whether any of these times takes a part of a slot."""
    return any(overlaps(slot, starts_at=each.starts_at, ends_at=each.ends_at) for each in away)


def nobody_there(people: Sequence[Someone]) -> tuple[Away, ...]:
    """Return the times in which every one of several people is away; none where nobody is named."""
    if not people:
        return ()
    edges = sorted({edge for one in people for each in one.away for edge in (each.starts_at, each.ends_at)})
    found: list[Away] = []
    for begins, ends in pairwise(edges):
        if all(any(each.starts_at <= begins and ends <= each.ends_at for each in one.away) for one in people):
            joins = bool(found) and found[-1].ends_at == begins
            found.append(Away(found.pop().starts_at if joins else begins, ends))
    return tuple(found)


def spoken_by(people: Sequence[Someone], languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a participant speaks: its people's languages together; those without any speak its own."""
    if not people:
        return languages
    found = {code: None for one in people for code in one.languages or languages}
    return () if any(not (one.languages or languages) for one in people) else tuple(found)


def speaks_then(people: Sequence[Someone], languages: tuple[str, ...], slot: Slot) -> frozenset[str] | None:
    """Return the languages that the people who are there in a slot speak; None for any, as one has said none."""
    there = [one.languages or languages for one in people if not is_away(one.away, slot)]
    if not people:
        there = [languages]
    return None if any(not spoken for spoken in there) else frozenset(code for spoken in there for code in spoken)
