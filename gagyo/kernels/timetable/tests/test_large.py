"""Rounds of thousands: every rule kept, near the bound, stopped when asked."""

import random

from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.large import is_large
from gagyo.kernels.timetable.placing import placed
from gagyo.kernels.timetable.plan import solve_any
from gagyo.kernels.timetable.problem import Block, Meeting, Participant, Problem
from gagyo.kernels.timetable.solution import Status


def round_of(participants: int, wishes: int, *, seed: int = 1) -> Problem:
    """Make a round of 16 slots in which each of one half wishes to meet some of the other."""
    chance = random.Random(seed)
    half = participants // 2
    pairs = {(f"a{one}", f"b{other}") for one in range(half) for other in chance.sample(range(half), wishes)}
    people = tuple(Participant(f"{side}{at}", most_meetings=12) for side in "ab" for at in range(half))
    meetings = tuple(
        Meeting("-".join(pair), pair, must=False, values=(chance.randint(1, 8), chance.randint(0, 8)))
        for pair in sorted(pairs)
    )
    return Problem((Block("one", 8), Block("two", 8, continues=True)), people, meetings, tables=half)


def test_a_large_round_keeps_every_rule_within_two_hundredths_of_its_bound() -> None:
    given = round_of(800, 8)
    solution = solve_any(given, seed=1, time_limit=20)
    assert is_large(given, is_plain=False)
    assert solution.status is Status.FEASIBLE
    assert check(problem=given, seats=solution.seats).violations == ()
    assert solution.value is not None
    assert solution.value.gap <= 0.02


def test_a_large_round_stops_when_asked_with_what_it_has() -> None:
    asked = iter(range(10**9))
    solution = solve_any(round_of(800, 8), seed=1, time_limit=60, stop=lambda: next(asked) > 2000)
    assert 0 < len(solution.seats) < 3200


def test_a_meeting_in_the_way_moves() -> None:
    given = Problem(
        (Block("day", 2),),
        (Participant("a"), Participant("s", frozenset({1})), Participant("t")),
        (Meeting("at", ("a", "t")), Meeting("as", ("a", "s"))),
    )
    assert placed(given, {"at": 0}, lambda: False).at == {"at": 1, "as": 0}
