"""Support requests for the screens: one with all that its page shows, and as its form gives it."""

from django.db.models import Prefetch

from gagyo.common.rules import Actor
from gagyo.support.choices import LegState
from gagyo.support.models import Approval, Leg, LegItem, SupportRequest
from gagyo.support.rules.readers import Reader
from gagyo.support.rules.values import ItemValues, RequestValues


def request_for(*, actor: Actor, request_id: int) -> SupportRequest:
    """
    Return a request with its items and the legs that were sent; an archived one to its own office only.

    :raises SupportRequest.DoesNotExist: if the actor does not see it
    """
    rows = SupportRequest.objects.for_user(actor) | SupportRequest.objects.for_user(actor, archived=True).filter(
        office_id=actor.office_id or 0
    )
    return (
        rows.select_related(
            "office", "asker", "officer", "router", "country", "place", "tie", "visit", "project", "agreed_item"
        )
        .prefetch_related(
            "items", "answers__items__item", "ratings", "readers__office", "readers__user", "tie__parties__body"
        )
        .get(pk=request_id)
    )


def reads_request(actor: Actor, request: SupportRequest) -> bool:
    """Tell whether the actor reads a request that another record names."""
    return SupportRequest.objects.for_user(actor).filter(pk=request.pk).exists()


def legs_of(request: SupportRequest, *, proposed: bool) -> list[Leg]:
    """
    Return a request's legs in order, with office, owner, items and pauses.

    proposed: with those that were not sent, for who routes it
    """
    items = Prefetch("items", LegItem.objects.select_related("item"))
    rows = request.legs.select_related("office", "body", "owner", "parent__office", "joined_into__office")
    shown = rows if proposed else rows.exclude(state=LegState.PROPOSED).filter(sent_at__isnull=False)
    return list(shown.prefetch_related(items, "pauses").order_by("pk"))


def values_of_request(request: SupportRequest) -> RequestValues:
    """Return a request as its form gives it."""
    return RequestValues(
        name_ko=request.name_ko,
        name_en=request.name_en,
        asker_id=request.asker_id,
        items=tuple(ItemValues(item.text, item.pk) for item in request.items.all()),
        field=request.field,
        template_id=request.template_id,
        country_id=request.country_id,
        place_id=request.place_id,
        wanted=request.wanted,
        wanted_by=request.wanted_by,
        confidentiality=request.confidentiality,
        readers=tuple(Reader(each.office_id, each.user_id) for each in request.readers.all()),
        officer_id=request.officer_id,
        tie_id=request.tie_id,
        visit_id=request.visit_id,
        project_id=request.project_id,
        agreed_item_id=request.agreed_item_id,
        document_number=request.document_number,
    )


def steps_of(request: SupportRequest) -> list[Approval]:
    """Return the steps of a request's present approval, in order."""
    rows = request.approvals.filter(attempt=request.attempt)
    return list(rows.select_related("approver", "stand_in", "decided_by").order_by("order"))
