"""What was heard in meetings: who reads and changes what, what an item shows of its request, what counts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gagyo.accounts.choices import Visibility
from gagyo.accounts.rules import NotYoursError
from gagyo.common.rules import ANYBODY, Actor
from gagyo.support.actions.answers import confirm_answer
from gagyo.support.actions.heard import (
    add_item,
    add_meeting,
    archive_meeting,
    become_request,
    edit_item,
    report_item,
    restore_meeting,
)
from gagyo.support.actions.requests import withdraw_request
from gagyo.support.choices import HeardState, ItemOutcome, RequestState
from gagyo.support.models import HeardItem, HeardMeeting, RequestItem, SupportRequest
from gagyo.support.queries.beginnings import begun_from
from gagyo.support.queries.heard import fulfilment_of, item_for, items_of, meetings_for, stands, waiting_heard
from gagyo.support.rules.heard import (
    Became,
    ItemValues,
    MeetingValues,
    ReportValues,
    UnableToSaveHeard,
    fulfilment,
    standing,
)
from gagyo.support.rules.values import RequestValues
from gagyo.support.tests.make import NOW, Cast, answered, make_request, text, under_way

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def meeting_of(cast: Cast, *, by: Actor | None = None, visibility: str = Visibility.PUBLIC) -> HeardMeeting:
    """Enter a meeting of the ministry's desk."""
    values = MeetingValues(name_ko="연례회의", held_on=TODAY - timedelta(days=30), visibility=visibility)
    return add_meeting(values=values, by=by or cast.router, now=NOW)


def item_of(cast: Cast, meeting: HeardMeeting, *, office_id: int | None = None, is_public: bool = True) -> HeardItem:
    """Enter what the city voiced, for an office to see to."""
    values = ItemValues(
        text=text("공관 연락처 공유"),
        office_id=office_id or cast.city.pk,
        voiced_by_id=cast.body.pk,
        is_public=is_public,
    )
    return add_item(meeting_id=meeting.pk, values=values, by=cast.router, now=NOW)


def report(item: HeardItem, by: Actor, **values: object) -> HeardItem:
    """Report on an item as it stands."""
    item.refresh_from_db()
    wanted = ReportValues(**{"state": HeardState.UNDER_WAY, **values})  # type: ignore[arg-type]  # a test names them
    return report_item(item_id=item.pk, values=wanted, expected=item.version, by=by, now=NOW)


def test_an_item_is_written_by_who_keeps_the_minutes_and_reported_on_by_who_is_in_charge(cast: Cast) -> None:
    meeting = meeting_of(cast)
    item = item_of(cast, meeting)
    with pytest.raises(NotYoursError):
        edit_item(item_id=item.pk, values=ItemValues(text("다름"), cast.city.pk), expected=1, by=cast.officer, now=NOW)
    assert [row.rows for row in waiting_heard(actor=cast.officer)] == [[item]]
    assert waiting_heard(actor=cast.stranger) == []
    with pytest.raises(NotYoursError):
        report(item, cast.stranger)
    done = report(item, cast.officer, state=HeardState.FULFILLED, done=text("보냈다"), closed_on=TODAY)
    assert stands(item_for(actor=cast.router, item_id=done.pk)) == HeardState.FULFILLED
    assert waiting_heard(actor=cast.officer) == []


def test_only_public_items_of_public_meetings_are_shown_without_an_account(cast: Cast) -> None:
    meeting = meeting_of(cast)
    shown, kept = item_of(cast, meeting), item_of(cast, meeting, is_public=False)
    assert [row.pk for row in items_of(meeting, actor=ANYBODY)] == [shown.pk]
    assert len(items_of(meeting, actor=cast.stranger)) == 2
    with pytest.raises(HeardItem.DoesNotExist):
        item_for(actor=ANYBODY, item_id=kept.pk)
    inner = meeting_of(cast, visibility=Visibility.OFFICE)
    own = item_of(cast, inner)
    assert list(meetings_for(actor=ANYBODY)) == [meeting]
    # The office in charge reads its item, of a meeting that it does not read; nobody else does.
    assert item_for(actor=cast.officer, item_id=own.pk) == own
    with pytest.raises(HeardItem.DoesNotExist):
        item_for(actor=cast.stranger, item_id=own.pk)


def test_an_item_shows_the_result_of_the_request_that_it_became(cast: Cast) -> None:
    item = item_of(cast, meeting_of(cast))
    request = answered(cast)
    become_request(item_id=item.pk, request_id=request.pk, by=cast.officer, now=NOW)
    assert stands(item_for(actor=ANYBODY, item_id=item.pk)) == HeardState.FULFILLED
    RequestItem.objects.filter(pk=request.items.all()[0].pk).update(outcome=ItemOutcome.REFUSED)
    assert stands(item_for(actor=ANYBODY, item_id=item.pk)) == HeardState.PART
    confirm_answer(request_id=request.pk, by=cast.officer, now=NOW)
    assert stands(item_for(actor=ANYBODY, item_id=item.pk)) == HeardState.PART
    with pytest.raises(UnableToSaveHeard, match=r"already|이미"):
        become_request(item_id=item.pk, request_id=make_request(cast).pk, by=cast.officer, now=NOW)


def test_an_item_of_one_part_shows_that_part_alone_and_only_once_it_is_answered(cast: Cast) -> None:
    item = item_of(cast, meeting_of(cast))
    (leg,) = under_way(cast, cast.hanoi)
    report(item, cast.officer, request_id=leg.request_id, leg_id=leg.pk)
    leg.items.update(outcome=ItemOutcome.REFUSED)
    assert stands(item_for(actor=ANYBODY, item_id=item.pk)) == HeardState.UNDER_WAY
    first, second = leg.request.items.all()
    leg.items.filter(item=second).delete()
    RequestItem.objects.filter(pk=first.pk).update(outcome=ItemOutcome.GRANTED)
    RequestItem.objects.filter(pk=second.pk).update(outcome=ItemOutcome.REFUSED)
    SupportRequest.objects.past_access(because="a test").update(state=RequestState.ANSWERED)
    assert stands(item_for(actor=ANYBODY, item_id=item.pk)) == HeardState.FULFILLED


def test_a_request_that_is_withdrawn_leaves_the_item_open(cast: Cast) -> None:
    item = item_of(cast, meeting_of(cast))
    (leg,) = under_way(cast, cast.hanoi)
    become_request(item_id=item.pk, request_id=leg.request_id, by=cast.officer, now=NOW)
    assert stands(item_for(actor=ANYBODY, item_id=item.pk)) == HeardState.UNDER_WAY
    withdraw_request(request_id=leg.request_id, reason="사정", by=cast.officer, now=NOW)
    assert stands(item_for(actor=ANYBODY, item_id=item.pk)) == HeardState.OPEN
    assert [row.rows for row in waiting_heard(actor=cast.officer)] == [[item]]


def test_a_restricted_request_is_not_linked_and_its_state_never_told(cast: Cast) -> None:
    item = item_of(cast, meeting_of(cast))
    request = make_request(cast, confidentiality="restricted")
    with pytest.raises(UnableToSaveHeard):
        become_request(item_id=item.pk, request_id=request.pk, by=cast.officer, now=NOW)
    with pytest.raises(UnableToSaveHeard):
        report(item, cast.officer, request_id=request.pk)
    later = answered(cast)
    become_request(item_id=item.pk, request_id=later.pk, by=cast.officer, now=NOW)
    SupportRequest.objects.past_access(because="a test").filter(pk=later.pk).update(confidentiality="restricted")
    assert stands(item_for(actor=ANYBODY, item_id=item.pk)) == HeardState.OPEN


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": HeardState.PART}, "what was done|무엇을"),
        ({"state": HeardState.PART, "done": text("일부"), "closed_on": None}, "which day|날"),
        ({"state": HeardState.OPEN, "closed_on": TODAY}, "no day|없"),
        ({"state": HeardState.FULFILLED, "done": text("함"), "closed_on": TODAY + timedelta(days=1)}, "between|사이"),
        ({"state": HeardState.FULFILLED, "done": text("함"), "closed_on": TODAY - timedelta(days=31)}, "between|사이"),
    ],
)
def test_a_report_that_cannot_be_is_refused_in_words(cast: Cast, values: dict[str, object], words: str) -> None:
    item = item_of(cast, meeting_of(cast))
    with pytest.raises(UnableToSaveHeard, match=words):
        report(item, cast.officer, **values)
    assert HeardItem.objects.get(pk=item.pk).state == HeardState.OPEN


def test_a_meeting_still_to_come_and_an_officer_of_another_office_are_refused(cast: Cast) -> None:
    with pytest.raises(UnableToSaveHeard):
        values = MeetingValues(name_ko="내일", held_on=TODAY + timedelta(days=1))
        add_meeting(values=values, by=cast.router, now=NOW)
    item = item_of(cast, meeting_of(cast))
    with pytest.raises(UnableToSaveHeard):
        report(item, cast.officer, officer_id=cast.consul.user_id)


def test_an_archived_meeting_leaves_the_lists_with_its_items_and_comes_back(cast: Cast) -> None:
    meeting = meeting_of(cast)
    item_of(cast, meeting)
    with pytest.raises(NotYoursError):
        archive_meeting(meeting_id=meeting.pk, by=cast.officer, now=NOW)
    archive_meeting(meeting_id=meeting.pk, by=cast.router, now=NOW)
    assert (list(meetings_for(actor=ANYBODY)), waiting_heard(actor=cast.officer)) == ([], [])
    restore_meeting(meeting_id=meeting.pk, by=cast.router, now=NOW)
    assert list(meetings_for(actor=ANYBODY)) == [meeting]


def test_fulfilment_by_meeting_takes_the_same_queries_for_one_and_three_meetings(
    cast: Cast, django_assert_num_queries: object
) -> None:
    for _number in range(3):
        item_of(cast, meeting_of(cast))
    rows = meetings_for(actor=ANYBODY)
    with django_assert_num_queries(2) as of_three:  # type: ignore[operator]  # pytest-django's fixture
        found = [fulfilment_of(row.shown_items) for row in rows]  # type: ignore[attr-defined]  # prefetched
    assert [(kept.n, kept.open) for kept in found] == [(1, 1)] * 3
    assert of_three


@given(st.lists(st.sampled_from(list(HeardState))))
def test_the_parts_make_the_whole(states: list[HeardState]) -> None:
    kept = fulfilment(states)
    assert kept.n == kept.fulfilled + kept.part + kept.not_possible + kept.open == len(states)


@given(
    own=st.sampled_from(list(HeardState)),
    state=st.sampled_from(list(RequestState)),
    outcomes=st.lists(st.sampled_from(list(ItemOutcome)), max_size=4),
)
def test_nothing_counts_as_fulfilled_by_an_answer_that_was_not_sent(
    own: HeardState, state: RequestState, outcomes: list[ItemOutcome]
) -> None:
    found = standing(own, Became(state, tuple(outcomes)))
    settled = state in {RequestState.ANSWERED, RequestState.CONFIRMED}
    if not settled:
        assert found in {own, HeardState.UNDER_WAY}
    elif ItemOutcome.OPEN in outcomes:
        assert found == HeardState.UNDER_WAY


def test_one_press_fills_a_request_from_an_item_and_links_both(cast: Cast, client: Client) -> None:
    item = item_of(cast, meeting_of(cast))
    start = RequestValues(name_ko="", asker_id=cast.body.pk, items=())
    begun = begun_from(start, sent={"heard": item.pk}, actor=cast.officer, today=TODAY)
    assert (begun.heard_id, begun.values.name_ko) == (item.pk, "공관 연락처 공유")
    assert [each.text.original for each in begun.values.items] == ["공관 연락처 공유"]
    # Of what somebody does not read, nothing is told.
    hidden = item_of(cast, meeting_of(cast, visibility=Visibility.OFFICE))
    assert begun_from(start, sent={"heard": hidden.pk}, actor=cast.stranger, today=TODAY).values == start


def test_the_public_page_names_no_person_and_no_office_in_charge(cast: Cast, client: Client) -> None:
    item = item_of(cast, meeting_of(cast))
    report(item, cast.officer, officer_id=cast.second_officer.user_id, evidence="문서-7")
    pages = [
        client.get(reverse("support:heard")),
        client.get(reverse("support:heard_meeting", args=[item.meeting_id])),
        client.get(reverse("support:heard_item", args=[item.pk])),
    ]
    for page in pages:
        said = page.content.decode()
        assert page.status_code == 200
        assert "문서-7" not in said and str(cast.city) not in said and "동료" not in said
    assert "공관 연락처 공유" in pages[1].content.decode()
