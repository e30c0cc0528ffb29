"""What one ambassador leaves to the next: gathered from what stands there already, nothing typed for it."""

from dataclasses import dataclass

from gagyo.ambassadors.choices import ActivityOutcome
from gagyo.ambassadors.models import Activity, ActivityFile, AdviceQuestion, AnnualPlan, Posting
from gagyo.ambassadors.queries.advice import waiting_advice
from gagyo.common.rules import Actor
from gagyo.support.models import Leg, SupportRequest
from gagyo.support.models.legs import WITH_OFFICE
from gagyo.support.rules.moves import ENDED

MOST_FILES = 50
MOST_PLANS = 3


@dataclass(frozen=True)
class Leaving:
    """
    What is open when an ambassador leaves.

    legs: the parts of requests that the province's office answers; asked: what the office itself waits for
    promises: not kept yet, of this ambassador and of those before; files: evidence of this ambassador's activities
    """

    legs: list[Leg]
    asked: list[SupportRequest]
    advice: list[AdviceQuestion]
    plans: list[AnnualPlan]
    promises: list[Activity]
    files: list[ActivityFile]

    def owned_by(self, user_id: int | None) -> list[Leg]:
        """Return the legs that a person owns."""
        return [leg for leg in self.legs if user_id is not None and leg.owner_id == user_id]

    def advice_of(self, user_id: int | None) -> list[AdviceQuestion]:
        """Return the questions that wait for a person."""
        return [each for each in self.advice if user_id is not None and each.owner_id == user_id]

    def owns_something(self, user_id: int | None) -> bool:
        """Tell whether a person still owns a leg or a question."""
        return bool(self.owned_by(user_id) or self.advice_of(user_id))


def leaving(posting: Posting, *, actor: Actor) -> Leaving:
    """Return what a posting leaves, as far as the actor reads it."""
    office = posting.office_id or 0
    readable = SupportRequest.objects.for_user(actor)
    legs = Leg.objects.filter(office_id=office, state__in=WITH_OFFICE, request__in=readable.values("pk"))
    asked = readable.filter(office_id=office).exclude(state__in=ENDED)
    promised = Activity.objects.for_user(actor).filter(
        outcome=ActivityOutcome.PROMISED, kept_on=None, posting__province_id=posting.province_id
    )
    files = ActivityFile.objects.filter(
        activity__in=Activity.objects.for_user(actor).filter(posting=posting).values("pk"), archived_at=None
    )
    return Leaving(
        legs=list(legs.select_related("request__asker", "owner", "office").order_by("due_at", "pk")),
        asked=list(asked.select_related("asker", "country").order_by("-pk")),
        advice=waiting_advice(office_id=posting.office_id),
        plans=list(AnnualPlan.objects.for_user(actor).filter(province_id=posting.province_id)[:MOST_PLANS]),
        promises=list(promised.select_related("posting", "for_body").order_by("promised_by", "day", "pk")),
        files=list(files.select_related("file", "activity").order_by("-activity__day", "pk")[:MOST_FILES]),
    )
