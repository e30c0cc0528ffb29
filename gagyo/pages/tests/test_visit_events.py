"""Every event that the visits app leaves in the audit record has words in both languages, found in its code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from gagyo.pages.choices import event_words
from gagyo.visits.choices import AnswerState, RequestState, VisitState
from gagyo.visits.queries.history import COURSE_WORDS, WORDS

APP = Path(__file__).resolve().parents[2] / "visits"
KINDS = "visit|visit_request|visit_requests|visit_figures|interpreter|interpreters|site|course|council|unavailability"
EVENT = re.compile(rf"({KINDS}|visit_rule|vehicle|room)\.[a-z_]+")
RESOURCES = ("vehicle", "room")
# What stands for each event that is put together while the program runs.
MADE = {
    "f'visit.{visit.state}'": [f"visit.{each}" for each in VisitState.values],
    "f'visit_request.{wanted.value}'": [f"visit_request.{each}" for each in RequestState.values],
    "f'visit.interpreter_{wanted}'": [f"visit.interpreter_{each}" for each in AnswerState.values],
    "f'visit.interpreter_{wanted}_by_telephone'": [
        f"visit.interpreter_{each}_by_telephone" for each in ("accepted", "declined", "dropped")
    ],
    **{
        f"f'{{kind}}.{verb}'": [f"{kind}.{verb}" for kind in RESOURCES]
        for verb in ("created", "changed", "archived", "restored")
    },
}
# Downloads: the reason that was asked for is recorded about the people, not about a visit.
DOWNLOADS = {"visit.names_listed", "visit.briefed"}
UNSAID = {"visit_request.unconfirmed", "visit.interpreter_asked"}


def trees() -> Iterator[ast.Module]:
    """Return the app's modules, its tests left out."""
    for path in sorted(APP.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def values_of_events(tree: ast.Module) -> Iterator[ast.expr]:
    """Return what is given as event=..., to note_tasks() first, or to a variable called event."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (each.value for each in node.keywords if each.arg == "event")
            if isinstance(node.func, ast.Name) and node.func.id == "note_tasks":
                yield node.args[0]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "event":
            yield node.value


def names_in(value: ast.expr) -> list[str]:
    """Return the events that an expression can be; one of another shape fails the test."""
    if isinstance(value, ast.Constant):
        return [str(value.value)]
    if isinstance(value, ast.IfExp):
        return [*names_in(value.body), *names_in(value.orelse)]
    if isinstance(value, ast.JoinedStr):
        return MADE[ast.unparse(value)]
    # Handed on by a function whose caller names it, or read from a record.
    assert ast.unparse(value) in {"event", "row.event"}, ast.unparse(value)
    return []


def events() -> list[str]:
    """Return every event of the app, each once."""
    return sorted({name for tree in trees() for value in values_of_events(tree) for name in names_in(value)} - UNSAID)


def test_the_code_s_events_are_found() -> None:
    found = events()
    assert [name for name in found if not EVENT.fullmatch(name)] == []
    assert {
        "visit.created",
        "visit.confirmed",
        "council.member_back",
        "interpreter.time_added",
        "room.archived",
    } <= set(found)


@pytest.mark.parametrize("event", events())
def test_each_event_has_korean_and_english_words(event: str) -> None:
    with translation.override("ko"):
        korean = event_words(event)
    with translation.override("en"):
        english = event_words(event)
    noun, _dot, verb = event.partition(".")
    assert re.findall("[A-Za-z_]+", korean) == [], korean
    assert "_" not in english
    assert english != f"{noun} · {verb.replace('_', ' ')}"


def test_the_pages_of_visits_courses_and_councils_say_their_events_in_words() -> None:
    found = set(events())
    visits = {event for event in found if event.startswith("visit.")} - DOWNLOADS
    courses = {event for event in found if event.startswith(("course.", "council."))}
    assert (visits - set(WORDS), courses - set(COURSE_WORDS)) == (set(), set())
