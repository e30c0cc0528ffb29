"""What waits for somebody because of talk on requests, as a figure that opens."""

from typing import Final

from gagyo.common.queries import Waiting
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.support.models import Comment, Mention

NAMED: Final = CountingRule(
    code="waiting-mentions",
    name_ko="나를 언급한 의견",
    name_en="Comments that name me",
    sentence_ko="지원 요청에 쓴 의견 가운데 나를 언급했고 아직 확인하거나 답하지 않은 것을 1건씩 셉니다.",
    sentence_en="Comments on support requests that name you and that you have neither marked as seen nor answered, "
    "each once.",
)


def waiting_mentions(*, actor: Actor) -> list[Waiting]:
    """Return the comments that name the actor, read in the office in which they work now; one query, oldest first."""
    if actor.user_id is None or actor.office_id is None:
        return []
    rows = Mention.objects.filter(
        user_id=actor.user_id, seen_at=None, comment__in=Comment.objects.for_user(actor).order_by()
    )
    related = rows.select_related("comment__request", "comment__author", "comment__office")
    return [Waiting("mentions", "item", "mentions", NAMED, list(related.order_by("comment__at", "pk")))]
