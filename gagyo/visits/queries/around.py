"""Visits around another record: the latest of a tie or a country, and who of a country is here today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from gagyo.accounts.rules import reads_inside
from gagyo.common.rules import Actor
from gagyo.meetings.models import AgreedItem
from gagyo.visits.choices import VisitState
from gagyo.visits.models import Stop, Visit, VisitParty
from gagyo.visits.queries.filters import VisitFilter, visits_for
from gagyo.visits.queries.visits import parties_prefetch

SHOWN: Final = 10
COMES: Final = (VisitState.CONFIRMED, VisitState.UNDER_WAY, VisitState.DONE)


@dataclass(frozen=True)
class Latest:
    """How many visits there are, and the latest of them."""

    total: int
    rows: list[Visit]


@dataclass(frozen=True)
class Here:
    """The parties of one country that are here today; visits, and places of the own ones, by the visit's id."""

    parties: list[VisitParty]
    visits: Mapping[int, Visit]
    places: Mapping[int, str]

    @property
    def persons(self) -> int:
        """How many they are."""
        return sum(party.persons for party in self.parties)


def latest_visits(*, actor: Actor, wanted: VisitFilter, today: date) -> Latest:
    """Return the visits that the filter means, the latest first."""
    rows = visits_for(actor=actor, wanted=wanted, today=today)
    shown = rows.prefetch_related(parties_prefetch()).order_by("-starts_on", "-pk")[:SHOWN]
    return Latest(rows.count(), list(shown))


def visits_of_item(item: AgreedItem, *, actor: Actor, today: date) -> list[Visit]:
    """Return the visits that came of what was agreed at a one-to-one meeting, in their order."""
    rows = visits_for(actor=actor, wanted=VisitFilter(), today=today).filter(agreed_item=item)
    return list(rows.prefetch_related(parties_prefetch()).order_by("starts_on", "pk"))


def here_now(*, actor: Actor, country: str, now: datetime) -> Here:
    """Return the parties of a country in visits that include today; of own visits also the stop, now or next."""
    today = timezone.localdate(now)
    on = Visit.objects.for_user(actor).filter(starts_on__lte=today, ends_on__gte=today, state__in=COMES)
    parties = list(
        VisitParty.objects.filter(country=country, visit__in=on.values("pk"))
        .select_related("body")
        .order_by("visit", "order")
    )
    visits = {row.pk: row for row in on.filter(parties__country=country).select_related("office").distinct()}
    # Where a delegation goes today is for the office that receives it.
    inside = [pk for pk, row in visits.items() if reads_inside(actor=actor, office_id=row.office_id)]
    stops = (
        Stop.objects.filter(visit__in=inside, ends_at__gte=now, starts_at__date=today)
        .select_related("site")
        .order_by("-starts_at")
    )
    # The nearest stop comes last, and stays.
    places = {stop.visit_id: f"{timezone.localtime(stop.starts_at):%H:%M} {stop.title}" for stop in stops}
    return Here(parties, visits, places)
