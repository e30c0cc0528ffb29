"""Every address, opened as every role and as nobody, answers as the access table says; on PostgreSQL as two of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, cached_property
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern
from pytest_django import DjangoDbBlocker

from gagyo.accounts import middleware
from gagyo.accounts.choices import Role
from gagyo.accounts.tests.make import NOW, make_member
from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.common.views import errors
from gagyo.config.api import api
from tests.access.groups import NOBODY, ROLES, WHO, Line
from tests.access.table import API, URLS, World
from tests.access.visits import INSIDE

pytestmark = pytest.mark.each_engine

REFUSALS = {403, 404, 405}


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name (its route where it has none), its route and the arguments it takes."""

    name: str
    route: str
    takes: frozenset[str]


def addresses(
    patterns: list[Any], spaces: tuple[str, ...] = (), before: str = "", outer: frozenset[str] = frozenset()
) -> Iterator[Address]:
    """Yield every URL pattern."""
    for item in patterns:
        inner = getattr(item.pattern, "converters", {}) or {}
        groups = item.pattern.regex.groupindex if isinstance(item.pattern, RegexPattern) else {}
        route, takes = before + str(item.pattern), outer | set(inner) | set(groups)
        if isinstance(item, URLResolver):
            within = (*spaces, item.namespace) if item.namespace else spaces
            yield from addresses(item.url_patterns, within, route, takes)
        else:
            yield Address(":".join((*spaces, item.name)) if item.name else route, route, takes)


@cache
def operations() -> frozenset[str]:
    """Return every API operation as "GET /api/v1/ties"."""
    paths = api.get_openapi_schema()["paths"]
    verbs = {"get", "post", "put", "patch", "delete"}
    return frozenset(f"{verb.upper()} {path}" for path, item in paths.items() for verb in item if verb in verbs)


@cache
def pages() -> dict[str, Address]:
    """Return every address by name, except the API operations that the schema shows."""
    shown_by_schema = {operation.partition(" ")[2].lstrip("/") for operation in operations()}
    return {
        each.name: each
        for each in addresses(get_resolver().url_patterns)
        if re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", each.route) not in shown_by_schema
    }


def line_for(name: str) -> Line | None:
    """Return the table's line for an address: its own, or the longest with * that fits it."""
    if name in URLS:
        return URLS[name]
    fitting = [key for key in URLS if "*" in key and fnmatchcase(name, key)]
    return URLS[max(fitting, key=len)] if fitting else None


def known(name: str) -> Line:
    """Return the line of an address that the table knows."""
    line = line_for(name)
    assert line
    return line


def test_the_table_knows_every_address_and_no_other() -> None:
    """One that is missing: add a line to its app's file in tests/access/ (docs/access.md tells how)."""
    unknown = sorted(name for name in pages() if line_for(name) is None)
    stale = sorted(key for key in URLS if "*" not in key and key not in pages())
    assert {"unknown": unknown, "stale": stale} == {"unknown": [], "stale": []}


def test_the_table_knows_every_api_operation_and_no_other() -> None:
    assert {"unknown": sorted(operations() - set(API)), "stale": sorted(set(API) - operations())} == {
        "unknown": [],
        "stale": [],
    }


class Browser(Client):
    """
    A browser that sends the cookies of its sign-in, takes no others, and gives the answer as the server sent it.

    Django's own would copy the context of every template, and what one test was given would reach the next.
    """

    def request(self, **request: Any) -> Any:
        """Send it through every middleware; what fails is answered 500, as it is to everybody."""
        return self.handler(self._base_environ(**request))  # type: ignore[attr-defined]  # the stubs leave it out


@dataclass(frozen=True)
class Stage:
    """
    The rows that addresses name, and for each caller a browser.

    drawn: the pages of refusals that were drawn already, each (account, template)
    """

    world: World
    browsers: dict[str, Browser]
    drawn: set[tuple[int | None, str]] = field(default_factory=set)

    def caller(self, who: str) -> Browser:
        """Return the browser in which this caller is signed in, as it was when it came from the sign-in page."""
        # Kept, because a new one loads every middleware.
        return self.browsers[who]


def signed_in_as(world: World, who: str) -> Browser:
    """Return a browser in which this caller is signed in."""
    browser = Browser()
    if who != NOBODY:
        browser.force_login(world.users[who])
        # The first page of a session writes its session down, which each test would take back and do anew.
        browser.get(reverse("pages:search"))
    return browser


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """Rows and sign-ins, made once in a transaction around every test here; what a test does to them is rolled back."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        world = World()
        for name in dir(World):
            if isinstance(getattr(World, name), cached_property):
                getattr(world, name)
        made = Stage(world, {who: signed_in_as(world, who) for who in WHO})
        # Foreign keys are checked once here: PostgreSQL would otherwise check every row after every test.
        connection.check_constraints()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def brief(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Leave out what is the same on every address and decides nothing, a quarter of the work.

    That is each caller's page of a refusal after the first, and writing down when the account was last seen.
    """

    def drawn_once(request: HttpRequest, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
        key = (request.user.pk, template)
        if key in stage.drawn:
            return HttpResponse(status=status)
        stage.drawn.add(key)
        return render(request, template, context, status=status)

    monkeypatch.setattr(errors, "render", drawn_once)
    monkeypatch.setattr(middleware, "render", drawn_once)
    monkeypatch.setattr(settings, "USERSESSIONS_TRACK_ACTIVITY", False)


def shown(who: str, answer: Any) -> str:
    """Return a status; for nobody, with whether the way leads to the sign-in page."""
    way = answer.headers.get("Location", "").partition("?")[0]
    return f"{answer.status_code}{' sign in' if who == NOBODY and way == reverse('account_login') else ''}"


def wanted(line: Line, who: str) -> str:
    """Return what this caller must get, in the same words."""
    group = line.group
    leads_in = who == NOBODY and who not in group.may and group.nobody == 302 and group.to_sign_in
    return f"{group.status(who)}{' sign in' if leads_in else ''}"


def example(name: str, line: Line, world: World) -> str:
    """Return the address with the world's rows in it."""
    address = pages()[name]
    if name == address.route:
        return "/" + re.sub(r"<(?:\w+:)?\w+>", "1", address.route) + line.query
    given = {key: value for key, value in line.args(world).items() if key in address.takes}
    return reverse(name, kwargs=given) + line.query


def callers(line: Line) -> tuple[str, ...]:
    """
    Return who opens an address: everybody.

    On PostgreSQL one who may and one who may not. Who may what is decided by the same Python on both engines; what can
    differ there is the SQL, and that has two forms: for whom the row exists, and for whom it does not.
    """
    if connection.vendor != "postgresql":
        return WHO
    may = sorted(line.group.may, key=(Role.OFFICER, *WHO).index)
    # Nobody comes last: before the sign-in page hardly anything is read.
    others = sorted(
        set(WHO) - line.group.may, key=lambda who: (who not in line.group.strangers, who == NOBODY, WHO.index(who))
    )
    return (*may[:1], *(others or [NOBODY])[:1])


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name in pages() if line_for(name)))
def test_each_role_gets_what_the_table_says(name: str, stage: Stage, brief: None) -> None:
    line = known(name)
    url = example(name, line, stage.world)
    asked = callers(line)
    found = {who: shown(who, getattr(stage.caller(who), line.method)(url, line.data)) for who in asked}
    assert found == {who: wanted(line, who) for who in asked}


# What a refused POST asks of the database, the refused GET asked before it.
@pytest.mark.any_engine
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name in pages() if line_for(name) and known(name).method == "get"))
def test_who_may_not_open_a_page_may_not_post_to_it(name: str, stage: Stage, brief: None) -> None:
    line = known(name)
    url = example(name, line, stage.world)
    passed = {}
    for who in set(callers(line)) - line.group.may:
        answer = stage.caller(who).post(url, line.data)
        if not ("sign in" in shown(who, answer) or answer.status_code in REFUSALS | {line.group.status(who)}):
            passed[who] = shown(who, answer)
    assert passed == {}


@pytest.mark.django_db
@pytest.mark.parametrize("operation", sorted(API))
def test_each_role_gets_from_the_api_what_the_table_says(operation: str, stage: Stage, brief: None) -> None:
    line = API[operation]
    verb, path = operation.split(" ")
    url = path.format(**line.args(stage.world)) + line.query
    asked = callers(line)
    found = {who: shown(who, getattr(stage.caller(who), verb.lower())(url, line.data)) for who in asked}
    assert found == {who: wanted(line, who) for who in asked}


PUBLIC_PAGES = ("partnerships:project", "partnerships:tie", "visits:council", "visits:course", "visits:visit")
KEPT_INSIDE = ("visits:programme", "visits:members", "visits:visit_interpreters", "visits:visit_survey")


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_nobody_of_another_office_reads_the_inside_of_a_public_record(name: str, stage: Stage) -> None:
    argument, row = stage.world.public_elsewhere[name]
    record(event="tie.changed", by=Actor(label=INSIDE), at=NOW, about=row)
    url = reverse(name, kwargs={argument: row.pk})
    found = {who: stage.caller(who).get(url) for who in WHO}
    assert {who for who, answer in found.items() if answer.status_code == 200} >= ROLES
    assert [who for who, answer in found.items() if INSIDE in answer.content.decode()] == []
    inside = Client()
    inside.force_login(make_member(role=Role.AUDITOR, office=stage.world.elsewhere).user)
    assert INSIDE in inside.get(url).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", KEPT_INSIDE)
def test_the_inside_pages_of_another_office_s_public_visit_open_for_nobody(name: str, stage: Stage) -> None:
    url = reverse(name, kwargs={"visit_id": stage.world.public_elsewhere["visits:visit"][1].pk})
    found = {who: stage.caller(who).get(url).status_code for who in WHO}
    assert {who: status for who, status in found.items() if status not in {302, 403, 404}} == {}


@pytest.mark.parametrize("url", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_probes_are_answered_to_anybody(url: str) -> None:
    assert Client().get(url).status_code == 200
