"""A problem in numbers: participants, meetings and slots from 0, as the searches use them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from gagyo.kernels.timetable.problem import Problem


@dataclass(frozen=True)
class Grid:
    """
    who: participants of each meeting; domains: slots in which each meeting can be
    takes_table: whether each meeting counts for the tables
    stretches: slots within which breaks are counted
    order: pairs of meetings, the first earlier
    """

    slots: int
    participants: int
    who: tuple[tuple[int, ...], ...]
    domains: tuple[tuple[int, ...], ...]
    takes_table: tuple[bool, ...]
    tables: int | None
    stretches: tuple[range, ...]
    order: tuple[tuple[int, int], ...]
    most_difference: int | None

    @cached_property
    def meetings_of(self) -> tuple[tuple[int, ...], ...]:
        """Meetings of each participant."""
        found: list[list[int]] = [[] for _ in range(self.participants)]
        for meeting, who in enumerate(self.who):
            for one in who:
                found[one].append(meeting)
        return tuple(map(tuple, found))

    def breaks_of(self, slots: Sequence[int]) -> list[int]:
        """Count the breaks of each participant. slots: of each meeting"""
        return [self._breaks({slots[meeting] for meeting in theirs}) for theirs in self.meetings_of]

    def is_even(self, slots: Sequence[int]) -> bool:
        """Tell whether the breaks of any two participants differ by no more than they may."""
        breaks = self.breaks_of(slots)
        return self.most_difference is None or not breaks or max(breaks) - min(breaks) <= self.most_difference

    def _breaks(self, busy: set[int]) -> int:
        found = 0
        for stretch in self.stretches:
            last = None
            for slot in stretch:
                if slot in busy:
                    found += last is not None and slot - last > 1
                    last = slot
        return found


def grid_of(problem: Problem) -> Grid:
    """Put a problem into numbers. Named tables, interpreters, wishes and the timetable before are not in it."""
    participant_at = {participant.key: at for at, participant in enumerate(problem.participants)}
    meeting_at = {meeting.key: at for at, meeting in enumerate(problem.meetings)}
    return Grid(
        slots=problem.slots,
        participants=len(problem.participants),
        who=tuple(tuple(participant_at[key] for key in meeting.participants) for meeting in problem.meetings),
        domains=tuple(problem.possible_slots(meeting) for meeting in problem.meetings),
        takes_table=tuple(meeting.needs_table for meeting in problem.meetings),
        tables=problem.tables,
        stretches=problem.stretches,
        order=tuple((meeting_at[one.earlier], meeting_at[one.later]) for one in problem.precedences),
        most_difference=problem.most_difference,
    )
