"""Two people at one request: nobody approves what they have not seen, and no words take the place of others unseen."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gagyo.common.actions import SavedMeanwhileError
from gagyo.support.actions.answers import approve_answer, draft_answer, return_answer, submit_answer
from gagyo.support.actions.approvals import (
    approve_request,
    recall_answer,
    recall_request,
    return_request,
    submit_request,
)
from gagyo.support.actions.attachments import attach_to_request, put_attachment_back, remove_attachment
from gagyo.support.actions.legs import accept_leg, answer_leg, decide_leg_items
from gagyo.support.choices import ItemOutcome, RequestState
from gagyo.support.models import Answer, Leg, SupportRequest
from gagyo.support.tests.make import NOW, Cast, make_request, said, text, under_way, user_id
from gagyo.support.tests.test_screens import browser, html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.each_engine]


def fresh(row: SupportRequest) -> SupportRequest:
    """Return a request as it is kept now."""
    return SupportRequest.objects.past_access(because="the test looks on").get(pk=row.pk)


def submitted(cast: Cast) -> SupportRequest:
    """Make a request that waits for its manager."""
    row = make_request(cast)
    to = [user_id(cast.manager)]
    return submit_request(request_id=row.pk, approver_ids=to, expected=row.version, by=cast.officer, now=NOW)


def test_nobody_approves_or_returns_a_request_that_was_changed_since_they_opened_it(cast: Cast) -> None:
    row = submitted(cast)
    seen = row.version
    recall_request(request_id=row.pk, by=cast.officer, now=NOW)
    to, version = [user_id(cast.manager)], fresh(row).version
    submit_request(request_id=row.pk, approver_ids=to, expected=version, by=cast.officer, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        approve_request(request_id=row.pk, expected=seen, by=cast.manager, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        return_request(request_id=row.pk, reason="고칠 것", expected=seen, by=cast.manager, now=NOW)
    assert fresh(row).state == RequestState.APPROVAL
    done = approve_request(request_id=row.pk, expected=fresh(row).version, by=cast.manager, now=NOW)
    assert done.state == RequestState.SENT


def test_the_page_of_an_approval_sends_what_was_seen(cast: Cast) -> None:
    row = submitted(cast)
    client, at = browser(cast.manager), f"/en/support/{row.pk}/approve/"
    assert f'name="version" value="{row.version}"' in html(client.get(at))
    recall_request(request_id=row.pk, by=cast.officer, now=NOW)
    to = [user_id(cast.manager)]
    submit_request(request_id=row.pk, approver_ids=to, expected=fresh(row).version, by=cast.officer, now=NOW)
    page = html(client.post(at, {"version": row.version}, follow=True))
    assert "Somebody saved the request in between" in page
    assert fresh(row).state == RequestState.APPROVAL


def test_nobody_approves_files_that_were_changed_since_they_opened_the_request(cast: Cast) -> None:
    row = submitted(cast)
    who: dict[str, Any] = {"by": cast.officer, "now": NOW}
    seen = [row.version]
    upload = SimpleUploadedFile("붙임.pdf", b"%PDF-1.7 plan")
    (file,) = attach_to_request(request_id=row.pk, uploads=[upload], title="", audience="all", **who)
    seen.append(fresh(row).version)
    remove_attachment(attachment_id=file.pk, **who)
    seen.append(fresh(row).version)
    put_attachment_back(attachment_id=file.pk, **who)
    for each in seen:
        with pytest.raises(SavedMeanwhileError):
            approve_request(request_id=row.pk, expected=each, by=cast.manager, now=NOW)
    assert approve_request(request_id=row.pk, expected=fresh(row).version, by=cast.manager, now=NOW).sent_at == NOW


def answered_leg(cast: Cast) -> Leg:
    """Make a leg that the mission in Hanoi has answered."""
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    answer_leg(leg_id=leg.pk, decisions=said(leg), by=cast.consul, now=NOW)
    return leg


def test_nobody_submits_or_approves_an_answer_that_was_changed_since_they_opened_it(cast: Cast) -> None:
    leg = answered_leg(cast)
    row, to = leg.request, [user_id(cast.director)]
    draft_answer(request_id=row.pk, text=text("처음"), decisions=said(leg), by=cast.router, now=NOW)
    seen = fresh(row).version
    draft_answer(request_id=row.pk, text=text("나중"), decisions=said(leg), by=cast.router, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        submit_answer(request_id=row.pk, approver_ids=to, expected=seen, by=cast.router, now=NOW)
    submit_answer(request_id=row.pk, approver_ids=to, expected=fresh(row).version, by=cast.router, now=NOW)
    opened = fresh(row).version
    recall_answer(request_id=row.pk, by=cast.router, now=NOW)
    refused = said(leg, ItemOutcome.REFUSED, "어렵습니다.")
    draft_answer(request_id=row.pk, text=text("또"), decisions=refused, by=cast.router, now=NOW)
    submit_answer(request_id=row.pk, approver_ids=to, by=cast.router, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        approve_answer(request_id=row.pk, expected=opened, by=cast.director, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        return_answer(request_id=row.pk, reason="왜", expected=opened, by=cast.director, now=NOW)
    assert fresh(row).state == RequestState.ANSWER_APPROVAL


def test_a_second_draft_of_the_answer_shows_the_first_and_keeps_its_own_words(cast: Cast) -> None:
    leg = answered_leg(cast)
    row = leg.request
    client, at = browser(cast.router), f"/en/support/{row.pk}/answer/"
    seen = fresh(row).version
    assert f'name="version" value="{seen}"' in html(client.get(at))
    draft_answer(
        request_id=row.pk, text=text("동료의 인사"), decisions=said(leg, words="동료의 말"), by=cast.director, now=NOW
    )
    data = {"version": seen, "text_language": "ko", "text_original": "나의 인사", "text_state": "none"}
    for each in leg.items.all():
        data |= {f"outcome_{each.item_id}": "granted", f"language_{each.item_id}": "ko"}
        data |= {f"words_{each.item_id}": "나의 말"}
    answer = client.post(at, data)
    page = html(answer)
    assert answer.status_code == 409
    assert all(words in page for words in ("동료의 말", "동료의 인사", "나의 말", "나의 인사", "saved this in between"))
    assert Answer.objects.get(request=row).text.original == "동료의 인사"
    # Whoever has seen both may save theirs.
    assert client.post(at, {**data, "version": fresh(row).version}).status_code == 302
    assert Answer.objects.get(request=row).text.original == "나의 인사"


def test_a_second_answer_of_an_office_shows_the_first(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    leg.refresh_from_db()
    client, at = browser(cast.consul), f"/en/support/legs/{leg.pk}/answer/"
    assert f'name="version" value="{leg.version}"' in html(client.get(at))
    decide_leg_items(leg_id=leg.pk, decisions=said(leg, words="동료의 말"), by=cast.consul, now=NOW)
    data: dict[str, object] = {"version": leg.version}
    for each in leg.items.all():
        data |= {f"outcome_{each.item_id}": "granted", f"language_{each.item_id}": "ko"}
        data |= {f"words_{each.item_id}": "나의 말"}
    answer = client.post(at, data)
    assert answer.status_code == 409
    assert "동료의 말" in html(answer) and "나의 말" in html(answer)
    assert {each.text.original for each in leg.items.all()} == {"동료의 말"}
