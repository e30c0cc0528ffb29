"""The survey of one visit: the sites that it saw, and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gagyo.visits.models import Site, SurveyAnswer, SurveyLink
from gagyo.visits.rules.feedback import mean_of


def sites_seen(*, visit_id: int, now: datetime) -> list[Site]:
    """Return the sites at which a visit has been, each once, as the programme has them; for whoever holds its link."""
    because = "whoever holds a visit's survey was shown its sites"
    # What lies ahead tells where a delegation will be, and nobody can score it yet.
    rows = Site.objects.past_access(because=because).filter(stops__visit=visit_id, stops__starts_at__lte=now)
    rows = rows.order_by("stops__starts_at", "pk")
    return list({site.pk: site for site in rows}.values())


@dataclass(frozen=True)
class SurveyResult:
    """The survey of a visit so far; mean: of the overall scores, None below three answers."""

    link: SurveyLink | None
    answers: Sequence[SurveyAnswer]

    @property
    def mean(self) -> Decimal | None:
        """The mean of the overall scores."""
        return mean_of([answer.overall for answer in self.answers])


def survey_of(*, visit_id: int) -> SurveyResult:
    """Return the survey of a visit with its answers, the latest first; for people of its office."""
    link = SurveyLink.objects.filter(visit_id=visit_id).first()
    rows = SurveyAnswer.objects.filter(visit_id=visit_id).select_related("party__country", "party__body")
    return SurveyResult(link, list(rows.prefetch_related("site_scores__site").order_by("-sent_at", "-pk")))
