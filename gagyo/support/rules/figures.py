"""How figures of requests are computed from plain values."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

HALF, TENTH = Decimal("0.5"), Decimal("0.1")


def nearest_rank(values: Sequence[Decimal], *, share: Decimal) -> Decimal | None:
    """
    Return the value that this share of the values does not exceed: the median for 0.5, the 90 % value for 0.9.

    values: in order; of an even number, the median is the mean of the two in the middle, to the tenth; None of none
    """
    if not values:
        return None
    middle = len(values) // 2
    if share == HALF and len(values) % 2 == 0:
        return ((values[middle - 1] + values[middle]) / 2).quantize(TENTH, ROUND_HALF_UP)
    return values[max(0, ceil(share * len(values)) - 1)]
