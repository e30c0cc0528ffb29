"""The anniversaries of an office's ties."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from gagyo.common.rules import Actor
from gagyo.partnerships.choices import IN_FORCE
from gagyo.partnerships.models import Tie
from gagyo.partnerships.queries.ties import signing_of, with_parties
from gagyo.partnerships.rules.anniversaries import Anniversary, anniversaries_between, next_anniversary


@dataclass(frozen=True)
class Coming:
    """A tie with its anniversary and the days until it can begin."""

    tie: Tie
    anniversary: Anniversary
    days_left: int
    is_near: bool


def coming_anniversaries(*, actor: Actor, today: date) -> list[Coming]:
    """Return the next round anniversary of each of the office's ties in force, the nearest first."""
    ties = with_parties(Tie.objects.own(actor).filter(state__in=IN_FORCE, signed_on__isnull=False))
    found = []
    for tie in ties:
        each = next_anniversary(signed=signing_of(tie), today=today)
        if each is not None:
            near = each.is_near(today=today, lead_days=settings.ANNIVERSARY_LEAD_DAYS)
            found.append(Coming(tie, each, each.days_left(today=today), near))
    return sorted(found, key=lambda coming: (coming.days_left, coming.tie.pk))


def office_anniversaries(*, office_id: int, first: date, last: date) -> list[tuple[Tie, Anniversary]]:
    """Return the anniversaries of an office's ties between two days, for its calendar."""
    ties = Tie.objects.past_access(because="the office's own, by its feed's secret").filter(
        office_id=office_id, archived_at=None, state__in=IN_FORCE, signed_on__isnull=False
    )
    return [
        (tie, each)
        for tie in with_parties(ties).order_by("id")
        for each in anniversaries_between(signed=signing_of(tie), first=first, last=last)
    ]
