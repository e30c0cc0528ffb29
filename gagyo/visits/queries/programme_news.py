"""Whom changes of a programme concern that nobody was told of yet: read from the records that the changes left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gagyo.common.models import AuditRecord
from gagyo.registry.models import Person
from gagyo.visits.choices import VisitState
from gagyo.visits.models import InterpreterTask, Site, Visit
from gagyo.visits.rules.interpreting import OPEN
from gagyo.visits.rules.programme_news import Names, Step, StopChange, net_changes

STOP_EVENTS = (
    "visit.stop_added",
    "visit.stop_changed",
    "visit.stop_moved",
    "visit.stop_removed",
    "visit.programme_proposed",
    "visit.programme_undone",
)
TOLD, SENT = "visit.programme_told", "visit.programme_sent"
OVER = (VisitState.CANCELLED, VisitState.DONE)
BECAUSE = "hosts and interpreters of a programme are told of its change"


@dataclass(frozen=True)
class News:
    """Somebody with the changes that concern them; interprets: is asked, or has said yes."""

    email: str
    interprets: bool
    changes: tuple[StopChange, ...]


@dataclass
class Untold:
    """What happened to a visit's stops since people were told last; hosted: of it, what followed a sent version."""

    since_told: list[Step] = field(default_factory=list)
    hosted: list[Step] = field(default_factory=list)
    is_sent: bool = False


def news_of(visit: Visit, *, now: datetime) -> list[News]:
    """
    Return who is to be told of changes, by e-mail address.

    Interpreters of what changed since they were asked, hosts and stand-ins of what changed since the programme was
    first sent; both only of what changed since people were told last.
    """
    return news_of_visits([visit], now=now).get(visit.pk, [])


def news_of_visits(visits: Iterable[Visit], *, now: datetime) -> dict[int, list[News]]:
    """Return who is to be told of changes of each visit, by the visit's id; in constant queries."""
    living = [visit.pk for visit in visits if not visit.archived_at and visit.state not in OVER]
    steps = {pk: steps for pk, steps in _untold_steps(living).items() if steps.since_told}
    if not steps:
        return {}
    found: dict[int, defaultdict[str, dict[int, StopChange]]] = {pk: defaultdict(dict) for pk in steps}
    interprets: set[str] = set()
    for pk, email, change in _of_interpreters(steps, now=now):
        found[pk][email][change.stop_id] = change
        interprets.add(email)
    for pk, email, change in _of_hosts({pk: net_changes(each.hosted, now=now) for pk, each in steps.items()}):
        found[pk][email].setdefault(change.stop_id, change)
    return {
        pk: [
            News(email, email in interprets, tuple(changes[stop] for stop in sorted(changes)))
            for email, changes in sorted(people.items())
        ]
        for pk, people in found.items()
        if people
    }


def site_names(changes: Iterable[StopChange]) -> Names:
    """Return the names of the sites of some stops, in both languages."""
    rows = _sites(changes).values()
    return {row.pk: {"ko": row.name_ko or row.name_en, "en": row.name_en or row.name_ko} for row in rows}


def _untold_steps(visit_ids: list[int]) -> dict[int, Untold]:
    """Return what happened to the stops of each visit since people were told last; in one query."""
    of_visits = AuditRecord.objects.filter(
        about_type=Visit._meta.label_lower, about_id__in=[str(pk) for pk in visit_ids]
    )
    rows = of_visits.filter(event__in=(*STOP_EVENTS, TOLD, SENT)).order_by("pk")
    found: defaultdict[int, Untold] = defaultdict(Untold)
    for row in rows.only("pk", "at", "event", "about_id", "before", "after"):
        held = found[int(row.about_id)]
        if row.event == TOLD:
            held.since_told, held.hosted = [], []
        elif row.event == SENT:
            held.is_sent = True
        else:
            held.since_told += _steps(row)
            held.hosted += _steps(row) if held.is_sent else []
    return found


def _steps(row: AuditRecord) -> list[Step]:
    before, after = row.before or {}, row.after or {}
    keys = [key for key in {**before, **after} if key.startswith("stop:")]
    return [
        Step(row.pk, row.at, int(key.removeprefix("stop:")), before.get(key), after.get(key)) for key in sorted(keys)
    ]


def _of_interpreters(steps: Mapping[int, Untold], *, now: datetime) -> Iterable[tuple[int, str, StopChange]]:
    tasks = InterpreterTask.objects.filter(stop__visit__in=steps, state__in=OPEN)
    for task in tasks.select_related("interpreter__person", "stop"):
        person, visit_id = task.interpreter.person, task.stop.visit_id
        if person is None or not person.email:
            continue
        of_stop = [step for step in steps[visit_id].since_told if step.stop_id == task.stop_id]
        for change in net_changes([step for step in of_stop if step.at >= task.asked_at], now=now).values():
            yield visit_id, person.email, change


def _of_hosts(changes: Mapping[int, Mapping[int, StopChange]]) -> Iterable[tuple[int, str, StopChange]]:
    sites = _sites([change for of_visit in changes.values() for change in of_visit.values()])
    named = [
        (visit_id, change, person)
        for visit_id, of_visit in changes.items()
        for change in of_visit.values()
        for person in _receivers(change, sites)
    ]
    ids = {person for _visit_id, _change, person in named}
    rows = Person.objects.past_access(because=BECAUSE).filter(pk__in=ids, archived_at=None).exclude(email="")
    addresses = {row.pk: row.email for row in rows}
    return [(visit_id, addresses[person], change) for visit_id, change, person in named if person in addresses]


def _receivers(change: StopChange, sites: Mapping[int, Site]) -> list[int]:
    """Return who receives a stop and who did before: its host, or the host and the stand-in of its site."""
    found: list[int | None] = []
    for one in change.versions:
        site = sites.get(one["site_id"] or 0)
        found += [one["host_id"]] if one["host_id"] else [site.host_id, site.stand_in_id] if site else []
    return list(dict.fromkeys(pk for pk in found if pk))


def _sites(changes: Iterable[StopChange]) -> dict[int, Any]:
    ids = {one["site_id"] for change in changes for one in change.versions if one["site_id"]}
    return {row.pk: row for row in Site.objects.past_access(because=BECAUSE).filter(pk__in=ids)}
