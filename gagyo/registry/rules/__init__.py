"""What is allowed in the registry, and what is computed from its rows: plain values in and out."""

from gagyo.registry.rules.duplicates import Pair, Record, likely_pairs
from gagyo.registry.rules.keeping import (
    OFFICER_ADDS,
    check_add_body,
    check_keep,
    kept_by,
    may_add,
    may_keep,
    may_keep_every,
)
from gagyo.registry.rules.periods import Period, held_on

__all__ = [
    "OFFICER_ADDS",
    "Pair",
    "Period",
    "Record",
    "check_add_body",
    "check_keep",
    "held_on",
    "kept_by",
    "likely_pairs",
    "may_add",
    "may_keep",
    "may_keep_every",
]
