"""Which column of a file holds what: proposed, with a confidence and a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gagyo.kernels.tabular.mapping import MappingReason, propose_mapping
from gagyo.partnerships.rules.imports.fields import FIELDS

Why = Literal["remembered", "same_name", "synonym", "similar", "nothing_fits"]


@dataclass(frozen=True)
class ColumnProposal:
    """What a column is taken for. field: empty if nothing fits; confidence: 0 to 100; matched: the name that fitted."""

    column: int
    heading: str
    field: str
    confidence: int
    why: Why
    matched: str


def column_proposals(
    headings: Sequence[str], *, subject: str, remembered: Mapping[str, int] | None = None
) -> list[ColumnProposal]:
    """Return a proposal for each column; what the office confirmed before goes before every guess."""
    if remembered is not None:
        fields = {column: key for key, column in remembered.items()}
        return [
            ColumnProposal(n, heading, fields.get(n, ""), 100 if n in fields else 0, "remembered", heading)
            for n, heading in enumerate(headings)
        ]
    return [
        ColumnProposal(
            each.column, each.header, each.field or "", each.confidence, _why(each.reason), each.matched_name
        )
        for each in propose_mapping(headings, FIELDS[subject])
    ]


def proposed_mapping(headings: Sequence[str], *, subject: str) -> dict[str, int]:
    """Return field -> column as it is proposed for a file that nobody has confirmed."""
    return {each.field: each.column for each in column_proposals(headings, subject=subject) if each.field}


def _why(reason: MappingReason) -> Why:
    return reason.value
