"""What the solver promises besides the best: the same for the same seed, limits, news, and that it stops when asked."""

import time
from dataclasses import replace

from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.encoding import counts_alike, encode
from gagyo.kernels.timetable.grid import grid_of
from gagyo.kernels.timetable.problem import Block, Meeting, Problem, Seat
from gagyo.kernels.timetable.solution import Layer, Progress, Solution, Status
from gagyo.kernels.timetable.solve import solve
from gagyo.kernels.timetable.tests.make import meeting, participant, problem

# Far from the time that the search would take, and far from what a busy machine adds.
AT_ONCE = 30.0


def solved(given: Problem, *, seed: int = 1) -> Solution:
    return solve(given, seed=seed, time_limit=60)


def fair(*, sellers: int = 12, buyers: int = 12, slots: int = 12, tables: int = 11) -> Problem:
    """Every buyer meets all sellers but those that stand next to its own number."""
    pairs = [(f"b{one}", f"s{other}") for one in range(buyers) for other in range(sellers) if (one - other) % 5 > 1]
    return problem(
        *(Meeting("-".join(pair), pair) for pair in pairs),
        participants=tuple(
            participant(f"{side}{at}") for side, number in (("b", buyers), ("s", sellers)) for at in range(number)
        ),
        blocks=(Block("day", slots),),
        tables=tables,
    )


def test_a_timetable_without_breaks_is_found_and_proven() -> None:
    given = problem()
    solution = solved(given)
    assert (solution.status, solution.breaks, solution.bound) == (Status.OPTIMAL, Layer(0, 0), 0)
    assert check(problem=given, seats=solution.seats).violations == ()


def test_both_searches_share_what_is_written_just_where_tables_are_counted_in_one_way() -> None:
    ring = [meeting(key) for key in ("ab", "bc", "ca", "de", "ef", "fd")]
    problems = (
        problem(tables=1),
        problem(),
        problem(*ring, tables=2),
        problem(*ring),
        problem(*ring[1:], replace(ring[0], needs_table=False), tables=1),
    )
    for given in problems:
        grid = grid_of(given)
        rows = [encode(grid, over_all=over_all).clauses.rows for over_all in (True, False)]
        assert counts_alike(grid, True, False) == (rows[0] == rows[1])
        assert counts_alike(grid, True, True)
    assert [counts_alike(grid_of(given), True, False) for given in problems] == [True, True, False, True, True]


def test_breaks_that_cannot_be_avoided_are_counted() -> None:
    away = participant("a", forbidden=frozenset({1}))
    given = problem(
        meeting("as"),
        meeting("at"),
        participants=(away, participant("s"), participant("t")),
        blocks=(Block("day", 3),),
    )
    solution = solved(given)
    assert (solution.status, solution.breaks, solution.bound) == (Status.OPTIMAL, Layer(1, 1), 1)
    assert sorted(seat.slot for seat in solution.seats.values()) == [0, 2]


def test_meetings_that_do_not_fit_are_infeasible() -> None:
    solution = solved(problem(blocks=(Block("day", 1),)))
    assert (solution.status, solution.seats, solution.breaks) == (Status.INFEASIBLE, {}, None)


def test_no_time_gives_no_answer() -> None:
    assert solve(problem(), seed=1, time_limit=0).status is Status.UNKNOWN


def test_no_meeting_is_a_timetable() -> None:
    given = Problem((Block("day", 1),), (participant("a"),), ())
    assert (solved(given).status, solved(given).breaks) == (Status.OPTIMAL, Layer(0, 0))


def test_the_same_seed_gives_the_same_timetable() -> None:
    given = fair()
    first, second = solved(given), solved(given)
    assert first.status is Status.OPTIMAL
    assert first == second
    assert check(problem=given, seats=first.seats).violations == ()


def test_a_timetable_to_begin_with_may_break_rules() -> None:
    given = problem()
    start = {one.key: Seat(0) for one in given.meetings}
    assert solve(given, seed=1, time_limit=60, start=start).breaks == Layer(0, 0)


def test_progress_ends_with_what_is_answered() -> None:
    news: list[Progress] = []
    solution = solve(fair(), seed=1, time_limit=60, progress=news.append)
    assert solution.breaks is not None
    assert min(one.breaks for one in news if one.breaks is not None) == solution.breaks.reached
    assert max(one.bound for one in news) == solution.bound
    assert [one.bound for one in news] == sorted(one.bound for one in news)


def test_a_search_that_is_asked_to_stop_stops_at_once_with_its_best() -> None:
    asked: list[float] = []

    def note(one: Progress) -> None:
        if one.breaks is not None:
            asked.append(time.monotonic())

    given = fair(sellers=16, buyers=16, slots=16, tables=14)
    solution = solve(given, seed=1, time_limit=6000, progress=note, stop=lambda: bool(asked))
    assert time.monotonic() - asked[0] < AT_ONCE
    assert solution.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert check(problem=given, seats=solution.seats).violations == ()


def test_time_is_kept() -> None:
    began = time.monotonic()
    solve(fair(sellers=16, buyers=16, slots=16, tables=14), seed=1, time_limit=0.3)
    assert time.monotonic() - began < 0.3 + AT_ONCE
