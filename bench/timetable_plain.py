"""Two plain models of the published problem, as somebody would write them first: what the kernel is compared with."""

import time
from itertools import combinations
from typing import Any

from gagyo.kernels.timetable.problem import Problem

Answer = dict[str, Any]


def _answer(status: str, bound: int, slots: dict[str, int], breaks: int | None, to_best: float | None) -> Answer:
    return {"status": status, "bound": bound, "slots": slots, "breaks": breaks, "to_best": to_best}


class PlainSat:
    """Sequential counters, a totalizer, CaDiCaL: one incremental solver."""

    def __init__(self, problem: Problem) -> None:
        from pysat.solvers import Solver

        self.problem = problem
        self.solver = Solver(name="cadical195")
        self.top = 0
        self.at = {one.key: {slot: self.new() for slot in problem.possible_slots(one)} for one in problem.meetings}

    def new(self) -> int:
        """Return a new variable."""
        self.top += 1
        return self.top

    def at_most(self, literals: list[int], bound: int) -> None:
        """Allow this many of the literals."""
        from pysat.card import CardEnc, EncType

        if len(literals) > bound:
            counted = CardEnc.atmost(literals, bound=bound, top_id=self.top, encoding=EncType.seqcounter)
            self.top = max(self.top, counted.nv)
            self.solver.append_formula(counted.clauses)

    def write(self) -> list[int]:
        """Add all rules, and return the literals that bound the number of breaks."""
        from pysat.card import ITotalizer

        for places in self.at.values():
            self.solver.add_clause(list(places.values()))
            self.at_most(list(places.values()), 1)
        for slot in range(self.problem.slots) if self.problem.tables is not None else ():
            self.at_most([places[slot] for places in self.at.values() if slot in places], self.problem.tables or 0)
        for order in self.problem.precedences:
            for later, place in self.at[order.later].items():
                self.solver.add_clause([-place, *(x for slot, x in self.at[order.earlier].items() if slot < later)])
        breaks = [one for key in self.problem.participant_of for one in self._breaks(key)]
        totals = ITotalizer(breaks, ubound=min(len(breaks) - 1, 64), top_id=self.top)
        self.solver.append_formula(totals.cnf.clauses)
        return list(totals.rhs)

    def _breaks(self, key: str) -> list[int]:
        slots, add = self.problem.slots, self.solver.add_clause
        busy, after = [self.new() for _ in range(slots)], [self.new() for _ in range(slots + 1)]
        begins = [self.new() for _ in range(slots - 1)]
        add([-after[slots]])
        for slot in range(slots):
            places = [self.at[one.key] for one in self.problem.meetings_of[key]]
            there = [place[slot] for place in places if slot in place]
            self.at_most(there, 1)
            for place in there:
                add([-place, busy[slot]])
            add([-busy[slot], *there])
            add([-busy[slot], after[slot]])
            add([-after[slot + 1], after[slot]])
            add([-after[slot], busy[slot], after[slot + 1]])
            if slot + 1 < slots:
                add([-busy[slot], busy[slot + 1], -after[slot + 1], begins[slot]])
        self.at_most(begins, self.problem.most_difference or 0)
        return begins

    def ask(self, assumptions: list[int], deadline: float) -> bool | None:
        """Tell whether the rules can be kept; None if the time ran out."""
        while time.monotonic() < deadline:
            self.solver.conf_budget(20000)
            kept: bool | None = self.solver.solve_limited(assumptions=assumptions)
            if kept is not None:
                return kept
        return None


def by_sat(problem: Problem, time_limit: float) -> Answer:
    """Raise the number of breaks from 0."""
    began = time.monotonic()
    plain = PlainSat(problem)
    for bound, literal in enumerate(plain.write()):
        kept = plain.ask([-literal], began + time_limit)
        if kept is None:
            return _answer("unknown", bound, {}, None, None)
        if kept:
            true = {one for one in plain.solver.get_model() if one > 0}
            slots = {key: next(slot for slot, one in at.items() if one in true) for key, at in plain.at.items()}
            return _answer("optimal", bound, slots, bound, time.monotonic() - began)
        if not plain.solver.get_core():
            break
    return _answer("infeasible", 0, {}, None, None)


def by_cp_sat(problem: Problem, time_limit: float) -> Answer:
    """State the problem as a person would for CP-SAT: a Boolean for each meeting and slot, breaks counted by slot."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    at = {one.key: {slot: model.new_bool_var("") for slot in problem.possible_slots(one)} for one in problem.meetings}
    for places in at.values():
        model.add_exactly_one(places.values())
    for slot in range(problem.slots):
        if problem.tables is not None:
            model.add(sum(places[slot] for places in at.values() if slot in places) <= problem.tables)
    for order in problem.precedences:
        earlier, later = (sum(slot * one for slot, one in at[key].items()) for key in (order.earlier, order.later))
        model.add(earlier < later)
    totals = []
    for meetings in problem.meetings_of.values():
        busy, after, begins = ([model.new_bool_var("") for _ in range(problem.slots)] for _ in range(3))
        for slot in range(problem.slots):
            model.add(sum(at[one.key][slot] for one in meetings if slot in at[one.key]) == busy[slot])
            model.add_max_equality(after[slot], busy[slot:])
            if slot + 1 < problem.slots:
                model.add_bool_or(busy[slot].negated(), busy[slot + 1], after[slot + 1].negated(), begins[slot])
        total = model.new_int_var(0, problem.slots, "")
        model.add(total == sum(begins))
        totals.append(total)
    most = problem.most_difference
    for one, other in combinations(totals, 2) if most is not None else ():
        model.add_linear_constraint(one - other, -(most or 0), most or 0)
    model.minimize(sum(totals))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = time_limit, 2
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        name = "infeasible" if status == cp_model.INFEASIBLE else "unknown"
        return _answer(name, 0, {}, None, None)
    slots = {key: next(slot for slot, one in places.items() if solver.value(one)) for key, places in at.items()}
    bound = round(solver.best_objective_bound)
    name = "optimal" if status == cp_model.OPTIMAL else "feasible"
    return _answer(name, bound, slots, round(solver.objective_value), None)
