"""
Which tests say more on a second database engine; docs/decisions/0014-what-runs-on-postgresql.md says why.

All tests run on SQLite. On PostgreSQL run those whose outcome its SQL, its constraints or its transactions decide.
"""

import dis
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any

import pytest
from django.test import Client

# The way to a database: pytest-django refuses it to a test that asks for none of these.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "machine"}
BY_NAME = {"LOAD_GLOBAL", "LOAD_NAME"}


def says_more(item: pytest.Item) -> bool:
    """Tell whether a test may come out otherwise on PostgreSQL than on SQLite, where others do not ask the same."""
    if item.get_closest_marker("any_engine"):
        return False
    if item.get_closest_marker("postgres"):
        return True
    return uses_database(item) and (item.get_closest_marker("each_engine") is not None or not asks_pages(item))


def uses_database(item: pytest.Item) -> bool:
    """Tell whether a test may reach a database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES)


def asks_pages(item: pytest.Item) -> bool:
    """
    Tell whether a test asks for pages: it, a fixture or a helper of it has to do with Django's test client.

    What a page asks of the database, its queries and actions ask in tests of their own, and the access matrix opens
    each page on PostgreSQL as well. The rest of such a test, words, forms and links, is the same on any engine.
    """
    known = getattr(item, "_fixtureinfo", None)
    fixtures = [each.func for found in known.name2fixturedefs.values() for each in found] if known else []
    named = "client" in getattr(item, "fixturenames", ())
    return named or any(names_client(function) for function in (getattr(item, "function", None), *fixtures))


def names_client(function: Callable[..., Any] | None) -> bool:
    """Tell whether a function names the test client, or calls a helper of the tests that does."""
    found = inspect.unwrap(function) if function else None
    return isinstance(found, FunctionType) and any(
        isinstance(value, type) and issubclass(value, Client)
        for reached in helpers(found)
        for value in named_in(reached)
    )


@cache
def helpers(function: FunctionType) -> frozenset[FunctionType]:
    """Return a function and all functions of the tests that it reaches."""
    reached, waiting = {function}, [function]
    while waiting:
        for value in named_in(waiting.pop()):
            if isinstance(value, FunctionType) and value not in reached and "tests" in value.__module__.split("."):
                reached.add(value)
                waiting.append(value)
    return frozenset(reached)


@cache
def named_in(function: FunctionType) -> tuple[Any, ...]:
    """Return what a function's code names of its module."""
    names = {
        step.argval
        for code in codes(function.__code__)
        for step in dis.get_instructions(code)
        if step.opname in BY_NAME
    }
    return tuple(function.__globals__[name] for name in names if name in function.__globals__)


def codes(code: CodeType) -> Iterator[CodeType]:
    """Yield a code and those of the functions and comprehensions within it."""
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from codes(part)
