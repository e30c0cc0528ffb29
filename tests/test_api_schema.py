"""The API against its own description: every operation, with data that fits and data that does not."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
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


schema = schemathesis.openapi.from_dict(json.loads(described()))
schema.app = get_wsgi_application()


@pytest.fixture
def rows() -> None:
    """Make a few public rows, so that answers hold something."""
    government = make_government()
    dartford = make_body(place=make_place())
    tie = make_tie(parties=[government, dartford], office=make_office(), source="Wikipedia")
    make_project(lead=government, tie=tie, budget_krw=12_000_000, persons_out=4)


@schema.parametrize()
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@pytest.mark.django_db
@pytest.mark.usefixtures("rows")
def test_every_operation_keeps_to_its_description(case: Case[Any]) -> None:
    case.call_and_validate()
