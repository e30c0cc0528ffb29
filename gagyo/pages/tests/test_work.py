"""My work counts what waits in the office, opens the very rows, and makes no more queries for more rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_actor, make_member, make_office, make_user
from gagyo.partnerships.actions.ties import change_state
from gagyo.partnerships.models import Tie, TieContact
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.tests.make import make_body, make_government, make_person

pytestmark = pytest.mark.django_db


def signed_in(office: Office, role: str = Role.OFFICER) -> Client:
    client = Client()
    client.force_login(make_member(role=role, office=office).user)
    return client


def counted(client: Client) -> dict[str, int]:
    page = client.get(reverse("pages:work"))
    return {each.slug: figure.value for each, figure in page.context["figures"]}


def complete_tie(office: Office, number: int) -> Tie:
    today = timezone.localdate()
    tie = make_tie(
        parties=[make_government(name_ko=f"시 {number}"), make_body(name_ko=f"도시 {number}")],
        office=office,
        signed_on=today - timedelta(days=400),
        council_consent="given",
    )
    person = make_person(office=office, retain_until=today + timedelta(days=400))
    TieContact.objects.create(tie=tie, person=person)
    return tie


def test_an_office_with_everything_in_order_has_nothing_waiting() -> None:
    office = make_office()
    complete_tie(office, 1)
    assert counted(signed_in(office)) == {}


@pytest.mark.each_engine
def test_each_thing_that_waits_is_counted_once_and_opens_its_rows() -> None:
    office, today = make_office(), timezone.localdate()
    home = make_government()
    project = make_project(lead=home, office=office, ends_on=today - timedelta(days=1), starts_on=today - timedelta(2))
    make_project(lead=home, office=make_office(), name_ko="남의 사업")
    make_project(lead=home, office=office, state="cancelled")
    bare = make_tie(parties=[home, make_body()], office=office, signed_on=None)
    jubilee = make_tie(parties=[home, make_body()], office=office, signed_on=today.replace(year=today.year - 30, day=1))
    person = make_person(office=office, retain_until=today + timedelta(days=59))
    client = signed_in(office)
    assert counted(client) == {
        "results": 1,
        "dates": 1,
        "consent": 2,
        "contact": 2,
        "retention": 1,
        **({"anniversaries": 1} if today.day == 1 else {}),
        "dormant": 1,
    }
    rows = {
        slug: list(client.get(reverse("pages:work") + f"?show={slug}").context["chosen"].rows)
        for slug in ("results", "dates", "dormant", "retention")
    }
    assert rows == {"results": [project], "dates": [bare], "dormant": [jubilee], "retention": [person]}


def test_what_the_office_did_is_shown_and_what_others_did_is_not() -> None:
    office = make_office()
    tie = complete_tie(office, 1)
    change_state(
        tie_id=tie.pk,
        wanted="dormant",
        on=timezone.localdate(),
        reason="교류 중단",
        by=make_actor(office=office),
        now=timezone.now(),
    )
    url = reverse("partnerships:tie", args=[tie.pk])
    assert url in {entry.href for entry in signed_in(office).get(reverse("pages:work")).context["changes"]}
    assert signed_in(make_office()).get(reverse("pages:work")).context["changes"] == []


def test_somebody_without_an_office_is_told_whom_to_ask() -> None:
    client = Client()
    client.force_login(make_user())
    assert client.get(reverse("pages:work")).status_code == 200


def test_my_work_makes_the_same_queries_for_three_rows_as_for_one() -> None:
    office, home = make_office(), make_government()

    def more(number: int) -> None:
        make_project(lead=home, office=office, name_ko=f"사업 {number}")
        make_tie(parties=[home, make_body(name_ko=f"도시 {number}")], office=office, signed_on=None)
        make_person(office=office, retain_until=timezone.localdate())

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("pages:work") + "?show=contact")
        return len(caught)

    client = signed_in(office)
    more(1)
    queries()
    one = queries()
    more(2)
    more(3)
    assert queries() == one
