"""
The rules and the aims of a programme, written again from their statement alone, minute by minute, and the best
programme by trying every one. Slow and plain on purpose: nothing here comes from the code that it checks.
"""

from collections.abc import Iterator
from itertools import product

from gagyo.kernels.programme.problem import Interval, Meal, Party, Problem, Stop, Wish

STEP = 30


def keeps_rules(problem: Problem, stops: list[Stop]) -> bool:
    return (
        all(_alone(problem, stop) for stop in stops)
        and _parties(problem, stops)
        and _shared(problem, stops)
        and _interpreters(problem, stops)
        and _vehicles(problem, stops)
    )


def _busy(intervals: tuple[Interval, ...], stop: Stop) -> bool:
    return any(
        one.day == stop.day and minute in range(one.start, one.end)
        for one in intervals
        for minute in range(stop.start, stop.end)
    )


def _alone(problem: Problem, stop: Stop) -> bool:
    site = next(one for one in problem.sites if one.key == stop.site)
    party = next(one for one in problem.parties if one.key == stop.party)
    if stop.day in site.closed or (stop.day in problem.holidays and not site.open_on_holidays):
        return False
    open_minutes = {m for o in site.openings if o.weekday == stop.day.weekday() for m in range(o.start, o.end)}
    if not set(range(stop.start, stop.end)) <= open_minutes:
        return False
    if site.hosts and all(_busy(host.busy, stop) for host in site.hosts):
        return False
    if site.needs_room:
        rooms = [one for one in problem.rooms if one.key == stop.room and one.site == site.key]
        if not rooms or rooms[0].seats < party.persons or _busy(rooms[0].busy, stop):
            return False
    return any(day.day == stop.day and day.start <= stop.start and stop.end <= day.end for day in party.days)


def _parties(problem: Problem, stops: list[Stop]) -> bool:
    return all(
        day_cost(problem, party, day, own) is not None
        for party in problem.parties
        for day in party.days
        if (own := [stop for stop in stops if stop.party == party.key and stop.day == day.day])
    )


def day_cost(problem: Problem, party: Party, day: Interval, own: list[Stop]) -> int | None:
    """Return minutes of way and waiting of a party's day with stops; None if it cannot be done."""
    own = sorted(own, key=lambda stop: stop.start)
    way = {(one, other): 0 for one in _places(problem) for other in _places(problem) if one == other}
    for (one, other), minutes in problem.travel.items():
        way[one, other] = minutes
        if (other, one) not in problem.travel:
            way[other, one] = minutes
    legs = [(party.base, day.start), *((stop.site, stop.end) for stop in own)]
    dues = [*((stop.site, stop.start) for stop in own), (party.base, day.end)]
    spare = [due - ready - way[here, there] for (here, ready), (there, due) in zip(legs, dues, strict=True)]
    if min(spare) < 0:
        return None
    cost = sum(way[here, there] for (here, _), (there, _) in zip(legs, dues, strict=True)) + sum(spare[1:-1])
    for meal in problem.meals:
        if min(meal.latest, day.end) - max(meal.earliest, day.start) < meal.minutes:
            continue
        taken_in = [
            leg
            for leg, ((here, ready), (there, due)) in enumerate(zip(legs, dues, strict=True))
            if _can_eat(meal, ready, due - way[here, there]) or _can_eat(meal, ready + way[here, there], due)
        ]
        if not taken_in:
            return None
        if any(0 < leg < len(legs) - 1 for leg in taken_in):
            cost -= meal.minutes
    return cost


def _can_eat(meal: Meal, ready: int, due: int) -> bool:
    return any(
        ready <= start and start + meal.minutes <= due
        for start in range(meal.earliest, meal.latest - meal.minutes + 1, STEP)
    )


def _places(problem: Problem) -> list[str]:
    return [*(one.key for one in problem.sites), *(one.base for one in problem.parties)]


def _shared(problem: Problem, stops: list[Stop]) -> bool:
    persons = {party.key: party.persons for party in problem.parties}
    for stop in stops:
        for minute in range(stop.start, stop.end, STEP):
            now = [one for one in stops if one.day == stop.day and one.start <= minute < one.end]
            site = next(one for one in problem.sites if one.key == stop.site)
            here = [one for one in now if one.site == stop.site]
            if site.capacity is not None and sum(persons[one.party] for one in here) > site.capacity:
                return False
            if stop.room is not None and len([one for one in here if one.room == stop.room]) > 1:
                return False
    return True


def _interpreters(problem: Problem, stops: list[Stop]) -> bool:
    for stop in stops:
        site = next(one for one in problem.sites if one.key == stop.site)
        party = next(one for one in problem.parties if one.key == stop.party)
        needed = bool(site.languages and party.languages) and not site.languages & party.languages
        if not needed:
            continue
        people = [one for one in problem.interpreters if one.key == stop.interpreter]
        if not people or _busy(people[0].busy, stop):
            return False
        if not any({one, other} in people[0].languages for one in site.languages for other in party.languages):
            return False
        for other in stops:
            if other is not stop and (other.interpreter, other.day) == (stop.interpreter, stop.day):
                first, second = sorted((stop, other), key=lambda one: one.start)
                way = 0 if first.site == second.site else _way(problem, first.site, second.site)
                if second.start - first.end < max(way, people[0].rest_minutes):
                    return False
        spent = sum(s.end - s.start for s in stops if (s.interpreter, s.day) == (stop.interpreter, stop.day))
        if people[0].minutes_a_day is not None and spent > people[0].minutes_a_day:
            return False
    return True


def _way(problem: Problem, one: str, other: str) -> int:
    return problem.travel[one, other] if (one, other) in problem.travel else problem.travel[other, one]


def _vehicles(problem: Problem, stops: list[Stop]) -> bool:
    runs: dict[tuple[str, object, str], tuple[int, int]] = {}
    for stop in stops:
        party = next(one for one in problem.parties if one.key == stop.party)
        if not party.needs_vehicle:
            continue
        vehicles = [one for one in problem.vehicles if one.key == stop.vehicle]
        if not vehicles or vehicles[0].seats < party.persons:
            return False
        way = _way(problem, party.base, stop.site)
        low, high = runs.get((vehicles[0].key, stop.day, party.key), (stop.start - way, stop.end + way))
        runs[vehicles[0].key, stop.day, party.key] = (min(low, stop.start - way), max(high, stop.end + way))
    for (key, day, who), (low, high) in runs.items():
        vehicle = next(one for one in problem.vehicles if one.key == key)
        if any(one.day == day and one.start < high and low < one.end for one in vehicle.busy):
            return False
        for (other, its_day, whose), (start, end) in runs.items():
            if (other, its_day) == (key, day) and whose != who and start < high and low < end:
                return False
    return True


def aims(problem: Problem, stops: list[Stop]) -> tuple[int, int, int]:
    """Return what is to be smallest in this order: less value, minutes of way and waiting, unevenness."""
    wanted = sum(wish.value for party in problem.parties for wish in party.wishes if not wish.must)
    value = minutes = uneven = 0
    for party in problem.parties:
        own = [stop for stop in stops if stop.party == party.key]
        for wish in party.wishes:
            if any(stop.site == wish.site for stop in own):
                value += wish.value * (wanted + 1 if wish.must else 1)
        counts = []
        for day in party.days:
            today = [stop for stop in own if stop.day == day.day]
            counts.append(len(today))
            minutes += (day_cost(problem, party, day, today) or 0) if today else 0
        uneven += max(counts) - min(counts)
    return -value, minutes, uneven


def best_by_trying_all(problem: Problem) -> tuple[int, int, int]:
    """Return the aims of the best programme that contains the fixed stops, all times being multiples of `STEP`."""
    choices = [
        [None, *_placements(problem, party, wish)]
        for party in problem.parties
        for wish in party.wishes
        if not any(stop.party == party.key and stop.site == wish.site for stop in problem.fixed)
    ]
    programmes = ([*problem.fixed, *(stop for stop in chosen if stop)] for chosen in product(*choices))
    return min(aims(problem, stops) for stops in programmes if keeps_rules(problem, stops))


def _placements(problem: Problem, party: Party, wish: Wish) -> Iterator[Stop]:
    site = next(one for one in problem.sites if one.key == wish.site)
    minutes = wish.minutes or site.minutes
    needs = bool(site.languages and party.languages) and not site.languages & party.languages
    people: list[str | None] = [one.key for one in problem.interpreters] if needs else [None]
    rooms: list[str | None] = [one.key for one in problem.rooms if one.site == site.key] if site.needs_room else [None]
    vehicles: list[str | None] = [one.key for one in problem.vehicles] if party.needs_vehicle else [None]
    for day in party.days:
        for start in range(day.start, day.end - minutes + 1, STEP):
            for person, room, vehicle in product(people, rooms, vehicles):
                key = f"{party.key}-{site.key}"
                stop = Stop(key, party.key, site.key, day.day, start, start + minutes, person, room, vehicle)
                if keeps_rules(problem, [stop]) or problem.meals:
                    yield stop
