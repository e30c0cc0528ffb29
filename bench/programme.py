"""
A proposal of a programme: how long it takes, how near to the best it is proven to be, and how that grows.

Input: made from a seed: sites at random places of a square of 20 by 20 minutes, two minutes a step, five minutes to
set out; opening on five of six weekdays at 09-12 and 13-18 or at 10-17; visits of 45 to 90 minutes; 15 to 30 persons
at once; a host who is away on one afternoon; half of the sites in Korean only, so that every four parties need
four interpreters, two of them for English, who rest 15 minutes and work 6 hours at most; one bus for
each party; lunch of an hour from 11:30 to 13:30. Every party wishes for as many of the sites as the table says, two of
them musts. Days from 09:00 to 18:00 from the city hall and back.
Also: the clashes of programmes with ten times and a hundred times the stops.
Run: python bench/programme.py
"""

import random
import resource
import sys
import time
from datetime import date, timedelta

from gagyo.kernels.programme.clashes import find_clashes
from gagyo.kernels.programme.problem import (
    Host,
    Interpreter,
    Interval,
    Meal,
    Opening,
    Party,
    Problem,
    Site,
    Stop,
    Vehicle,
    Wish,
)
from gagyo.kernels.programme.propose import propose

MONDAY = date(2026, 5, 11)
AIM_SECONDS, AIM_GAP = 2.0, 0.02
LANGUAGES = ("en", "mn", "vi", "en")
SIZES = ((1, 12, 6), (2, 12, 6), (4, 6, 4), (4, 12, 4), (4, 12, 6), (4, 12, 8), (4, 24, 6), (8, 12, 4), (8, 24, 6))


def city(*, parties: int, sites: int, wishes: int, seed: int, days: int = 3) -> Problem:
    chance = random.Random(seed)
    dates = [MONDAY + timedelta(at) for at in range(days)]
    at = {f"site {index}": (chance.uniform(0, 20), chance.uniform(0, 20)) for index in range(sites)}
    at["hall"] = (10.0, 10.0)
    travel = {
        (one, other): round(5 + 2 * ((x - at[other][0]) ** 2 + (y - at[other][1]) ** 2) ** 0.5)
        for one, (x, y) in at.items()
        for other in at
        if one < other
    }
    return Problem(
        tuple(_site(chance, index, dates) for index in range(sites)),
        tuple(_party(chance, index, dates, sites, wishes) for index in range(parties)),
        travel,
        meals=(Meal("lunch", 690, 810, 60),),
        interpreters=tuple(
            Interpreter(f"{language} {at} {index}", frozenset({frozenset({"ko", language})}), None, (), 15, 360)
            for index in range((parties + 3) // 4)
            for at, language in enumerate(LANGUAGES)
        ),
        vehicles=tuple(Vehicle(f"bus {index}", 16) for index in range(parties)),
    )


def _site(chance: random.Random, index: int, dates: list[date]) -> Site:
    hours = [(540, 720), (780, 1080)] if index % 3 == 0 else [(600, 1020)]
    openings = tuple(Opening(day, *span) for day in range(5) if day != index % 6 for span in hours)
    away = Interval(dates[index % len(dates)], 840, 1000)
    return Site(
        f"site {index}",
        chance.choice([45, 60, 75, 90]),
        openings,
        capacity=chance.choice([15, 25, 30]),
        languages=frozenset({"ko"} if index % 2 else {"ko", "en"}),
        hosts=(Host(f"host {index}", (away,)),),
    )


def _party(chance: random.Random, index: int, dates: list[date], sites: int, wishes: int) -> Party:
    wished = chance.sample(range(sites), wishes)
    return Party(
        f"party {index}",
        (12, 8, 14, 6)[index % 4],
        "hall",
        tuple(Interval(day, 540, 1080) for day in dates),
        frozenset({LANGUAGES[index % 4]}),
        tuple(Wish(f"site {site}", must=at < 2, value=chance.randint(1, 3)) for at, site in enumerate(wished)),
        needs_vehicle=True,
    )


def print_proposals(time_limit: float) -> None:
    print(f"proposals over 3 days within {time_limit:g} s, three cities each (aim: gap {AIM_GAP:.0%} or less):")
    print("parties sites wishes  seconds  processor  placed  value gap  minutes gap  proven best  within aim")
    for parties, sites, wishes in SIZES:
        for seed in (1, 2, 3):
            problem = city(parties=parties, sites=sites, wishes=wishes, seed=seed)
            began, began_cpu = time.perf_counter(), time.process_time()
            found = propose(problem, seed=1, time_limit=time_limit)
            seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
            aim = found.gap <= AIM_GAP
            minutes_gap = "-" if found.value.gap else f"{found.minutes.gap:.1%}"
            placed = f"{len(found.stops)}/{parties * wishes}"
            print(
                f"{parties:7} {sites:5} {wishes:6} {seconds:8.2f} {cpu:10.2f} {placed:>7}"
                f" {found.value.gap:9.2%} {minutes_gap:>12} {found.status == 'optimal'!s:>12} {aim!s:>11}"
            )
            assert find_clashes(problem=problem, stops=found.stops) == []


def print_clashes() -> None:
    print("clashes of a programme, nine stops a day and party:")
    before = 0.0
    for days in (3, 30, 300):
        problem = city(parties=4, sites=12, wishes=2, seed=1, days=days)
        chance = random.Random(1)
        stops = [
            Stop(
                f"{party.key} {day.day} {hour}",
                party.key,
                f"site {chance.randrange(12)}",
                day.day,
                hour * 60,
                hour * 60 + 45,
            )
            for party in problem.parties
            for day in party.days
            for hour, site in ((hour, chance.randrange(12)) for hour in range(9, 18))
        ]
        began = time.perf_counter()
        clashes = find_clashes(problem=problem, stops=stops)
        milliseconds = (time.perf_counter() - began) * 1000
        ratio = f", {milliseconds / before:.1f} times the time for 10 times the stops" if before else ""
        print(f"  {len(stops):6} stops {len(clashes):6} clashes {milliseconds:8.1f} ms{ratio}")
        before = milliseconds


def main() -> int:
    began = time.perf_counter()
    propose(city(parties=1, sites=1, wishes=1, seed=1), seed=1, time_limit=1)
    print(f"loading the solver and a first proposal: {time.perf_counter() - began:.1f} s")
    print_proposals(float(sys.argv[1]) if len(sys.argv) > 1 else AIM_SECONDS)
    print_clashes()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
