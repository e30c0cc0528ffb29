"""Agreed items: of a round, of a participant, in an office's work; what each may be given to or become."""

from datetime import date
from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet

from gagyo.accounts.models import User
from gagyo.accounts.queries import membership_holds
from gagyo.common.queries import Waiting
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.meetings.choices import AgreedState
from gagyo.meetings.models import AgreedItem, MeetingRound, Participant
from gagyo.meetings.rules.acting import may_act_for
from gagyo.meetings.rules.after import ItemValues, Kept, Linked, kept_of, own_words
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.partnerships.queries.ties import with_parties

M = TypeVar("M", bound=Model)
OVERDUE: Final = "overdue"
ORDERS: Final = {"due": "due_on", "state": "state", "closed": "closed_on", "owner": "owner__name_ko"}
AGREED: Final = CountingRule(
    code="waiting-agreed-items",
    name_ko="협력미팅 합의사항",
    name_en="Agreed items of meetings",
    sentence_ko="우리 기관이 하기로 한 합의사항 가운데 아직 열려 있는 것을 기한과 관계없이 1건씩 셉니다.",
    sentence_en="What the office agreed to do and has not closed yet, whenever it is due, each once.",
)


def with_meeting(rows: "QuerySet[AgreedItem]") -> "QuerySet[AgreedItem]":
    """Return agreed items with all that their rows show."""
    return rows.select_related(
        "meeting__round", "meeting__first", "meeting__second", "owner__body", "officer", "project", "tie"
    )


def listed_items(
    meeting_round: MeetingRound,
    *,
    today: date,
    state: str = "",
    owner_id: int | None = None,
    sort: str = "",
) -> "QuerySet[AgreedItem]":
    """
    Return the agreed items of a round, the open ones first, by their day; constant queries.

    state: of AgreedState, or OVERDUE; sort: a key of ORDERS, with "-" for the other direction
    """
    rows = with_meeting(AgreedItem.objects.filter(meeting__round=meeting_round))
    if state == OVERDUE:
        rows = rows.filter(state=AgreedState.OPEN, due_on__lt=today)
    elif state in AgreedState.values:
        rows = rows.filter(state=state)
    if owner_id is not None:
        rows = rows.filter(owner=owner_id)
    column = ORDERS.get(sort.removeprefix("-"))
    if column is None:
        return rows
    return rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk")


def items_of(participant: Participant) -> "QuerySet[AgreedItem]":
    """Return what a participant and those it met agreed at its round."""
    pair = Q(meeting__first=participant) | Q(meeting__second=participant)
    return with_meeting(AgreedItem.objects.filter(pair, meeting__round=participant.round_id))


def kept_at(meeting_round: MeetingRound, *, as_of: date) -> Kept:
    """Return how a round's agreed items stand; one query."""
    rows = AgreedItem.objects.filter(meeting__round=meeting_round).order_by().values_list("state", "due_on")
    return kept_of(rows, as_of=as_of)


def waiting_agreed(*, actor: Actor) -> list[Waiting]:
    """Return what the office in which the actor works still has to do after meetings; one query."""
    if actor.office_id is None or not may_act_for(actor=actor, body_office_id=actor.office_id, round_office_id=None):
        return []
    rows = AgreedItem.objects.filter(
        state=AgreedState.OPEN, owner__body__works_as=actor.office_id, meeting__round__archived_at=None
    )
    return [Waiting("agreed-items", "item", "agreed_items", AGREED, list(with_meeting(rows).order_by("due_on", "pk")))]


def may_work_on(item: AgreedItem, *, actor: Actor) -> bool:
    """Tell whether an account works on an item: the organiser's, or that of the office as which either side works."""
    office_id = item.meeting.round.office_id
    bodies = (item.meeting.first.body.works_as_id, item.meeting.second.body.works_as_id)
    return any(may_act_for(actor=actor, body_office_id=body, round_office_id=office_id) for body in bodies)


def item_for(*, actor: Actor, item_id: int) -> AgreedItem:
    """
    Return an agreed item to an account that works on it.

    :raises AgreedItem.DoesNotExist: if there is none, or it is not the actor's to work on
    """
    rows = with_meeting(AgreedItem.objects.filter(meeting__round__archived_at=None))
    item = rows.select_related("meeting__first__body__country", "meeting__second__body__country").get(pk=item_id)
    if not may_work_on(item, actor=actor):
        raise AgreedItem.DoesNotExist
    return item


def officers_for(item: AgreedItem, *, actor: Actor, today: date) -> list[User]:
    """Return who of the office that promised may take an item, for that office only; who has it stays, even gone."""
    office_id = item.owner.body.works_as_id
    if office_id is None or actor.office_id != office_id:
        return []
    here = Q(membership_holds(today, "memberships__"), memberships__office=office_id)
    rows = User.objects.filter(here | Q(pk=item.officer_id or 0)).distinct().order_by("name_ko", "pk")
    return _with_held(list(rows), item.officer_id)


def ties_for(item: AgreedItem, *, actor: Actor) -> list[Tie]:
    """Return the actor's own ties and those of the two bodies that it sees; nothing for a link."""
    if actor.is_anonymous:
        return []
    bodies = (item.meeting.first.body_id, item.meeting.second.body_id)
    rows = Tie.objects.offered(actor, held=[item.tie_id]) | Tie.objects.for_user(actor).filter(bodies__in=bodies)
    return _with_held(list(with_parties(rows.distinct()).order_by("-pk")), item.tie_id)


def projects_for(item: AgreedItem, *, actor: Actor) -> list[ExchangeProject]:
    """Return the actor's own projects, the latest first; nothing for a link."""
    if actor.is_anonymous:
        return []
    rows = ExchangeProject.objects.offered(actor, held=[item.project_id])
    return _with_held(list(rows.order_by("-starts_on", "-pk")), item.project_id)


def _with_held(rows: list[M], held: int | None) -> list[M]:
    """Return what is offered; nothing where the item holds what the actor does not see, so that it stays."""
    return rows if held is None or any(row.pk == held for row in rows) else []


def linked_for(item: AgreedItem, *, actor: Actor, today: date) -> Linked:
    """Return the keys of what an item may be given to or become."""
    return Linked(
        officers=frozenset(one.pk for one in officers_for(item, actor=actor, today=today)),
        ties=frozenset(one.pk for one in ties_for(item, actor=actor)),
        projects=frozenset(one.pk for one in projects_for(item, actor=actor)),
    )


def values_of_item(item: AgreedItem, *, language: str) -> ItemValues:
    """Return what the form of an item holds, its texts in the writer's language."""
    return ItemValues(
        what=own_words(item.what, language=language),
        owner_id=item.owner_id,
        due_on=item.due_on,
        state=item.state,
        closed_on=item.closed_on,
        outcome=own_words(item.outcome, language=language),
        officer_id=item.officer_id,
        tie_id=item.tie_id,
        project_id=item.project_id,
    )
