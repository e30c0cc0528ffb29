"""Asking the background for a proposal, and putting it into the programme as one change that can be undone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks.base import Task, TaskResult

from gagyo.common.rules import Actor, actor_as_json
from gagyo.visits.actions.interpreter_tasks import release_stops
from gagyo.visits.actions.programme import at_minute, finish, snapshots, write_parties
from gagyo.visits.actions.visits import locked
from gagyo.visits.choices import StopKind
from gagyo.visits.models import Stop, Visit
from gagyo.visits.queries.programme_proposal import fingerprint
from gagyo.visits.rules.programme import UnableToSaveStop
from gagyo.visits.rules.programme_proposal import Planned, Question

# By its path, since tasks stand above actions.
TASK: Final = "gagyo.visits.tasks.propose_programme"


def ask_for_proposal(*, visit_id: int, question: Question, language: str, by: Actor) -> TaskResult[Any]:
    """Put a proposal into the queue, and return what will hold its answer."""
    task: Task[..., dict[str, Any]] = import_string(TASK)
    return task.enqueue(visit_id, question.as_json(), language, actor_as_json(by))


@transaction.atomic
def apply_proposal(
    *, visit_id: int, planned: Sequence[Planned], removed: Sequence[int], seen: dict[str, int], by: Actor, now: datetime
) -> int:
    """
    Put a proposal into the programme; return the id of its record, by which it is undone as one.

    seen: the stops, with their versions, beside which it was made
    :raises UnableToSaveStop: if the programme was changed since, or the proposal is impossible
    """
    visit = locked(visit_id, by=by)
    if fingerprint(visit) != seen:
        raise UnableToSaveStop(
            _("The programme was changed since this was proposed. Ask for a new proposal beside what stands now.")
        )
    fixed = set(Stop.objects.filter(visit=visit, is_fixed=True).values_list("pk", flat=True))
    moved = [one.stop_id for one in planned if one.stop_id is not None]
    if fixed & {*moved, *removed}:
        raise UnableToSaveStop(_("A stop that somebody fixed is never moved by a proposal."))
    before = dict(snapshots([*moved, *removed]))
    for one in planned:
        stop = _write(visit, one)
        before.setdefault(stop.pk, None)
    release_stops(visit, stop_ids=removed, by=by, now=now)
    Stop.objects.filter(visit=visit, pk__in=removed).delete()
    return finish(visit=visit, before=before, event="visit.programme_proposed", by=by, now=now)


def _write(visit: Visit, one: Planned) -> Stop:
    stop = Stop.objects.get(pk=one.stop_id, visit=visit) if one.stop_id else Stop(visit=visit, kind=StopKind.SITE)
    stop.site_id = one.site_id
    stop.starts_at, stop.ends_at = at_minute(one.day, one.start), at_minute(one.day, one.end)
    stop.vehicle_id = one.vehicle_id or stop.vehicle_id
    stop.language = one.language or stop.language
    stop.version = stop.version + 1 if stop.pk else 1
    stop.save()
    write_parties(stop, one.party_ids)
    return stop
