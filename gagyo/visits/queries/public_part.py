"""What a visit's page shows of its request and its survey; for people of its office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from gagyo.visits.models import SurveyLink, VisitRequest
from gagyo.visits.queries.requests import requests_behind_visit


@dataclass(frozen=True)
class PublicPart:
    """The requests of which a visit was made; the survey's last day, None where none was opened, and its answers."""

    requests: Sequence[VisitRequest]
    closes_on: date | None
    answers: int


def public_part(*, visit_id: int, with_requests: bool) -> PublicPart:
    """Return what came from outside about a visit; requests hold contacts, which not every role reads."""
    requests = requests_behind_visit(visit_id=visit_id) if with_requests else []
    links = SurveyLink.objects.filter(visit_id=visit_id).annotate(answer_count=Count("visit__survey_answers"))
    found = links.values_list("closes_on", "answer_count").first()
    return PublicPart(requests, *(found or (None, 0)))
