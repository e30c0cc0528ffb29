"""A small city for the tests: a hall, a library and a control centre, half an hour apart; 11 May 2026 is a Monday."""

from dataclasses import replace
from datetime import date
from typing import Any

from gagyo.kernels.programme.problem import (
    Host,
    Interpreter,
    Interval,
    Meal,
    Opening,
    Party,
    Problem,
    Room,
    Site,
    Stop,
    Vehicle,
    Wish,
)

MONDAY, TUESDAY = date(2026, 5, 11), date(2026, 5, 12)
NINE, TEN, ELEVEN, NOON, ONE, TWO, THREE, FOUR, SIX = (hour * 60 for hour in (9, 10, 11, 12, 13, 14, 15, 16, 18))
WEEKDAYS = tuple(Opening(weekday, NINE, SIX) for weekday in range(5))
KOREAN_MONGOLIAN = frozenset({frozenset({"ko", "mn"})})
LUNCH = Meal("lunch", 690, 810, 60)


def site(key: str, **changes: Any) -> Site:
    return replace(Site(key, 60, WEEKDAYS), **changes)


def party(key: str = "mongolia", *, sites: str = "", **changes: Any) -> Party:
    days = (Interval(MONDAY, NINE, SIX),)
    wishes = tuple(Wish(name) for name in sites.split())
    return replace(Party(key, 10, "hall", days, wishes=wishes), **changes)


def problem(**changes: Any) -> Problem:
    given: dict[str, Any] = {
        "sites": (site("library"), site("control")),
        "parties": (party(), party("vietnam")),
        "travel": {("hall", "library"): 30, ("hall", "control"): 30, ("library", "control"): 30},
    }
    return Problem(**(given | changes))


def stop(key: str, start: int, end: int, **changes: Any) -> Stop:
    return replace(Stop(key, "mongolia", "library", MONDAY, start, end), **changes)


def interpreter(key: str = "kim", **changes: Any) -> Interpreter:
    return replace(Interpreter(key, KOREAN_MONGOLIAN), **changes)


__all__ = ["Host", "Room", "Vehicle"]
