"""Support requests on the pages of other features, the press that asks for help, and rating an answer later."""

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gagyo.accounts.models import User
from gagyo.meetings.tests.make import make_agreed, make_meeting, make_participant, make_round
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.tests.make import make_body, make_country
from gagyo.support.actions.answers import confirm_answer
from gagyo.support.models import SupportRequest
from gagyo.support.tests.make import NOW, Cast, answered, make_request, sent, under_way, user_id
from gagyo.visits.tests.make import make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    """Return the browser of the city's officer."""
    client.force_login(User.objects.get(pk=user_id(cast.officer)))
    return client


@pytest.fixture
def tie(cast: Cast) -> Tie:
    """Return a public tie of the city."""
    return make_tie(parties=[cast.body, make_body(name_ko="하노이", country="VN")], office=cast.city)


@pytest.fixture
def project(cast: Cast, tie: Tie) -> ExchangeProject:
    """Return a project of the tie."""
    return make_project(lead=cast.body, office=cast.city, tie=tie)


def test_a_tie_shows_its_requests_to_its_office_and_no_request_to_a_visitor(
    cast: Cast, officer: Client, tie: Tie
) -> None:
    row = make_request(cast, tie_id=tie.pk)
    address = reverse("partnerships:tie", args=[tie.pk])
    page = officer.get(address).content.decode()
    assert row.name in page
    assert f"{reverse('support:request_add')}?tie={tie.pk}" in page
    assert row.name not in Client().get(address).content.decode()


def test_one_press_on_a_project_fills_the_form_with_its_tie(
    cast: Cast, officer: Client, tie: Tie, project: ExchangeProject
) -> None:
    ask = f"{reverse('support:request_add')}?project={project.pk}"
    assert ask in officer.get(reverse("partnerships:project", args=[project.pk])).content.decode()
    form = officer.get(ask).context["form"]
    assert (form["project"].value(), form["tie"].value()) == (project.pk, tie.pk)


@pytest.mark.each_engine
def test_the_numbers_of_a_tie_open_its_requests_alone(cast: Cast, officer: Client, tie: Tie) -> None:
    row, other = make_request(cast, tie_id=tie.pk), make_request(cast)
    page = officer.get(f"{reverse('support:requests')}?tie={tie.pk}&state=all").content.decode()
    assert row.number in page and other.number not in page


@pytest.mark.each_engine
def test_the_list_as_a_worksheet_holds_the_rows_of_the_filter(cast: Cast, officer: Client) -> None:
    row, other = make_request(cast, field="exports"), make_request(cast, field="incident")
    body = officer.get(f"{reverse('support:requests')}?field=exports&format=xlsx").content
    cells = [value for line in openpyxl.load_workbook(io.BytesIO(body)).worksheets[0].values for value in line]
    assert row.number in cells
    assert other.number not in cells


def test_a_worksheet_says_moments_as_the_screen_does(cast: Cast, officer: Client) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    assert leg.due_at is not None
    body = officer.get(f"{reverse('support:requests')}?format=xlsx").content
    cells = [value for line in openpyxl.load_workbook(io.BytesIO(body)).worksheets[0].values for value in line]
    assert timezone.localtime(leg.due_at).strftime("%Y-%m-%d %H:%M") in cells


def test_statistics_count_requests_for_everybody_and_name_none(cast: Cast) -> None:
    make_country("KR")
    row = sent(cast, now=NOW)
    page = Client().get(reverse("analytics:statistics")).content.decode()
    assert 'id="support-requests"' in page
    assert reverse("support:heard") in page
    assert row.name not in page


def test_a_confirmed_answer_is_still_rated_by_its_asker(cast: Cast, officer: Client) -> None:
    row = answered(cast)
    confirm_answer(request_id=row.pk, by=cast.officer, now=NOW)
    address = reverse("support:rate", args=[row.pk])
    assert officer.post(address, {"stars": "4", "words": "빨랐다"}).status_code == 302
    assert SupportRequest.objects.past_access(because="a test").get(pk=row.pk).ratings.get().stars == 4
    assert officer.post(address, {"stars": "", "words": "빨랐다"}).status_code == 422


@pytest.mark.parametrize("about", ["tie", "project", "visit", "country"])
def test_a_page_with_requests_takes_the_same_queries_for_one_and_three(
    cast: Cast, officer: Client, tie: Tie, project: ExchangeProject, about: str
) -> None:
    visit = make_visit(office=cast.city, visibility="office")
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        "tie": (reverse("partnerships:tie", args=[tie.pk]), {"tie_id": tie.pk}),
        "project": (reverse("partnerships:project", args=[project.pk]), {"project_id": project.pk}),
        "visit": (reverse("visits:visit", args=[visit.pk]), {"visit_id": visit.pk}),
        "country": (reverse("partnerships:country", args=["VN"]), {"country_id": "VN"}),
    }
    url, on = pages[about]

    def queries() -> int:
        officer.get(url)
        with CaptureQueriesContext(connection) as caught:
            page = officer.get(url).content.decode()
        assert page.count("교류 지원 부탁") == SupportRequest.objects.for_user(cast.officer).count()
        return len(caught)

    under_way(cast, cast.hanoi, name_ko="교류 지원 부탁", **on)
    before = queries()
    under_way(cast, cast.hanoi, cast.tokyo, name_ko="교류 지원 부탁", **on)
    make_request(cast, name_ko="교류 지원 부탁", **on)
    assert queries() == before


def test_a_request_leads_to_the_agreed_item_that_it_came_of(cast: Cast, officer: Client) -> None:
    held = make_round(office=cast.desk)
    city, mission = make_participant(of=held, side=1, body=cast.body), make_participant(of=held)
    item = make_agreed(meeting=make_meeting(one=city, other=mission), owner=city)
    row = sent(cast, agreed_item_id=item.pk)
    at = reverse("meetings:own_agreed_item", args=[city.pk, item.pk])
    assert at in officer.get(reverse("support:request", args=[row.pk])).content.decode()
    assert officer.get(at).status_code == 200
    router = Client()
    router.force_login(User.objects.get(pk=user_id(cast.router)))
    assert at not in router.get(reverse("support:request", args=[row.pk])).content.decode()
