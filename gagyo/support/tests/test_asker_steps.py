"""What the asking office does with a request on its way: hands it to a colleague, takes one item back."""

import pytest
from django.utils import translation

from gagyo.accounts.choices import Role
from gagyo.support.actions.news import SENTENCES
from gagyo.support.choices import ItemOutcome, LegState
from gagyo.support.models import Leg, RequestItem, SupportRequest
from gagyo.support.queries.reach import counts_of_views, reach_of
from gagyo.support.tests.make import NOW, Cast, answered, make_request, member, under_way, user_id
from gagyo.support.tests.test_escalation import mail_of
from gagyo.support.tests.test_requests import outbox
from gagyo.support.tests.test_screens import browser, html, pressed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_request_is_handed_to_a_colleague_whose_queue_it_then_stands_in(cast: Cast) -> None:
    row = make_request(cast)
    client, at = browser(cast.officer), f"/en/support/{row.pk}/officer/"
    assert f'href="{at}"' in html(client.get(f"/en/support/{row.pk}/"))
    stranger = member(cast.bureau, Role.DESK_OFFICER, "딴 곳").user
    refused = pressed(client, at, {"officer": str(stranger.pk)})
    assert (refused.status_code, stranger.name_ko in html(client.get(at))) == (422, False)
    assert counts_of_views(reach_of(actor=cast.second_officer, now=NOW))["mine"] == 0
    done = pressed(client, at, {"officer": str(user_id(cast.second_officer))})
    assert done.status_code == 302
    assert SupportRequest.objects.for_user(cast.officer).get().officer_id == user_id(cast.second_officer)
    assert counts_of_views(reach_of(actor=cast.second_officer, now=NOW))["mine"] == 1
    assert counts_of_views(reach_of(actor=cast.officer, now=NOW))["mine"] == 0


def test_an_ended_request_is_handed_to_nobody(cast: Cast) -> None:
    row = answered(cast)
    client = browser(cast.officer)
    assert "/officer/" in html(client.get(f"/en/support/{row.pk}/"))
    client.post(f"/en/support/{row.pk}/confirm/", {"version": row.version})
    assert "/officer/" not in html(client.get(f"/en/support/{row.pk}/"))
    assert client.get(f"/en/support/{row.pk}/officer/").status_code == 302


def test_an_item_is_taken_back_and_an_office_with_nothing_left_is_told(cast: Cast) -> None:
    hanoi, tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    first, second = RequestItem.objects.filter(request=hanoi.request_id)
    tokyo.items.filter(item=second).delete()
    client, at = browser(cast.officer), f"/en/support/{hanoi.request_id}/withdraw-item/"
    assert f'href="{at}"' in html(client.get(f"/en/support/{hanoi.request_id}/"))
    outbox()
    assert pressed(client, at, {}).status_code == 422
    assert pressed(client, at, {"item": str(first.pk)}).status_code == 302
    assert [item.outcome for item in RequestItem.objects.filter(request=hanoi.request_id)] == [
        ItemOutcome.WITHDRAWN,
        ItemOutcome.OPEN,
    ]
    assert {leg.office_id: leg.state for leg in Leg.objects.all()} == {
        cast.hanoi.pk: LegState.SENT,
        cast.tokyo.pk: LegState.WITHDRAWN,
    }
    with translation.override("ko"):
        sentence = str(SENTENCES["leg_withdrawn"])
    assert outbox() == [(mail_of(cast.tokyo_consul), f"[{hanoi.request.number}] {sentence}")]
    last = pressed(client, at, {"item": str(second.pk)})
    assert (last.status_code, "This is the last open item" in html(last)) == (422, True)
