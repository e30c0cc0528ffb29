"""Why a meeting was left out, for every kind of reason, and that dropping it is enough."""

import pytest

from gagyo.kernels.timetable.plan import solve_any
from gagyo.kernels.timetable.problem import Block, Interpreter, Participant, Pin, Problem, Table
from gagyo.kernels.timetable.solution import Demand, DemandKind
from gagyo.kernels.timetable.tests.make import KOREAN_MONGOLIAN, meeting, participant, problem

ONE_SLOT = {"blocks": (Block("day", 1),)}
FULL = meeting("as", values=(9, 9), must=False)
LEFT = meeting("at", values=(1, 1), must=False)


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
