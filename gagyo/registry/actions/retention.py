"""Destroying personal data whose retention period is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gagyo.accounts.rules import NotYoursError, may_keep_registry
from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.registry.choices import MergeSubject
from gagyo.registry.models import Merge, MergeStep, NotADuplicate, Person


@transaction.atomic
def destroy_expired(*, by: Actor, now: datetime) -> list[int]:
    """
    Destroy every contact whose last day is past, and return whose they were; the record says whose, not what.

    Values go from every place: the row, its posts and what hangs on it, and what merges have kept of it.
    :raises NotYoursError: if the actor neither keeps the registry nor is the nightly task
    """
    if not may_keep_registry(actor=by):
        raise NotYoursError("Only the nightly task and the operator destroy expired data. Ask the operator.")
    today = timezone.localdate(now)
    people = sorted(Person._base_manager.filter(retain_until__lt=today).values_list("pk", flat=True))
    if not people:
        return []
    _forget_merges(people)
    Person._base_manager.filter(pk__in=people).delete()
    record(
        event="people.destroyed",
        by=by,
        at=now,
        people=people,
        rows=len(people),
        reason=f"Retention period ended before {today.isoformat()}",
    )
    return people


def _forget_merges(people: list[int]) -> None:
    one_of_them = Q(winner_id__in=people) | Q(loser_id__in=people)
    merges = Merge.objects.filter(one_of_them, subject=MergeSubject.PERSON)
    MergeStep.objects.filter(merge__in=merges).delete()
    merges.update(winner_label="", loser_label="")
    pairs = Q(first_id__in=people) | Q(second_id__in=people)
    NotADuplicate.objects.filter(pairs, subject=MergeSubject.PERSON).delete()
