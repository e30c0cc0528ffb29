"""The facts of ties that stand in the open data beside those of the directory's lines."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from gagyo.accounts.choices import Visibility
from gagyo.partnerships.choices import CouncilConsent
from gagyo.partnerships.models import Tie, TieParty
from gagyo.partnerships.rules.values import PartyValues

COLUMNS: Final = (
    *("planned_year", "signed_online", "signed_at__name_ko", "signed_at__name_en", "council_consent"),
    *("council_consent_on", "summary", "visibility"),
)


@dataclass(frozen=True, slots=True)
class TieFacts:
    """What the open data says of a tie. signed_at: a place's names in Korean and English; signed: by body."""

    planned_year: int | None
    signed_online: bool
    signed_at: tuple[str, str]
    council_consent: str
    council_consent_on: date | None
    summary: str
    visibility: str
    signed: dict[int, PartyValues]

    def party(self, body_id: int) -> PartyValues:
        """Return who signed for a party."""
        return self.signed.get(body_id) or PartyValues(body_id)

    @property
    def consent_name(self) -> str:
        """What is known of the council's consent, in words."""
        return str(CouncilConsent(self.council_consent).label)

    @property
    def visibility_name(self) -> str:
        """Who may read it, in words."""
        return str(Visibility(self.visibility).label)


def facts_of_ties(ties: QuerySet[Tie]) -> dict[int, TieFacts]:
    """Return the facts of each tie; two queries. ties: from ties_for(), ordered but not sliced."""
    signed: dict[int, dict[int, PartyValues]] = defaultdict(dict)
    named = TieParty.objects.filter(~Q(signatory="") | ~Q(signatory_title=""), tie__in=ties.order_by().values("pk"))
    for tie_id, body, name, title in named.values_list("tie_id", "body_id", "signatory", "signatory_title"):
        signed[tie_id][body] = PartyValues(body, name, title)
    found = {}
    for pk, planned, online, ko, en, consent, consent_on, summary, visibility in ties.values_list("pk", *COLUMNS):
        place = (ko or "", en or "")
        words = str(summary)
        held = signed.get(pk, {})
        found[pk] = TieFacts(planned, online, place, consent, consent_on, words, visibility, held)
    return found
