"""Background tasks of visits."""

from typing import Any

from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from gagyo.common.rules import actor_from_json, system
from gagyo.visits.actions.interpreters import forget_destroyed
from gagyo.visits.actions.members import destroy_names
from gagyo.visits.actions.requests import destroy_expired_requests
from gagyo.visits.queries.programme_proposal import propose_for
from gagyo.visits.queries.visits import visit_for
from gagyo.visits.rules.programme_proposal import Question


@task()
def destroy_expired_visit_requests() -> int:
    """Destroy the personal data of requests past their retention date, and return of how many; run nightly."""
    return destroy_expired_requests(by=system(label="nightly.destroy_expired_visit_requests"), now=timezone.now())


@task()
def forget_destroyed_interpreters() -> int:
    """Destroy what interpreters wrote whose contact was destroyed, and return of how many; run nightly."""
    return forget_destroyed(by=system(label="nightly.forget_destroyed_interpreters"), now=timezone.now())


@task()
def destroy_visitors_names() -> int:
    """Destroy what names visitors past the retention period, and return of how many visits; nightly."""
    return destroy_names(by=system(label="nightly.destroy_visitors_names"), now=timezone.now())


@task()
def propose_programme(visit_id: int, question: dict[str, Any], language: str, actor: dict[str, Any]) -> dict[str, Any]:
    """Return a proposal for a visit's days, with its sentences in a language; a second run does no harm."""
    with override(language):
        visit = visit_for(actor=actor_from_json(actor), visit_id=visit_id)
        return propose_for(visit, Question.from_json(question))
