"""What a proposal is asked and what it answers, as plain values that a queue keeps; and its problem for the kernel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gagyo.kernels.programme.problem import (
    MINUTES_A_DAY,
    Host,
    Interpreter,
    Interval,
    Party,
    Problem,
    Site,
    Stop,
    Vehicle,
    Wish,
)
from gagyo.visits.choices import StopKind
from gagyo.visits.rules.programme_clashes import ANY_SITE, ANYWHERE, BASE, Piece, Plan
from gagyo.visits.rules.programme_meals import meal_at, meals_until
from gagyo.visits.rules.suggest import REST

SEED = 1
TIME_LIMIT_SECONDS = 4.0
IDS = ("site_ids", "if_fits_ids", "party_ids")
REST_MINUTES = int(REST.total_seconds() // 60)


@dataclass(frozen=True)
class Question:
    """
    What is to be planned.

    site_ids: that must be shown; if_fits_ids: those shown where the days have room
    together: the parties go as one, else each on its own
    day_start, day_end: minutes of each day between which they are shown sites
    language: that the parties understand, to be interpreted where a site cannot guide in it; empty for none
    """

    site_ids: tuple[int, ...]
    party_ids: tuple[int, ...]
    together: bool = True
    day_start: int = 9 * 60
    day_end: int = 18 * 60
    needs_vehicle: bool = False
    language: str = ""
    if_fits_ids: tuple[int, ...] = ()

    @property
    def wishes(self) -> dict[int, bool]:
        """Each site with whether it must be shown."""
        return {**dict.fromkeys(self.if_fits_ids, False), **dict.fromkeys(self.site_ids, True)}

    def as_json(self) -> dict[str, Any]:
        """Return it in a shape that the queue keeps."""
        return {**self.__dict__, **{name: list(getattr(self, name)) for name in IDS}}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Question":
        """Return it from the queue."""
        ids = {name: tuple(values[name]) for name in IDS}
        return cls(**(values | ids))


@dataclass(frozen=True)
class Planned:
    """A stop as proposed; stop_id: of the one that is moved there, None for a new one."""

    site_id: int
    party_ids: tuple[int, ...]
    day: date
    start: int
    end: int
    vehicle_id: int | None = None
    language: str = ""
    interpreter_id: int | None = None
    stop_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it in a shape that a form and the queue keep."""
        return {**self.__dict__, "party_ids": list(self.party_ids), "day": self.day.isoformat()}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Planned":
        """Return it from a form or the queue."""
        day = date.fromisoformat(values["day"])
        return cls(**(values | {"party_ids": tuple(values["party_ids"]), "day": day}))


def groups_of(question: Question) -> list[tuple[str, ...]]:
    """Return the parties that go together, as keys of a plan."""
    keys = [str(pk) for pk in question.party_ids]
    return [tuple(keys)] if question.together else [(key,) for key in keys]


def movable(plan: Plan, question: Question) -> list[Piece]:
    """Return the visit's own stops that may be moved: visits of a chosen site, for a chosen party, fixed by nobody."""
    groups = {frozenset(group) for group in groups_of(question)}
    sites = {str(pk) for pk in question.wishes}
    return [
        piece
        for piece in plan.own
        if piece.kind == StopKind.SITE
        and not piece.is_fixed
        and piece.site in sites
        and frozenset(piece.parties) in groups
    ]


def problem_of(
    *,
    plan: Plan,
    question: Question,
    vehicles: Sequence[Vehicle] = (),
    interpreters: Sequence[Interpreter] = (),
    days: Sequence[date],
) -> Problem:
    """
    Return the problem of filling the days of a visit beside everything that stays.

    vehicles, interpreters: all of the office; days: of the visit
    """
    groups = groups_of(question)
    moved = {piece.key for piece in movable(plan, question)}
    staying = [piece for piece in plan.pieces if piece.key not in moved]
    strangers = [piece for piece in staying if not _touches(piece, groups) and piece.site is not None]
    interpreted = [piece for piece in staying if piece.interpreters]
    return Problem(
        sites=(ANY_SITE, *(_with_hosts(plan, site, staying) for site in plan.sites)),
        parties=(
            *(_party(plan, question, group, days) for group in groups),
            *(Party(f"o{p.key}", plan.persons_at(p), BASE, (Interval(p.day, 0, 1440),)) for p in strangers),
        ),
        travel=_travel(plan),
        holidays=plan.holidays,
        meals=meals_until(question.day_end),
        interpreters=tuple(_with_tasks(one, interpreted, plan.visit) for one in interpreters),
        vehicles=tuple(_with_runs(one, staying, plan.visit) for one in vehicles),
        fixed=(
            *(
                _fixed(piece, group, plan, vehicles, question)
                for piece in staying
                for group in groups
                if _is_for(piece, group)
            ),
            *(Stop(f"o{p.key}", f"o{p.key}", p.site or ANYWHERE, p.day, p.start, p.end) for p in strangers),
        ),
    )


def key_of(group: Sequence[str]) -> str:
    """Return the key of parties that go together."""
    return "+".join(group)


def _party(plan: Plan, question: Question, group: Sequence[str], days: Sequence[date]) -> Party:
    return Party(
        key=key_of(group),
        persons=max(1, sum(plan.persons.get(key, 0) for key in group)),
        base=BASE,
        days=tuple(Interval(day, question.day_start, question.day_end) for day in days),
        languages=frozenset({question.language} - {""}),
        wishes=tuple(Wish(str(pk), must=must) for pk, must in question.wishes.items()),
        needs_vehicle=question.needs_vehicle,
    )


def _touches(piece: Piece, groups: Sequence[Sequence[str]]) -> bool:
    return any(_is_for(piece, group) for group in groups)


def _is_for(piece: Piece, group: Sequence[str]) -> bool:
    return bool(set(piece.parties) & set(group))


def _fixed(piece: Piece, group: Sequence[str], plan: Plan, vehicles: Sequence[Vehicle], question: Question) -> Stop:
    meal = meal_at(kind=piece.kind, start=piece.start, end=piece.end)
    own_vehicle = piece.vehicle if piece.visit == plan.visit and set(piece.parties) == set(group) else None
    return Stop(
        f"{piece.key}:{key_of(group)}",
        key_of(group),
        piece.site or ANYWHERE,
        piece.day,
        piece.start,
        piece.end,
        vehicle=own_vehicle if own_vehicle in {one.key for one in vehicles} else None,
        meal=meal if meal in {one.key for one in meals_until(question.day_end)} else None,
    )


def _with_hosts(plan: Plan, site: Site, staying: Sequence[Piece]) -> Site:
    people = plan.hosts.get(site.key, ())
    hosts = tuple(
        Host(
            person,
            (
                *plan.busy.get(person, ()),
                *(Interval(p.day, p.start, p.end) for p in staying if p.host == person and p.site != site.key),
            ),
        )
        for person in people
    )
    return replace(site, hosts=hosts)


def _with_tasks(one: Interpreter, interpreted: Sequence[Piece], visit: str) -> Interpreter:
    """Return an interpreter who is busy with the tasks that stay, with a rest round those of other visits."""
    tasks = tuple(
        _task(p, rest=0 if p.visit == visit else REST_MINUTES) for p in interpreted if one.key in p.interpreters
    )
    return replace(one, busy=(*one.busy, *tasks))


def _task(piece: Piece, *, rest: int) -> Interval:
    return Interval(piece.day, max(0, piece.start - rest), min(MINUTES_A_DAY, piece.end + rest))


def _with_runs(one: Vehicle, staying: Sequence[Piece], visit: str) -> Vehicle:
    """Return a vehicle that is busy with other visits too: from their first to their last stop of a day."""
    runs: dict[tuple[str, date], tuple[int, int]] = {}
    for piece in staying:
        if piece.vehicle == one.key and piece.visit != visit:
            start, end = runs.get((piece.visit, piece.day), (piece.start, piece.end))
            runs[piece.visit, piece.day] = min(start, piece.start), max(end, piece.end)
    return replace(one, busy=(*one.busy, *(Interval(day, *span) for (_visit, day), span in runs.items())))


def _travel(plan: Plan) -> dict[tuple[str, str], int]:
    """Return the ways; to a place that nobody knows half of the longest, so that the way past it is never too short."""
    ways = plan.ways()
    half = -(-max(ways.values(), default=0) // 2)
    return {pair: half if ANYWHERE in pair and BASE not in pair else minutes for pair, minutes in ways.items()}
