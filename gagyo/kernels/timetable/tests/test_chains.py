"""Chains of meetings: every step keeps every rule, and breaks become few where no proof is in reach."""

from dataclasses import dataclass, field
from random import Random

import pytest

from gagyo.kernels.timetable.chains import Timetable, chained, fits
from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.grid import grid_of
from gagyo.kernels.timetable.placing import better, placed
from gagyo.kernels.timetable.problem import Block, Meeting, Participant, Pin, Precedence, Problem, Seat
from gagyo.kernels.timetable.race import Ended
from gagyo.kernels.timetable.search import Found
from gagyo.kernels.timetable.solve import MANY

SLOTS, TABLES = 12, 62


@dataclass
class Kept:
    """Keeps what a search tells, and ends it after so much work."""

    most_work: int = 10**9
    told: list[Found] = field(default_factory=list)

    def tell(self, message: object) -> None:
        assert isinstance(message, Found)
        self.told.append(message)

    def check(self, work: int) -> None:
        if work >= self.most_work:
            raise Ended


def crowd(seed: int, *, sides: bool = True) -> Problem:
    """Return a round of 160 with 6 to 7 meetings each, some hours forbidden, some sessions, some pins."""
    random = Random(seed)
    number = MANY + 10
    pairs: set[tuple[int, int]] = set()
    for shift in range(7):
        for one in range(0, number, 2 if sides else 1):
            other = (one + 2 * shift * 11 + 1) % number if sides else (one + 1 + 17 * shift) % number
            if one != other and (sides or shift < 3):
                pairs.add((min(one, other), max(one, other)))
    meetings = [
        Meeting(
            f"{one}-{other}", (str(one), str(other)), frozenset({"morning"}) if random.random() < 0.05 else frozenset()
        )
        for one, other in sorted(pairs)
    ]
    first = meetings[0]
    meetings[0] = Meeting(first.key, first.participants, pin=Pin(3))
    return Problem(
        blocks=(Block("morning", SLOTS // 2), Block("afternoon", SLOTS // 2, continues=True)),
        participants=tuple(
            Participant(str(at), frozenset({random.randrange(SLOTS)}) if random.random() < 0.1 else frozenset())
            for at in range(number)
        ),
        meetings=tuple(meetings),
        tables=TABLES,
    )


def begun(given: Problem) -> list[int | None]:
    placing = placed(given, {}, lambda: False)
    return [placing.at.get(one.key) for one in given.meetings]


@pytest.mark.parametrize("sides", [True, False])
def test_every_timetable_told_keeps_every_rule_and_the_last_has_far_fewer_breaks(sides: bool) -> None:
    given = crowd(1, sides=sides)
    grid, listener = grid_of(given), Kept()
    assert fits(grid)
    timetable = Timetable(grid, Random(1), begun(given))
    assert timetable.complete(10**6, listener)
    timetable.anneal(400_000, listener)
    for found in listener.told:
        seats = {one.key: Seat(slot) for one, slot in zip(given.meetings, found.slots, strict=True)}
        report = check(problem=given, seats=seats)
        assert report.violations == ()
        assert report.breaks == sum(grid.breaks_of(found.slots))
    placing = placed(given, {}, lambda: False)
    better(placing, lambda: False)
    one_by_one = sum(map(placing.breaks_of, placing.busy))
    assert sum(grid.breaks_of(listener.told[-1].slots)) < one_by_one / 2


def test_the_same_seed_takes_the_same_steps() -> None:
    given = crowd(2)
    told = []
    for _ in range(2):
        listener = Kept(most_work=200_000)
        with pytest.raises(Ended):
            chained(grid_of(given), 7, begun(given))(listener)
        told.append(listener.told)
    assert told[0] == told[1]
    assert told[0]


def test_meetings_without_a_slot_push_others_aside() -> None:
    given = crowd(3)
    grid, listener = grid_of(given), Kept()
    start = begun(given)
    # As if placed badly: a third of all is left out.
    timetable = Timetable(grid, Random(1), [slot if at % 3 else None for at, slot in enumerate(start)])
    assert timetable.complete(10**6, listener)
    timetable.anneal(1, listener)
    assert (
        check(
            problem=given,
            seats={one.key: Seat(slot) for one, slot in zip(given.meetings, listener.told[0].slots, strict=True)},
        ).violations
        == ()
    )


def test_orders_are_left_to_the_other_searches() -> None:
    given = crowd(4)
    first, second = given.meetings[:2]
    ordered = Problem(
        blocks=given.blocks,
        participants=given.participants,
        meetings=given.meetings,
        tables=TABLES,
        precedences=(Precedence(first.key, second.key),),
    )
    assert fits(grid_of(given))
    assert not fits(grid_of(ordered))
