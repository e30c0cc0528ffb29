"""Background tasks of visits."""

from django.utils import timezone
from django_tasks import task

from gagyo.common.rules import system
from gagyo.visits.actions.requests import destroy_expired_requests


@task()
def destroy_expired_visit_requests() -> int:
    """Destroy the personal data of requests past their retention date, and return of how many; run nightly."""
    return destroy_expired_requests(by=system(label="nightly.destroy_expired_visit_requests"), now=timezone.now())
