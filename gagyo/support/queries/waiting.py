"""What of requests waits for somebody: to be approved, to be mended, comments that name them; as figures that open."""

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils import timezone

from gagyo.common.queries import Waiting
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.support.choices import RequestState
from gagyo.support.models import Comment, Mention
from gagyo.support.queries.board import to_decide
from gagyo.support.queries.lists import RequestFilter, listed_requests
from gagyo.support.rules.readers import APPROVES

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
    found = []
    if actor.role in APPROVES:
        asking = Q(state=RequestState.APPROVAL, office_id=actor.office_id)
        answering = Q(state=RequestState.ANSWER_APPROVAL, router_id=actor.office_id)
        turns = to_decide(actor=actor, today=timezone.localdate(now))
        mine = list(rows.filter(asking | answering, pk__in=turns))
        found.append(Waiting("request-approvals", "request", "requests", APPROVALS, mine))
    returned = rows.filter(state=RequestState.RETURNED, office_id=actor.office_id, officer_id=actor.user_id)
    found.append(Waiting("requests-returned", "request", "requests", RETURNED, list(returned)))
    queue = listed_requests(actor=actor, wanted=RequestFilter(view="mine"), sort="", now=now)
    found.append(Waiting("support-requests", "request", "requests", MINE, list(queue.exclude(state__in=APART))))
    return [each for each in found if each.rows]
