"""Asking for all days of a visit in one go, and what the pages say about it."""

from datetime import date

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from gagyo.accounts.models import Membership
from gagyo.visits.choices import StopKind
from gagyo.visits.models import InterpreterTask
from gagyo.visits.tests.make import make_site, make_stop
from gagyo.visits.tests.make_interpreters import make_interpreter
from gagyo.visits.tests.make_programme import visit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FAR = {"starts_on": date(2060, 5, 4), "ends_on": date(2060, 5, 5)}


def test_one_click_asks_the_first_who_fits_for_each_day_that_lacks_one(
    member: Membership, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    visit = visit_of(member, **FAR)
    site = make_site(office=member.office)
    for day in (4, 5):
        make_stop(visit=visit, site=site, day=date(2060, 5, day), language="vi")
    make_stop(visit=visit, site=site, day=date(2060, 5, 5), starts="14:00", ends="15:00", language="uz")
    row = make_interpreter(office=member.office)
    client.force_login(member.user)
    page = f"/en/visits/{visit.pk}/interpreters/"
    assert "2 days lack an interpreter." in client.get(page).content.decode()
    client.post(f"{page}ask-all/")
    tasks = InterpreterTask.objects.order_by("stop__starts_at")
    assert [(task.interpreter, task.stop.starts_at.day, task.state) for task in tasks] == [
        (row, 4, "asked"),
        (row, 5, "asked"),
    ]
    assert len(mailoutbox) == 2
    said = client.post(f"{page}ask-all/", follow=True).content.decode()
    assert ("There is no day for which somebody who fits" in said, InterpreterTask.objects.count()) == (True, 2)


def test_meals_and_transfers_are_not_chosen_beforehand_for_interpreting(member: Membership, client: Client) -> None:
    visit = visit_of(member, **FAR)
    site = make_stop(visit=visit, site=make_site(office=member.office))
    meal = make_stop(visit=visit, site=None, kind=StopKind.MEAL, starts="12:00", ends="13:00")
    client.force_login(member.user)
    page = client.get(f"/en/visits/{visit.pk}/interpreters/").content.decode()
    assert (f'id="stop-{site.pk}" checked' in page, f'id="stop-{meal.pk}" checked' in page) == (True, False)
    assert f'id="stop-{meal.pk}"' in page


def test_a_stop_without_an_interpreter_leads_to_who_could_come(member: Membership, client: Client) -> None:
    visit = visit_of(member, **FAR)
    make_stop(visit=visit, site=make_site(office=member.office), language="vi")
    client.force_login(member.user)
    href = f"/en/visits/{visit.pk}/interpreters/#2060-05-04-vi"
    assert f'href="{href}"' in client.get(f"/en/visits/{visit.pk}/programme/").content.decode()
    assert 'id="2060-05-04-vi"' in client.get(f"/en/visits/{visit.pk}/interpreters/").content.decode()
