"""Which column of a file is meant by which field, whatever their order and exact names."""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from gagyo.kernels.text.folding import fold
from gagyo.kernels.text.hangul import to_jamo

LEAST_CONFIDENCE: Final = 70
_NOTE: Final = re.compile(r"[(\[（【].*?[)\]）】]|[*※]")


class MappingReason(enum.StrEnum):
    SAME_NAME = "same_name"
    SYNONYM = "synonym"
    SIMILAR = "similar"
    NOTHING_FITS = "nothing_fits"


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may hold: its key, its names in Korean and English, and other words used for it."""

    key: str
    name_ko: str
    name_en: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    What a column is taken for.

    column: index into the headers. field: key of the field, None if nothing fits. confidence: 0 to 100.
    matched_name: the field's name or synonym that fitted, empty if nothing does.
    """

    column: int
    header: str
    field: str | None
    confidence: int
    reason: MappingReason
    matched_name: str


def propose_mapping(headers: Sequence[str], fields: Sequence[Field]) -> tuple[Proposal, ...]:
    """
    Return one proposal for each header, in their order; each field goes to the one column that fits it best.

    Notes in brackets and marks for required columns are passed over: "예산(천원)*" is 예산.
    """
    fits = [
        (fit, column, place)
        for column, header in enumerate(headers)
        for place, field in enumerate(fields)
        if (fit := _best_fit(column, header, field)).confidence >= LEAST_CONFIDENCE
    ]
    fits.sort(key=lambda each: (-each[0].confidence, each[1], each[2]))
    taken: dict[int, Proposal] = {}
    used: set[str | None] = set()
    for fit, column, _ in fits:
        if column not in taken and fit.field not in used:
            taken[column] = fit
            used.add(fit.field)
    nothing = MappingReason.NOTHING_FITS
    return tuple(
        taken.get(column) or Proposal(column, header, None, 0, nothing, "") for column, header in enumerate(headers)
    )


def _best_fit(column: int, header: str, field: Field) -> Proposal:
    names = [(name, MappingReason.SAME_NAME, 100) for name in (field.name_ko, field.name_en, field.key)]
    names += [(name, MappingReason.SYNONYM, 98) for name in field.synonyms]
    written = _comparable(header)
    fits = []
    for name, reason, confidence in names:
        wanted = _comparable(name)
        if written and written == wanted:
            fits.append(Proposal(column, header, field.key, confidence, reason, name))
        else:
            likeness = _likeness(written, wanted)
            fits.append(Proposal(column, header, field.key, likeness, MappingReason.SIMILAR, name))
    return max(fits, key=lambda fit: fit.confidence)


def _comparable(name: str) -> str:
    return to_jamo(fold(_NOTE.sub("", name)) or fold(name))


def _likeness(one: str, other: str) -> int:
    """Return 0 to 95: alike as a whole, or the one said inside the other (체결일 in 결연 체결일자)."""
    if not one or not other:
        return 0
    whole = fuzz.ratio(one, other)
    shorter = min(len(one), len(other))
    inside = fuzz.partial_ratio(one, other) * 0.85 if shorter >= 5 else 0.0
    return int(min(95.0, max(whole, inside)))
