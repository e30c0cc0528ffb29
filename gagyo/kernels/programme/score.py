"""How good a programme is, computed from its stops alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gagyo.kernels.programme.meals import is_due, meal_cost
from gagyo.kernels.programme.problem import Interval, Party, Problem, Stop, Wish
from gagyo.kernels.programme.routes import blocks_of


@dataclass(frozen=True)
class Score:
    """
    Compared in this order.

    value: of the wishes that the stops fulfil; a must counts more than all that is only wanted
    minutes: on the way and waiting, between a party's leaving its base and its return; meals are neither
    unevenness: for each party the stops of its fullest day less those of its emptiest, added up
    """

    value: int
    minutes: int
    unevenness: int

    def is_better_than(self, other: "Score") -> bool:
        return (-self.value, self.minutes, self.unevenness) < (-other.value, other.minutes, other.unevenness)


def wish_value(*, problem: Problem, wish: Wish) -> int:
    """Return what a wish counts: its value, for a must above the sum of all that is only wanted."""
    wanted = sum(one.value for party in problem.parties for one in party.wishes if not one.must)
    return wish.value * (wanted + 1) if wish.must else wish.value


def score(*, problem: Problem, stops: Iterable[Stop]) -> Score:
    """Return the score of a programme; `problem.fixed` is not added: give every stop."""
    by_day: defaultdict[tuple[str, object], list[Stop]] = defaultdict(list)
    for stop in sorted(stops, key=lambda stop: (stop.start, stop.end)):
        by_day[stop.party, stop.day].append(stop)
    seen = {(stop.party, stop.site) for own in by_day.values() for stop in own}
    value = minutes = unevenness = 0
    for party in problem.parties:
        value += sum(wish_value(problem=problem, wish=w) for w in party.wishes if (party.key, w.site) in seen)
        days = [by_day[party.key, day.day] for day in party.days]
        minutes += sum(day_minutes(problem, party, day, own) for day, own in zip(party.days, days, strict=True) if own)
        unevenness += max(map(len, days), default=0) - min(map(len, days), default=0)
    return Score(value, minutes, unevenness)


def day_minutes(problem: Problem, party: Party, day: Interval, own: Sequence[Stop]) -> int:
    """
    Return a party's minutes on the way and waiting on one day.

    own: its stops of the day, by start, at least one
    """
    blocks = blocks_of(problem=problem, stops=own)
    out, back = problem.way(party.base, blocks[0].entry), problem.way(blocks[-1].exit, party.base)
    minutes = blocks[-1].end - blocks[0].start + out + back - sum(block.end - block.start for block in blocks)
    eaten = {stop.meal for stop in own}
    for meal in problem.meals:
        if meal.key not in eaten and is_due(meal=meal, day=day):
            minutes += meal_cost(problem=problem, party=party, day=day, stops=own, meal=meal)
    return minutes
