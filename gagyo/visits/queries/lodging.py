"""Where the parties of a visit stay."""

from typing import Any

from django.utils import translation

from gagyo.visits.models import Visit, VisitParty
from gagyo.visits.rules.lodging import FIELDS, LodgingValues


def stays_of(visit: Visit) -> list[dict[str, Any]]:
    """Return where each party stays, in both languages, as a version of the programme keeps it; empty if not known."""
    return [_stay(party) for party in visit.parties.select_related("country", "body")]


def lodging_of(party: VisitParty) -> LodgingValues:
    """Return where a party stays, as the form gives it."""
    return LodgingValues(**{name: getattr(party, name) for name in FIELDS})


def _stay(party: VisitParty) -> dict[str, Any]:
    names = {}
    for language in ("ko", "en"):
        with translation.override(language):
            names[language] = str(party)
    return {
        "party": names,
        "name": _both(party.lodging_ko, party.lodging_en),
        "address": _both(party.lodging_address_ko, party.lodging_address_en),
    }


def _both(ko: str, en: str) -> dict[str, str]:
    return {"ko": ko or en, "en": en or ko}
