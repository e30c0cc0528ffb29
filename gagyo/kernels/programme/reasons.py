"""Why a wish did not fit, found by trying which rules it would have to do without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from gagyo.kernels.programme.frame import total
from gagyo.kernels.programme.model import RULES, ProgrammeModel
from gagyo.kernels.programme.problem import MINUTES_A_DAY, Interval, Party, Problem, Stop, Wish
from gagyo.kernels.programme.solving import Limits, solve
from gagyo.kernels.programme.visits import Visit, day_starts, visit_at_any_time, visit_of
from gagyo.kernels.programme.windows import Ranges, bridges, hosted_starts, hours_on, open_starts


class Reason(StrEnum):
    """What stands in the way; beside it what `Unplaced.need` and `have` are where it is the only reason."""

    NO_LANGUAGE = "no-language"  # nobody interprets between the party's and the site's languages
    INTERPRETER_BUSY = "interpreter-busy"
    ROOM_SMALL = "room-small"  # persons, and the seats of the site's largest room
    ROOM_BUSY = "room-busy"
    VEHICLE_SMALL = "vehicle-small"  # persons, and the seats of the largest vehicle
    VEHICLE_BUSY = "vehicle-busy"
    HOST_AWAY = "host-away"
    PARTY_TOO_LARGE = "party-too-large"  # persons, and the site's capacity
    SITE_FULL = "site-full"  # persons, and the site's capacity
    CLOSED = "closed"  # on all days of the party
    OUTSIDE_HOURS = "outside-hours"  # open on some day, and not when the party has time
    NO_TIME = "no-time"  # the party's days are full
    UNDECIDED = "undecided"  # the search was stopped before this was found out


@dataclass(frozen=True)
class Unplaced:
    """
    A wish that did not fit beside everything that is in the proposal.

    reasons: the fewest rules without which it would fit, the party's other visits moved as needed; with more than
        one, doing without one of them is not enough
    """

    party: str
    site: str
    reasons: tuple[Reason, ...]
    need: int | None = None
    have: int | None = None


def reasons_for(*, problem: Problem, stops: Sequence[Stop], party: Party, wish: Wish, limits: Limits) -> Unplaced:
    """
    Return what would have to change for a wish to fit in.

    stops: all that were proposed, without the fixed ones
    """
    own = {stop.site for stop in stops if stop.party == party.key}
    kept = tuple(one for one in party.wishes if one.site in own)
    others = [stop for stop in stops if stop.party != party.key]
    alone, moving = beside(problem=problem, stops=others, party=replace(party, wishes=(*kept, wish)))
    rechecked = visit_at_any_time(problem=alone, party=moving, wish=wish)
    if not rechecked.starts:
        return Unplaced(party.key, wish.site, (Reason.NO_TIME,))
    visits = [visit_of(problem=alone, party=moving, wish=one) for one in kept]
    rules = _fewest_rules(alone, [*visits, rechecked], rechecked, limits)
    reasons = tuple(_reason(problem, rechecked, rule) for rule in rules)
    return Unplaced(party.key, wish.site, reasons or (Reason.UNDECIDED,), *_numbers(problem, rechecked, reasons))


def beside(*, problem: Problem, stops: Sequence[Stop], party: Party) -> tuple[Problem, Party]:
    """Return the problem with one party's wishes only, all stops given (the others') fixed; and that party."""
    parties = tuple(party if one.key == party.key else replace(one, wishes=()) for one in problem.parties)
    return replace(problem, parties=parties, fixed=(*problem.fixed, *stops)), party


def _fewest_rules(problem: Problem, visits: Sequence[Visit], rechecked: Visit, limits: Limits) -> list[str]:
    """Return the fewest rules to do without, of equally many those that are easiest to change; none if not found."""
    model = ProgrammeModel(problem=problem, visits=visits, rechecked=rechecked)
    _add_windows(model, rechecked)
    for one in model.frame.visits:
        model.cp.add(one.present == 1)
    # Weights differ by less than one whole rule, in the order of `RULES`.
    weighted = [(100 + at) * model.frame.relaxed[rule] for at, rule in enumerate(RULES)]
    model.cp.minimize(total(weighted))
    run = solve(model=model.cp, limits=limits)
    value_of = run.value_of
    if not run.is_proven or value_of is None:
        return []
    return [rule for rule in RULES if value_of(model.frame.relaxed[rule])]


def _add_windows(model: ProgrammeModel, rechecked: Visit) -> None:
    """Hold the visit to the site's hours, the hosts and the party's day, each unless it does without."""
    frame = model.frame
    one = next(one for one in frame.visits if one.visit is rechecked)
    for rule, by_day in rule_windows(problem=frame.problem, visit=rechecked).items():
        keeps = frame.keeps(rule, one)
        if any(by_day.values()):
            frame.model.add_linear_expression_in_domain(one.start, frame.domain(by_day)).only_enforce_if(keeps)
        else:
            frame.model.add(keeps == 0)
    if rechecked.site.capacity is not None and rechecked.party.persons > rechecked.site.capacity:
        frame.model.add(frame.keeps("capacity", one) == 0)


def rule_windows(*, problem: Problem, visit: Visit) -> dict[str, dict[date, Ranges]]:
    """Return by rule and date when the visit could begin by that rule alone."""
    party, site, minutes = visit.party, visit.site, visit.minutes
    whole = {day.day: Interval(day.day, 0, MINUTES_A_DAY) for day in party.days}
    return {
        "hours": {day: open_starts(problem=problem, site=site, day=day, minutes=minutes) for day in whole},
        "host": {
            day: hosted_starts(site=site, day=day, minutes=minutes, within=within) for day, within in whole.items()
        },
        "time": {day.day: day_starts(day, minutes) for day in party.days},
    }


def _reason(problem: Problem, visit: Visit, rule: str) -> Reason:
    """Return what a rule means for this visit: whether it could be kept at all, or others are in the way."""
    party, site = visit.party, visit.site
    never = {
        "interpreter": not any(bridges(interpreter=one, party=party, site=site) for one in problem.interpreters),
        "room": _most_seats(problem, visit, "room") < party.persons,
        "vehicle": _most_seats(problem, visit, "vehicle") < party.persons,
        "capacity": site.capacity is not None and site.capacity < party.persons,
        "hours": not any(hours_on(problem=problem, site=site, day=day.day) for day in party.days),
    }
    whole, contested = _REASONS[rule]
    return whole if never.get(rule, False) else contested


_REASONS = {
    "interpreter": (Reason.NO_LANGUAGE, Reason.INTERPRETER_BUSY),
    "room": (Reason.ROOM_SMALL, Reason.ROOM_BUSY),
    "vehicle": (Reason.VEHICLE_SMALL, Reason.VEHICLE_BUSY),
    "host": (Reason.HOST_AWAY, Reason.HOST_AWAY),
    "capacity": (Reason.PARTY_TOO_LARGE, Reason.SITE_FULL),
    "hours": (Reason.CLOSED, Reason.OUTSIDE_HOURS),
    "time": (Reason.NO_TIME, Reason.NO_TIME),
}


def _most_seats(problem: Problem, visit: Visit, kind: str) -> int:
    if kind == "room":
        return max((room.seats for room in problem.rooms if room.site == visit.site.key), default=0)
    return max((vehicle.seats for vehicle in problem.vehicles), default=0)


def _numbers(problem: Problem, visit: Visit, reasons: Sequence[Reason]) -> tuple[int | None, int | None]:
    """Return the numbers that `Reason` names, where there is one reason."""
    if len(reasons) != 1:
        return None, None
    if reasons[0] in (Reason.PARTY_TOO_LARGE, Reason.SITE_FULL):
        return visit.party.persons, visit.site.capacity
    if reasons[0] in (Reason.ROOM_SMALL, Reason.VEHICLE_SMALL):
        kind = "room" if reasons[0] is Reason.ROOM_SMALL else "vehicle"
        return visit.party.persons, _most_seats(problem, visit, kind)
    return None, None
