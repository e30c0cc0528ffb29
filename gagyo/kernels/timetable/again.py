"""
A timetable made anew beside the one before: what was held stays held, with the fewest changes, then value, then breaks.

The search begins where everything was, and goes away from there only as far as it was refuted that less would do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gagyo.kernels.timetable import fixed, layers, serving
from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.clauses import FALSE, Clauses
from gagyo.kernels.timetable.means import possible_slots
from gagyo.kernels.timetable.placing import better, placed
from gagyo.kernels.timetable.problem import Problem, Seat
from gagyo.kernels.timetable.race import without_collecting
from gagyo.kernels.timetable.sat import Solver
from gagyo.kernels.timetable.soft import Soft
from gagyo.kernels.timetable.solution import Layer
from gagyo.kernels.timetable.solve import Limits

# What the solver does to its clauses between conflicts has no end that can be asked for: 1.8 s of it were seen with 200
# meetings, where somebody waits 0.6 s. A timetable near to the one before is found without, in the calm mode soonest.
_STOPPABLE = {"inprocessing": 0, "stabilizeonly": 1}


@dataclass
class _Written:
    """
    A problem as clauses, in which wishes may be left out.

    places: of each meeting by slot; held: whether it is held; begins: whether a break begins
    """

    problem: Problem
    clauses: Clauses = field(default_factory=Clauses)
    places: dict[str, dict[int, int]] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    begins: dict[str, list[int]] = field(default_factory=dict)

    def write(self) -> None:
        problem, clauses = self.problem, self.clauses
        for meeting in problem.meetings:
            at = {slot: clauses.new() for slot in sorted(possible_slots(problem, meeting.key))}
            self.places[meeting.key] = at
            self.held[meeting.key] = clauses.either(list(at.values()))
            clauses.at_most_one(list(at.values()))
            if meeting.must:
                clauses.add(self.held[meeting.key])
        serving.add_order(problem, clauses, self.places)
        serving.add_counted_tables(problem, clauses, list(self.places.values()))
        serving.add_means(problem, clauses, list(self.places.values()))
        for participant in problem.participants:
            self._write_participant(participant.key, participant.most_meetings)
        if problem.most_difference is not None:
            self._write_difference(problem.most_difference)

    def _write_participant(self, key: str, most: int | None) -> None:
        busy = []
        for slot in range(self.problem.slots):
            theirs = [
                self.places[one.key][slot] for one in self.problem.meetings_of[key] if slot in self.places[one.key]
            ]
            self.clauses.at_most_one(theirs)
            busy.append(self.clauses.either(theirs))
        if most is not None:
            self.clauses.at_most([self.held[one.key] for one in self.problem.meetings_of[key]], most)
        self.begins[key] = []
        for stretch in self.problem.stretches:
            later = FALSE
            for slot in reversed(stretch[2:]):
                later = self.clauses.either([one for one in (later, busy[slot]) if one != FALSE])
                begins = self.clauses.new()
                parts = (busy[slot - 2], -busy[slot - 1], later)
                self.clauses.add(begins, *(-part for part in parts))
                for part in parts:
                    self.clauses.add(-begins, part)
                self.begins[key].append(begins)

    def _write_difference(self, most: int) -> None:
        """Let every participant have as many breaks as one of the levels allows."""
        levels = [self.clauses.new() for _ in range(self.problem.slots // 2 + 1)]
        self.clauses.add(*levels)
        for begins in self.begins.values():
            counts = self.clauses.sums(begins)
            for least, level in enumerate(levels):
                for too_many in counts[least + most : least + most + 1]:
                    self.clauses.add(-level, -too_many)
                if least:
                    self.clauses.add(-level, *counts[least - 1 : least])


def solve_again(problem: Problem, limits: Limits, start: Mapping[str, Seat] | None) -> layers.Standing:
    """Find the timetable nearest to the one before."""
    standing = layers.Standing(problem)
    mend(standing, limits, problem.previous)
    if limits.is_over:
        return standing
    written = _Written(problem)
    with without_collecting():
        written.write()
    before = {key: seat.slot for key, seat in (start or problem.previous).items()}
    places = [(place, before.get(key) == slot) for key, at in written.places.items() for slot, place in at.items()]
    with Solver(seed=limits.seed, options=_STOPPABLE) as solver:
        solver.prefer([place if is_before else -place for place, is_before in places])
        soft = Soft(written.clauses, solver, lambda: limits.is_over)
        # The first timetable is there at once, whatever the aims will cost.
        answer = soft.reach({})
        standing.is_impossible = answer is False
        for name, wanted in _aims(written):
            if not answer:
                break
            _learn(standing, written, soft, limits)
            answer = soft.reach(wanted)
            if answer or name != layers.CHANGES:
                _settle(standing, name, wanted, soft.cost)
        _learn(standing, written, soft, limits)
    return standing


def mend(standing: layers.Standing, limits: Limits, before: Mapping[str, Seat]) -> None:
    """Have a timetable at once: all that can stays where it was, the rest goes where it finds a slot."""
    problem = standing.problem
    placing = placed(problem, {key: seat.slot for key, seat in before.items()}, lambda: limits.is_over)
    if not problem.previous:
        better(placing, lambda: limits.is_over)
    seats = fixed.seats_of(problem, placing.at, seed=limits.seed)
    if seats is not None and not check(problem=problem, seats=seats).violations:
        standing.seats, standing.seconds_to_best = seats, limits.seconds
        layers.tell(standing, limits, 0)


def _score(problem: Problem, seats: Mapping[str, Seat]) -> tuple[int, ...]:
    """Return what a timetable reaches, aim by aim, more being better."""
    report = check(problem=problem, seats=seats)
    return (sum(key in seats for key in problem.previous), -report.changes, report.value, -report.breaks)


def _learn(standing: layers.Standing, written: _Written, soft: Soft, limits: Limits) -> None:
    """Take in the last timetable."""
    slots = {key: slot for key, at in written.places.items() for slot, place in at.items() if place in soft.true}
    seats = fixed.seats_of(written.problem, slots, seed=limits.seed) if soft.true else None
    if seats is None or seats == standing.seats:
        return
    if standing.seats is not None and _score(standing.problem, seats) < _score(standing.problem, standing.seats):
        return
    standing.seats = seats
    standing.seconds_to_best = limits.seconds
    layers.tell(standing, limits, 0)


def _settle(standing: layers.Standing, name: str, wanted: Mapping[int, int], cost: int) -> None:
    """Note the bound of an aim; what was reached is told from the timetable when all is done."""
    if name == layers.VALUE:
        cost = sum(wanted.values()) - cost
    if name == layers.CHANGES:
        costs = (standing.problem.meeting_of[key].change_cost for key in standing.problem.previous)
        cost %= 1 + sum(costs)
    standing.layers[name] = Layer(cost, cost)


def _aims(written: _Written) -> list[tuple[str, dict[int, int]]]:
    """Return the aims in their order, each as literals with the price of losing them."""
    problem = written.problem
    held = written.held
    stays = [
        (written.places[key].get(seat.slot, FALSE), problem.meeting_of[key].change_cost)
        for key, seat in problem.previous.items()
    ]
    # Dearer than all changes together. Both aims are asked for at once: with everything hoped to stay where it was,
    # little is left to search.
    dear = 1 + sum(cost for _, cost in stays)
    return [
        (layers.CHANGES, _added([*stays, *((held[key], dear) for key in problem.previous)])),
        (layers.VALUE, _added((held[one.key], one.value) for one in problem.meetings)),
        (layers.BREAKS, _added((-begins, 1) for some in written.begins.values() for begins in some)),
    ]


def _added(wanted: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Add up the prices of each literal; several meetings can share the one that is never true."""
    found: dict[int, int] = {}
    for literal, price in wanted:
        if price:
            found[literal] = found.get(literal, 0) + price
    return found
