"""What a record hangs on stays when its form is saved, although it was archived meanwhile."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import NOW, make_actor, make_office
from gagyo.common.rules import Actor
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.tests.make import make_body, make_government, make_person
from gagyo.visits.models import Room, Stop, TrainingCourse, Vehicle, Visit, VisitParty
from gagyo.visits.queries.choices import form_choices, values_of_visit
from gagyo.visits.queries.programme_choices import stop_choices
from gagyo.visits.queries.sites import colleagues_as_hosts
from gagyo.visits.tests.make import make_site, make_stop, make_visit
from gagyo.visits.views.visit_forms import answers_for

pytestmark = pytest.mark.django_db
LINKS = ("tie_id", "project_id", "course_id", "asked_by_person_id", "organiser_id", "asked_by_id", "mission_id")


@pytest.fixture(autouse=True)
def _in_korean() -> Iterator[None]:
    """Read names in Korean."""
    with translation.override("ko"):
        yield


def gone(row: Any) -> Any:
    """Archive a row."""
    row.archived_at = NOW
    row.save(update_fields=["archived_at"])
    return row


@pytest.fixture
def linked(member: Membership) -> Visit:
    """A visit whose links were all archived after it was entered."""
    office, lead = member.office, make_government()
    links = {
        "tie": make_tie(parties=[lead, make_body()], office=office),
        "project": make_project(lead=lead, office=office),
        "course": TrainingCourse.objects.create(
            office=office, name_ko="연수", name_en="Course", institution=lead, stage_on=NOW.date()
        ),
        "asked_by_person": make_person(office=office),
        **{name: make_body(name_ko=f"기관 {name}") for name in ("organiser", "asked_by", "mission")},
    }
    visit = make_visit(office=office, **{name: gone(row) for name, row in links.items()})
    VisitParty.objects.filter(visit=visit).update(body=gone(make_body(name_ko="옛 시청")))
    return visit


def test_saving_a_visit_keeps_links_to_rows_that_were_archived(
    linked: Visit, member: Membership, actor: Actor, client: Client
) -> None:
    client.force_login(member.user)
    before = Visit.objects.past_access(because="test").get(pk=linked.pk)
    body = before.parties.get().body_id
    address = reverse("visits:visit_edit", args=[linked.pk])
    page = client.get(address).content.decode()
    assert "기관 organiser" in page and "옛 시청" in page
    values = values_of_visit(before)
    answers = answers_for(values, choices=form_choices(actor=actor, values=values))
    sent = {**answers, "name_ko": "새 이름", "version": "1", "parties-TOTAL_FORMS": "2", "parties-INITIAL_FORMS": "0"}
    assert client.post(address, sent).status_code == 302
    after = Visit.objects.past_access(because="test").get(pk=linked.pk)
    assert after.name_ko == "새 이름"
    assert [getattr(after, name) for name in LINKS] == [getattr(before, name) for name in LINKS]
    assert after.parties.get().body_id == body


def test_an_archived_row_is_offered_to_nobody_who_does_not_hold_it(linked: Visit, actor: Actor) -> None:
    offered = form_choices(actor=actor)
    assert [list(offered[name]) for name in ("tie", "project", "course", "asked_by_person")] == [[], [], [], []]
    stranger = make_actor(office=make_office(name_ko="다른 기관"))
    held = form_choices(actor=stranger, values=values_of_visit(linked))
    assert list(held["asked_by_person"]) == []


def test_a_stop_and_a_site_keep_what_was_archived(member: Membership, actor: Actor) -> None:
    office = member.office
    site = gone(make_site(office=office))
    host = gone(make_person(office=office))
    rooms: list[models.Model] = [
        gone(Room.objects.create(office=office, name_ko="회의실", seats=20)),
        gone(Vehicle.objects.create(office=office, name_ko="버스", seats=30)),
    ]
    stop = make_stop(visit=make_visit(office=office), site=site, room=rooms[0], vehicle=rooms[1], host=host)
    found = stop_choices(actor=actor, stop=Stop.objects.get(pk=stop.pk))
    assert {name: list(rows) for name, rows in found.items()} == {
        "site": [site],
        "room": [rooms[0]],
        "vehicle": [rooms[1]],
        "host": [host],
    }
    assert list(colleagues_as_hosts(actor=actor, held=(host.pk,))) == [host]
    assert list(colleagues_as_hosts(actor=actor)) == []
