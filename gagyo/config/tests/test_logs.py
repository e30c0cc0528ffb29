"""A log line is JSON with the request's id, and holds no personal data."""

import json
import logging

import pytest
from django.test import Client, override_settings

from gagyo.config.logs import formatter

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
