"""Reads of the registry."""

from gagyo.registry.queries.countries import Membership, countries_in, memberships, region_of
from gagyo.registry.queries.history import (
    BodyThen,
    body_as_of,
    existing_on,
    local_governments,
    name_as_of,
    with_history,
)

__all__ = [
    "BodyThen",
    "Membership",
    "body_as_of",
    "countries_in",
    "existing_on",
    "local_governments",
    "memberships",
    "name_as_of",
    "region_of",
    "with_history",
]
