"""Background tasks of support requests."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from gagyo.common.rules import system
from gagyo.kernels.files.apart import text_apart
from gagyo.kernels.files.text import UnableToTakeText
from gagyo.support.actions.absences import renew_stand_ins
from gagyo.support.actions.escalation import remind_and_escalate
from gagyo.support.actions.leg_moves import rehome_all
from gagyo.support.actions.successions import rehome_requests
from gagyo.support.models import Attachment


@task()
def remind_and_escalate_legs() -> int:
    """Remind of what is due soon and tell others of what is overdue; return how many mails that came to."""
    return remind_and_escalate(by=system(label="often.remind_and_escalate"), now=timezone.now()).mails


@task()
def rehome_legs() -> int:
    """
    Move the open requests of abolished offices, what they routed and the open parts that they had, and return how
    many; steps that wait get the stand-ins of today. Nightly.
    """
    by, now = system(label="nightly.rehome_legs"), timezone.now()
    renew_stand_ins(now=now)
    return rehome_requests(by=by, now=now) + rehome_all(by=by, now=now)


@task()
def read_attachment(attachment_id: int) -> int:
    """Take the text out of an attached file, for the search; return how many letters. A second run does no harm."""
    row = Attachment.objects.select_related("file").filter(pk=attachment_id).first()
    if row is None:
        return 0
    with row.file.file.open("rb") as opened:
        data = opened.read(settings.MAX_UPLOAD_BYTES + 1)
    try:
        text = text_apart(data)
    except UnableToTakeText:
        text = ""
    Attachment.objects.filter(pk=row.pk).update(text=text)
    return len(text)
