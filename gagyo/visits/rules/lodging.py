"""Where the parties of a visit stay: what a form gives, and how a programme says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

Language = Literal["ko", "en"]
# A party's stay as a version of the programme keeps it: party, name and address, each by language.
Stay = Mapping[str, Any]
FIELDS = ("lodging_ko", "lodging_en", "lodging_address_ko", "lodging_address_en")


@dataclass(frozen=True)
class LodgingValues:
    """Where a party stays: a hotel's name and address in both languages; nothing where it is not known."""

    lodging_ko: str = ""
    lodging_en: str = ""
    lodging_address_ko: str = ""
    lodging_address_en: str = ""


class UnableToSaveLodging(Exception):
    """Where a party stays cannot be kept so; the sentence says what to change."""


def check_lodging(values: LodgingValues) -> None:
    """
    Refuse an address of no hotel.

    :raises UnableToSaveLodging: with the sentence for the officer
    """
    address = values.lodging_address_ko or values.lodging_address_en
    if address.strip() and not (values.lodging_ko.strip() or values.lodging_en.strip()):
        raise UnableToSaveLodging(
            _("“%(address)s” has no name. Give the hotel's name, or take the address out.") % {"address": address}
        )


def leaving_words(stays: Sequence[Stay], *, language: Language) -> str:
    """Return from where the days begin, in the active language; empty where nobody's lodging is known."""
    groups = _grouped(stays, language)
    said = []
    for (name, _address), parties in groups.items():
        if len(groups) == 1:
            return _("Leaving from %(place)s") % {"place": name} if name else ""
        if name:
            said.append(_("%(parties)s: leaving from %(place)s") % {"parties": ", ".join(parties), "place": name})
    return " · ".join(said)


def lodging_words(stays: Sequence[Stay], *, language: Language) -> list[str]:
    """Return each hotel with its address and, unless all stay there, who stays in it."""
    groups = _grouped(stays, language)
    found = []
    for (name, address), parties in groups.items():
        place = ", ".join(part for part in (name, address) if part)
        if name:
            found.append(place if len(groups) == 1 else f"{place} ({', '.join(parties)})")
    return found


def _grouped(stays: Sequence[Stay], language: Language) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for stay in stays:
        found.setdefault((stay["name"][language], stay["address"][language]), []).append(stay["party"][language])
    return found
