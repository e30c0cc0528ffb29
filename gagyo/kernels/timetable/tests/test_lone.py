"""What a participant's own meetings cost: never more than in the best of all its timetables."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from gagyo.kernels.timetable.grid import grid_of
from gagyo.kernels.timetable.lone import look_alone
from gagyo.kernels.timetable.problem import Block, Meeting, Participant, Problem
from gagyo.kernels.timetable.solution import Demand, DemandKind, Status
from gagyo.kernels.timetable.solve import solve
from gagyo.kernels.timetable.tests.make import participant

SLOTS = 5


@st.composite
def one_among_others(draw: st.DrawFn) -> Problem:
    """A participant with up to four meetings in five slots, and partners with hours of their own."""
    number = draw(st.integers(0, 4))
    away = st.frozensets(st.integers(0, SLOTS - 1), max_size=3)
    partners = tuple(participant(f"p{at}", forbidden=draw(away)) for at in range(number))
    first = draw(st.integers(1, SLOTS - 1))
    return Problem(
        (Block("one", first), Block("two", SLOTS - first, draw(st.booleans()))),
        (participant("a", forbidden=draw(away)), *partners),
        tuple(Meeting(one.key, ("a", one.key)) for one in partners),
    )


@settings(deadline=None, max_examples=200)
@given(one_among_others())
def test_the_bounds_of_a_participant_hold_in_each_of_its_timetables(given: Problem) -> None:
    grid = grid_of(given)
    numbers = [
        grid.breaks_of(slots)[0]
        for slots in permutations(range(SLOTS), len(grid.who))
        if all(slot in domain for slot, domain in zip(slots, grid.domains, strict=True))
    ]
    lone = look_alone(grid)
    if not lone.least:
        assert numbers == []
    elif numbers:
        assert lone.least[0] <= min(numbers)
        assert lone.most[0] >= max(numbers)


def test_breaks_that_nobody_can_avoid_and_nobody_can_share_are_infeasible_at_once() -> None:
    """Five meetings around three forbidden slots make three breaks, and somebody with one meeting has none."""
    busy = participant("a", forbidden=frozenset({1, 3, 5}))
    others = tuple(Participant(f"p{at}") for at in range(5))
    given = Problem((Block("day", 8),), (busy, *others), tuple(Meeting(one.key, ("a", one.key)) for one in others))
    solution = solve(given, seed=1, time_limit=60)
    assert look_alone(grid_of(given)).clash == (0, 1)
    assert solution.status is Status.INFEASIBLE
    assert solution.clash is not None
    assert set(solution.clash.demands) == {
        Demand(DemandKind.DIFFERENCE),
        Demand(DemandKind.AWAY, ("a",)),
        Demand(DemandKind.ONCE, ("a",)),
        *(Demand(DemandKind.HELD, (one.key,)) for one in given.meetings),
    }
    assert solution.clash.is_smallest
