"""Which tests run on PostgreSQL as well."""

from collections.abc import Callable

import pytest
from django.test import Client

from gagyo.accounts.tests.make import make_office
from gagyo.partnerships.tests.screens import sign_in
from tests.engines import says_more


def a_page() -> None:
    Client().get("/")


def by_a_helper() -> None:
    assert [sign_in() for _number in range(2)]


def rows_alone() -> None:
    make_office()


@pytest.mark.django_db
@pytest.mark.parametrize(("function", "runs"), [(a_page, False), (by_a_helper, False), (rows_alone, True)])
def test_a_test_that_asks_for_pages_is_left_out(
    function: Callable[[], None], runs: bool, request: pytest.FixtureRequest
) -> None:
    item = pytest.Function.from_parent(request.node.parent, name="made_here", callobj=function)
    item.add_marker(pytest.mark.django_db)
    assert says_more(item) == runs
    item.add_marker(pytest.mark.each_engine)
    assert says_more(item)
    item.add_marker(pytest.mark.any_engine)
    assert not says_more(item)


def test_a_test_without_a_database_is_left_out(request: pytest.FixtureRequest) -> None:
    assert not says_more(request.node)


def test_a_fixture_that_signs_in_asks_for_pages(client: Client, request: pytest.FixtureRequest) -> None:
    request.node.add_marker(pytest.mark.django_db)
    assert not says_more(request.node)
