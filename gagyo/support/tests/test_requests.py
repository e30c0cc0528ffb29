"""A request in its own office: drafted, edited, approved and never by its writers, withdrawn; and who is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from gagyo.accounts.rules import NotYoursError
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import AuditRecord, OutgoingMail
from gagyo.support.actions.absences import end_absence, set_absence
from gagyo.support.actions.approvals import (
    approve_request,
    recall_request,
    return_request,
    submit_request,
)
from gagyo.support.actions.requests import (
    add_request,
    archive_request,
    change_officer,
    edit_request,
    restore_request,
    withdraw_item,
    withdraw_request,
)
from gagyo.support.choices import ItemOutcome, LegState, RequestState
from gagyo.support.models import Approval, RequestItem, SupportRequest
from gagyo.support.queries.requests import steps_of, values_of_request
from gagyo.support.rules.approval import UnableToApprove
from gagyo.support.rules.moves import SupportReasonMissingError, UnableToMoveSupport
from gagyo.support.rules.readers import Reader
from gagyo.support.rules.values import ItemValues, RequestValues, UnableToSaveSupport
from gagyo.support.tests.make import NOW, Cast, make_request, sent, text, under_way, user_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def outbox() -> list[tuple[str, str]]:
    """Return (to, subject) of each mail that waits, and forget them."""
    found = [(each.to, each.subject) for each in OutgoingMail.objects.order_by("pk")]
    found += [(", ".join(each.to), str(each.subject)) for each in mail.outbox]
    OutgoingMail.objects.all().delete()
    mail.outbox.clear()
    return found


def submit(cast: Cast, row: SupportRequest, *approvers: int) -> SupportRequest:
    """Submit a draft."""
    return submit_request(request_id=row.pk, approver_ids=approvers, expected=row.version, by=cast.officer, now=NOW)


def test_requests_are_numbered_by_office_and_year(cast: Cast) -> None:
    numbers = [make_request(cast).number, make_request(cast).number]
    assert numbers == ["SEJONG-2026-0001", "SEJONG-2026-0002"]


def test_an_office_that_asks_nothing_drafts_no_request(cast: Cast) -> None:
    values = RequestValues(name_ko="요청", asker_id=cast.body.pk, items=(ItemValues(text("소개")),))
    with pytest.raises(NotYoursError):
        add_request(values=values, by=cast.router, now=NOW)


def test_an_edit_keeps_the_ids_of_items_and_their_order(cast: Cast) -> None:
    row = make_request(cast)
    first, second = row.items.all()
    values = values_of_request(row)
    changed = RequestValues(
        **{**values.__dict__, "items": (ItemValues(text("둘째"), second.pk), ItemValues(text("새것")))}
    )
    edit_request(request_id=row.pk, values=changed, expected=row.version, by=cast.officer, now=NOW)
    assert [(item.pk == second.pk, item.text.original) for item in row.items.all()] == [(True, "둘째"), (False, "새것")]
    assert not RequestItem.objects.filter(pk=first.pk).exists()


def test_a_second_save_in_between_is_refused(cast: Cast) -> None:
    row = make_request(cast)
    values = values_of_request(row)
    edit_request(request_id=row.pk, values=values, expected=1, by=cast.officer, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        edit_request(request_id=row.pk, values=values, expected=1, by=cast.second_officer, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        submit_request(request_id=row.pk, approver_ids=[user_id(cast.manager)], expected=1, by=cast.officer, now=NOW)


def test_a_request_is_approved_step_after_step_and_then_sent(cast: Cast) -> None:
    row = submit(cast, make_request(cast), user_id(cast.manager), user_id(cast.second_manager))
    assert row.state == RequestState.APPROVAL
    with pytest.raises(UnableToApprove, match="not yours to decide now"):
        approve_request(request_id=row.pk, by=cast.second_manager, now=NOW)
    first = approve_request(request_id=row.pk, document_number=" 국제-122", by=cast.manager, now=NOW)
    assert (first.state, first.document_number) == (RequestState.APPROVAL, "국제-122")
    done = approve_request(request_id=row.pk, document_number="국제-123", by=cast.second_manager, now=NOW)
    assert (done.state, done.sent_at, done.document_number) == (RequestState.SENT, NOW, "국제-123")
    assert [step.document_number for step in steps_of(done)] == ["국제-122", "국제-123"]
    events = AuditRecord.objects.filter(about_id=str(row.pk)).order_by("pk").values_list("event", flat=True)
    assert list(events) == ["support.created", "support.submitted", "support.approved", "support.sent"]


def test_nobody_approves_what_they_wrote(cast: Cast) -> None:
    row = make_request(cast)
    edit_request(request_id=row.pk, values=values_of_request(row), expected=1, by=cast.manager, now=NOW)
    row.refresh_from_db()
    with pytest.raises(UnableToApprove, match="nobody approves their own work"):
        submit(cast, row, user_id(cast.manager))
    with pytest.raises(UnableToApprove, match="does not approve in this office"):
        submit(cast, row, user_id(cast.second_officer))
    with pytest.raises(UnableToApprove, match="at least one approver"):
        submit(cast, row)
    submit(cast, row, user_id(cast.second_manager))
    with pytest.raises(UnableToApprove, match="You wrote this"):
        approve_request(request_id=row.pk, by=cast.manager, now=NOW)


def test_a_stand_in_decides_only_while_the_approver_is_away(cast: Cast) -> None:
    row = submit(cast, make_request(cast), user_id(cast.manager))
    with pytest.raises(UnableToApprove):
        approve_request(request_id=row.pk, by=cast.second_manager, now=NOW)
    days: dict[str, Any] = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 6)}
    people: dict[str, Any] = {"user_id": user_id(cast.manager), "stand_in_id": user_id(cast.second_manager)}
    with pytest.raises(NotYoursError):
        set_absence(**people, **days, by=cast.officer, now=NOW)
    absence = set_absence(**people, **days, by=cast.manager, now=NOW)
    later = NOW + timedelta(days=5)
    with pytest.raises(UnableToApprove):
        approve_request(request_id=row.pk, by=cast.second_manager, now=later)
    assert approve_request(request_id=row.pk, by=cast.second_manager, now=NOW).state == RequestState.SENT
    end_absence(absence_id=absence.pk, by=cast.manager, now=NOW)


def test_a_stand_in_who_wrote_it_does_not_decide(cast: Cast) -> None:
    row = make_request(cast)
    edit_request(request_id=row.pk, values=values_of_request(row), expected=1, by=cast.second_manager, now=NOW)
    row.refresh_from_db()
    submit(cast, row, user_id(cast.manager))
    set_absence(
        user_id=user_id(cast.manager),
        stand_in_id=user_id(cast.second_manager),
        starts_on=date(2026, 5, 4),
        ends_on=date(2026, 5, 6),
        by=cast.manager,
        now=NOW,
    )
    with pytest.raises(UnableToApprove, match="nobody approves their own work"):
        approve_request(request_id=row.pk, by=cast.second_manager, now=NOW)


def test_a_returned_request_is_changed_and_submitted_again(cast: Cast) -> None:
    row = submit(cast, make_request(cast), user_id(cast.manager), user_id(cast.second_manager))
    with pytest.raises(SupportReasonMissingError):
        return_request(request_id=row.pk, reason=" ", by=cast.manager, now=NOW)
    row = return_request(request_id=row.pk, reason="날짜가 빠졌음", by=cast.manager, now=NOW)
    assert (row.state, row.state_reason) == (RequestState.RETURNED, "날짜가 빠졌음")
    decisions = [(step.attempt, step.decision) for step in Approval.objects.filter(request=row)]
    assert decisions == [(1, "returned"), (1, "recalled")]
    row = submit(cast, row, user_id(cast.manager))
    assert approve_request(request_id=row.pk, by=cast.manager, now=NOW).state == RequestState.SENT


def test_a_submitted_request_is_not_edited_but_taken_back(cast: Cast) -> None:
    row = submit(cast, make_request(cast), user_id(cast.manager))
    with pytest.raises(UnableToMoveSupport, match="In approval"):
        edit_request(request_id=row.pk, values=values_of_request(row), expected=row.version, by=cast.officer, now=NOW)
    assert recall_request(request_id=row.pk, by=cast.officer, now=NOW).state == RequestState.DRAFT


def test_what_nobody_could_answer_is_not_submitted(cast: Cast) -> None:
    with pytest.raises(UnableToSaveSupport, match="at least one item"):
        submit(cast, make_request(cast, items=()), user_id(cast.manager))
    with pytest.raises(UnableToSaveSupport, match="Name who at the ministry"):
        submit(cast, make_request(cast, confidentiality="restricted"), user_id(cast.manager))
    with pytest.raises(UnableToSaveSupport, match="has passed"):
        submit(cast, make_request(cast, wanted_by=date(2026, 5, 3)), user_id(cast.manager))
    named = (Reader(cast.desk.pk, user_id(cast.router)),)
    row = make_request(cast, confidentiality="restricted", readers=named)
    assert submit(cast, row, user_id(cast.manager)).state == RequestState.APPROVAL


def test_a_named_reader_works_in_the_named_office(cast: Cast) -> None:
    with pytest.raises(UnableToSaveSupport, match="does not work in that office"):
        make_request(cast, confidentiality="restricted", readers=(Reader(cast.desk.pk, user_id(cast.stranger)),))


def test_withdrawing_ends_open_items_and_legs_and_tells_their_offices(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    outbox()
    row = withdraw_request(request_id=leg.request_id, reason="행사 취소", by=cast.officer, now=NOW)
    leg.refresh_from_db()
    assert (row.state, leg.state) == (RequestState.WITHDRAWN, LegState.WITHDRAWN)
    assert {item.outcome for item in row.items.all()} == {ItemOutcome.WITHDRAWN}
    told = {each for to, _subject in outbox() for each in to.split(", ")}
    assert len(told) == 3  # the desk's officer and director, and the consul
    with pytest.raises(UnableToMoveSupport, match="Withdrawn"):
        withdraw_request(request_id=leg.request_id, reason="또", by=cast.officer, now=NOW)


def test_one_item_is_withdrawn_but_not_the_last(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    first, second = leg.request.items.all()
    withdraw_item(request_id=leg.request_id, item_id=first.pk, by=cast.officer, now=NOW)
    with pytest.raises(UnableToSaveSupport, match="last open item"):
        withdraw_item(request_id=leg.request_id, item_id=second.pk, by=cast.officer, now=NOW)


def test_a_request_is_handed_to_a_colleague_only(cast: Cast) -> None:
    row = make_request(cast)
    with pytest.raises(UnableToSaveSupport):
        change_officer(request_id=row.pk, officer_id=user_id(cast.stranger), by=cast.officer, now=NOW)
    changed = change_officer(request_id=row.pk, officer_id=user_id(cast.second_officer), by=cast.officer, now=NOW)
    assert changed.officer_id == cast.second_officer.user_id


def test_a_draft_is_archived_and_brought_back_but_nothing_that_was_sent(cast: Cast) -> None:
    row = make_request(cast)
    archive_request(request_id=row.pk, by=cast.officer, now=NOW)
    assert list(SupportRequest.objects.for_user(cast.officer)) == []
    restore_request(request_id=row.pk, by=cast.officer, now=NOW)
    assert list(SupportRequest.objects.for_user(cast.officer)) == [row]
    with pytest.raises(UnableToMoveSupport):
        archive_request(request_id=sent(cast).pk, by=cast.officer, now=NOW)


def test_mails_say_the_title_only_where_it_is_not_restricted(cast: Cast) -> None:
    outbox()
    named = (Reader(cast.desk.pk, user_id(cast.router)),)
    sent(cast, name_ko="감춘 제목", confidentiality="restricted", readers=named)
    raws = [each.raw for each in OutgoingMail.objects.all()] + [str(each.body) for each in mail.outbox]
    assert raws and not any("감춘 제목" in raw for raw in raws)
    assert len(outbox()) == 3  # the approver, the officer, and the one who is named at the ministry


def test_the_audit_record_keeps_no_words_of_a_request(cast: Cast) -> None:
    row = make_request(cast, name_ko="감춘 제목", wanted=text("감춘 글"))
    edit_request(request_id=row.pk, values=values_of_request(row), expected=1, by=cast.officer, now=NOW)
    kept = [f"{each.about_label} {each.before} {each.after} {each.reason}" for each in AuditRecord.objects.all()]
    assert kept and not any("감춘" in each for each in kept)
