from collections.abc import Callable
from typing import Any

import pytest

from gagyo.kernels.programme.problem import Interpreter, Interval, Meal, Opening, Party, Room, Site, Stop, Wish
from gagyo.kernels.programme.tests.make import MONDAY, TUESDAY, WEEKDAYS, interpreter, party, problem, site, stop

REFUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: Interval(MONDAY, 600, 600), "runs from minute 600 to 600. Give a start before its end"),
    (lambda: Opening(7, 0, 1), "weekday 7. Give 0"),
    (lambda: Opening(0, 0, 1441), "runs from minute 0 to 1441"),
    (lambda: Site("library", 0, WEEKDAYS), 'the site "library" takes 0 minutes'),
    (lambda: site("library", capacity=0), "room for 0 persons"),
    (lambda: Interpreter("kim", frozenset({frozenset({"ko"})})), r"language pair \['ko'\]"),
    (lambda: interpreter(rest_minutes=-1), "rests -1 minutes"),
    (lambda: Meal("lunch", 690, 740, 60), "takes 60 minutes, its window 50"),
    (lambda: Wish("library", value=0), 'wish for the site "library" has the value 0'),
    (lambda: Wish("library", minutes=0), "takes 0 minutes"),
    (lambda: party(persons=0), "has 0 persons"),
    (lambda: Party("p", 1, "hall", (Interval(TUESDAY, 0, 9), Interval(MONDAY, 0, 9))), "not in order at 2026-05-11"),
    (lambda: party(sites="library library"), 'two wishes of the party "mongolia" for the site "library"'),
    (lambda: Stop("a", "p", "s", MONDAY, 9, 8), 'The stop "a" runs from minute 9 to 8'),
    (lambda: problem(sites=(site("library"), site("library"))), 'two sites with the key "library"'),
    (lambda: problem(parties=(party(), party())), 'two parties with the key "mongolia"'),
    (lambda: problem(parties=(party(sites="museum"),)), r'no site \(wish of the party "mongolia"\) "museum"'),
    (lambda: problem(rooms=(Room("301", "museum", 9),)), r'no site \(room "301"\) "museum"'),
    (lambda: problem(fixed=(stop("a", 600, 660, party="nobody"),)), r'no party \(stop "a"\) "nobody"'),
    (lambda: problem(fixed=(stop("a", 1, 2), stop("a", 3, 4))), 'two stops with the key "a"'),
    (lambda: problem(travel={("hall", "library"): 5}), 'way from "library" to "control" is missing'),
    (lambda: problem(travel={("hall", "library"): -1}), "A way takes -1 minutes"),
    (lambda: problem(meals=(Meal("a", 0, 99, 9), Meal("b", 98, 200, 9))), '"a" and "b" may be at the same time'),
]


@pytest.mark.parametrize(("make", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_cannot_be_is_refused_with_what_which_and_what_to_do(make: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()


def test_a_way_is_known_in_both_directions_and_may_differ() -> None:
    known = problem(
        travel={("hall", "library"): 5, ("library", "hall"): 9, ("hall", "control"): 1, ("control", "library"): 2}
    )
    assert [known.way(*ends) for ends in [("hall", "library"), ("library", "hall"), ("library", "control")]] == [
        5,
        9,
        2,
    ]
    assert known.way("hall", "hall") == 0
