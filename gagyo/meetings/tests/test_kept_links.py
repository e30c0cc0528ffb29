"""What a record hangs on stays when somebody saves it who is not offered that."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role, Visibility
from gagyo.accounts.models import Membership, Office
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.models import ArchivableModel
from gagyo.meetings.choices import MeetingState
from gagyo.meetings.forms.rounds import RoundForm, round_initial
from gagyo.meetings.models import AgreedItem, Meeting, MeetingRound
from gagyo.meetings.queries.rounds import round_choices, values_of_round
from gagyo.meetings.tests.make import make_agreed, make_meeting, make_participant, make_round
from gagyo.meetings.tests.test_rounds import sent
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.tests.make import make_body, make_government, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def city() -> Office:
    """The office of a local government."""
    return make_office(name_ko="남양주시 국제협력과")


@pytest.fixture
def held(organiser: Membership, city: Office) -> Meeting:
    """A meeting of a mission with a local government that works here."""
    row = make_round(office=organiser.office)
    mission = make_participant(of=row)
    government = make_participant(of=row, side=1, body=make_government(works_as=city))
    return make_meeting(one=mission, other=government, state=MeetingState.HELD)


def put_away(*rows: ArchivableModel) -> None:
    """Archive rows."""
    for row in rows:
        type(row)._default_manager.filter(pk=row.pk).update(archived_at=timezone.now())


def linked_item(held: Meeting, city: Office) -> AgreedItem:
    """Make an item of the local government that became a tie and a project, and is an officer's."""
    tie = make_tie(parties=[held.second.body, make_body()], office=city, visibility=Visibility.OFFICE)
    project = make_project(lead=held.second.body, office=city, visibility=Visibility.OFFICE)
    officer = make_member(office=city).user
    return make_agreed(meeting=held, owner=held.second, tie=tie, project=project, officer=officer)


def saved_by(member: Membership, url: str, item: AgreedItem) -> AgreedItem:
    """Let somebody save an item as the form shows it to them, and return it."""
    client = Client()
    client.force_login(member.user)
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    answer = client.post(
        url, {"version": str(item.version), **{k: v for k, v in values.items() if v not in (None, "")}}
    )
    assert answer.status_code == 302
    item.refresh_from_db()
    return item


def test_the_organiser_who_saves_an_item_leaves_what_only_the_city_sees_of_it(
    held: Meeting, city: Office, organiser: Membership
) -> None:
    item = linked_item(held, city)
    # Something of its own that it may choose, so that there is a list.
    make_tie(parties=[make_government(), make_body()], office=organiser.office)
    make_project(lead=make_government(), office=organiser.office)
    links = (item.tie_id, item.project_id, item.officer_id)
    after = saved_by(organiser, reverse("meetings:agreed_item", args=[held.round_id, item.pk]), item)
    assert (after.tie_id, after.project_id, after.officer_id) == links


def test_an_archived_tie_an_archived_project_and_an_officer_who_left_stay_when_the_city_saves(
    held: Meeting, city: Office
) -> None:
    item = linked_item(held, city)
    assert item.tie and item.project and item.officer
    put_away(item.tie, item.project)
    item.officer.memberships.update(ends_on=timezone.localdate())
    links = (item.tie_id, item.project_id, item.officer_id)
    make_tie(parties=[make_government(), make_body()], office=city)
    make_project(lead=make_government(), office=city)
    after = saved_by(
        make_member(office=city), reverse("meetings:own_agreed_item", args=[held.second_id, item.pk]), item
    )
    assert (after.tie_id, after.project_id, after.officer_id) == links


def test_what_somebody_does_not_see_is_not_replaced_by_a_request_made_by_hand(
    held: Meeting, city: Office, organiser: Membership
) -> None:
    item = linked_item(held, city)
    own = make_tie(parties=[make_government(), make_body()], office=organiser.office)
    client = Client()
    client.force_login(organiser.user)
    values = {"version": "1", "what": "x", "owner": str(held.second_id), "due_on": "2030-09-01", "state": "open"}
    with translation.override("en"):
        url = reverse("meetings:agreed_item", args=[held.round_id, item.pk])
    client.post(url, {**values, "tie": str(own.pk)})
    tie_id = item.tie_id
    item.refresh_from_db()
    assert item.tie_id == tie_id


def round_with_links(organiser: Membership, *, previous: MeetingRound) -> MeetingRound:
    """Make a round with a contact and a previous round."""
    contact = make_person(office=organiser.office)
    return make_round(office=organiser.office, contact=contact, previous=previous)


def test_an_archived_contact_and_an_archived_previous_round_stay_when_the_round_is_saved(
    client: Client, organiser: Membership
) -> None:
    row = round_with_links(organiser, previous=make_round(office=organiser.office))
    assert row.contact and row.previous
    put_away(row.contact, row.previous)
    client.force_login(organiser.user)
    url = reverse("meetings:round_edit", args=[row.pk])
    shown = client.get(url).context["form"]
    links = {name: str(shown[name].value()) for name in ("contact", "previous")}
    answer = client.post(url, sent({"version": str(row.version), "ends_on": "2030-06-16", **links}))
    assert answer.status_code == 302
    contact, previous = row.contact_id, row.previous_id
    row.refresh_from_db()
    assert (row.contact_id, row.previous_id) == (contact, previous)


def test_a_previous_round_that_the_organiser_sees_no_more_is_not_offered_and_stays(organiser: Membership) -> None:
    row = round_with_links(
        organiser, previous=make_round(office=make_office(name_ko="다른 협의회"), visibility=Visibility.OFFICE)
    )
    choices = round_choices(actor=make_actor(membership=organiser), held=row)
    assert set(choices) == {"contact"}
    old = values_of_round(row)
    data = {**sent({"ends_on": "2030-06-16"}), "contact": str(row.contact_id)}
    form = RoundForm(data, choices=choices, initial=round_initial(old))
    assert form.is_valid(), form.errors
    assert form.values(old=old).previous_id == row.previous_id
