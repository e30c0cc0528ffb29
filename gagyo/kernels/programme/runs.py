"""When each vehicle is with which party: from the party's base and back to it, and while the party eats on the way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gagyo.kernels.programme.problem import Problem, Stop
from gagyo.kernels.programme.tours import Tour, tours_of
from gagyo.kernels.programme.windows import spans_on

PartyDay = tuple[str, date]


@dataclass(frozen=True)
class Run:
    """
    A vehicle's time with one party on one day.

    start, end: from the party's base and back to it
    stops: of the party with the vehicle, by start
    """

    party: str
    start: int
    end: int
    base: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, order=True)
class _Plan:
    """Tours chosen for the runs of a vehicle so far, and what they cost: runs that clash, then minutes."""

    clashes: int
    minutes: int
    tours: tuple[Tour, ...]


def party_days(stops: Iterable[Stop]) -> dict[PartyDay, list[Stop]]:
    """Return the stops of each party and date, by start."""
    days: defaultdict[PartyDay, list[Stop]] = defaultdict(list)
    for stop in sorted(stops, key=lambda stop: (stop.day, stop.start, stop.end)):
        days[stop.party, stop.day].append(stop)
    return dict(days)


def by_vehicle(days: Mapping[PartyDay, Sequence[Stop]]) -> dict[tuple[str, date], list[str]]:
    """Return for each vehicle and date the parties that have it."""
    found: defaultdict[tuple[str, date], dict[str, None]] = defaultdict(dict)
    for (party, day), own in days.items():
        for stop in own:
            if stop.vehicle is not None:
                found[stop.vehicle, day][party] = None
    return {key: list(parties) for key, parties in found.items()}


def run_of(*, problem: Problem, vehicle: str, own: Sequence[Stop], tour: Tour) -> Run:
    """
    Return how long a vehicle is with a party that makes this tour.

    own: all stops of the party on the day, by start. Where the party comes to its first stop without the vehicle,
        that only fetches it from a later one; and so for the last.
    """
    party = problem.party_of[own[0].party]
    riding = [stop for stop in own if stop.vehicle == vehicle]
    last = max(riding, key=lambda stop: stop.end)
    start = tour.leave if riding[0] is own[0] else riding[0].start - problem.way(party.base, riding[0].site)
    is_last = last.end == max(stop.end for stop in own)
    end = tour.back if is_last else last.end + problem.way(last.site, party.base)
    return Run(party.key, start, end, party.base, tuple(riding))


def chosen_tours(*, problem: Problem, days: Mapping[PartyDay, Sequence[Stop]]) -> dict[PartyDay, Tour]:
    """
    Return how each party spends its days: so that vehicles clash least, and then in the fewest minutes.

    days: as from `party_days`
    """
    options = {key: tours_of(problem=problem, party=problem.party_of[key[0]], stops=own) for key, own in days.items()}
    for (vehicle, day), parties in sorted(by_vehicle(days).items()):
        if any(len(options[party, day]) > 1 for party in parties):
            chosen = _chosen(problem, vehicle, [(days[party, day], options[party, day]) for party in parties])
            for party, tour in chosen.items():
                options[party, day] = [tour]
    return {key: tours[0] for key, tours in options.items()}


def _chosen(
    problem: Problem, vehicle: str, parties: Sequence[tuple[Sequence[Stop], Sequence[Tour]]]
) -> dict[str, Tour]:
    """Return the best tour of each party that has the vehicle on one day, found going on from run to run."""
    day = parties[0][0][0].day
    busy = spans_on(problem.vehicle_of[vehicle].busy, day)
    choices = [
        [(tour, run_of(problem=problem, vehicle=vehicle, own=own, tour=tour)) for tour in tours]
        for own, tours in parties
    ]
    choices.sort(key=lambda runs: runs[0][1].stops[0].start)
    plans: list[tuple[Run | None, _Plan]] = [(None, _Plan(0, 0, ()))]
    for runs in choices:
        plans = [
            (run, min(_with(problem, busy, plan, before, (tour, run)) for before, plan in plans)) for tour, run in runs
        ]
    best = min(plan for _, plan in plans)
    return {runs[0][1].party: tour for runs, tour in zip(choices, best.tours, strict=True)}


def _with(
    problem: Problem, busy: Sequence[tuple[int, int]], plan: _Plan, before: Run | None, new: tuple[Tour, Run]
) -> _Plan:
    tour, run = new
    taken = any(start < run.end and run.start < end for start, end in busy)
    late = before is not None and run.start < before.end + problem.way(before.base, run.base)
    clashes = plan.clashes + taken + late
    return _Plan(clashes, plan.minutes + tour.minutes, (*plan.tours, tour))
