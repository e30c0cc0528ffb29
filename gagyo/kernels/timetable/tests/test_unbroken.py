"""A timetable without breaks, sought near likely hours: found where one is hidden, given up where there is none."""

from dataclasses import replace

import pytest

from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.grid import grid_of
from gagyo.kernels.timetable.problem import Participant, Problem, Seat
from gagyo.kernels.timetable.race import Ended, Listener
from gagyo.kernels.timetable.search import Found
from gagyo.kernels.timetable.solve import solve
from gagyo.kernels.timetable.spans import likely, possible
from gagyo.kernels.timetable.tests.make import meeting, problem
from gagyo.kernels.timetable.tests.planted import planted
from gagyo.kernels.timetable.tests.test_chains import Kept
from gagyo.kernels.timetable.unbroken import may_be_unbroken, seek_unbroken, unbroken_first


def sought(given: Problem, seed: int = 1) -> tuple[tuple[bool, int], Kept]:
    kept = Kept()
    return seek_unbroken(grid_of(given), seed, kept), kept


@pytest.mark.parametrize("tables", [24, 40])
def test_a_hidden_timetable_without_breaks_is_found(tables: int) -> None:
    given = planted(tables=tables, slots=16)
    (found, work), kept = sought(given)
    assert found
    seats = {one.key: Seat(slot) for one, slot in zip(given.meetings, kept.told[0].slots, strict=True)}
    report = check(problem=given, seats=seats)
    assert (report.violations, report.breaks, kept.told[0].work) == ((), 0, work)


def test_the_same_seed_does_the_same_work() -> None:
    given = planted(tables=24, slots=16, seed=2)
    assert sought(given)[1].told == sought(given)[1].told


def test_one_group_among_itself_keeps_to_the_tables() -> None:
    """Four who all meet need two tables in three slots; six meetings do not fit into five slots of one table."""
    keys = ("ab", "ac", "ad", "bc", "bd", "cd")
    two = problem(*(meeting(key) for key in keys), tables=2)
    (found, _), kept = sought(two)
    assert found
    seats = {one.key: Seat(slot) for one, slot in zip(two.meetings, kept.told[0].slots, strict=True)}
    assert (check(problem=two, seats=seats).violations, check(problem=two, seats=seats).breaks) == ((), 0)
    assert not sought(replace(two, tables=1))[0][0]


def test_spans_keep_to_the_hours_of_meetings_and_participants() -> None:
    given = problem()
    grid = grid_of(given)
    assert [possible(grid, who) for who in range(4)] == [[0, 1, 2, 3]] * 4
    away = replace(given, participants=(Participant("a", frozenset({2})), *given.participants[1:]))
    assert possible(grid_of(away), 0) == [0, 3]
    chances = likely(grid_of(away))
    assert chances[0, [1, 2, 4]].tolist() == [0, 0, 0]
    assert chances.sum(axis=1).tolist() == pytest.approx([1, 1, 1, 1])


def test_who_must_have_a_break_is_not_sought_for_long() -> None:
    given = problem()
    between = replace(given, participants=(Participant("a", frozenset({1, 3})), *given.participants[1:]))
    assert possible(grid_of(between), 0) == []
    (found, work), kept = sought(between)
    assert (found, kept.told) == (False, [])
    assert work < 1000


def test_a_night_is_left_to_the_other_searches() -> None:
    given = problem()
    assert may_be_unbroken(grid_of(given))
    days = replace(given, blocks=(given.blocks[0], replace(given.blocks[1], continues=False)))
    assert not may_be_unbroken(grid_of(days))


def test_the_search_after_it_counts_its_work_on() -> None:
    between = problem()
    between = replace(between, participants=(Participant("a", frozenset({1, 3})), *between.participants[1:]))
    grid, kept = grid_of(between), Kept(most_work=10**6)

    def after(listener: Listener) -> None:
        listener.tell(Found([0], 7))
        listener.check(10**6)

    with pytest.raises(Ended):
        unbroken_first(grid, 1, after)(kept)
    assert kept.told[0].work == 7 + sought(between)[0][1]


def test_a_round_of_many_is_proven_without_breaks() -> None:
    given = planted(tables=45, slots=16, seed=3)
    solution = solve(given, seed=1, time_limit=120)
    assert len(given.participants) > 150
    assert (solution.status.value, solution.breaks and solution.breaks.reached) == ("optimal", 0)
    assert not check(problem=given, seats=solution.seats).violations
