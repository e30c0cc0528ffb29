"""What is drawn once for all who read the same rows shows nobody a row of others, and nothing that is past."""

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.actions import record
from gagyo.common.views.parts import KEPT
from gagyo.partnerships.models import Tie
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_body, make_government, make_place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_engine]
PAGES = ["/ties/", "/ties/map/", "/countries/", "/statistics/?table=country", "/"]


def browser_of(office: Office, *, role: str = "officer") -> Client:
    """Return the browser of somebody who works in an office."""
    client = Client()
    client.force_login(make_member(office=office, role=role).user)
    return client


def page(client: Client, url: str) -> str:
    """Return a page as text."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.mark.parametrize("url", ["/ties/", "/ties/map/", "/ties/by-city/", "/"])
def test_a_row_of_one_office_is_on_nobody_elses_page_whoever_asks_first(client: Client, url: str) -> None:
    office = make_office()
    place = make_place(name_ko="비밀시", latitude=51.4, longitude=0.2)
    make_tie(parties=[make_government(), make_body(name_ko="비밀시", place=place)], office=office, visibility="office")
    own, colleague, other = browser_of(office), browser_of(office), browser_of(make_office(name_ko="다른 과"))
    first = ["비밀시" in page(each, url) for each in (own, colleague, other, client)]
    again = ["비밀시" in page(each, url) for each in (client, other, colleague, own)]
    assert [first, again] == [[True, True, False, False], [False, False, True, True]]


def test_a_change_is_on_the_next_page_of_who_is_signed_in() -> None:
    office = make_office()
    browser = browser_of(office)
    tie = make_tie(parties=[make_government(), make_body()], office=office)
    assert ["다트퍼드" in page(browser, "/ties/"), "다트퍼드" in page(browser, "/ties/")] == [True, True]
    with transaction.atomic():
        Tie.objects.past_access(because="a test archives it").filter(pk=tie.pk).update(archived_at=NOW)
        record(event="tie.archived", by=make_actor(office=office), at=NOW, about=tie)
    assert "다트퍼드" not in page(browser, "/ties/")


@pytest.mark.parametrize("url", PAGES)
def test_the_second_of_an_office_is_shown_the_same_with_fewer_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries, url: str
) -> None:
    office = make_office()
    make_tie(parties=[make_government(), make_body()], office=office)
    first, second = browser_of(office), browser_of(office)
    begun = page(first, url)
    with django_assert_max_num_queries(14) as captured:
        again = page(second, url)
    assert not [each["sql"] for each in captured if "partnerships_tieparty" in each["sql"]]
    body = begun.partition("<main")[2].partition("</main>")[0]
    assert [bool(body), body in again] == [True, True]
    assert body not in page(first, f"/en{url}")


def test_wrong_addresses_and_forms_are_drawn_for_each_one() -> None:
    browser = browser_of(make_office())
    before = len(KEPT.parts)
    answers = [browser.get("/ties/?kind=nonsense").status_code for _ in range(2)]
    assert [answers, len(KEPT.parts)] == [[400, 400], before]
