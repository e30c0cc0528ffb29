"""Lists of ambassadors take as many queries with three rows as with one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gagyo.accounts.models import User
from gagyo.accounts.tests.make import make_office
from gagyo.ambassadors.actions.cases import begin_case
from gagyo.ambassadors.models import Posting
from gagyo.ambassadors.tests.make import NOW, Cast, make_activity, make_cast, make_posting
from gagyo.registry.choices import BodyKind
from gagyo.registry.tests.make import make_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Return everybody, with an ambassador who is posted."""
    cast = make_cast()
    make_posting(cast)
    return cast


def browser(cast: Cast) -> Client:
    """Return the browser of the ambassador."""
    client = Client()
    client.force_login(User.objects.get(pk=cast.ambassador.user_id or 0))
    return client


def queries(client: Client, url: str) -> tuple[int, str]:
    """Return how many queries a page takes, once it was opened before, and what it says."""
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        page = client.get(url)
    assert page.status_code == 200
    return len(caught), page.content.decode()


def checked(client: Client, urls: list[str], more: Callable[[str], object]) -> None:
    """Check that pages with a first row take as many queries with three, and show them all."""
    more("하나")
    before = [queries(client, url)[0] for url in urls]
    more("둘째")
    more("셋째")
    for url, number in zip(urls, before, strict=True):
        now, words = queries(client, url)
        assert (now, all(name in words for name in ("하나", "둘째", "셋째"))) == (number, True), url


def test_the_provinces_and_whom_a_firm_can_ask(cast: Cast) -> None:
    def more(name: str) -> None:
        office = make_office(name_ko=f"{name} 기관")
        body = make_body(name_ko=name, country="KR", kind=BodyKind.METROPOLITAN, works_as=office)
        first = Posting.objects.create(
            office=office, province=body, name_ko=f"{name} 전임", starts_on="2024-01-01", ends_on="2024-12-31"
        )
        Posting.objects.create(
            office=office, province=body, name_ko=f"{name} 대사", starts_on="2025-01-01", predecessor=first
        )

    checked(browser(cast), [reverse("ambassadors:provinces"), reverse("ambassadors:ask")], more)


def test_cases_that_are_not_approved(cast: Cast) -> None:
    row = Posting.objects.past_access(because="a test").get(province=cast.province)

    def more(name: str) -> None:
        done = make_activity(cast, row, name_ko=name)
        begin_case(activity_id=done.pk, by=cast.ambassador, now=NOW)

    checked(browser(cast), [reverse("ambassadors:cases")], more)


def test_the_figures_of_activities(cast: Cast) -> None:
    row, client = Posting.objects.past_access(because="a test").get(province=cast.province), browser(cast)
    url = reverse("ambassadors:activity_figures")
    make_activity(cast, row)
    before = queries(client, url)[0]
    for field in ("exports", "investment"):
        make_activity(cast, row, field=field, kind="meeting")
    assert queries(client, url)[0] == before
