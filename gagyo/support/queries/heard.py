"""Meetings at which requests were voiced and their items, as somebody may read them, each with how it stands."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office, User
from gagyo.accounts.models.owned import readable
from gagyo.accounts.rules import reads_inside
from gagyo.common.queries import Waiting
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.support.choices import Confidentiality, HeardKind, HeardState
from gagyo.support.models import HeardItem, HeardMeeting, Leg, SupportRequest
from gagyo.support.models.heard import HEARD_OPEN
from gagyo.support.queries.people import answerers_in
from gagyo.support.rules.heard import Became, Fulfilment, fulfilment, may_record, standing

OPEN: Final = "not_closed"
MOST_REQUESTS: Final = 300
ITEMS: Final = CountingRule(
    code="items-voiced",
    name_ko="회의 건의사항",
    name_en="Items voiced at the meeting",
    sentence_ko=(
        "볼 수 있는 건의사항을 1건씩 셉니다. 지원 요청이 된 건의사항은 그 요청의 답변에 따라 세며, "
        "n = 이행 + 일부 이행 + 수용 곤란 + 진행 중입니다."
    ),
    sentence_en=(
        "Items that the reader may see, each once. One that became a support request counts by the answer to it: "
        "n = fulfilled + in part + not possible + still open."
    ),
)
LISTED: Final = CountingRule(
    code="meetings-with-items",
    name_ko="건의사항이 나온 회의",
    name_en="Meetings with items voiced",
    sentence_ko="볼 수 있는 회의를 1회씩 셉니다.",
    sentence_en="Meetings that the reader may see, each once.",
)
WAITING: Final = CountingRule(
    code="waiting-heard-items",
    name_ko="끝나지 않은 회의 건의사항",
    name_en="Items voiced at meetings, still open",
    sentence_ko="우리 기관이 맡은 회의 건의사항 가운데 이행 여부가 아직 정해지지 않은 것을 1건씩 셉니다.",
    sentence_en="Items voiced at meetings that the office is in charge of and has not closed, each once.",
)


def with_results(rows: "QuerySet[HeardItem]") -> "QuerySet[HeardItem]":
    """Return items with all that their rows show, and what they became; the same number of queries for any number."""
    return rows.select_related("meeting", "voiced_by", "office", "officer", "request", "leg__office").prefetch_related(
        "request__items", "leg__items"
    )


def became(item: HeardItem) -> Became | None:
    """Return what the request says that an item became; nothing of a restricted one, whose state is not told."""
    request = item.request
    if request is None or request.confidentiality == Confidentiality.RESTRICTED:
        return None
    asked = {each.item_id for each in item.leg.items.all()} if item.leg else None
    outcomes = tuple(each.outcome for each in request.items.all() if asked is None or each.pk in asked)
    return Became(request.state, outcomes)


def stands(item: HeardItem) -> HeardState:
    """Return how an item stands."""
    return standing(item.state, became(item))


def items_readable(actor: Actor) -> Q:
    """
    Return the condition under which the actor reads an item: as its meeting, and the office in charge its own.

    Without an account only public items of public meetings are read.
    """
    if actor.is_anonymous:
        return Q(is_public=True, meeting__visibility=Visibility.PUBLIC, meeting__archived_at=None)
    own = Q(office_id=actor.office_id) if actor.office_id else Q(pk__in=())
    return Q(meeting__archived_at=None) & (readable(actor, "meeting__") | own)


def meetings_for(*, actor: Actor, q: str = "", kind: str = "", year: int | None = None) -> "QuerySet[HeardMeeting]":
    """Return the meetings that the actor may read, the latest first, each with the items that the actor reads."""
    rows = HeardMeeting.objects.for_user(actor)
    if kind in HeardKind.values:
        rows = rows.filter(kind=kind)
    if year is not None:
        rows = rows.filter(held_on__year=year)
    for word in q.split():
        rows = rows.filter(Q(name_ko__icontains=word) | Q(name_en__icontains=word) | Q(place__icontains=word))
    items = HeardItem.objects.filter(items_readable(actor), archived_at=None)
    shown = Prefetch("items", with_results(items.order_by("order", "pk")), "shown_items")
    return rows.select_related("held_by").prefetch_related(shown).order_by("-held_on", "-pk")


def fulfilment_of(items: Iterable[HeardItem]) -> Fulfilment:
    """Return how items stand that were read with their results."""
    return fulfilment(stands(each) for each in items)


def meeting_for(*, actor: Actor, meeting_id: int) -> HeardMeeting:
    """
    Return a meeting; an archived one to its own office only.

    :raises HeardMeeting.DoesNotExist: if the actor does not see it
    """
    rows = HeardMeeting.objects.for_user(actor) | HeardMeeting.objects.for_user(actor, archived=True).filter(
        office_id=actor.office_id or 0
    )
    return rows.select_related("held_by", "office").get(pk=meeting_id)


def items_of(meeting: HeardMeeting, *, actor: Actor, state: str = "") -> list[HeardItem]:
    """
    Return the items of a meeting that the actor reads, in their order.

    state: a HeardState, or OPEN for those that are not closed; any other word leaves nothing out
    """
    rows = HeardItem.objects.filter(meeting=meeting, archived_at=None)
    if actor.is_anonymous:
        rows = rows.filter(is_public=True)
    found = list(with_results(rows.order_by("order", "pk")))
    if state == OPEN:
        return [each for each in found if stands(each) in HEARD_OPEN]
    return [each for each in found if stands(each) == state] if state in HeardState.values else found


def item_for(*, actor: Actor, item_id: int) -> HeardItem:
    """
    Return an item; an archived one inside the office that keeps the minutes only.

    :raises HeardItem.DoesNotExist: if the actor does not see it
    """
    item = (
        with_results(HeardItem.objects.filter(items_readable(actor))).select_related("meeting__office").get(pk=item_id)
    )
    if item.archived_at and not reads_inside(actor=actor, office_id=item.meeting.office_id):
        raise HeardItem.DoesNotExist
    return item


def waiting_heard(*, actor: Actor) -> list[Waiting]:
    """Return what the actor's office still has to see to after meetings."""
    if not may_record(actor=actor, office_id=actor.office_id):
        return []
    rows = HeardItem.objects.filter(office_id=actor.office_id or 0, archived_at=None, meeting__archived_at=None)
    open_rows = with_results(rows).order_by("due_on", "pk")
    # An item that became a request may be open in its row, and settled by the request, or the other way round.
    linked_or_open = open_rows.filter(Q(state__in=HEARD_OPEN) | Q(request__isnull=False))
    found = [each for each in linked_or_open if stands(each) in HEARD_OPEN]
    return [Waiting("heard-items", "item", "heard_items", WAITING, found)] if found else []


def officers_for(item: HeardItem, *, today: date) -> "QuerySet[User]":
    """Return who may take an item in the office in charge; who has it stays, even gone."""
    return answerers_in(office_id=item.office_id, today=today) | User.objects.filter(pk=item.officer_id or 0)


def offices_in_charge(*, held: int | None = None) -> "QuerySet[Office]":
    """Return the offices that can be put in charge of an item."""
    rows = Office.objects.filter(Q(archived_at=None) | Q(pk=held or 0))
    return rows.order_by("name_ko", "pk")


def results_offered(item: HeardItem, *, actor: Actor) -> list[tuple[str, str]]:
    """
    Return what an item may have become, as ("12", a request) and ("12:34", one office's part of it), newest first.

    Requests that the actor reads and that are not restricted: of the body that voiced it, or of the actor's office.
    """
    rows = SupportRequest.objects.for_user(actor).filter(confidentiality=Confidentiality.NORMAL)
    own = Q(office_id=actor.office_id or 0) | Q(router_id=actor.office_id or 0)
    wanted = rows.filter(own | Q(asker_id=item.voiced_by_id or 0) | Q(pk=item.request_id or 0))
    legs = Prefetch("legs", Leg.objects.filter(sent_at__isnull=False).select_related("office"), "sent_legs")
    found: list[tuple[str, str]] = []
    for row in wanted.prefetch_related(legs).order_by("-pk")[:MOST_REQUESTS]:
        found.append((str(row.pk), str(row)))
        found += [(f"{row.pk}:{leg.pk}", f"{row} → {leg.office}") for leg in row.sent_legs]
    return found


def result_key(item: HeardItem) -> str:
    """Return what an item became as the form sends it; empty for nothing."""
    if item.request_id is None:
        return ""
    return f"{item.request_id}:{item.leg_id}" if item.leg_id else str(item.request_id)
