"""How figures of requests are computed from plain values."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

HALF = Decimal("0.5")


def nearest_rank(values: Sequence[Decimal], *, share: Decimal) -> Decimal | None:
    """
    Return the value that this share of the values does not exceed: the median for 0.5, the 90 % value for 0.9.

    values: in order; of an even number, the median is the mean of the two in the middle; None of none
    """
    if not values:
        return None
    middle = len(values) // 2
    if share == HALF and len(values) % 2 == 0:
        return ((values[middle - 1] + values[middle]) / 2).quantize(Decimal("0.01"))
    return values[max(0, ceil(share * len(values)) - 1)]
