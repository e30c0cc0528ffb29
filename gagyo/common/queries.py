"""Reads that every app makes."""

from django.db.models import Sum

from gagyo.common.models import DataVersion


def data_version() -> int:
    """Return a number that changes with every commit that changed data."""
    return DataVersion.objects.aggregate(total=Sum("n"))["total"] or 0
