"""What many tests of visits begin with."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor, make_member
from gagyo.common.rules import Actor


@pytest.fixture
def in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def member() -> Membership:
    """An officer."""
    return make_member()


@pytest.fixture
def actor(member: Membership) -> Actor:
    """The officer who acts."""
    return make_actor(membership=member)
