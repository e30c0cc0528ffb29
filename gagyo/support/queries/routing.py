"""Who should answer a request, from the registry: missions for its country, the bureau, the ambassador."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership, Office
from gagyo.accounts.queries import membership_holds
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, BodySuccession, MissionCoverage
from gagyo.support.models import RoutingRule, SupportRequest
from gagyo.support.models.legs import OPEN_LEG
from gagyo.support.queries.hours import seat_of
from gagyo.support.rules.routing import MissionFact, OfficeFact, Proposal, propose_legs

# Who knows better than roles do who is posted to a province lies above this app: it names its function once loaded.
POSTED: list[str] = []
ANSWERING_KINDS = (
    OfficeKind.MINISTRY,
    OfficeKind.MISSION_ABROAD,
    OfficeKind.AGENCY,
    OfficeKind.LOCAL_GOVERNMENT,
    OfficeKind.ASSOCIATION,
)


def proposals_for(request: SupportRequest, *, today: date) -> list[Proposal]:
    """Return who should answer a request, each with its reason; offices with an open leg are left out."""
    held = request.legs.filter(state__in=OPEN_LEG).values_list("office_id", flat=True)
    return propose_legs(
        country=request.country_id,
        place_id=request.place_id,
        missions=missions_for(country=request.country_id, today=today),
        bureaus=bureaus_for(field=request.field),
        ambassador=ambassador_for(asker=request.asker, today=today),
        held=list(held),
    )


def missions_for(*, country: str | None, today: date) -> list[MissionFact]:
    """Return the missions abroad that stand in a country or cover it on a day."""
    if country is None:
        return []
    since, until = Q(starts_on=None) | Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gte=today)
    covering = MissionCoverage.objects.filter(since, until, country_id=country).values("mission")
    rows = Body.objects.filter(
        Q(country_id=country) | Q(pk__in=covering),
        kind=BodyKind.MISSION_ABROAD,
        archived_at=None,
        merged_into=None,
    ).filter(until)
    return [
        MissionFact(
            body_id=row.pk,
            name=str(row),
            seat=seat_of(row),
            office_id=row.works_as_id if row.works_as and row.works_as.archived_at is None else None,
            place_id=row.place_id,
        )
        for row in rows.select_related("works_as", "place").prefetch_related("covers")
    ]


def bureaus_for(*, field: str) -> list[OfficeFact]:
    """Return the bureaus that are set for a field."""
    rows = RoutingRule.objects.filter(field=field, office__archived_at=None).select_related("office")
    return [OfficeFact(row.office_id, str(row.office)) for row in rows.order_by("pk")]


def posted_by(path: str) -> None:
    """
    Have a function say who is posted to a province on a day: (province: Body, today: date) -> OfficeFact | None.

    path: dotted, because an app is loaded before its rows
    """
    if path not in POSTED:
        POSTED.append(path)


def ambassador_for(*, asker: Body, today: date) -> OfficeFact | None:
    """Return the office and person of the ambassador in the asker's province: by posting, else by role."""
    if asker.kind not in {BodyKind.METROPOLITAN, BodyKind.BASIC}:
        return None
    province = asker.parent if asker.kind == BodyKind.BASIC else asker
    if province is None or province.works_as_id is None:
        return None
    for path in POSTED:
        posted: OfficeFact | None = import_string(path)(province=province, today=today)
        if posted is not None:
            return posted
    held = Membership.objects.filter(
        membership_holds(today), office_id=province.works_as_id, office__archived_at=None, role=Role.AMBASSADOR
    )
    row = held.select_related("office").order_by("-starts_on", "-pk").first()
    return OfficeFact(row.office_id, str(row.office), province.pk, row.user_id) if row else None


def answering_office(office_id: int) -> Office | None:
    """Return an office that can answer; None for one that is abolished or of a kind that answers nothing."""
    return Office.objects.filter(pk=office_id, archived_at=None, kind__in=ANSWERING_KINDS).first()


def answering_offices() -> QuerySet[Office]:
    """Return the offices that can be asked to answer, by name."""
    return Office.objects.filter(archived_at=None, kind__in=ANSWERING_KINDS).order_by("name_ko", "pk")


def successor_of(office: Office, *, today: date) -> Office | None:
    """Return the office of the body that took over from an abolished office's body, however often."""
    body = Body.objects.filter(works_as=office).first()
    seen: set[int] = set()
    while body is not None and body.pk not in seen:
        seen.add(body.pk)
        after = BodySuccession.objects.filter(predecessor=body, happened_on__lte=today).order_by("-happened_on", "-pk")
        row = after.select_related("successor__works_as").first()
        if row is None:
            return None
        body = row.successor
        found = body.works_as
        if found is not None and found.pk != office.pk and found.archived_at is None:
            return found
    return None
