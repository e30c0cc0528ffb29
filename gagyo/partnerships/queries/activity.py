"""The last recorded activity of ties, for many at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import Max

from gagyo.partnerships.choices import ProjectState, TieState
from gagyo.partnerships.models import ExchangeProject, Tie, TieStateChange
from gagyo.partnerships.rules.dates import PartialDate
from gagyo.partnerships.rules.dormancy import Dormancy, dormancy

# That a tie fell dormant or ended is a finding about it, not something that the partners did together.
NO_ACTIVITY = (TieState.DORMANT, TieState.ENDED)


def last_activity(*, ties: Iterable[Tie], today: date) -> dict[int, list[date | None]]:
    """
    Return for each tie its days of activity that count: signing, the last project, the last change of state.

    A signing known by its year counts as that year's last day, so that the days since are never overstated.
    Projects count whoever may read them: only the day is used. Two queries for any number of ties.
    """
    rows = list(ties)
    ids = [tie.pk for tie in rows]
    found: dict[int, list[date | None]] = defaultdict(list)
    for tie in rows:
        signed = PartialDate(tie.signed_on, tie.signed_precision).last_day
        found[tie.pk].append(min(signed, today) if signed and tie.signed_on and tie.signed_on <= today else None)
    begun = ExchangeProject.objects.past_access(because="of ties already read").filter(
        tie_id__in=ids, archived_at=None, starts_on__lte=today
    )
    for tie_id, ends_on in (
        begun.exclude(state=ProjectState.CANCELLED).values_list("tie_id").annotate(last=Max("ends_on"))
    ):
        if tie_id is not None:
            found[tie_id].append(min(ends_on, today))
    changes = TieStateChange.objects.filter(tie_id__in=ids, changed_on__lte=today).exclude(state__in=NO_ACTIVITY)
    precise = changes.exclude(state=TieState.SIGNED, tie__signed_precision__in=["month", "year"])
    for tie_id, changed_on in precise.values_list("tie_id").annotate(last=Max("changed_on")):
        found[tie_id].append(changed_on)
    return dict(found)


def dormancies(*, ties: Iterable[Tie], today: date) -> dict[int, Dormancy]:
    """Return how dormant each tie is, by the thresholds of the settings."""
    rows = list(ties)
    days = last_activity(ties=rows, today=today)
    return {
        tie.pk: dormancy(
            state=tie.state,
            activity=days.get(tie.pk, ()),
            today=today,
            quiet_days=settings.DORMANCY_WARNING_DAYS,
            dormant_days=settings.DORMANT_AFTER_DAYS,
        )
        for tie in rows
    }
