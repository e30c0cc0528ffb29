"""Which ties are meant: one filter for the page, the open data, the API and every figure's address."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import In, IsNull
from django.urls import reverse
from django.utils.translation import get_language

from gagyo.accounts.models import OwnedQuerySet
from gagyo.common.rules import Actor
from gagyo.partnerships.choices import IN_FORCE, TieState
from gagyo.partnerships.models import Tie, TieField, TieParty, TieStateChange
from gagyo.partnerships.queries.directory_words import HOME, ties_with_words
from gagyo.registry.models import RegionMember

IN_FORCE_STATES: Final = "in_force"
ALL_STATES: Final = "all"
UNKNOWN: Final = "unknown"
MARK: Final = "gagyo-value-stands-here"
NOT_YET: Final = (TieState.PLANNED.value, TieState.TALKS.value)


@dataclass(frozen=True)
class TieFilter:
    """
    What of the ties is meant; empty means everything, but of the states only ties in force.

    government, province, place: ids (a Korean body; a metropolitan body with all below it; a place with all in it)
    at: id of a place itself, without what lies in it
    country: ISO code; region: "scheme:code"; decade, year: of signing, or "unknown"
    state: a TieState, "in_force" or "all"; scope: "foreign" or "domestic"; sample: "yes" or "no"
    as_of: the day whose states, regions and names are meant; None is today
    """

    q: str = ""
    own: bool = False
    government: int | None = None
    province: int | None = None
    place: int | None = None
    at: int | None = None
    country: str = ""
    region: str = ""
    kind: str = ""
    decade: str = ""
    year: str = ""
    field: str = ""
    state: str = IN_FORCE_STATES
    scope: str = ""
    sample: str = ""
    as_of: date | None = None

    def parameters(self) -> dict[str, str]:
        """Return what the address says: only what differs from nothing asked."""
        said: dict[str, str] = {}
        for name, default in _defaults():
            value = getattr(self, name)
            if value != default:
                said[name] = "1" if value is True else str(value)
        return said

    def href(self, name: str = "partnerships:ties") -> str:
        """Return the address of the rows."""
        query, address = urlencode(self.parameters()), _address(name, get_language())
        return f"{address}?{query}" if query else address

    def href_for(self, name: str) -> Callable[[object], str]:
        """Return the function that gives the address with a value in one parameter: a map asks a thousand times."""
        before, _, after = self.but(**{name: MARK}).href().partition(MARK)
        return lambda value: f"{before}{quote_plus(str(value))}{after}"

    def but(self, **changes: Any) -> "TieFilter":
        """Return the filter with something changed."""
        return replace(self, **changes)

    def day(self, today: date) -> date:
        """Return the day that is meant."""
        return self.as_of or today


@cache
def _defaults() -> tuple[tuple[str, object], ...]:
    return tuple((each.name, each.default) for each in fields(TieFilter))


@cache
def _address(name: str, _language: str | None) -> str:
    """Return an address in a language: a map or table of figures asks for it a thousand times."""
    return reverse(name)


def state_on(*, day: date, today: date) -> Case:
    """
    Return the state of a tie on a day.

    From today on it is the record's own. Before, it is that of the last dated change; before the first change, a
    tie counts as signed unless that change or its signing date says that it was only being prepared.
    """
    ended = When(ended_on__lte=day, then=Value(TieState.ENDED.value))
    ahead = When(signed_on__gt=day, then=Value(TieState.PLANNED.value))
    if day >= today:
        return Case(ended, When(state__in=NOT_YET, then=F("state")), ahead, default=F("state"))
    changes = TieStateChange.objects.filter(tie=OuterRef("pk"))
    last = Subquery(changes.filter(changed_on__lte=day).order_by("-changed_on", "-id").values("state")[:1])
    first = Subquery(changes.filter(changed_on__gt=day).order_by("changed_on", "id").values("state")[:1])
    before_all_changes = Case(
        When(In(first, NOT_YET), then=Value(TieState.PLANNED.value)),
        When(IsNull(first, False), then=Value(TieState.SIGNED.value)),
        When(state=TieState.ENDED, ended_on__gt=day, then=Value(TieState.SIGNED.value)),
        default=F("state"),
    )
    return Case(ended, When(In(last, NOT_YET), then=last), ahead, default=Coalesce(last, before_all_changes))


def members_on(*, region: str, day: date) -> Q:
    """Return the condition for members of a region ("scheme:code") or of its parts on a day."""
    scheme, _colon, code = region.partition(":")
    inside = Q()
    for path in ("region", "region__parent", "region__parent__parent"):
        inside |= Q(**{f"{path}__scheme_id": scheme, f"{path}__code": code})
    held = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    return inside & held


def ties_for(*, actor: Actor, wanted: TieFilter, today: date) -> OwnedQuerySet[Tie]:
    """Return the ties that the actor may read and the filter means, each once, with `state_then`; not in order."""
    day = wanted.day(today)
    ties = Tie.objects.for_user(actor).annotate(state_then=state_on(day=day, today=today))
    if wanted.state == IN_FORCE_STATES:
        ties = ties.filter(state_then__in=IN_FORCE)
    elif wanted.state != ALL_STATES:
        ties = ties.filter(state_then=wanted.state)
    return ties.filter(_own_columns(wanted, actor), _parties(wanted, day), ties_with_words(wanted.q))


def _own_columns(wanted: TieFilter, actor: Actor) -> Q:
    """Return the condition on the tie's own columns."""
    condition = Q()
    if wanted.own:
        condition &= Q(office_id=actor.office_id) if actor.office_id else Q(pk__in=[])
    if wanted.kind:
        condition &= Q(kind=wanted.kind)
    if wanted.scope:
        condition &= Q(is_domestic=wanted.scope == "domestic")
    if wanted.sample:
        condition &= Q(is_sample=wanted.sample == "yes")
    if wanted.field:
        condition &= Q(Exists(TieField.objects.filter(tie=OuterRef("pk"), field=wanted.field)))
    return condition & _signed(wanted)


def _signed(wanted: TieFilter) -> Q:
    """Return the condition on the signing date."""
    condition = Q()
    for written, years in ((wanted.year, 1), (wanted.decade, 10)):
        if written == UNKNOWN:
            condition &= Q(signed_on=None)
        elif written:
            first = int(written)
            condition &= Q(signed_on__gte=date(first, 1, 1), signed_on__lt=date(first + years, 1, 1))
    return condition


def _parties(wanted: TieFilter, day: date) -> Q:
    """Return the condition on the parties; a Korean party does not make Korea a foreign tie's country."""
    parties = TieParty.objects.filter(tie=OuterRef("pk"))
    foreign = parties.exclude(body__country=HOME)
    condition = Q()
    if wanted.government:
        condition &= Q(Exists(parties.filter(body=wanted.government)))
    if wanted.province:
        condition &= Q(Exists(parties.filter(Q(body=wanted.province) | Q(body__parent=wanted.province))))
    if wanted.place:
        inside = Q(body__place=wanted.place) | Q(body__place__parent=wanted.place)
        condition &= Q(Exists(parties.filter(inside | Q(body__place__parent__parent=wanted.place))))
    if wanted.at:
        condition &= Q(Exists(parties.filter(body__place=wanted.at)))
    if wanted.country == HOME:
        condition &= Q(is_domestic=True)
    elif wanted.country:
        condition &= Q(Exists(parties.filter(body__country=wanted.country)))
    if wanted.region:
        members = RegionMember.objects.filter(members_on(region=wanted.region, day=day))
        condition &= Q(Exists(foreign.filter(body__country__in=members.values("country"))))
    return condition
