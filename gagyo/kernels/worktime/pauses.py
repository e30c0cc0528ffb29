"""Times in which a clock stands still, such as those in which the asker is waited for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from gagyo.kernels.worktime.errors import UnableToReckon
from gagyo.kernels.worktime.timeline import moment_at

# Later than any moment that is reckoned with.
NEVER = 2**62


@dataclass(frozen=True)
class Pause:
    """From a moment until another, which no longer belongs to it; None while it lasts."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        start = moment_at(self.start)
        if self.end is not None and moment_at(self.end) < start:
            raise UnableToReckon(
                "wrong_order", f"The pause from {self.start} ends before, at {self.end}. Give an end after the start."
            )

    def covers(self, at: datetime) -> bool:
        """Tell whether the clock stands still at that moment."""
        moment = moment_at(at)
        return moment_at(self.start) <= moment and (self.end is None or moment < moment_at(self.end))


def merged(pauses: Iterable[Pause]) -> list[tuple[int, int]]:
    """Return the pauses as moments in order, those that meet as one; NEVER ends one that lasts."""
    spans = sorted((moment_at(one.start), NEVER if one.end is None else moment_at(one.end)) for one in pauses)
    if all(one[1] < other[0] for one, other in pairwise(spans)):
        return spans
    joined = spans[:1]
    for start, end in spans[1:]:
        if start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
