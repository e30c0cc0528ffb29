"""A log line is JSON with the request's id, and holds no personal data."""

import json
import logging

import pytest
from django.test import Client, override_settings

from gagyo.config.logs import formatter, without_personal_data

pytestmark = pytest.mark.django_db


@override_settings(DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID=True)
def test_a_request_is_logged_with_its_id_and_without_address_or_search_words() -> None:
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Keep()
    handler.setFormatter(formatter(debug=False))
    logger = logging.getLogger("django_structlog")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        Client().get(
            "/?q=hong-gildong",
            headers={"X-Request-ID": "abc-123", "User-Agent": "Sample/1"},
            REMOTE_ADDR="192.0.2.77",
        )
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    found = [json.loads(line) for line in lines]
    assert {line["request_id"] for line in found} == {"abc-123"}
    assert found[-1]["code"] == 200 and found[-1]["request"] == "GET /"
    text = "\n".join(lines)
    assert [words for words in ("hong-gildong", "192.0.2.77", "Sample/1") if words in text] == []


@pytest.mark.parametrize(
    "address",
    [
        "/en/meet/SECRET/wishes/",
        "/meet-calendar/SECRET.ics",
        "/meetings/board/SECRET/",
        "/meetings/arrive/SECRET/",
        "/interpreting/answer/SECRET/",
        "/welcome/requests/SECRET/programme/",
        "/survey/SECRET/",
        "/accounts/invitations/SECRET/",
        "/visits/calendar/SECRET.ics",
    ],
)
def test_no_key_of_an_address_stands_in_the_log(address: str) -> None:
    said = without_personal_data(
        logging.getLogger(), "", {"request": f"GET {address}", "event": f"Not Found: {address}"}
    )
    assert "SECRET" not in str(said)
    assert said["request"].startswith("GET /")
