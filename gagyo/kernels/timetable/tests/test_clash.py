"""Demands that clash: a smallest set of them, for every kind."""

from dataclasses import replace

import pytest

from gagyo.kernels.timetable.clash import find_clash
from gagyo.kernels.timetable.plan import solve_any
from gagyo.kernels.timetable.problem import Block, Equipment, Interpreter, Pin, Precedence, Problem, Table, Transfer
from gagyo.kernels.timetable.solution import Clash, Demand, DemandKind, Status
from gagyo.kernels.timetable.solve import solve
from gagyo.kernels.timetable.tests.make import KOREAN_MONGOLIAN, meeting, participant, problem

ONE_SLOT = (Block("day", 1),)
HELD_TWO = (Demand(DemandKind.HELD, ("as",)), Demand(DemandKind.HELD, ("at",)))
HELD_OTHERS = (Demand(DemandKind.HELD, ("as",)), Demand(DemandKind.HELD, ("bt",)))
A_AWAY = tuple(participant(key, forbidden=frozenset(range(1, 5) if key == "a" else ())) for key in "ast")


def pair(**changes: object) -> Problem:
    """Two meetings of a."""
    return problem(meeting("as"), meeting("at"), **changes)


@pytest.mark.parametrize(
    ("given", "demands"),
    [
        (pair(blocks=ONE_SLOT), {Demand(DemandKind.ONCE, ("a",)), *HELD_TWO}),
        (
            pair(participants=A_AWAY),
            {Demand(DemandKind.ONCE, ("a",)), Demand(DemandKind.AWAY, ("a",)), *HELD_TWO},
        ),
        (
            problem(meeting("as"), meeting("bt"), meeting("cu"), blocks=ONE_SLOT, tables=1),
            {Demand(DemandKind.TABLES), Demand(DemandKind.HELD, ("as",)), Demand(DemandKind.HELD, ("bt",))},
        ),
        (
            problem(meeting("as", pin=Pin(3), blocks=frozenset({"morning"})), meeting("bt")),
            {Demand(DemandKind.PIN, ("as",)), Demand(DemandKind.BLOCK, ("as",)), Demand(DemandKind.HELD, ("as",))},
        ),
        (
            pair(precedences=(Precedence("as", "at"), Precedence("at", "as"))),
            {Demand(DemandKind.PRECEDENCE, ("as", "at")), Demand(DemandKind.PRECEDENCE, ("at", "as")), *HELD_TWO},
        ),
        (
            problem(meeting("as", pin=Pin(0)), meeting("at", pin=Pin(2)), blocks=(Block("day", 3),), most_difference=0),
            {
                Demand(DemandKind.DIFFERENCE),
                *HELD_TWO,
                Demand(DemandKind.PIN, ("as",)),
                Demand(DemandKind.PIN, ("at",)),
            },
        ),
    ],
)
def test_demands_that_clash_are_told_and_no_others(given: Problem, demands: set[Demand]) -> None:
    solution = solve(given, seed=1, time_limit=60)
    assert solution.status is Status.INFEASIBLE
    assert solution.clash is not None
    assert (set(solution.clash.demands), len(solution.clash.demands)) == (demands, len(demands))
    assert solution.clash.is_smallest


SET = frozenset({"set"})
NOON = Transfer("noon", frozenset({0}), frozenset({1}), seats=0)


@pytest.mark.parametrize(
    ("given", "demands"),
    [
        (
            problem(
                meeting("as", equipment=SET),
                meeting("bt", equipment=SET),
                blocks=ONE_SLOT,
                equipment=(Equipment("set", 1),),
            ),
            {
                Demand(DemandKind.EQUIPMENT, ("set",)),
                Demand(DemandKind.HELD, ("as",)),
                Demand(DemandKind.HELD, ("bt",)),
            },
        ),
        (
            pair(blocks=(Block("day", 2),), transfers=(NOON,)),
            {Demand(DemandKind.RIDE, ("noon",)), Demand(DemandKind.ONCE, ("a",)), *HELD_TWO},
        ),
        (
            pair(blocks=(Block("day", 2),), transfers=(replace(NOON, seats=None, too_near=frozenset({(0, 1)})),)),
            {Demand(DemandKind.TRAVEL, ("a",)), Demand(DemandKind.ONCE, ("a",)), *HELD_TWO},
        ),
    ],
)
def test_equipment_and_ways_that_clash_are_told(given: Problem, demands: set[Demand]) -> None:
    solution = solve_any(given, seed=1, time_limit=60)
    assert (solution.status, solution.clash and set(solution.clash.demands)) == (Status.INFEASIBLE, demands)


def test_thirteen_meetings_in_twelve_slots_are_told_at_once() -> None:
    given = problem(*(meeting("a" + other) for other in "bcdefghijklmn"), blocks=(Block("day", 12),))
    clash = find_clash(given, seed=1, is_over=lambda: False)
    assert clash is not None
    assert set(clash.demands) == {
        Demand(DemandKind.ONCE, ("a",)),
        *(Demand(DemandKind.HELD, (one.key,)) for one in given.meetings),
    }
    assert clash.is_smallest


def test_demands_that_do_not_clash_are_no_clash() -> None:
    assert find_clash(problem(), seed=1, is_over=lambda: False) is None


def test_without_time_no_clash_is_told() -> None:
    assert find_clash(pair(blocks=ONE_SLOT), seed=1, is_over=lambda: True) is None


def test_a_clash_is_a_sentence() -> None:
    clash = Clash((Demand(DemandKind.ONCE, ("a",)), *HELD_TWO), is_smallest=True)
    assert str(clash) == (
        "These cannot all be kept: participant a has one meeting at a time; meeting as is held; meeting at is held."
    )


SCREEN = frozenset({"screen"})
ONE_SCREEN = (Table("one", SCREEN), Table("two"))
KIM = Interpreter("kim", KOREAN_MONGOLIAN)


@pytest.mark.parametrize(
    ("given", "demands"),
    [
        (
            problem(
                meeting("as", features=SCREEN), meeting("bt", features=SCREEN), blocks=ONE_SLOT, named_tables=ONE_SCREEN
            ),
            {Demand(DemandKind.TABLE, ("as",)), Demand(DemandKind.TABLE, ("bt",)), *HELD_OTHERS},
        ),
        (
            problem(
                meeting("as", languages=KOREAN_MONGOLIAN),
                meeting("bt", languages=KOREAN_MONGOLIAN),
                blocks=ONE_SLOT,
                interpreters=(KIM,),
            ),
            {Demand(DemandKind.INTERPRETER, ("as",)), Demand(DemandKind.INTERPRETER, ("bt",)), *HELD_OTHERS},
        ),
        (
            problem(
                meeting("as"),
                meeting("at"),
                participants=tuple(participant(key, most_meetings=1 if key == "a" else None) for key in "ast"),
            ),
            {Demand(DemandKind.MOST_MEETINGS, ("a",)), *HELD_TWO},
        ),
        (
            problem(meeting("as", features=SCREEN, pin=Pin(0, "two")), meeting("bt"), named_tables=ONE_SCREEN),
            {Demand(DemandKind.TABLE, ("as",)), Demand(DemandKind.HELD, ("as",))},
        ),
        (
            problem(meeting("as"), meeting("bt"), blocks=ONE_SLOT, named_tables=ONE_SCREEN[:1]),
            {Demand(DemandKind.TABLE, ("as",)), Demand(DemandKind.TABLE, ("bt",)), *HELD_OTHERS},
        ),
    ],
)
def test_tables_interpreters_and_limits_that_do_not_suffice_are_told(given: Problem, demands: set[Demand]) -> None:
    solution = solve_any(given, seed=1, time_limit=60)
    assert solution.status is Status.INFEASIBLE
    assert solution.clash is not None
    assert (set(solution.clash.demands), solution.clash.is_smallest) == (demands, True)
