"""Metrics are there only with the setting, only for the token, and name views, never addresses."""

import pytest
from django.test import Client, override_settings

from gagyo.accounts.tests.make import NOW
from gagyo.common.models import OutgoingMail

pytestmark = pytest.mark.django_db


def test_without_the_setting_there_is_no_such_page() -> None:
    assert Client().get("/metrics").status_code == 404


@override_settings(METRICS_TOKEN="open-sesame")
def test_only_the_token_opens_the_metrics() -> None:
    headers = [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer open-sesame"}]
    assert [Client().get("/metrics", headers=given).status_code for given in headers] == [401, 401, 200]


@override_settings(METRICS_TOKEN="open-sesame", PUBLIC_CACHE_PAGES=0)
def test_requests_are_counted_by_view_and_the_outbox_is_measured() -> None:
    OutgoingMail.objects.create(to="x@example.org", subject="x", raw="", created_at=NOW, next_attempt_at=NOW)
    client = Client()
    client.get("/?q=somebody")
    text = client.get("/metrics", headers={"Authorization": "Bearer open-sesame"}).content.decode()
    lines = text.splitlines()
    assert any(line.startswith('gagyo_requests_total{method="GET",status="200",view="pages:home"}') for line in lines)
    assert any(line.startswith('gagyo_request_seconds_bucket{le="0.5",view="pages:home"}') for line in lines)
    assert {"gagyo_mail_waiting 1.0", "gagyo_tasks_failed 0.0"} <= set(lines)
    assert "somebody" not in text
