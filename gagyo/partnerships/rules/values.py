"""What a person enters for a tie and a project, as plain values."""

from dataclasses import dataclass, field
from datetime import date

from gagyo.accounts.choices import Visibility
from gagyo.common.models import TranslatedText
from gagyo.partnerships.choices import CouncilConsent, ProjectKind, TieKind, TieState
from gagyo.partnerships.rules.dates import UNKNOWN, PartialDate


@dataclass(frozen=True)
class PartyValues:
    """One party and who signed for it."""

    body_id: int
    signatory: str = ""
    signatory_title: str = ""


@dataclass(frozen=True)
class TieValues:
    """A tie as its form, an import or the API gives it; `state` counts only when the tie is new."""

    parties: tuple[PartyValues, ...]
    kind: str = TieKind.SISTER.value
    state: str = TieState.SIGNED.value
    local_kind_ko: str = ""
    local_kind_en: str = ""
    planned_year: int | None = None
    signed: PartialDate = UNKNOWN
    signed_online: bool = False
    signed_at_id: int | None = None
    council_consent: str = CouncilConsent.UNKNOWN.value
    council_consent_on: date | None = None
    fields: tuple[str, ...] = ()
    summary: TranslatedText = field(default_factory=TranslatedText)
    source: str = ""
    source_url: str = ""
    visibility: str = Visibility.OFFICE.value


@dataclass(frozen=True)
class ProjectValues:
    """An exchange project as its form, an import or the API gives it."""

    name_ko: str
    lead_id: int
    starts_on: date
    ends_on: date
    kind: str = ProjectKind.OTHER.value
    name_en: str = ""
    tie_id: int | None = None
    country_id: str | None = None
    place_id: int | None = None
    partner_ids: tuple[int, ...] = ()
    persons_out: int | None = None
    persons_in: int | None = None
    budget_krw: int | None = None
    visibility: str = Visibility.OFFICE.value
