"""Background tasks of support requests."""

from django.utils import timezone
from django_tasks import task

from gagyo.common.rules import system
from gagyo.support.actions.escalation import remind_and_escalate
from gagyo.support.actions.leg_moves import rehome_all


@task()
def remind_and_escalate_legs() -> int:
    """Remind of what is due soon and tell others of what is overdue; return how many mails that came to."""
    return remind_and_escalate(by=system(label="often.remind_and_escalate"), now=timezone.now()).mails


@task()
def rehome_legs() -> int:
    """Move the open parts of requests of abolished offices, and return how many; nightly."""
    return rehome_all(by=system(label="nightly.rehome_legs"), now=timezone.now())
