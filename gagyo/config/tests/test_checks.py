"""`gagyo check` says of each part how it stands, and what to do."""

from datetime import timedelta

import pytest
from django.test import override_settings

from gagyo.accounts.tests.make import NOW
from gagyo.common.models import JobRun
from gagyo.common.tests.mail_server import mail_server
from gagyo.config.checks import Finding, background, database, findings, mail

pytestmark = pytest.mark.django_db


def test_a_laid_out_database_is_ok() -> None:
    assert [finding.level for finding in database()] == ["ok", "ok"]


def test_a_mail_server_is_tried_and_a_missing_one_is_a_warning() -> None:
    with override_settings(MAIL_URL=""):
        unset = mail()
    with mail_server() as server, override_settings(MAIL_URL=f"smtp://127.0.0.1:{server.port}"):
        up = mail()
    with override_settings(MAIL_URL=f"smtp://127.0.0.1:{server.port}"):
        down = mail()
    assert [found[0].level for found in (unset, up, down)] == ["warn", "ok", "fail"]
    assert "outbox" in down[0].advice


def test_a_worker_that_never_ran_is_noticed() -> None:
    quiet = background(now=NOW)
    JobRun.objects.create(job="nightly.x", slot="2026-05-03", at=NOW - timedelta(hours=7))
    assert (quiet[0].level, background(now=NOW)) == ("warn", [Finding("ok", "background work")])


def test_every_line_that_is_not_ok_says_what_to_do() -> None:
    assert [finding for finding in findings(now=NOW) if finding.level != "ok" and not finding.advice] == []
