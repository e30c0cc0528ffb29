"""Background tasks of the registry."""

from django.utils import timezone
from django_tasks import task

from gagyo.common.rules import system
from gagyo.registry.actions import destroy_expired


@task()
def destroy_expired_contacts() -> int:
    """Destroy contacts past their retention date, and return how many; run nightly."""
    return len(destroy_expired(by=system(label="nightly.destroy_expired_contacts"), now=timezone.now()))
