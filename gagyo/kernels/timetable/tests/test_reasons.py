"""Why a meeting was left out, for every kind of reason, and that dropping it is enough."""

import pytest

from gagyo.kernels.timetable.plan import solve_any
from gagyo.kernels.timetable.problem import (
    Block,
    Equipment,
    Interpreter,
    Participant,
    Pin,
    Problem,
    Table,
    Transfer,
)
from gagyo.kernels.timetable.solution import Demand, DemandKind
from gagyo.kernels.timetable.tests.make import KOREAN_MONGOLIAN, meeting, participant, problem

ONE_SLOT = {"blocks": (Block("day", 1),)}
TWO_SLOTS = {"blocks": (Block("day", 2),)}
SET = frozenset({"set"})
FULL = meeting("as", values=(9, 9), must=False)
LEFT = meeting("at", values=(1, 1), must=False)


def moved(too_near: frozenset[tuple[int, int]], seats: int | None) -> Transfer:
    return Transfer("noon", frozenset({0}), frozenset({1}), too_near, seats)


def away(key: str) -> tuple[Participant, ...]:
    return tuple(participant(one, forbidden=frozenset(range(5) if one == key else ())) for one in "ast")


@pytest.mark.parametrize(
    ("given", "demand"),
    [
        (problem(FULL, LEFT, **ONE_SLOT), Demand(DemandKind.HELD, ("as",))),
        (problem(FULL, LEFT, participants=away("t")), Demand(DemandKind.AWAY, ("t",))),
        (
            problem(FULL, LEFT, participants=tuple(participant(one, most_meetings=1) for one in "ast")),
            Demand(DemandKind.MOST_MEETINGS, ("a",)),
        ),
        (
            problem(FULL, meeting("bt", values=(1, 1), must=False), tables=1, **ONE_SLOT),
            Demand(DemandKind.TABLES),
        ),
        (
            problem(FULL, meeting("bt", values=(1, 1), must=False, languages=KOREAN_MONGOLIAN)),
            Demand(DemandKind.INTERPRETER, ("bt",)),
        ),
        (
            problem(
                FULL,
                meeting("bt", values=(1, 1), must=False, features=frozenset({"screen"})),
                named_tables=(Table("one"),),
            ),
            Demand(DemandKind.TABLE, ("bt",)),
        ),
        (
            problem(
                meeting("as", values=(9, 9), must=False, equipment=SET),
                meeting("bt", values=(1, 1), must=False, equipment=SET),
                equipment=(Equipment("set", 1),),
                **ONE_SLOT,
            ),
            Demand(DemandKind.EQUIPMENT, ("set",)),
        ),
        (
            problem(FULL, LEFT, transfers=(moved(frozenset({(0, 1)}), None),), **TWO_SLOTS),
            Demand(DemandKind.TRAVEL, ("a",)),
        ),
        (problem(FULL, LEFT, transfers=(moved(frozenset(), 0),), **TWO_SLOTS), Demand(DemandKind.RIDE, ("noon",))),
        (
            problem(FULL, meeting("bt", values=(1, 1), must=False, pin=Pin(4), blocks=frozenset({"morning"}))),
            Demand(DemandKind.PIN, ("bt",)),
        ),
    ],
)
def test_what_would_have_to_change_is_told(given: Problem, demand: Demand) -> None:
    solution = solve_any(given, seed=1, time_limit=30)
    assert [one.demands for one in solution.missing] == [(demand,)]


def test_an_interpreter_who_is_at_work_is_a_reason() -> None:
    kim = Interpreter("kim", KOREAN_MONGOLIAN)
    given = problem(
        meeting("as", values=(9, 9), must=False, languages=KOREAN_MONGOLIAN),
        meeting("bt", values=(1, 1), must=False, languages=KOREAN_MONGOLIAN),
        interpreters=(kim,),
        **ONE_SLOT,
    )
    solution = solve_any(given, seed=1, time_limit=30)
    assert [one.demands for one in solution.missing] == [(Demand(DemandKind.INTERPRETER, ("bt",)),)]
