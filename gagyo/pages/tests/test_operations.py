"""The operator sees what failed in the background and in the outbox, and starts it again."""

import re

import pytest
from django.test import Client

from gagyo.accounts.choices import Role
from gagyo.accounts.tests.make import NOW, make_member
from gagyo.common.models import AuditRecord, MailState, OutgoingMail
from gagyo.config.tests.test_schedule import failed

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]


def signed_in(role: str) -> Client:
    """Return a browser in which somebody of that role is signed in."""
    client = Client()
    client.force_login(make_member(role=role).user)
    return client


def given_up() -> OutgoingMail:
    """Make a message that was given up."""
    return OutgoingMail.objects.create(
        to="x@example.org",
        subject="교류 30주년",
        raw="",
        state=MailState.FAILED,
        attempts=20,
        created_at=NOW,
        next_attempt_at=NOW,
        last_error="TimeoutError: timed out",
    )


def test_the_operator_reads_why_something_failed() -> None:
    task = failed(tries=4, at=NOW)
    task.traceback = "Traceback ...\nOSError: the disk is full\n"
    task.save()
    given_up()
    page = signed_in(Role.OPERATOR).get("/operations/").content.decode()
    text = re.sub(r"</?span[^>]*>", "", page)
    wanted = ["clear_background_records", "OSError: the disk is full", "교류 30주년", "TimeoutError: timed out"]
    assert [words for words in wanted if words not in text] == []


def test_a_message_that_was_given_up_is_sent_again_and_that_is_recorded() -> None:
    row = given_up()
    answer = signed_in(Role.OPERATOR).post(f"/operations/mail/{row.pk}/resend/")
    row.refresh_from_db()
    assert (answer.status_code, row.state, row.attempts) == (302, MailState.WAITING, 0)
    assert AuditRecord.objects.latest("pk").event == "mail.resent"


def test_a_failed_task_goes_back_into_the_queue() -> None:
    task = failed(tries=4, at=NOW)
    answer = signed_in(Role.OPERATOR).post(f"/operations/tasks/{task.pk}/retry/")
    task.refresh_from_db()
    assert (answer.status_code, task.status) == (302, "READY")
