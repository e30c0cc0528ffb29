"""Which visits are meant: one filter for the list, the calendar, the open data, the API and every figure's address."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from gagyo.accounts.models import OwnedQuerySet
from gagyo.accounts.models.owned import readable
from gagyo.common.rules import Actor
from gagyo.kernels.text.words import words_of
from gagyo.registry.models import RegionMember
from gagyo.visits.choices import DatedBy, VisitState
from gagyo.visits.models import Site, Stop, Visit, VisitParty, VisitTheme

ALL_STATES: Final = "all"
# As a site: any that the reader does not read.
ELSEWHERE: Final = 0


@dataclass(frozen=True)
class VisitFilter:
    """
    What of the visits is meant; empty means everything that was not cancelled.

    on_from, on_until: a day of the visit is in this period
    through: the body that organised the visit, or whose training course it belongs to
    office: id; country: ISO code; region: "scheme:code" as of `until` or today; theme: code; organiser, tie, course:
    ids; site: id, or ELSEWHERE; state: a VisitState, several joined by commas, or "all"; since, until: the day of
    `dated_by` is in this period; month: "2024-05"; own: of the actor's office; sample: "yes" or "no"
    unnamed: without an organiser that the reader may learn of
    """

    q: str = ""
    own: bool = False
    office: int | None = None
    country: str = ""
    region: str = ""
    theme: str = ""
    site: int | None = None
    organiser: int | None = None
    organiser_kind: str = ""
    unnamed: bool = False
    tie: int | None = None
    course: int | None = None
    through: int | None = None
    state: str = ""
    since: date | None = None
    until: date | None = None
    on_from: date | None = None
    on_until: date | None = None
    month: str = ""
    dated_by: str = DatedBy.START.value
    sample: str = ""

    def parameters(self) -> dict[str, str]:
        """Return what the address says: only what differs from nothing asked."""
        said = {
            each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name) != each.default
        }
        return {key: "1" if value is True else str(value) for key, value in said.items()}

    def href(self) -> str:
        """Return the address of the rows."""
        query = urlencode(self.parameters())
        return f"{reverse('visits:visits')}?{query}" if query else reverse("visits:visits")

    def but(self, **changes: Any) -> "VisitFilter":
        """Return the filter with something changed."""
        return replace(self, **changes)


def sites_named_to(actor: Actor) -> OwnedQuerySet[Site]:
    """Return the sites whose names the actor reads; archived ones too, so that old visits keep their places."""
    return Site.objects.past_access(because="narrowed to what the actor reads").filter(readable(actor))


def at_site(*, site: int, actor: Actor) -> Q:
    """Return the condition that a visit stops at a site that the actor reads, or (ELSEWHERE) at one that is not."""
    stops, named = Stop.objects.filter(visit=OuterRef("pk")), sites_named_to(actor).values("pk")
    if site == ELSEWHERE:
        return Q(Exists(stops.filter(site__isnull=False).exclude(site__in=named)))
    return Q(Exists(stops.filter(site=site, site__in=named)))


def visits_for(*, actor: Actor, wanted: VisitFilter, today: date) -> OwnedQuerySet[Visit]:
    """Return the visits that the actor may read and the filter means, each once; not in order."""
    return _narrowed(Visit.objects.for_user(actor), wanted=wanted, actor=actor, today=today)


def counted_visits(*, actor: Actor, wanted: VisitFilter, today: date) -> OwnedQuerySet[Visit]:
    """
    Return all visits that the filter means, whoever may read them: for counting only, never for showing rows.

    actor: who reads the figures; sites and organisers that it does not read cannot be asked for by name
    """
    living = Visit.objects.past_access(because="figures count every visit and name none (docs/decisions/0007)")
    return _narrowed(living.filter(archived_at=None), wanted=wanted, actor=actor, today=today)


def organisers_named_to(actor: Actor) -> Any:
    """Return the ids of the bodies that organised a visit that the actor reads, as a subquery."""
    return Visit.objects.for_user(actor).exclude(organiser=None).order_by().values("organiser")


def _narrowed(visits: OwnedQuerySet[Visit], *, wanted: VisitFilter, actor: Actor, today: date) -> OwnedQuerySet[Visit]:
    if not wanted.state:
        visits = visits.exclude(state=VisitState.CANCELLED)
    elif wanted.state != ALL_STATES:
        visits = visits.filter(state__in=wanted.state.split(","))
    return visits.filter(own_columns(wanted, actor), _words(wanted.q), _related(wanted, actor, wanted.until or today))


def own_columns(wanted: VisitFilter, actor: Actor) -> Q:
    """Return the condition on the visit's own columns."""
    condition = Q()
    if wanted.own:
        condition &= Q(office_id=actor.office_id) if actor.office_id else Q(pk__in=[])
    day = wanted.dated_by
    plain = {
        "office_id": wanted.office,
        "organiser_id": wanted.organiser,
        "organiser_kind": wanted.organiser_kind,
        f"{day}__gte": wanted.since,
        f"{day}__lte": wanted.until,
    }
    condition &= Q(**{name: value for name, value in plain.items() if value})
    # Of a tie or course that is not the reader's to read, nobody learns which visits belong to it.
    condition &= Q(readable(actor, "tie__"), tie=wanted.tie) if wanted.tie else Q()
    condition &= Q(readable(actor, "course__"), course=wanted.course) if wanted.course else Q()
    condition &= _through(wanted.through, actor) if wanted.through else Q()
    # A figure by organiser counts under its kind what the reader may not know the organiser of.
    condition &= Q(organiser=None) | ~Q(organiser__in=organisers_named_to(actor)) if wanted.unnamed else Q()
    condition &= Q(starts_on__lte=wanted.on_until) if wanted.on_until else Q()
    condition &= Q(ends_on__gte=wanted.on_from) if wanted.on_from else Q()
    if wanted.month:
        year, month = wanted.month.split("-")
        condition &= Q(**{f"{day}__year": int(year), f"{day}__month": int(month)})
    return condition & Q(is_sample=wanted.sample == "yes") if wanted.sample else condition


def _through(body: int, actor: Actor) -> Q:
    return Q(organiser_id=body) | Q(readable(actor, "course__"), course__institution_id=body)


def _words(text: str) -> Q:
    """Return the condition that each word is in the name, or in the name of a country or body that came."""
    condition = Q()
    for word in words_of(text):
        names = ("country__name_ko", "country__name_en", "body__name_ko", "body__name_en", "name")
        inside = Q()
        for name in names:
            inside |= Q(**{f"{name}__icontains": word})
        came = Q(Exists(VisitParty.objects.filter(inside, visit=OuterRef("pk"))))
        organised = Q(organiser__name_ko__icontains=word) | Q(organiser__name_en__icontains=word)
        condition &= Q(name_ko__icontains=word) | Q(name_en__icontains=word) | came | organised
    return condition


def _related(wanted: VisitFilter, actor: Actor, day: date) -> Q:
    condition = Q()
    if wanted.country:
        condition &= Q(Exists(VisitParty.objects.filter(visit=OuterRef("pk"), country=wanted.country)))
    if wanted.region:
        members = countries_in(region=wanted.region, day=day)
        condition &= Q(Exists(VisitParty.objects.filter(visit=OuterRef("pk"), country__in=members)))
    if wanted.theme:
        condition &= Q(Exists(VisitTheme.objects.filter(visit=OuterRef("pk"), theme__code=wanted.theme)))
    if wanted.site is not None:
        condition &= at_site(site=wanted.site, actor=actor)
    return condition


def countries_in(*, region: str, day: date) -> Any:
    """Return the codes of the countries of a region ("scheme:code") on a day, those of its parts too, as a subquery."""
    scheme, _colon, code = region.partition(":")
    held = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    inside = Q(region__code=code) | Q(region__parent__code=code) | Q(region__parent__parent__code=code)
    return RegionMember.objects.filter(held, inside, region__scheme=scheme).values("country")
