"""The API against its own description: every operation, with data that fits and data that does not."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, settings
from schemathesis import Case

from gagyo.accounts.tests.make import make_office
from gagyo.config.api import api
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.tests.make import make_body, make_government, make_place

SNAPSHOT = Path(__file__).parent.parent / "docs" / "openapi.json"


def described() -> str:
    """Return the API's description as it is kept in docs/openapi.json."""
    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, ensure_ascii=False) + "\n"


def test_the_description_in_the_docs_is_the_api_s_own() -> None:
    if os.environ.get("GAGYO_UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(described())
    assert SNAPSHOT.read_text() == described(), "Run this test with GAGYO_UPDATE_SNAPSHOTS=1 and read the difference."


SCHEMA = schemathesis.openapi.from_dict(json.loads(described()))
SCHEMA.app = get_wsgi_application()
# It would read all of Gagyo's source for words to try, in every process and longer than the tests take; the
# description names the words that an operation knows.
SCHEMA.config.analysis.constants.enabled = False
# Values at and beyond every bound: what does not fit is refused before it comes to a database.
SCHEMA.config.phases.coverage.enabled = connection.vendor == "sqlite"


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's transaction open between requests, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def rows() -> None:
    """Make a few public rows, so that answers hold something."""
    government = make_government()
    dartford = make_body(place=make_place())
    tie = make_tie(parties=[government, dartford], office=make_office(), source="Wikipedia")
    make_project(lead=government, tie=tie, budget_krw=12_000_000, persons_out=4)


def named(label: str) -> str:
    """Return "get_ties_tie_id" for "GET /api/v1/ties/{tie_id}"."""
    return re.sub(r"\W+", "_", label.replace("/api/v1", "")).strip("_").lower()


def checked(label: str) -> Any:
    """
    Return a test of one operation.

    One function each: schemathesis gives all tests of a function one name, of which pytest-xdist runs only the first.
    """

    @SCHEMA.include(name=label).parametrize()
    @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @pytest.mark.django_db
    @pytest.mark.usefixtures("rows", "one_connection")
    def keeps_to_its_description(case: Case[Any]) -> None:
        case.call_and_validate()

    return keeps_to_its_description


LABELS = [f"{verb.upper()} {path}" for path, item in SCHEMA.raw_schema["paths"].items() for verb in item]
globals().update({f"test_{named(label)}_keeps_to_its_description": checked(label) for label in LABELS})
