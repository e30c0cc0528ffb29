"""Steps of colour for a map, and round ends for an axis."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from gagyo.kernels.drawing.drawing import InWords, Key, Number

STEPS = 5


@dataclass(frozen=True)
class Steps:
    """Lower bounds of the steps of a scale, rising; a value below the first has no colour."""

    bounds: Sequence[int]

    def step_of(self, value: Number) -> int:
        """Return 1 for the palest step and up; 0 for nothing."""
        return bisect_right(self.bounds, value)

    def legend(self, in_words: InWords) -> list[Key]:
        """Return an entry for each step: "10-49", the last "50+"."""
        keys = []
        for index, lower in enumerate(self.bounds):
            upper = self.bounds[index + 1] - 1 if index + 1 < len(self.bounds) else None
            label = f"{in_words(lower)}+" if upper is None else in_words(lower)
            if upper is not None and upper > lower:
                label = f"{in_words(lower)}\N{EN DASH}{in_words(upper)}"
            keys.append(Key(swatch=f"step-{index + 1}", label=label))
        return keys


def steps_for(values: Sequence[Number]) -> Steps:
    """
    Return at most five steps with round lower bounds, spread evenly over the logarithm of the values.

    Ties are unevenly spread (one country has hundreds, most have one), so equal steps would show one colour.
    """
    positive = [float(value) for value in values if value > 0]
    if not positive:
        return Steps(bounds=())
    lowest, highest = max(1.0, min(positive)), max(positive)
    ratio = (highest / lowest) ** (1 / STEPS) if highest > lowest else 1.0
    bounds = sorted({round_down(lowest * ratio**index) for index in range(STEPS)})
    return Steps(bounds=tuple(bounds))


def round_down(value: float) -> int:
    """Return the next number below that people count in: 1, 2, 3, 5, 10, 20, 30, 50 ..."""
    power = 10 ** math.floor(math.log10(value))
    leading = max(step for step in (1, 2, 3, 5) if step * power <= value + 1e-9)
    return int(leading * power)


def round_up(value: Number) -> int:
    """Return the next round number above, for the end of an axis: 1, 2, 4, 5, 6, 8, 10, 20 ..."""
    if value <= 1:
        return 1
    power = 10.0 ** math.floor(math.log10(value))
    return next(math.ceil(step * power) for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= value)
