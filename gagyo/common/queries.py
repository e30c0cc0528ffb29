"""Reads that every app makes."""

from datetime import datetime

from django.db.models import QuerySet, Sum

from gagyo.common.models import DataVersion, MailState, OutgoingMail


def data_version() -> int:
    """Return a number that changes with every commit that changed data."""
    return DataVersion.objects.aggregate(total=Sum("n"))["total"] or 0


def due_mail(*, now: datetime) -> QuerySet[OutgoingMail]:
    """Return the messages whose next attempt has come, oldest first."""
    return OutgoingMail.objects.filter(state=MailState.WAITING, next_attempt_at__lte=now).order_by("pk")
