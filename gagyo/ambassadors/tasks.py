"""Background tasks of ambassadors."""

from django.utils import timezone
from django_tasks import task

from gagyo.ambassadors.actions.advice import destroy_expired_questions
from gagyo.common.rules import system


@task()
def destroy_expired_advice() -> int:
    """Destroy what firms wrote past its retention date, and return of how many questions; run nightly."""
    return destroy_expired_questions(by=system(label="nightly.destroy_expired_advice"), now=timezone.now())
