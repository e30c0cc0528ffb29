"""What is allowed in the registry, and what is computed from its rows: plain values in and out."""

from gagyo.registry.rules.duplicates import Pair, Record, likely_pairs
from gagyo.registry.rules.keeping import check_add_body, check_keep, kept_by, may_add, may_keep
from gagyo.registry.rules.periods import Period, held_on

__all__ = [
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
]
