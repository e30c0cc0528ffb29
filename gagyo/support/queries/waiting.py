"""What of requests waits for somebody: to be approved, to be mended, comments that name them; as figures that open."""

from datetime import datetime
from itertools import chain
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gagyo.common.queries import Waiting
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.support.choices import ItemOutcome, LegState, RequestState
from gagyo.support.models import Comment, Leg, LegItem, Mention, RequestItem, SupportRequest
from gagyo.support.models.legs import OPEN_LEG, WITH_OFFICE
from gagyo.support.queries.board import to_decide
from gagyo.support.queries.lists import RequestFilter, listed_requests
from gagyo.support.queries.people import kind_of
from gagyo.support.queries.rows import drawn
from gagyo.support.rules.moves import ROUTING as ROUTING_STATES
from gagyo.support.rules.readers import ANSWERS, APPROVES, may_route

# The word of its address, its rule, and its requests.
Kind = tuple[str, CountingRule, "QuerySet[SupportRequest]"]

NAMED: Final = CountingRule(
    code="waiting-mentions",
    name_ko="나를 언급한 의견",
    name_en="Comments that name me",
    sentence_ko="지원 요청에 쓴 의견 가운데 나를 언급했고 아직 확인하거나 답하지 않은 것을 1건씩 셉니다.",
    sentence_en="Comments on support requests that name you and that you have neither marked as seen nor answered, "
    "each once.",
)
APPROVALS: Final = CountingRule(
    code="waiting-request-approvals",
    name_ko="내가 결재할 지원 요청",
    name_en="Support requests that wait for my approval",
    sentence_ko="결재 중인 지원 요청과 답변 가운데 지금 내가 결재하거나 대결할 차례인 것을 1건씩 셉니다.",
    sentence_en="Requests and answers in approval whose step is yours now, your own or as a stand-in, each once.",
)
RETURNED: Final = CountingRule(
    code="waiting-requests-returned",
    name_ko="나에게 반려된 지원 요청",
    name_en="Support requests returned to me",
    sentence_ko="내가 담당하는 지원 요청 가운데 결재자가 반려한 것을 1건씩 셉니다.",
    sentence_en="Requests that you look after and that an approver has returned, each once.",
)
ROUTING: Final = CountingRule(
    code="waiting-request-routing",
    name_ko="배정할 지원 요청",
    name_en="Support requests to be routed",
    sentence_ko=(
        "우리 기관이 배정하거나 아직 배정하는 기관이 없는 지원 요청 가운데, 답변할 기관이 없는 항목이 있는 것을 "
        "1건씩 셉니다."
    ),
    sentence_en="Requests that your office routes, or no office yet, with an item that no office is asked for or has "
    "answered, each once.",
)
ANSWERS_DUE: Final = CountingRule(
    code="waiting-request-answers",
    name_ko="답변을 모을 지원 요청",
    name_en="Support requests whose one answer is to be written",
    sentence_ko="우리 기관이 배정한 지원 요청 가운데 기관들의 답변이 모두 끝나 답변 하나로 모을 것을 1건씩 셉니다.",
    sentence_en="Requests that your office routes and on which every office asked has ended its part, each once.",
)
UNOWNED: Final = CountingRule(
    code="waiting-requests-unowned",
    name_ko="담당자가 없는 우리 기관의 지원 요청",
    name_en="Support requests that nobody of my office has taken on",
    sentence_ko="우리 기관에 배정되었으나 수락하지 않아 담당자가 없는 지원 요청을 1건씩 셉니다.",
    sentence_en="Requests of which a part was sent to your office that nobody has accepted or owns, each once.",
)
MINE: Final = CountingRule(
    code="waiting-support-requests",
    name_ko="내가 처리할 지원 요청",
    name_en="Support requests that I see to",
    sentence_ko=(
        "내가 맡은 배정 건이 끝나지 않았거나, 내가 담당하여 작성을 마치거나 답변을 확인할 지원 요청을 1건씩 셉니다. "
        "결재할 것과 반려된 것은 따로 셉니다."
    ),
    sentence_en="Requests of which you own a part that is not finished, or which you look after and have to complete "
    "or confirm, each once; those in approval and returned ones are counted apart.",
)
APART: Final = (RequestState.APPROVAL, RequestState.ANSWER_APPROVAL, RequestState.RETURNED)


def waiting_mentions(*, actor: Actor) -> list[Waiting]:
    """Return the comments that name the actor, read in the office in which they work now; one query, oldest first."""
    if actor.user_id is None or actor.office_id is None:
        return []
    rows = Mention.objects.filter(
        user_id=actor.user_id, seen_at=None, comment__in=Comment.objects.for_user(actor).order_by()
    )
    related = rows.select_related("comment__request", "comment__author", "comment__office")
    return [Waiting("mentions", "item", "mentions", NAMED, list(related.order_by("comment__at", "pk")))]


def waiting_requests(*, actor: Actor, now: datetime) -> list[Waiting]:
    """Return the requests that the actor decides, mends or sees to in the office of now, those due first."""
    if actor.user_id is None or actor.office_id is None:
        return []
    rows = listed_requests(actor=actor, wanted=RequestFilter(state="all"), sort="", now=now)
    asked: list[Kind] = []
    if actor.role in APPROVES:
        asking = Q(state=RequestState.APPROVAL, office_id=actor.office_id)
        answering = Q(state=RequestState.ANSWER_APPROVAL, router_id=actor.office_id)
        turns = to_decide(actor=actor, today=timezone.localdate(now))
        asked.append(("request-approvals", APPROVALS, rows.filter(asking | answering, pk__in=turns)))
    asked += [*_of_router(rows, actor=actor), *_of_answering(rows, actor=actor)]
    returned = rows.filter(state=RequestState.RETURNED, office_id=actor.office_id, officer_id=actor.user_id)
    queue = listed_requests(actor=actor, wanted=RequestFilter(view="mine"), sort="", now=now)
    asked += [
        ("requests-returned", RETURNED, returned),
        ("support-requests", MINE, queue.exclude(state__in=APART)),
    ]
    ids = {slug: list(kind.values_list("pk", flat=True)) for slug, _rule, kind in asked}
    drawn_rows = {row.pk: row for row in drawn(list(dict.fromkeys(chain(*ids.values()))), now=now)}
    found = [(slug, rule, [drawn_rows[pk] for pk in ids[slug] if pk in drawn_rows]) for slug, rule, _kind in asked]
    return [Waiting(slug, "request", "requests", rule, rows) for slug, rule, rows in found if rows]


def _of_router(rows: "QuerySet[SupportRequest]", *, actor: Actor) -> list[Kind]:
    """Return what the ministry's desk does next: say who answers, or make one answer of what was said."""
    if not may_route(actor=actor, office_kind=kind_of(actor)):
        return []
    live = rows.filter(Q(router_id=None) | Q(router_id=actor.office_id), state__in=ROUTING_STATES)
    held = LegItem.objects.filter(
        item=OuterRef("pk"), leg__round=OuterRef("request__round"), leg__state__in=(*WITH_OFFICE, LegState.ANSWERED)
    )
    items = RequestItem.objects.filter(request=OuterRef("pk"), outcome=ItemOutcome.OPEN)
    unheld = Exists(items.exclude(Exists(held)))
    with_office = Exists(Leg.objects.filter(request=OuterRef("pk"), state__in=OPEN_LEG))
    ended = live.filter(~unheld, ~with_office, state=RequestState.UNDER_WAY)
    return [
        ("request-routing", ROUTING, live.filter(unheld)),
        ("request-answers", ANSWERS_DUE, ended),
    ]


def _of_answering(rows: "QuerySet[SupportRequest]", *, actor: Actor) -> list[Kind]:
    """Return what was sent to the actor's office and nobody there has taken on."""
    if actor.role not in ANSWERS:
        return []
    legs = Leg.objects.filter(office_id=actor.office_id or 0, state__in=WITH_OFFICE, owner=None)
    taken = rows.filter(pk__in=legs.values("request"), state=RequestState.UNDER_WAY)
    return [("requests-unowned", UNOWNED, taken)]
