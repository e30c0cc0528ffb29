"""What the one door promises for every kind of problem: seed, news, and a timetable however soon it is stopped."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.plan import solve_any
from gagyo.kernels.timetable.problem import Block, Meeting, Problem, Seat, Table
from gagyo.kernels.timetable.solution import Progress, Status
from gagyo.kernels.timetable.tests.make import participant, problem

NUMBER = 6
PAIRS = [(f"b{one}", f"s{other}") for one in range(NUMBER) for other in range(NUMBER) if (one + other) % 3]


def musts() -> Problem:
    """Make a round of two sides in which all meetings are held."""
    people = tuple(participant(f"{side}{at}") for side in "bs" for at in range(NUMBER))
    meetings = (Meeting("-".join(pair), pair) for pair in PAIRS)
    return problem(*meetings, participants=people, blocks=(Block("day", 7),), tables=5)


def wishes() -> Problem:
    given = musts()
    meetings = (replace(one, must=False, values=(at % 5, at % 3)) for at, one in enumerate(given.meetings))
    people = (replace(one, most_meetings=3) for one in given.participants)
    return replace(given, meetings=tuple(meetings), participants=tuple(people))


def with_tables() -> Problem:
    return replace(musts(), tables=None, named_tables=tuple(Table(key) for key in "vwxyz"))


def made_anew() -> Problem:
    given = musts()
    before = {one.key: Seat(at % 7) for at, one in enumerate(given.meetings)}
    return replace(given, previous=before)


KINDS = pytest.mark.parametrize("kind", [musts, wishes, with_tables, made_anew])


@KINDS
def test_the_same_seed_gives_the_same_answer(kind: Callable[[], Problem]) -> None:
    first, second = (solve_any(kind(), seed=7, time_limit=60) for _ in range(2))
    assert first.status is Status.OPTIMAL
    assert first == second


@KINDS
def test_a_search_stopped_after_its_first_moment_has_a_timetable(kind: Callable[[], Problem]) -> None:
    given = kind()
    # Each meeting is placed after one look at the clock; what follows has no time.
    asked = count()
    solution = solve_any(given, seed=1, time_limit=60, stop=lambda: next(asked) > len(given.meetings) + 1)
    assert solution.status is Status.FEASIBLE
    assert check(problem=given, seats=solution.seats).violations == ()


@KINDS
def test_the_last_news_is_what_is_answered(kind: Callable[[], Problem]) -> None:
    given = kind()
    news: list[Progress] = []
    solution = solve_any(given, seed=1, time_limit=60, progress=news.append)
    assert solution.breaks is not None
    with_timetable = [one for one in news if one.breaks is not None]
    assert with_timetable[-1].breaks == solution.breaks.reached
    assert [one.seconds for one in news] == sorted(one.seconds for one in news)
    assert with_timetable[0].seconds <= solution.seconds
