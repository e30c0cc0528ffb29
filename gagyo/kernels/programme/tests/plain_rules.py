"""
The rules and the aims of a programme, written again from their statement alone, minute by minute, and the best
programme by trying every one. Slow and plain on purpose: nothing here comes from the code that it checks.
"""

from collections.abc import Iterator
from itertools import combinations, pairwise, product

from gagyo.kernels.programme.problem import Interval, Party, Problem, Stop, Wish

STEP = 30


def keeps_rules(problem: Problem, stops: list[Stop]) -> bool:
    return (
        all(_alone(problem, stop) for stop in stops)
        and _shared(problem, stops)
        and _interpreters(problem, stops)
        and least_minutes(problem, stops) is not None
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


def least_minutes(problem: Problem, stops: list[Stop]) -> int | None:
    """Return the fewest minutes of way and waiting in which all parties spend their days; None if they cannot."""
    minutes = 0
    for date_ in {stop.day for stop in stops}:
        today = [stop for stop in stops if stop.day == date_]
        parties = [one for one in problem.parties if any(stop.party == one.key for stop in today)]
        ways = [_ways_to_spend(problem, one, [stop for stop in today if stop.party == one.key]) for one in parties]
        together = [chosen for chosen in product(*ways) if _vehicles(problem, today, parties, chosen)]
        if not together:
            return None
        minutes += min(sum(cost for cost, _, _ in chosen) for chosen in together)
    return minutes


def _ways_to_spend(problem: Problem, party: Party, own: list[Stop]) -> set[tuple[int, int, int]]:
    """Return minutes of way and waiting, leaving the base and being back, for every time and place of the meals."""
    day = next(one for one in party.days if one.day == own[0].day)
    visits = sorted((stop.start, stop.end, stop.site) for stop in own)
    due = [m for m in problem.meals if min(m.latest, day.end) - max(m.earliest, day.start) >= m.minutes]
    starts = [
        [(at, at + m.minutes, place) for at in range(m.earliest, m.latest - m.minutes + 1, STEP) for place in places]
        for m in due
        for places in [[party.base, *{stop.site for stop in own}]]
    ]
    found = set()
    for meals in product(*starts):
        outside = [meal for meal in meals if meal[2] == party.base]
        events = sorted([*visits, *(meal for meal in meals if meal not in outside)])
        leave = events[0][0] - _way(problem, party.base, events[0][2])
        back = events[-1][1] + _way(problem, events[-1][2], party.base)
        in_time = all(
            end + _way(problem, here, there) <= start for (_, end, here), (start, _, there) in pairwise(events)
        )
        at_base = all(
            day.start <= start and end <= day.end and (end <= leave or back <= start) for start, end, _ in outside
        )
        if in_time and at_base and day.start <= leave and back <= day.end:
            found.add((back - leave - sum(end - start for start, end, _ in events), leave, back))
    return found


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
    if one == other:
        return 0
    return problem.travel[one, other] if (one, other) in problem.travel else problem.travel[other, one]


def _vehicles(
    problem: Problem, stops: list[Stop], parties: list[Party], ways: tuple[tuple[int, int, int], ...]
) -> bool:
    """Whether, on one day, each party that needs one has a vehicle from leaving its base until it is back."""
    runs: list[tuple[str, int, int]] = []
    for party, (_, leave, back) in zip(parties, ways, strict=True):
        named = {stop.vehicle for stop in stops if stop.party == party.key}
        if party.needs_vehicle:
            vehicles = [one for one in problem.vehicles if one.key in named and one.seats >= party.persons]
            if len(named) != 1 or not vehicles:
                return False
            if any(one.day == stops[0].day and one.start < back and leave < one.end for one in vehicles[0].busy):
                return False
            runs.append((vehicles[0].key, leave, back))
    return not any(
        one == other and start < its_end and its_start < end
        for (one, start, end), (other, its_start, its_end) in combinations(runs, 2)
    )


def aims(problem: Problem, stops: list[Stop]) -> tuple[int, int, int]:
    """Return what is to be smallest in this order: less value, minutes of way and waiting, unevenness."""
    wanted = sum(wish.value for party in problem.parties for wish in party.wishes if not wish.must)
    value = uneven = 0
    for party in problem.parties:
        own = [stop for stop in stops if stop.party == party.key]
        for wish in party.wishes:
            if any(stop.site == wish.site for stop in own):
                value += wish.value * (wanted + 1 if wish.must else 1)
        counts = []
        for day in party.days:
            today = [stop for stop in own if stop.day == day.day]
            counts.append(len(today))
        uneven += max(counts) - min(counts)
    return -value, least_minutes(problem, stops) or 0, uneven


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
