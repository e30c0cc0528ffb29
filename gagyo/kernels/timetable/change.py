"""Which meetings a timetable moves, against the one before it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gagyo.kernels.timetable.problem import Problem, Seat


@dataclass(frozen=True, slots=True)
class Change:
    """before, after: None where it was not, or is not held"""

    meeting: str
    before: Seat | None
    after: Seat | None

    @property
    def is_move(self) -> bool:
        """Whether its slot is another one, or it is left out, rather than only its table or interpreter changed."""
        return self.before is not None and (self.after is None or self.after.slot != self.before.slot)


def changes(problem: Problem, seats: Mapping[str, Seat]) -> tuple[Change, ...]:
    """Return every meeting that is new, moved, left out, or at another table or with another interpreter."""
    return tuple(
        Change(meeting.key, before, after)
        for meeting in problem.meetings
        if (before := problem.previous.get(meeting.key)) != (after := seats.get(meeting.key))
    )
