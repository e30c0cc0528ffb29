"""Whom changes of a programme concern that nobody was told of yet: read from the records that the changes left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


def news_of(visit: Visit, *, now: datetime) -> list[News]:
    """
    Return who is to be told of changes, by e-mail address.

    Interpreters of what changed since they were asked, hosts and stand-ins of what changed since the programme was
    first sent; both only of what changed since people were told last.
    """
    if visit.archived_at or visit.state in OVER:
        return []
    records = list(_records(visit))
    told = max((row.pk for row in records if row.event == TOLD), default=0)
    sent = min((row.pk for row in records if row.event == SENT), default=None)
    steps = [step for row in records if row.event in STOP_EVENTS and row.pk > told for step in _steps(row)]
    if not steps:
        return []
    found: defaultdict[str, dict[int, StopChange]] = defaultdict(dict)
    interprets: set[str] = set()
    for email, change in _of_interpreters(visit, steps, now=now):
        found[email][change.stop_id] = change
        interprets.add(email)
    hosted = [] if sent is None else [step for step in steps if step.number > sent]
    for email, change in _of_hosts(net_changes(hosted, now=now)):
        found[email].setdefault(change.stop_id, change)
    return [
        News(email, email in interprets, tuple(changes[pk] for pk in sorted(changes)))
        for email, changes in sorted(found.items())
    ]


def site_names(changes: Iterable[StopChange]) -> Names:
    """Return the names of the sites of some stops, in both languages."""
    rows = _sites(changes).values()
    return {row.pk: {"ko": row.name_ko or row.name_en, "en": row.name_en or row.name_ko} for row in rows}


def _records(visit: Visit) -> Iterable[AuditRecord]:
    of_visit = AuditRecord.objects.filter(about_type=visit._meta.label_lower, about_id=str(visit.pk))
    rows = of_visit.filter(event__in=(*STOP_EVENTS, TOLD, SENT)).order_by("pk")
    return rows.only("pk", "at", "event", "before", "after")


def _steps(row: AuditRecord) -> list[Step]:
    before, after = row.before or {}, row.after or {}
    keys = [key for key in {**before, **after} if key.startswith("stop:")]
    return [
        Step(row.pk, row.at, int(key.removeprefix("stop:")), before.get(key), after.get(key)) for key in sorted(keys)
    ]


def _of_interpreters(visit: Visit, steps: list[Step], *, now: datetime) -> Iterable[tuple[str, StopChange]]:
    tasks = InterpreterTask.objects.filter(stop__visit=visit, state__in=OPEN).select_related("interpreter__person")
    for task in tasks:
        person = task.interpreter.person
        if person is None or not person.email:
            continue
        since = [step for step in steps if step.stop_id == task.stop_id and step.at >= task.asked_at]
        for change in net_changes(since, now=now).values():
            yield person.email, change


def _of_hosts(changes: Mapping[int, StopChange]) -> Iterable[tuple[str, StopChange]]:
    sites = _sites(changes.values())
    people = {pk: _receivers(change, sites) for pk, change in changes.items()}
    ids = {person for found in people.values() for person in found}
    rows = Person.objects.past_access(because=BECAUSE).filter(pk__in=ids, archived_at=None).exclude(email="")
    addresses = {row.pk: row.email for row in rows}
    for pk, found in people.items():
        for person in found:
            if person in addresses:
                yield addresses[person], changes[pk]


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
