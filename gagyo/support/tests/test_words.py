"""Every event that support requests leave in the audit record has words, and every mail its sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

from gagyo.support.actions.news import SENTENCES
from gagyo.support.queries.history import BEFORE_ANSWER, WORDS, WORDS_OF_MEETING

ACTIONS = Path(__file__).resolve().parents[1] / "actions"


def calls() -> Iterator[ast.Call]:
    """Yield every call in the actions."""
    for path in sorted(ACTIONS.glob("*.py")):
        yield from (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def said(call: ast.Call, names: set[str], keyword: str) -> Iterator[str]:
    """Yield the words that a call of one of these names gives, as its first argument or by keyword."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    values = [each.value for each in call.keywords if each.arg == keyword]
    if name in names and call.args:
        values.append(call.args[0])
    yield from (str(each.value) for each in values if isinstance(each, ast.Constant) and isinstance(each.value, str))


def test_every_event_has_words_and_no_words_are_left_over() -> None:
    events = {event for call in calls() for event in said(call, {"note", "note_leg", "_note"}, "event")}
    assert events == set(WORDS) | set(WORDS_OF_MEETING)
    assert set(WORDS) >= BEFORE_ANSWER


def test_every_mail_has_its_sentence_and_no_sentence_is_left_over() -> None:
    kinds = {kind for call in calls() for kind in said(call, set(), "kind")}
    assert kinds == set(SENTENCES)
