"""
What is wrong with a visit's programme, beside the other programmes of the office.

The kernel knows one party, one place and one helper for each stop. Here a stop may be for several parties, at no site,
with none or two interpreters; so the programme is shown to the kernel once for each question, in the shape it asks for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations

from gagyo.kernels.programme.clashes import Clash, ClashKind, find_clashes
from gagyo.kernels.programme.problem import (
    MINUTES_A_DAY,
    Host,
    Interpreter,
    Interval,
    Opening,
    Party,
    Problem,
    Room,
    Site,
    Stop,
    Vehicle,
)
from gagyo.kernels.programme.windows import host_for
from gagyo.visits.choices import StopKind
from gagyo.visits.rules.programme_meals import DINNER, LUNCH, meal_at, reaches_evening

BASE, ANYWHERE, ROOMS = "base", "anywhere", "rooms"
ALWAYS = tuple(Opening(weekday, 0, MINUTES_A_DAY) for weekday in range(7))
ANY_SITE = Site(ANYWHERE, 60, ALWAYS, open_on_holidays=True)
Place = tuple[str, str]


@dataclass(frozen=True)
class Piece:
    """
    A stop of any programme. Ids are text, so that they are keys of the kernel.

    parties: those it is for, each named; interpreters: who said yes
    """

    key: str
    visit: str
    kind: str
    day: date
    start: int
    end: int
    parties: tuple[str, ...]
    site: str | None = None
    room: str | None = None
    vehicle: str | None = None
    host: str | None = None
    language: str = ""
    interpreters: tuple[str, ...] = ()
    is_fixed: bool = False

    @property
    def group(self) -> str:
        """The parties of the stop as one that goes together."""
        return f"{self.visit}/{'+'.join(sorted(self.parties))}"

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.end - self.start


@dataclass(frozen=True)
class Plan:
    """
    A visit's programme with all that it must be looked at beside.

    days: first and last day by visit; persons: by party; hosts: of each site, the host first
    busy: when a person cannot be had
    """

    visit: str
    pieces: tuple[Piece, ...]
    days: Mapping[str, tuple[date, date]]
    persons: Mapping[str, int]
    sites: tuple[Site, ...] = ()
    travel: Mapping[Place, int] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    rooms: tuple[Room, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    hosts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    busy: Mapping[str, tuple[Interval, ...]] = field(default_factory=dict)

    @property
    def own(self) -> list[Piece]:
        """The stops of the visit itself."""
        return [piece for piece in self.pieces if piece.visit == self.visit]

    def persons_at(self, piece: Piece) -> int:
        """Return how many persons a stop is for; at least one, as an estimate may be missing."""
        return max(1, sum(self.persons.get(party, 0) for party in piece.parties))

    def days_of(self, visit: str) -> tuple[Interval, ...]:
        """Return each day of a visit, from midnight to midnight."""
        first, last = self.days[visit]
        return tuple(Interval(first + timedelta(days=n), 0, MINUTES_A_DAY) for n in range((last - first).days + 1))

    def ways(self) -> dict[Place, int]:
        """Return the ways between all places; where nobody lives no time is asked for, nor on a way not known."""
        keys = [BASE, ANYWHERE, *(site.key for site in self.sites)]
        return {pair: self.way(*pair) for pair in combinations(keys, 2)}

    def way(self, here: str | None, there: str | None) -> int:
        """Return the minutes between two places; 0 where nothing is known."""
        if here is None or there is None or here == there:
            return 0
        return self.travel.get((here, there), self.travel.get((there, here), 0))


def clashes_of(plan: Plan) -> list[Clash]:
    """Return what is wrong with the visit's own stops, each once, by day and kind; keys are those of the pieces."""
    found = [
        *_people(plan),
        *_ways(plan),
        *_places(plan),
        *_rooms(plan),
        *_vehicles(plan),
        *_hosts(plan),
        *_interpreters(plan),
    ]
    own = {piece.key for piece in plan.own}
    merged: dict[tuple[object, ...], Clash] = {}
    for clash in found:
        stops = tuple(dict.fromkeys(key.partition(":")[0] for key in clash.stops))
        if own.intersection(stops):
            key = (clash.day, clash.kind, stops, clash.resource if clash.kind is ClashKind.NO_MEAL else "")
            merged[key] = _joined(merged.get(key), replace(clash, stops=stops))
    return sorted(merged.values(), key=lambda clash: (clash.day, clash.kind, clash.stops, clash.resource))


def _joined(held: Clash | None, clash: Clash) -> Clash:
    """Return the same clash of several parties as one that names each, divided by "+"."""
    if held is None or held.resource == clash.resource or not clash.kind.name.startswith("PARTY_"):
        return held or clash
    return replace(held, resource=f"{held.resource}+{clash.resource}")


def _only(kinds: Iterable[ClashKind], problem: Problem, stops: Iterable[Stop]) -> Iterator[Clash]:
    wanted = frozenset(kinds)
    return (clash for clash in find_clashes(problem=problem, stops=stops) if clash.kind in wanted)


def _people(plan: Plan) -> Iterator[Clash]:
    """Show each party's stops, all at one place: whether it is there, at two stops at once, and can eat."""
    parties = dict.fromkeys(party for piece in plan.own for party in piece.parties)
    problem = Problem(
        sites=(ANY_SITE,),
        parties=tuple(Party(key, 1, BASE, plan.days_of(plan.visit)) for key in parties),
        travel={(BASE, ANYWHERE): 0},
        meals=(LUNCH,),
    )
    kinds = (ClashKind.PARTY_OVERLAP, ClashKind.PARTY_ABSENT, ClashKind.NO_MEAL)
    yield from _only(kinds, problem, _eaten(plan.own, LUNCH.key))
    evenings = {(party, p.day) for p in plan.own for party in p.parties if reaches_evening(kind=p.kind, end=p.end)}
    dinners = [stop for stop in _eaten(plan.own, DINNER.key) if (stop.party, stop.day) in evenings]
    yield from _only((ClashKind.NO_MEAL,), replace(problem, meals=(DINNER,)), dinners)


def _eaten(pieces: Iterable[Piece], meal: str) -> list[Stop]:
    """Return each party's stops, those that are the meal named so."""
    return [
        _stop(
            piece,
            party=party,
            key=f"{piece.key}:{party}",
            meal=meal if meal_at(kind=piece.kind, start=piece.start, end=piece.end) == meal else None,
        )
        for piece in pieces
        for party in piece.parties
    ]


def _ways(plan: Plan) -> Iterator[Clash]:
    """Show each party's stops at sites, those between them as time that is gone."""
    days: defaultdict[tuple[str, date], list[Piece]] = defaultdict(list)
    for piece in sorted(plan.own, key=lambda piece: (piece.start, piece.end)):
        for party in piece.parties:
            days[party, piece.day].append(piece)
    stops = [
        _stop(piece, party=party, key=f"{piece.key}:{party}", site=piece.site)
        for (party, _day), pieces in days.items()
        for piece in _stretched(pieces)
    ]
    problem = Problem(
        sites=(ANY_SITE, *(_bare(site) for site in plan.sites)),
        parties=tuple(
            Party(key, 1, BASE, plan.days_of(plan.visit)) for key in dict.fromkeys(party for party, _day in days)
        ),
        travel=plan.ways(),
    )
    return _only((ClashKind.NO_TRAVEL_TIME,), problem, stops)


def _stretched(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the stops at sites, each longer by what happens elsewhere before the next; a transfer is the way itself."""
    held: Piece | None = None
    for piece in pieces:
        if piece.site is not None:
            if held is not None:
                yield held
            held = piece
        elif held is not None and piece.kind != StopKind.TRANSFER and piece.start >= held.end:
            held = replace(held, end=min(MINUTES_A_DAY, held.end + piece.minutes))
    if held is not None:
        yield held


def _places(plan: Plan) -> Iterator[Clash]:
    """Show every stop as its own party: sites closed or full, vehicles too small."""
    pieces = [piece for piece in plan.pieces if piece.site is not None or piece.vehicle is not None]
    problem = Problem(
        sites=(ANY_SITE, *(_bare(site) for site in plan.sites)),
        parties=tuple(Party(piece.key, plan.persons_at(piece), BASE, _day(piece)) for piece in pieces),
        travel=plan.ways(),
        holidays=plan.holidays,
        vehicles=plan.vehicles,
    )
    stops = [_stop(piece, party=piece.key, site=piece.site, vehicle=piece.vehicle) for piece in pieces]
    kinds = (
        *(ClashKind.SITE_CLOSED, ClashKind.HOLIDAY, ClashKind.OUTSIDE_HOURS),
        *(ClashKind.SITE_FULL, ClashKind.VEHICLE_SMALL),
    )
    return _only(kinds, problem, stops)


def _rooms(plan: Plan) -> Iterator[Clash]:
    pieces = [piece for piece in plan.pieces if piece.room is not None]
    groups = {piece.group: plan.persons_at(piece) for piece in pieces}
    days: defaultdict[str, dict[date, Interval]] = defaultdict(dict)
    for piece in pieces:
        days[piece.group][piece.day] = Interval(piece.day, 0, MINUTES_A_DAY)
    problem = Problem(
        sites=(Site(ROOMS, 60, ALWAYS, open_on_holidays=True),),
        parties=tuple(
            Party(key, persons, BASE, tuple(days[key][day] for day in sorted(days[key])))
            for key, persons in groups.items()
        ),
        travel={(BASE, ROOMS): 0},
        rooms=tuple(replace(room, site=ROOMS) for room in plan.rooms),
    )
    stops = [_stop(piece, party=piece.group, site=ROOMS, room=piece.room) for piece in pieces]
    return _only((ClashKind.ROOM_DOUBLE, ClashKind.ROOM_SMALL, ClashKind.ROOM_TAKEN), problem, stops)


def _vehicles(plan: Plan) -> Iterator[Clash]:
    """Show a visit as one party that its vehicle stays with all day; then whether it is torn between two of them."""
    pieces = [piece for piece in plan.pieces if piece.vehicle is not None]
    visits = dict.fromkeys(piece.visit for piece in pieces)
    problem = Problem(
        sites=(ANY_SITE, *(_bare(site) for site in plan.sites)),
        parties=tuple(Party(visit, 1, BASE, plan.days_of(visit)) for visit in visits),
        travel=plan.ways(),
        vehicles=plan.vehicles,
    )
    stops = [_stop(piece, party=piece.visit, site=piece.site, vehicle=piece.vehicle) for piece in pieces]
    for clash in _only((ClashKind.VEHICLE_DOUBLE, ClashKind.VEHICLE_TAKEN), problem, stops):
        yield _where_it_clashes(plan, clash)
    own = [piece for piece in pieces if piece.visit == plan.visit]
    for one, other in combinations(sorted(own, key=lambda piece: (piece.start, piece.key)), 2):
        together = one.day == other.day and one.start < other.end and other.start < one.end
        if together and one.vehicle == other.vehicle and not set(one.parties) & set(other.parties):
            yield Clash(one.day, ClashKind.VEHICLE_DOUBLE, (one.key, other.key), one.vehicle or "")


def _where_it_clashes(plan: Plan, clash: Clash) -> Clash:
    """
    Return the clash of a vehicle at those own stops only that are at the same time as the others.

    The kernel names the whole day, as the vehicle stays with its visit; all are kept if it clashes between two stops.
    """
    known = {piece.key: piece for piece in plan.pieces}
    pieces = [known[key] for key in clash.stops]
    others = [(piece.start, piece.end) for piece in pieces if piece.visit != plan.visit]
    spans = [(min(start for start, _end in others), max(end for _start, end in others))] if others else []
    vehicle = next(one for one in plan.vehicles if one.key == clash.resource)
    if clash.kind is ClashKind.VEHICLE_TAKEN:
        spans = [(one.start, one.end) for one in vehicle.busy if one.day == clash.day]
    meant = [
        piece.key
        for piece in pieces
        if piece.visit != plan.visit or any(start < piece.end and piece.start < end for start, end in spans)
    ]
    own = {piece.key for piece in pieces if piece.visit == plan.visit}
    return replace(clash, stops=tuple(meant)) if own.intersection(meant) else clash


def _hosts(plan: Plan) -> Iterator[Clash]:
    elsewhere: defaultdict[str, list[Piece]] = defaultdict(list)
    for piece in plan.pieces:
        if piece.host is not None:
            elsewhere[piece.host].append(piece)
    for piece in plan.own:
        people = (piece.host,) if piece.host else plan.hosts.get(piece.site or "", ())
        hosts = tuple(Host(person, _host_busy(plan, piece, person, elsewhere[person])) for person in people)
        site = replace(ANY_SITE, hosts=hosts)
        if hosts and host_for(site=site, day=piece.day, start=piece.start, end=piece.end) is None:
            yield Clash(piece.day, ClashKind.HOST_AWAY, (piece.key,), piece.site or "")


def _host_busy(plan: Plan, piece: Piece, person: str, hosted: Iterable[Piece]) -> tuple[Interval, ...]:
    """Return when a person cannot receive a stop; at the same site one host receives several at once."""
    others = [one for one in hosted if one.key != piece.key and (one.site is None or one.site != piece.site)]
    return (*plan.busy.get(person, ()), *(Interval(one.day, one.start, one.end) for one in others))


def _interpreters(plan: Plan) -> Iterator[Clash]:
    """Show each yes of an interpreter as a stop, and each own stop that lacks one."""
    asked = [(piece, one) for piece in plan.pieces for one in piece.interpreters]
    pieces = [piece for piece, _one in asked]
    missing = [piece for piece in plan.own if piece.language and not piece.interpreters]
    parties = {_speaking(piece): piece for piece in [*pieces, *missing]}
    problem = Problem(
        sites=tuple(replace(_bare(site), languages=frozenset({"ko"})) for site in (ANY_SITE, *plan.sites)),
        parties=tuple(
            Party(key, 1, BASE, plan.days_of(piece.visit), languages=frozenset({piece.language} - {""}))
            for key, piece in parties.items()
        ),
        travel=plan.ways(),
        interpreters=plan.interpreters,
    )
    stops = [
        *(_stop(p, party=_speaking(p), key=f"{p.key}:{one}", site=p.site, interpreter=one) for p, one in asked),
        *(_stop(piece, party=_speaking(piece), site=piece.site) for piece in missing),
    ]
    kinds = (kind for kind in ClashKind if kind.name.startswith("INTERPRETER_"))
    return _without_needless_rest(plan, list(_only(kinds, problem, stops)))


def _without_needless_rest(plan: Plan, clashes: list[Clash]) -> Iterator[Clash]:
    """Leave out the rest within one visit, whose programme has its breaks, and beside a way that takes longer."""
    visits = {piece.key: piece.visit for piece in plan.pieces}
    ways = {(clash.stops, clash.resource) for clash in clashes if clash.kind is ClashKind.INTERPRETER_TRAVEL}
    for clash in clashes:
        together = len({visits[key.partition(":")[0]] for key in clash.stops}) == 1
        if clash.kind is not ClashKind.INTERPRETER_REST or not (together or (clash.stops, clash.resource) in ways):
            yield clash


def _speaking(piece: Piece) -> str:
    return f"{piece.group}/{piece.language}"


def _bare(site: Site) -> Site:
    """Return a site with its hours and capacity only; hosts and languages are looked at apart."""
    return replace(site, hosts=(), languages=frozenset())


def _day(piece: Piece) -> tuple[Interval, ...]:
    return (Interval(piece.day, 0, MINUTES_A_DAY),)


def _stop(
    piece: Piece,
    *,
    party: str,
    key: str | None = None,
    site: str | None = None,
    room: str | None = None,
    vehicle: str | None = None,
    interpreter: str | None = None,
    meal: str | None = None,
) -> Stop:
    return Stop(
        key or piece.key,
        party,
        site or ANYWHERE,
        piece.day,
        piece.start,
        piece.end,
        interpreter=interpreter,
        room=room,
        vehicle=vehicle,
        meal=meal,
    )
