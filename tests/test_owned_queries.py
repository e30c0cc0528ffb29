"""
No screen, query or task reads owned records past for_user(): found in the code itself.

Actions may lock a row by its key, because they check the rule right after; tests and migrations make rows.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from gagyo.accounts.models import OwnedModel

PACKAGE = Path(__file__).resolve().parent.parent / "gagyo"
ROOMS = ("views", "api", "tasks", "forms", "schemas", "queries", "middleware", "templatetags", "adapters", "admin")
DOORS = {"for_user", "own", "offered", "none", "past_access"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def owned_names() -> set[str]:
    """Return the names of all models whose rows belong to an office."""
    return {model.__name__ for model in apps.get_models() if issubclass(model, OwnedModel)}


def past_the_door(source: str, owned: set[str]) -> list[str]:
    """Return each "Tie.objects.filter" in a module's text that is not for_user() or own()."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
            continue
        manager = node.value
        reads_owned = manager.attr in MANAGERS and isinstance(manager.value, ast.Name) and manager.value.id in owned
        if reads_owned and node.attr not in DOORS:
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


def modules() -> Iterator[Path]:
    """Yield every module in which owned records may only be read for somebody."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        room = parts[1].removesuffix(".py") if len(parts) > 1 else ""
        if room in ROOMS and "tests" not in parts:
            yield path


def test_owned_records_are_read_for_somebody_only() -> None:
    """Read them with Model.objects.for_user(actor) or .own(actor), or say why not with .past_access(because=...)."""
    owned = owned_names()
    found = {
        str(path.relative_to(PACKAGE.parent)): leaks
        for path in modules()
        if (leaks := past_the_door(path.read_text(), owned))
    }
    assert found == {}


def test_the_check_knows_the_owned_models_and_some_modules() -> None:
    assert {"Tie", "ExchangeProject", "Person"} <= owned_names()
    assert len(list(modules())) > 10


def test_the_check_catches_a_planted_query() -> None:
    planted = """
def ties(actor):
    good = Tie.objects.for_user(actor).filter(state="signed")
    bad = Tie.objects.filter(state="signed")
    worse = [person for person in Person._default_manager.all()]
    other = Country.objects.all()
    return good, bad, worse, other
"""
    assert past_the_door(planted, owned_names()) == [
        "line 4: Tie.objects.filter",
        "line 5: Person._default_manager.all",
    ]
