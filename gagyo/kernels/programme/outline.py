"""
Which visit on which day, for one party alone: what bounds every proposal, and where one is looked for first.

Kept to these days, the constraint model of a party is solved in a moment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gagyo.kernels.programme.columns import DaySet, PartySets
from gagyo.kernels.programme.problem import Problem
from gagyo.kernels.programme.score import wish_value
from gagyo.kernels.programme.visits import Visit

# Sets of visits times sets of a day that are looked at for one party, about a second. With more there is no outline,
# and the constraint model finds the days by itself.
MOST_PAIRS = 2_000_000


@dataclass(frozen=True)
class Outline:
    """
    A party's days, or those of all parties together.

    value: no proposal has more, in wishes that are placed
    minutes: no proposal of this value has fewer
    day_of: date by key of the visit; visits without one are left out
    """

    value: int
    minutes: int
    day_of: Mapping[str, date]


def together(outlines: Iterable[Outline]) -> Outline:
    """Return the outline of all parties: what they share is not looked at, so each can be as good as it is alone."""
    value, minutes, day_of = 0, 0, dict[str, date]()
    for one in outlines:
        value, minutes = value + one.value, minutes + one.minutes
        day_of.update(one.day_of)
    return Outline(value, minutes, day_of)


def outline(*, problem: Problem, sets: PartySets) -> Outline | None:
    """Return the best choice of days of one party by value, then by minutes; None if there are too many choices."""
    visits = list({visit.key: visit for _, here, _ in sets.by_day for visit in here}.values())
    bit_of = {visit.key: 1 << at for at, visit in enumerate(visits)}
    days = [(day, _by_members(here, day_sets, bit_of)) for day, here, day_sets in sets.by_day]
    least: list[dict[int, int]] = [{0: 0}]
    pairs = 0
    for _, costs in days:
        pairs += len(least[-1]) * len(costs)
        if pairs > MOST_PAIRS:
            return None
        least.append(_with_day(least[-1], costs))
    values = {bit_of[visit.key]: wish_value(problem=problem, wish=visit.wish) for visit in visits}
    value, minutes, members = min(
        (-sum(value for bit, value in values.items() if bit & members), minutes, members)
        for members, minutes in least[-1].items()
    )
    return Outline(-value, minutes, _days_of(visits, bit_of, days, least, members))


def _by_members(here: Sequence[Visit], sets: Sequence[DaySet], bit_of: Mapping[str, int]) -> dict[int, int]:
    """Return the minutes of each set of a day, by the bits that its visits have among all of the party."""
    bits = [bit_of[visit.key] for visit in here]
    return {sum(bit for at, bit in enumerate(bits) if one.members >> at & 1): one.minutes for one in sets}


def _with_day(least: Mapping[int, int], costs: Mapping[int, int]) -> dict[int, int]:
    """Return the fewest minutes for each set of visits after one more day."""
    out: dict[int, int] = {}
    for before, spent in least.items():
        for members, minutes in costs.items():
            if not before & members:
                after, known = spent + minutes, out.get(before | members)
                if known is None or after < known:
                    out[before | members] = after
    return out


def _days_of(
    visits: Sequence[Visit],
    bit_of: Mapping[str, int],
    days: Sequence[tuple[date, Mapping[int, int]]],
    least: Sequence[Mapping[int, int]],
    members: int,
) -> dict[str, date]:
    """Go back from the last day to the first, and return on which of them each visit is."""
    day_of: dict[str, date] = {}
    for (day, costs), before, after in zip(reversed(days), reversed(least[:-1]), reversed(least[1:]), strict=True):
        chosen = next(
            one
            for one, minutes in costs.items()
            if one & members == one and (members ^ one) in before and before[members ^ one] + minutes == after[members]
        )
        day_of |= {visit.key: day for visit in visits if bit_of[visit.key] & chosen}
        members ^= chosen
    return day_of


def kept_to(visits: Sequence[Visit], day_of: Mapping[str, date]) -> list[Visit]:
    """Return the visits of an outline, each with its one date only."""
    return [
        replace(visit, starts={day_of[visit.key]: visit.starts[day_of[visit.key]]})
        for visit in visits
        if visit.key in day_of
    ]
