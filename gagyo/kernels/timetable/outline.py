"""
Which meetings to hold, counted without slots: what it promises is a bound for every timetable.

Participants have so many free slots, tables so many places, interpreters so many turns. Whether the chosen meetings
have a timetable is asked of `fixed.py`; where they have none, a set of them that clashes is never chosen again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gagyo.kernels.timetable import means, worth
from gagyo.kernels.timetable.problem import Interpreter, Problem
from gagyo.kernels.timetable.runner import left, run
from gagyo.kernels.timetable.solve import Limits

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


@dataclass(frozen=True)
class Chosen:
    """
    held: keys of the meetings
    share, value: of the worst-off participant in tenths, and of all; no timetable has more
    is_proven: whether they are bounds
    """

    held: tuple[str, ...]
    share: int
    value: int
    is_proven: bool


@dataclass
class Outline:
    """
    Chooses, and learns what cannot be held together.

    is_impossible: not even all musts can be held
    """

    problem: Problem
    clashing: list[Sequence[str]] = field(default_factory=list)
    is_impossible: bool = False

    def choose(self, limits: Limits, *, is_fair: bool) -> Chosen | None:
        """
        Return the most valuable meetings that can be counted out; None if there are none, or time ran out.

        is_fair: the share of the worst-off participant comes first
        """
        from ortools.sat.python import cp_model

        cp = cp_model.CpModel()
        held = self._held(cp)
        share = cp.new_int_var(0, worth.WHOLE, "")
        mosts = worth.most_values(self.problem)
        for key, most in mosts.items():
            theirs = self.problem.meetings_of[key]
            cp.add(worth.WHOLE * sum(worth.value_to(one, key) * held[one.key] for one in theirs) >= most * share)
        worst, is_proven = 0, True
        if is_fair and mosts:
            cp.maximize(share)
            fairest = run(model=cp, limits=limits, seconds=left(limits) / 4)
            self.is_impossible = fairest.is_impossible
            if fairest.objective is None:
                return None
            worst, is_proven = fairest.objective, fairest.is_proven
            cp.add(share >= worst)
        cp.maximize(sum(one.value * held[one.key] for one in self.problem.meetings))
        best = run(model=cp, limits=limits, seconds=left(limits) / 3)
        self.is_impossible = best.is_impossible
        if best.value_of is None or best.bound is None:
            return None
        chosen = tuple(key for key, one in held.items() if best.value_of(one))
        return Chosen(chosen, worst, best.bound, is_proven=is_proven and best.is_proven)

    def _held(self, cp: cp_model.CpModel) -> dict[str, cp_model.IntVar]:
        """Make a variable for each meeting, with all that is counted."""
        problem = self.problem
        held = {one.key: cp.new_bool_var("") for one in problem.meetings}
        slots = {one.key: means.possible_slots(problem, one.key) for one in problem.meetings}
        for meeting in problem.meetings:
            if meeting.must:
                cp.add(held[meeting.key] == 1)
            if not slots[meeting.key]:
                cp.add(held[meeting.key] == 0)
        for participant in problem.participants:
            theirs = [one.key for one in problem.meetings_of[participant.key]]
            most = participant.most_meetings
            if most is not None and most < len(theirs):
                cp.add(sum(held[key] for key in theirs) <= most)
            _fit(cp, held, {key: slots[key] for key in theirs}, 1)
        if problem.tables is not None:
            seated = {one.key: slots[one.key] for one in problem.meetings if one.needs_table}
            _fit(cp, held, seated, problem.tables)
        for equipment in problem.equipment:
            users = {one.key: slots[one.key] for one in problem.meetings if equipment.key in one.equipment}
            _fit(cp, held, users, equipment.count)
        self._add_means(cp, held)
        for keys in self.clashing:
            cp.add(sum(held[key] for key in keys) <= len(keys) - 1)
        return held

    def _add_means(self, cp: cp_model.CpModel, held: dict[str, cp_model.IntVar]) -> None:
        """Count the places at tables and the turns of interpreters that suit some meetings, and all of them."""
        problem = self.problem
        places = {one.key: problem.slots - len(one.forbidden) for one in problem.named_tables}
        turns = {one.key: _turns(problem, one) for one in problem.interpreters}
        if places:
            seated = {one.key: means.suitable_tables(problem, one) for one in problem.meetings if one.needs_table}
            _serve(cp, held, seated, places)
        spoken = {one.key: means.suitable_interpreters(problem, one) for one in problem.meetings if one.languages}
        _serve(cp, held, spoken, turns)


def _fit(
    cp: cp_model.CpModel, held: dict[str, cp_model.IntVar], slots: dict[str, frozenset[int]], at_once: int
) -> None:
    """Hold no more of the meetings whose slots are all within some slots than fit into these."""
    for wanted in {*slots.values(), frozenset().union(*slots.values())}:
        inside = [key for key, some in slots.items() if some <= wanted]
        if len(inside) > at_once * len(wanted):
            cp.add(sum(held[key] for key in inside) <= at_once * len(wanted))


def _serve(
    cp: cp_model.CpModel,
    held: dict[str, cp_model.IntVar],
    suitable: dict[str, frozenset[str]],
    capacity: dict[str, int],
) -> None:
    """Hold no more of the meetings that only some can serve than these have turns."""
    for able in {*suitable.values(), frozenset().union(*suitable.values())}:
        inside = [key for key, some in suitable.items() if some <= able]
        most = sum(capacity[key] for key in able)
        if len(inside) > most:
            cp.add(sum(held[key] for key in inside) <= most)


def _turns(problem: Problem, interpreter: Interpreter) -> int:
    """Return in how many slots an interpreter can work, with rest."""
    found = 0
    for slots in problem.slots_of.values():
        row = 0
        for slot in slots:
            is_free = slot not in interpreter.forbidden
            may_work = interpreter.most_in_a_row is None or row < interpreter.most_in_a_row
            row = row + 1 if is_free and may_work else 0
            found += is_free and may_work
    return found if interpreter.most_meetings is None else min(found, interpreter.most_meetings)
