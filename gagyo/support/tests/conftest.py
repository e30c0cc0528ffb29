"""What many tests of support requests begin with."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from gagyo.support.tests.make import Cast, make_cast


@pytest.fixture
def in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody who takes part."""
    return make_cast()
