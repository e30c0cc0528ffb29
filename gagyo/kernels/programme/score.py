"""How good a programme is, computed from its stops alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from gagyo.kernels.programme.problem import Problem, Stop, Wish
from gagyo.kernels.programme.runs import chosen_tours, party_days
from gagyo.kernels.programme.tours import tours_of


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
    days = party_days(stops)
    tours = chosen_tours(problem=problem, days=days)
    seen = {(stop.party, stop.site) for own in days.values() for stop in own}
    value = minutes = unevenness = 0
    for party in problem.parties:
        value += sum(wish_value(problem=problem, wish=w) for w in party.wishes if (party.key, w.site) in seen)
        counts = [len(days.get((party.key, day.day), ())) for day in party.days]
        minutes += sum(tours[party.key, day.day].minutes for day in party.days if (party.key, day.day) in tours)
        unevenness += max(counts, default=0) - min(counts, default=0)
    return Score(value, minutes, unevenness)


def least_minutes(*, problem: Problem, stops: Iterable[Stop]) -> int:
    """Return the minutes on the way and waiting if each party's day were the only one with a vehicle."""
    days = party_days(stops)
    return sum(
        tours_of(problem=problem, party=party, stops=days[party.key, day.day])[0].minutes
        for party in problem.parties
        for day in party.days
        if (party.key, day.day) in days
    )
