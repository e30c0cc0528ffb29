"""What a visit's page shows of its request and its survey; for people of its office."""

from collections.abc import Sequence
from dataclasses import dataclass

from gagyo.visits.models import VisitRequest
from gagyo.visits.queries.requests import requests_behind_visit


@dataclass(frozen=True)
class PublicPart:
    """The requests of which a visit was made."""

    requests: Sequence[VisitRequest]


def public_part(*, visit_id: int) -> PublicPart:
    """Return what came from outside about a visit."""
    return PublicPart(requests_behind_visit(visit_id=visit_id))
