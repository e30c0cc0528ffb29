"""What the solver promises: the best, proven; limits kept."""

from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.problem import Block, Problem
from gagyo.kernels.timetable.solution import Layer, Solution, Status
from gagyo.kernels.timetable.solve import solve
from gagyo.kernels.timetable.tests.make import meeting, participant, problem


def solved(given: Problem) -> Solution:
    return solve(given, seed=1, time_limit=60)


def test_a_timetable_without_breaks_is_found_and_proven() -> None:
    given = problem()
    solution = solved(given)
    assert (solution.status, solution.breaks, solution.bound) == (Status.OPTIMAL, Layer(0, 0), 0)
    assert check(problem=given, seats=solution.seats).violations == ()


def test_breaks_that_cannot_be_avoided_are_counted() -> None:
    away = participant("a", forbidden=frozenset({1}))
    given = problem(
        meeting("as"), meeting("at"), participants=(away, participant("s"), participant("t")), blocks=(Block("day", 3),)
    )
    solution = solved(given)
    assert (solution.status, solution.breaks, solution.bound) == (Status.OPTIMAL, Layer(1, 1), 1)
    assert sorted(seat.slot for seat in solution.seats.values()) == [0, 2]


def test_meetings_that_do_not_fit_are_infeasible() -> None:
    solution = solved(problem(blocks=(Block("day", 1),)))
    assert (solution.status, solution.seats, solution.breaks) == (Status.INFEASIBLE, {}, None)


def test_no_time_gives_no_answer() -> None:
    assert solve(problem(), seed=1, time_limit=0).status is Status.UNKNOWN
