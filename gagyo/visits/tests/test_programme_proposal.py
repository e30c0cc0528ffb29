"""A proposal that the background works on: its page waits, then shows it, to its own visit only."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor, make_member
from gagyo.visits.actions.programme_proposal import apply_proposal
from gagyo.visits.models import Stop, Visit
from gagyo.visits.queries.programme_proposal import fingerprint, propose_for
from gagyo.visits.queries.visits import visit_for
from gagyo.visits.rules.programme import UnableToSaveStop
from gagyo.visits.rules.programme_proposal import Planned, Question
from gagyo.visits.tests.make import SEOUL, make_site, make_stop, make_visit

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 9)
NOW = datetime(2026, 5, 4, 10, tzinfo=SEOUL)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def member() -> Membership:
    """An officer."""
    return make_member()


def planned_visit(member: Membership) -> Visit:
    """Make a visit that is being planned."""
    return make_visit(office=member.office, starts_on=DAY, ends_on=DAY, state="planned")


def test_the_page_waits_for_the_background_and_then_shows_the_proposal(
    client: Client, member: Membership, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    visit, other = planned_visit(member), planned_visit(member)
    site = make_site(office=member.office)
    client.force_login(member.user)
    asked = {"sites": [site.pk], "parties": [visit.parties.get().pk], "together": "yes"}
    page = client.post(f"/en/visits/{visit.pk}/programme/proposal/", {**asked, "starts": "09:00", "ends": "18:00"})
    assert page.status_code == 302
    address = page.headers["Location"]
    assert "The days are being filled." in client.get(address).content.decode()
    row = DBTaskResult.objects.get()
    question = Question.from_json(row.args_kwargs["args"][1])
    answer = propose_for(visit_for(actor=make_actor(membership=member), visit_id=visit.pk), question)
    DBTaskResult.objects.update(status="SUCCESSFUL", return_value=answer)
    assert "09:00–10:00" in client.get(address).content.decode()
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"].endswith(f"{row.pk}/")
    assert client.get(address.replace(f"/{visit.pk}/", f"/{other.pk}/")).status_code == 404
    DBTaskResult.objects.update(status="FAILED")
    assert "The search stopped with an error." in client.get(address).content.decode()


def test_a_forged_proposal_is_not_there_and_a_fixed_stop_stays(client: Client, member: Membership) -> None:
    visit = planned_visit(member)
    site = make_site(office=member.office)
    stop = make_stop(visit=visit, site=site, is_fixed=True)
    moved = Planned(site.pk, (visit.parties.get().pk,), DAY, 15 * 60, 16 * 60, stop_id=stop.pk)
    with pytest.raises(UnableToSaveStop, match="never moved by a proposal"):
        apply_proposal(
            visit_id=visit.pk,
            planned=[moved],
            removed=[],
            seen=fingerprint(visit),
            by=make_actor(membership=member),
            now=NOW,
        )
    client.force_login(member.user)
    address = f"/en/visits/{visit.pk}/programme/proposal/apply/"
    assert client.post(address, {"proposal": "forged"}).status_code == 404
    assert Stop.objects.get().starts_at == stop.starts_at


def test_a_proposal_goes_round_the_stops_of_other_visits(member: Membership) -> None:
    visit, other = planned_visit(member), planned_visit(member)
    site = make_site(office=member.office, capacity=20)
    make_stop(visit=other, site=site, starts="09:00", ends="16:30")
    parties = (visit.parties.get().pk,)
    row = visit_for(actor=make_actor(membership=member), visit_id=visit.pk)
    found = propose_for(row, Question((site.pk,), parties))
    assert [(one["start"], one["end"]) for one in found["stops"]] == [(16 * 60 + 30, 17 * 60 + 30)]
    assert propose_for(row, Question((site.pk,), parties, day_end=16 * 60))["unplaced"] == [
        "City Information Centre for Vietnam: Others are at the site, and it takes 20 persons at once."
    ]


def test_the_page_of_a_visit_names_the_next_stop_and_leads_to_the_programme(client: Client, member: Membership) -> None:
    visit = make_visit(office=member.office, starts_on=date(2100, 1, 4), state="planned")
    make_stop(visit=visit, site=None, title_en="Talks with the mayor")
    client.force_login(member.user)
    text = client.get(f"/en/visits/{visit.pk}/").content.decode()
    assert ("Next stop" in text, f"/en/visits/{visit.pk}/programme/" in text) == (True, True)
    client.logout()
    assert f"/en/visits/{visit.pk}/programme/" not in client.get(f"/en/visits/{visit.pk}/").content.decode()
