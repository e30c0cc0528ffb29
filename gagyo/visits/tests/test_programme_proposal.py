"""Proposals fill the days without a clash, are previewed and put in; the background works on large ones."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor
from gagyo.common.rules import Actor
from gagyo.visits.actions.programme import undo_programme
from gagyo.visits.actions.programme_proposal import apply_proposal
from gagyo.visits.models import (
    Site,
    Stop,
    TravelTime,
    Visit,
)
from gagyo.visits.queries.programme import stops_of
from gagyo.visits.queries.programme_proposal import fingerprint, propose_for
from gagyo.visits.queries.visits import visit_for
from gagyo.visits.rules.programme import UnableToSaveStop
from gagyo.visits.rules.programme_proposal import Planned, Question
from gagyo.visits.tests.make import make_site, make_stop, make_visit
from gagyo.visits.tests.make_programme import DAY, NOW, sentences, times, visit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def ask_for(visit: Visit, actor: Actor, *sites: Site, **values: Any) -> dict[str, Any]:
    """Return a proposal for all parties of a visit."""
    row = visit_for(actor=actor, visit_id=visit.pk)
    parties = tuple(party.pk for party in row.parties.all())
    return propose_for(row, Question(tuple(site.pk for site in sites), parties, **values))


def put_in(visit: Visit, actor: Actor, found: dict[str, Any]) -> int:
    """Put a proposal in."""
    planned = [Planned.from_json(values) for values in found["stops"]]
    return apply_proposal(
        visit_id=visit.pk, planned=planned, removed=found["removed"], seen=found["seen"], by=actor, now=NOW
    )


def test_a_proposal_fills_the_days_without_a_clash_and_leaves_the_fixed_stop(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    one, two = make_site(office=member.office), make_site(office=member.office, name_en="Transport")
    TravelTime.objects.create(first=one, second=two, minutes=25)
    fixed = make_stop(visit=visit, site=None, title_en="Mayor", starts="09:00", ends="12:00", is_fixed=True)
    found = ask_for(visit, actor, one, two)
    left = put_in(visit, actor, found)
    assert sentences(visit) == []
    assert times(fixed) == "09 09:00-12:00"
    assert sorted(str(stop.site) for stop in stops_of(visit) if stop.site) == ["City Information Centre", "Transport"]
    undo_programme(visit_id=visit.pk, record_id=left, by=actor, now=NOW)
    assert [stop.pk for stop in stops_of(visit)] == [fixed.pk]


def test_a_proposal_moves_a_free_stop_and_never_a_fixed_one(member: Membership, actor: Actor) -> None:
    visit = visit_of(member, ends_on=DAY)
    closed, kept = make_site(office=member.office), make_site(office=member.office, name_en="Transport")
    free = make_stop(visit=visit, site=closed, starts="19:00", ends="20:00")
    fixed = make_stop(visit=visit, site=kept, starts="20:00", ends="21:00", is_fixed=True)
    found = ask_for(visit, actor, closed, kept)
    assert [(one["stop_id"], one["site_id"]) for one in found["stops"]] == [(free.pk, closed.pk)]
    put_in(visit, actor, found)
    assert times(fixed) == "09 20:00-21:00"
    assert times(free) != "09 19:00-20:00"


def test_a_site_that_must_be_shown_comes_before_one_that_is_shown_if_it_fits(member: Membership) -> None:
    visit = visit_of(member, ends_on=DAY)
    long: dict[str, Any] = {"office": member.office, "visit_minutes": 300}
    wanted, must = make_site(**long), make_site(**long, name_en="Transport")
    parties = tuple(party.pk for party in visit.parties.all())
    asked = Question(site_ids=(must.pk,), if_fits_ids=(wanted.pk,), party_ids=parties)
    found = propose_for(visit, Question.from_json(asked.as_json()))
    assert [one["site_id"] for one in found["stops"]] == [must.pk]
    assert [one.partition(":")[0] for one in found["unplaced"]] == ["City Information Centre for Vietnam"]


def test_what_does_not_fit_is_said_with_its_reason(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    found = ask_for(visit, actor, make_site(office=member.office, weekdays=(5,)))
    assert (found["stops"], found["unplaced"]) == (
        [],
        ["City Information Centre for Vietnam: It is closed on all days of the visit."],
    )


def test_a_proposal_made_beside_other_stops_is_not_put_in(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    found = ask_for(visit, actor, make_site(office=member.office))
    make_stop(visit=visit, site=None, title_en="Talks")
    with pytest.raises(UnableToSaveStop):
        put_in(visit, actor, found)


def test_the_proposal_is_asked_previewed_and_put_in_by_form(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    site = make_site(office=member.office)
    client.force_login(member.user)
    asked = {
        "sites": [site.pk],
        "parties": [visit.parties.get().pk],
        "together": "yes",
        "starts": "09:00",
        "ends": "18:00",
    }
    page = client.post(f"/en/visits/{visit.pk}/programme/proposal/", asked)
    assert page.status_code == 200
    signed = page.context["signed"]
    answer = client.post(f"/en/visits/{visit.pk}/programme/proposal/apply/", {"proposal": signed})
    assert answer.status_code == 302
    assert [str(stop.site) for stop in stops_of(visit)] == ["City Information Centre"]
    assert client.post(f"/en/visits/{visit.pk}/programme/proposal/apply/", {"proposal": signed}).status_code == 409


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
