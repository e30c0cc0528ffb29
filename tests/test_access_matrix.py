"""Every address, opened as every role and as nobody, answers as the access table says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gagyo.config.api import api
from tests.access_table import API, NOBODY, URLS, WHO, Line, World

REFUSALS = {403, 404, 405}


def named(patterns: list[Any], spaces: tuple[str, ...] = (), before: str = "") -> Iterator[tuple[str, str]]:
    """Yield every pattern as ("namespace:name", route)."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns, (*spaces, pattern.namespace) if pattern.namespace else spaces, route)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or route)), route


def operations() -> dict[str, str]:
    """Return every API operation as "GET /api/v1/ties", with its path."""
    paths = api.get_openapi_schema()["paths"]
    methods = {"get", "post", "put", "patch", "delete"}
    return {f"{verb.upper()} {path}": path for path, item in paths.items() for verb in item if verb in methods}


def pages() -> set[str]:
    """Return the name of every address that is not an API operation of the schema."""
    known = {path.replace("{", "<").replace("}", ">").lstrip("/") for path in operations().values()}
    return {
        name
        for name, route in named(get_resolver().url_patterns)
        if ":".join(name.split(":")[:1]) != "api" or without_types(route) not in known
    }


def without_types(route: str) -> str:
    """Return a route as the schema writes it: <int:tie_id> becomes <tie_id>."""
    return "/".join(
        f"<{part[1:-1].rpartition(':')[2]}>" if part.startswith("<") else part for part in route.split("/")
    )


def line_for(name: str) -> Line | None:
    """Return the table's line for an address: its own, or one that ends in *."""
    if name in URLS:
        return URLS[name]
    stars = [key for key in URLS if key.endswith("*") and name.startswith(key[:-1])]
    return URLS[max(stars, key=len)] if stars else None


def test_the_table_knows_every_address_and_no_other() -> None:
    """One that is missing: add a line to tests/access_table.py (docs/access.md tells how)."""
    unknown = sorted(name for name in pages() if line_for(name) is None)
    stale = sorted(set(URLS) - pages() - {key for key in URLS if key.endswith("*")})
    assert {"unknown": unknown, "stale": stale} == {"unknown": [], "stale": []}


def test_the_table_knows_every_api_operation_and_no_other() -> None:
    assert {"unknown": sorted(set(operations()) - set(API)), "stale": sorted(set(API) - set(operations()))} == {
        "unknown": [],
        "stale": [],
    }


def caller(world: World, who: str) -> Client:
    """Return a browser in which this caller is signed in."""
    client = Client(raise_request_exception=False)
    if who != NOBODY:
        client.force_login(world.users[who])
    return client


def shown(answer: Any) -> str:
    """Return a status, with where a redirect leads when it asks to sign in."""
    to_sign_in = answer.status_code == 302 and "/login/" in answer.headers["Location"]
    return f"{answer.status_code}{' sign in' if to_sign_in else ''}"


def wanted(line: Line, who: str) -> str:
    """Return what this caller must get, in the same words."""
    status = line.group.status(who)
    asked_in = status == 302 and who == NOBODY and NOBODY not in line.group.may and not line.nobody_goes
    return f"{status}{' sign in' if asked_in else ''}"


def answers(line: Line, url: str, method: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what everybody got and what everybody must get."""
    world = World()
    target = url.format(**line.args(world)) if "{" in url else url
    found = {}
    for who in WHO:
        answer = getattr(caller(world, who), method)(target + line.query, line.data)
        found[who] = shown(answer)
    return found, {who: wanted(line, who) for who in WHO}


def example(name: str, line: Line, world: World) -> str:
    """Return the address with the world's rows in it."""
    return reverse(name, kwargs=line.args(world)) + line.query


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(key for key in URLS if not key.endswith("*")))
def test_each_role_gets_what_the_table_says(name: str) -> None:
    line, world = URLS[name], World()
    url = example(name, line, world)
    found = {who: shown(getattr(caller(world, who), line.method)(url, line.data)) for who in WHO}
    assert found == {who: wanted(line, who) for who in WHO}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(key for key, line in URLS.items() if line.method == "get" and key[-1] != "*"))
def test_who_may_not_open_a_page_may_not_post_to_it(name: str) -> None:
    line, world = URLS[name], World()
    url = example(name, line, world)
    passed = {}
    for who in WHO:
        if who in line.group.may or who not in {NOBODY, *world.users} or line.nobody_goes:
            continue
        answer = caller(world, who).post(url, line.data)
        if not ("sign in" in shown(answer) or answer.status_code in REFUSALS | {line.group.status(who)}):
            passed[who] = shown(answer)
    assert passed == {}


@pytest.mark.django_db
@pytest.mark.parametrize("operation", sorted(API))
def test_each_role_gets_from_the_api_what_the_table_says(operation: str) -> None:
    line, world = API[operation], World()
    verb, path = operation.split(" ")
    url = path.format(**line.args(world)) + line.query
    found = {who: shown(getattr(caller(world, who), verb.lower())(url, line.data)) for who in WHO}
    assert found == {who: wanted(line, who) for who in WHO}


@pytest.mark.parametrize("url", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_probes_are_answered_to_anybody(url: str) -> None:
    assert Client().get(url).status_code == 200
