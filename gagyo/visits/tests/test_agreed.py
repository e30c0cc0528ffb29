"""What was agreed at a one-to-one meeting becomes a tie or a visit by one press, and each leads to the other."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gagyo.accounts.choices import OfficeKind, Visibility
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.common.forms.merging import answers_of
from gagyo.meetings.choices import MeetingState
from gagyo.meetings.models import AgreedItem
from gagyo.meetings.tests.make import make_agreed, make_link, make_meeting, make_participant, make_round
from gagyo.partnerships.choices import ProjectKind
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.registry.choices import BodyKind
from gagyo.registry.tests.make import make_body, make_country, make_government
from gagyo.visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_readers_language() -> Iterator[None]:
    """Leave the language to the next test as it was: an answer in English would stay."""
    with translation.override("ko"):
        yield


@pytest.fixture
def city() -> Office:
    """The office of a local government."""
    return make_office(name_ko="남양주시 국제협력과")


@pytest.fixture
def item(city: Office) -> AgreedItem:
    """What an embassy and the local government agreed."""
    row = make_round(office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))
    embassy = make_body(name_ko="주한영국대사관", name_en="British Embassy", kind=BodyKind.MISSION_IN_KOREA)
    mission = make_participant(of=row, body=embassy)
    make_link(participant=mission, key="key")
    government = make_participant(of=row, side=1, body=make_government(works_as=city))
    meeting = make_meeting(one=mission, other=government, state=MeetingState.HELD)
    return make_agreed(meeting=meeting, owner=government)


@pytest.fixture
def officer(client: Client, city: Office) -> Client:
    """An officer of the local government, signed in."""
    client.force_login(make_member(office=city).user)
    return client


def english(name: str, *args: object) -> str:
    """Return an English address."""
    with translation.override("en"):
        return reverse(name, args=args)


def filled_in(client: Client, url: str) -> dict[str, Any]:
    """Return what a browser sends for a form as it is opened."""
    context = client.get(url).context
    found = answers_of(context["form"])
    if "rows" not in context:
        return found
    for part in context["rows"].forms:
        found |= answers_of(part)
    rows = context["rows"]
    counts = {"TOTAL_FORMS": rows.total_form_count(), "INITIAL_FORMS": rows.initial_form_count()}
    return {**found, **{f"parties-{name}": str(count) for name, count in counts.items()}}


def own_item(item: AgreedItem) -> str:
    """Return where the local government works on the item."""
    return english("meetings:own_agreed_item", item.meeting.second_id, item.pk)


def test_a_visit_is_entered_from_what_was_agreed_and_each_leads_to_the_other(officer: Client, item: AgreedItem) -> None:
    url = f"{english('visits:visit_add')}?agreed={item.pk}"
    assert url in officer.get(own_item(item)).content.decode()
    sent = filled_in(officer, url)
    embassy = item.meeting.first.body
    assert sent["name_en"] == ["Delegation of British Embassy"]
    assert sent["text_original"] == ["청소년 교류 일정을 보낸다"]
    assert (sent["mission"], sent["asked_by"]) == ([str(embassy.pk)], [str(embassy.pk)])
    assert sent["parties-0-country"] == [embassy.country_id]
    assert officer.post(url, {**sent, "parties-0-persons": "8"}).status_code == 302
    visit = Visit.objects.past_access(because="test").get()
    assert visit.agreed_item == item
    assert f'href="{own_item(item)}"' in officer.get(english("visits:visit", visit.pk)).content.decode()
    assert english("visits:visit", visit.pk) in officer.get(own_item(item)).content.decode()


def test_an_edit_of_the_visit_leaves_what_it_came_of(officer: Client, item: AgreedItem) -> None:
    url = f"{english('visits:visit_add')}?agreed={item.pk}"
    officer.post(url, {**filled_in(officer, url), "parties-0-persons": "8"})
    visit = Visit.objects.past_access(because="test").get()
    edit = english("visits:visit_edit", visit.pk)
    sent = {**filled_in(officer, edit), "version": "1", "was": "", "name_en": "British delegation"}
    assert officer.post(edit, sent).status_code == 302
    visit.refresh_from_db()
    assert (visit.name_en, visit.agreed_item) == ("British delegation", item)


def test_a_tie_is_entered_from_what_was_agreed_and_linked_at_once(officer: Client, item: AgreedItem) -> None:
    url, partner = english("meetings:agreed_tie", item.pk), make_body(name_ko="다트퍼드", country="GB")
    assert url in officer.get(own_item(item)).content.decode()
    sent = filled_in(officer, url)
    assert (sent["text_original"], sent["state"]) == (["청소년 교류 일정을 보낸다"], ["talks"])
    sent = {name: value for name, value in sent.items() if not name.startswith("parties-1-")}
    # With which city of the mission's country the tie is, only people know.
    answer = officer.post(url, {**sent, "parties-1-body": str(partner.pk)})
    assert answer.status_code == 302
    tie = Tie.objects.past_access(because="test").get()
    item.refresh_from_db()
    assert (item.tie, item.version) == (tie, 2)
    # It is entered once: a second form that was open saves neither.
    again = officer.post(url, {**sent, "parties-1-body": str(make_body(name_ko="켄트").pk)})
    assert (again.status_code, "became a tie already" in again.content.decode()) == (422, True)
    assert Tie.objects.past_access(because="test").count() == 1


def test_a_project_is_entered_from_what_was_agreed_and_linked_at_once(officer: Client, item: AgreedItem) -> None:
    url = english("meetings:agreed_project", item.pk)
    assert url in officer.get(own_item(item)).content.decode()
    sent = filled_in(officer, url)
    assert (sent["name_ko"], sent["name_en"]) == (["청소년 교류 일정을 보낸다"], ["Send youth exchange dates"])
    assert sent["partner_1"] == [str(item.meeting.first.body_id)]
    sent["kind"] = [ProjectKind.YOUTH]
    answer = officer.post(url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    project = ExchangeProject.objects.past_access(because="test").get()
    item.refresh_from_db()
    assert (item.project, item.version) == (project, 2)
    assert list(project.partners.values_list("body", flat=True)) == [item.meeting.first.body_id]
    assert url not in officer.get(own_item(item)).content.decode()
    # It is entered once: a second form that was open saves neither.
    again = officer.post(url, sent)
    assert (again.status_code, "became a project already" in again.content.decode()) == (422, True)
    assert ExchangeProject.objects.past_access(because="test").count() == 1


def test_another_office_and_a_link_enter_nothing_from_it(item: AgreedItem, city: Office) -> None:
    stranger = Client()
    stranger.force_login(make_member(office=make_office(name_ko="다른 시")).user)
    for url in (
        f"{english('visits:visit_add')}?agreed={item.pk}",
        english("meetings:agreed_tie", item.pk),
        english("meetings:agreed_project", item.pk),
    ):
        assert stranger.get(url).status_code == 404
        assert Client().get(url).status_code == 302
    hidden = Visit.objects.create(
        office=city, name_ko="비공개 방문", starts_on=date(2030, 9, 1), ends_on=date(2030, 9, 2), agreed_item=item
    )
    by_link = english("meetings:link_agreed_item", "key", item.pk)
    assert "비공개 방문" not in Client().get(by_link).content.decode()
    Visit.objects.past_access(because="test").filter(pk=hidden.pk).update(visibility=Visibility.PUBLIC)
    assert "비공개 방문" in Client().get(by_link).content.decode()
    assert "?agreed=" not in Client().get(by_link).content.decode()


def test_the_page_of_a_public_visit_tells_others_nothing_of_what_was_agreed(item: AgreedItem, city: Office) -> None:
    make_country("GB")
    row = Visit.objects.create(
        office=city,
        name_ko="공개 방문",
        starts_on=date(2030, 9, 1),
        ends_on=date(2030, 9, 2),
        agreed_item=item,
        visibility=Visibility.PUBLIC,
    )
    page = Client().get(english("visits:visit", row.pk))
    assert page.status_code == 200
    assert "Agreed at a one-to-one meeting" not in page.content.decode()
