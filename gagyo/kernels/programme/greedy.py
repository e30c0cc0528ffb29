"""A first programme, quickly: each party goes on to what it can see soonest."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from gagyo.kernels.programme.clashes import ClashKind, find_clashes
from gagyo.kernels.programme.problem import Interval, Party, Problem, Stop
from gagyo.kernels.programme.visits import Visit
from gagyo.kernels.programme.windows import Ranges, common, interpreter_starts, starts_beside


def first_programme(*, problem: Problem, visits: Sequence[Visit]) -> list[Stop]:
    """Return stops that add no clash to the fixed ones; the largest party, and what must be seen, come first."""
    by_day: defaultdict[date, list[Stop]] = defaultdict(list)
    for stop in problem.fixed:
        by_day[stop.day].append(stop)
    allowed = {day: _counted(problem, stops) for day, stops in by_day.items()}
    added: list[Stop] = []
    for party in sorted(problem.parties, key=lambda one: (-one.persons, one.key)):
        left = [visit for visit in visits if visit.party.key == party.key]
        for day in party.days:
            for stop in _filled(problem, day, left, by_day[day.day], allowed.get(day.day, Counter())):
                left = [visit for visit in left if visit.site.key != stop.site]
                added.append(stop)
    return added


def _counted(problem: Problem, stops: Sequence[Stop]) -> Counter[tuple[str, str]]:
    return Counter((clash.kind, clash.resource) for clash in find_clashes(problem=problem, stops=stops))


def _filled(
    problem: Problem, day: Interval, left: Sequence[Visit], stops: list[Stop], allowed: Counter[tuple[str, str]]
) -> Iterator[Stop]:
    """Yield stops for one party's day one after the other, and add them to the day's stops."""
    if not left or not _can_ride(problem, left[0].party, stops):
        return
    party, waiting = left[0].party, {visit.site.key: visit for visit in left}
    place, ready = party.base, day.start
    while waiting:
        stop = next(_next_stops(problem, day, list(waiting.values()), (place, ready), stops, allowed), None)
        if stop is None:
            return
        stops.append(stop)
        place, ready = stop.site, stop.end
        del waiting[stop.site]
        yield stop


def _can_ride(problem: Problem, party: Party, stops: Sequence[Stop]) -> bool:
    """Whether one vehicle can go with the party through all that a person fixed; where not, it is left to the model."""
    own = [stop for stop in stops if stop.party == party.key]
    if not own or not party.needs_vehicle:
        return True
    kinds = (ClashKind.VEHICLE_DOUBLE, ClashKind.VEHICLE_TAKEN, ClashKind.VEHICLE_SMALL)
    clashing = {key for one in find_clashes(problem=problem, stops=stops) if one.kind in kinds for key in one.stops}
    return own[0].vehicle is not None and len({stop.vehicle for stop in own}) == 1 and own[0].key not in clashing


def _next_stops(
    problem: Problem,
    day: Interval,
    waiting: Sequence[Visit],
    at: tuple[str, int],
    stops: Sequence[Stop],
    allowed: Counter[tuple[str, str]],
) -> Iterator[Stop]:
    own = [stop for stop in stops if stop.party == waiting[0].party.key]
    later = {at[1], *(meal.earliest + meal.minutes for meal in problem.meals), *(stop.end for stop in own)}
    tries = []
    for visit in waiting:
        for ready in sorted(minute for minute in later if minute >= at[1]):
            way = problem.way(at[0], visit.site.key)
            found = _candidates(problem, visit, day, ready + way, stops)
            tries += [(not visit.wish.must, stop.end, stop) for stop in found]
    for _, _, stop in sorted(tries, key=lambda one: (one[0], one[1], one[2].key)):
        if not _counted(problem, [*stops, stop]) - allowed:
            yield stop


def _candidates(problem: Problem, visit: Visit, day: Interval, ready: int, stops: Sequence[Stop]) -> Iterator[Stop]:
    """Yield the visit as early as possible, with each interpreter, room and vehicle."""
    party, base = visit.party, problem.way(visit.site.key, visit.party.base)
    vehicles = _vehicles(problem, party, stops)
    interpreters: list[str | None] = list(visit.interpreters) if visit.needs_interpreter else [None]
    rooms: list[str | None] = list(visit.rooms) if visit.site.needs_room else [None]
    for interpreter in interpreters:
        for room in rooms:
            starts = _starts(problem, visit, day, stops, interpreter, room)
            start = next((max(low, ready) for low, high in starts if high >= ready), None)
            if start is not None and start + visit.minutes + base <= day.end:
                for vehicle in vehicles:
                    end = start + visit.minutes
                    yield Stop(visit.key, party.key, visit.site.key, day.day, start, end, interpreter, room, vehicle)


def _vehicles(problem: Problem, party: Party, stops: Sequence[Stop]) -> list[str | None]:
    if not party.needs_vehicle:
        return [None]
    named = [stop.vehicle for stop in stops if stop.party == party.key and stop.vehicle is not None]
    return [*named[:1]] or [vehicle.key for vehicle in problem.vehicles if vehicle.seats >= party.persons]


def _starts(
    problem: Problem, visit: Visit, day: Interval, stops: Sequence[Stop], interpreter: str | None, room: str | None
) -> Ranges:
    starts = visit.starts.get(day.day, ())
    if interpreter is not None:
        taken = [stop for stop in stops if stop.interpreter == interpreter]
        free = interpreter_starts(
            problem=problem,
            interpreter=problem.interpreter_of[interpreter],
            site=visit.site,
            within=day,
            minutes=visit.minutes,
            taken=taken,
        )
        starts = common(common(starts, visit.interpreters[interpreter].get(day.day, ())), free)
    if room is not None:
        held = [(stop.start, stop.end) for stop in stops if stop.room == room]
        starts = common(starts, visit.rooms[room].get(day.day, ()))
        starts = common(starts, starts_beside(held, minutes=visit.minutes, low=0, high=day.end))
    return starts
