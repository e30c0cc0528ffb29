"""A proposal for a visit's programme: its problem from the office's rows, and its answer in words."""

from datetime import timedelta
from typing import Any

from django.db.models import Q

from gagyo.kernels.programme.problem import Problem, Vehicle
from gagyo.visits.models import Interpreter, Site, Stop, Visit
from gagyo.visits.models import Vehicle as VehicleRow
from gagyo.visits.queries.programme import stops_of
from gagyo.visits.queries.programme_plan import BECAUSE, kernel_interpreters, plan_of, times_away
from gagyo.visits.rules.clash_words import Names, unplaced_words
from gagyo.visits.rules.programme_clashes import Plan
from gagyo.visits.rules.programme_proposal import (
    SEED,
    TIME_LIMIT_SECONDS,
    Planned,
    Question,
    groups_of,
    key_of,
    movable,
    problem_of,
)


def fingerprint(visit: Visit) -> dict[str, int]:
    """Return each stop of a visit with its version: what a proposal was made beside."""
    return {str(pk): version for pk, version in Stop.objects.filter(visit=visit).values_list("pk", "version")}


def question_problem(visit: Visit, question: Question) -> tuple[Problem, Plan]:
    """Return what the kernel is asked, and the plan that it was made from."""
    stops = list(stops_of(visit))
    plan, _names = plan_of(visit=visit, stops=stops, more_sites=question.wishes)
    days = [visit.starts_on + timedelta(days=n) for n in range((visit.ends_on - visit.starts_on).days + 1)]
    dates = (days[0], days[-1])
    agreed = Q(consent_on__lte=dates[0]) & (Q(consent_until=None) | Q(consent_until__gte=dates[1]))
    pool = Q(office_id=visit.office_id, archived_at=None) & agreed if question.language else Q(pk=None)
    problem = problem_of(
        plan=plan,
        question=question,
        vehicles=_vehicles(visit, dates) if question.needs_vehicle else plan.vehicles,
        interpreters=kernel_interpreters(pool, dates),
        days=days,
    )
    return problem, plan


def propose_for(visit: Visit, question: Question) -> dict[str, Any]:
    """
    Return a proposal in a shape that the queue keeps: stops, what did not fit in words, and what it was made beside.

    This runs the solver for some seconds, and loads it: call it in the background.
    """
    from gagyo.kernels.programme.propose import Status, propose  # slow to import

    seen = fingerprint(visit)
    problem, plan = question_problem(visit, question)
    answer = propose(problem, seed=SEED, time_limit=TIME_LIMIT_SECONDS)
    held = {(frozenset(piece.parties), piece.site): int(piece.key) for piece in movable(plan, question)}
    groups = {key_of(group): group for group in groups_of(question)}
    planned = [
        Planned(
            site_id=int(stop.site),
            party_ids=tuple(int(key) for key in groups[stop.party]),
            day=stop.day,
            start=stop.start,
            end=stop.end,
            vehicle_id=int(stop.vehicle) if stop.vehicle else None,
            language=question.language if stop.interpreter else "",
            interpreter_id=int(stop.interpreter) if stop.interpreter else None,
            stop_id=held.pop((frozenset(groups[stop.party]), stop.site), None),
        )
        for stop in answer.stops
    ]
    names = _names(visit, question)
    return {
        "seen": seen,
        "stops": [one.as_json() for one in planned],
        "removed": sorted(held.values()),
        "unplaced": [unplaced_words(one, names=names) for one in answer.unplaced],
        "is_proven": answer.status is Status.OPTIMAL,
        "minutes": answer.minutes.value,
    }


def _names(visit: Visit, question: Question) -> Names:
    sites = Site.objects.past_access(because=BECAUSE).filter(pk__in=question.wishes)
    parties = {str(party.pk): str(party) for party in visit.parties.all()}
    return Names(
        sites={str(site.pk): site.name for site in sites},
        parties={key_of(group): ", ".join(parties.get(key, key) for key in group) for group in groups_of(question)},
    )


def names_for_preview(visit: Visit, planned: list[Planned]) -> dict[str, dict[int, str]]:
    """Return the names that a preview shows, by kind and id."""
    sites = Site.objects.past_access(because=BECAUSE).filter(pk__in=[one.site_id for one in planned])
    vehicles = VehicleRow.objects.past_access(because=BECAUSE).filter(pk__in=[one.vehicle_id or 0 for one in planned])
    people = Interpreter.objects.past_access(because=BECAUSE).filter(
        pk__in=[one.interpreter_id or 0 for one in planned]
    )
    return {
        "sites": {row.pk: row.name for row in sites},
        "vehicles": {row.pk: row.name for row in vehicles},
        "interpreters": {row.pk: str(row) for row in people.select_related("person")},
        "parties": {party.pk: str(party) for party in visit.parties.all()},
    }


def _vehicles(visit: Visit, dates: Any) -> tuple[Vehicle, ...]:
    rows = list(
        VehicleRow.objects.past_access(because=BECAUSE).filter(office_id=visit.office_id or 0, archived_at=None)
    )
    away = times_away(Q(vehicle__in=[row.pk for row in rows]), dates)
    return tuple(Vehicle(str(row.pk), max(1, row.seats), busy=away.get(("vehicle", row.pk), ())) for row in rows)
