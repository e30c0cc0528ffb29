"""Publishing half-year figures: kept with the rows that they counted, never changed afterwards."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.accounts.rules import check_write
from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.visits.models import FigureRelease
from gagyo.visits.queries.half_years import HalfQuestion, rows_of, totals


class UnableToPublish(Exception):
    """The figures cannot be published; the sentence says why."""


@transaction.atomic
def publish_figures(*, asked: HalfQuestion, note: str, by: Actor, now: datetime) -> FigureRelease:
    """
    Keep the figures of a half as they are now, with each row that they count and last year's.

    :raises NotYoursError: for another office's figures
    :raises UnableToPublish: for a day that lies ahead, or no row
    """
    check_write(actor=by, office_id=asked.office, what=_("The publication of half-year figures"))
    rows = rows_of(asked)
    if not rows:
        raise UnableToPublish(_("No visit counts in that half-year until that day, so there is nothing to publish."))
    before = asked.last_year
    release = FigureRelease.objects.create(
        office_id=asked.office,
        visibility=Visibility.PUBLIC,
        half=str(asked.half),
        as_of=asked.half.cut(asked.as_of),
        rule=asked.rule,
        made_at=now,
        made_by_id=by.user_id,
        totals={
            **totals(asked),
            **{f"{name}_last_year": value for name, value in totals(before).items()},
            "last_year_until": before.half.cut(before.as_of).isoformat(),
        },
        rows=[row.as_json() for row in rows],
        note=note.strip(),
    )
    after = {"half": release.half, "as_of": release.as_of, "rule": asked.rule.code, **release.totals}
    record(event="visit_figures.published", by=by, at=now, about=release, after=after, rows=len(rows))
    return release
