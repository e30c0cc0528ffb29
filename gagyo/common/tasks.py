"""Background tasks of the floor: mail, and clearing up after the queue itself."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from gagyo.common.actions import renew_planner_counts
from gagyo.common.actions.outbox import MailServer, send_due_mail
from gagyo.common.models import JobRun, MailState, OutgoingMail, ReceivedMail

KEEP_DAYS = 30


@task()
def send_mail_outbox() -> dict[str, int]:
    """Send what is due, and return how many were sent, put off and given up."""
    server = MailServer.from_url(settings.MAIL_URL)
    if server is None:
        return {}
    done = send_due_mail(
        server=server,
        sender=settings.DEFAULT_FROM_EMAIL,
        attempts=settings.MAIL_ATTEMPTS,
        timeout=settings.EMAIL_TIMEOUT,
        clock=timezone.now,
    )
    return {"sent": done.sent, "put_off": done.put_off, "given_up": done.given_up}


@task()
def clear_background_records() -> int:
    """Forget finished tasks, begun jobs, sent and received mail after KEEP_DAYS; return how many rows."""
    before = timezone.now() - timedelta(days=KEEP_DAYS)
    tasks, _ = DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    jobs, _ = JobRun.objects.filter(job__startswith="nightly.", at__lt=before).delete()
    mail, _ = OutgoingMail.objects.filter(state=MailState.SENT, sent_at__lt=before).delete()
    received, _ = ReceivedMail.objects.filter(received_at__lt=before).delete()
    return tasks + jobs + mail + received


@task()
def renew_database_counts() -> None:
    """Let the database count its tables anew, by which it chooses its indexes."""
    renew_planner_counts()
