"""Publishing half-year figures: kept with the rows that they counted, never changed afterwards."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.accounts.rules import check_write
from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.visits.models import FigureRelease
from gagyo.visits.queries.half_years import HalfQuestion, rows_of, totals
from gagyo.visits.rules.halves import UnfitDayError, check_as_of


class UnableToPublish(Exception):
    """The figures cannot be published; the sentence says why."""


@transaction.atomic
def publish_figures(*, asked: HalfQuestion, note: str, by: Actor, now: datetime) -> FigureRelease:
    """
    Keep the figures of a half as they are now, with each row that they count and last year's.

    :raises NotYoursError: for another office's figures
    :raises UnableToPublish: for a day that lies ahead, no row, or figures that were published already
    """
    check_write(actor=by, office_id=asked.office, what=_("The publication of half-year figures"))
    try:
        check_as_of(asked.as_of, half=asked.half, today=timezone.localdate(now))
    except UnfitDayError as error:
        raise UnableToPublish(str(error)) from None
    rows = rows_of(asked)
    if not rows:
        raise UnableToPublish(_("No visit counts in that half-year until that day, so there is nothing to publish."))
    _check_new(asked)
    release = FigureRelease.objects.create(
        office_id=asked.office,
        visibility=Visibility.PUBLIC,
        half=str(asked.half),
        as_of=asked.half.cut(asked.as_of),
        rule=asked.rule,
        made_at=now,
        made_by_id=by.user_id,
        totals=_totals(asked),
        rows=[row.as_json() for row in rows],
        note=note.strip(),
    )
    after = {"half": release.half, "as_of": release.as_of, "rule": asked.rule.code, **release.totals}
    record(event="visit_figures.published", by=by, at=now, about=release, after=after, rows=len(rows))
    return release


def _totals(asked: HalfQuestion) -> dict[str, Any]:
    before = asked.last_year
    return {
        **totals(asked),
        **{f"{name}_last_year": value for name, value in totals(before).items()},
        "last_year_until": before.half.cut(before.as_of).isoformat(),
    }


def _check_new(asked: HalfQuestion) -> None:
    """Refuse the same figures a second time; a publication is never changed, so a second click would stay for ever."""
    # Whoever publishes for the office at the same moment waits here, and then finds what was published.
    list(Office.objects.select_for_update().filter(pk=asked.office or 0))
    same = FigureRelease.objects.past_access(because="the caller publishes for this office").filter(
        half=str(asked.half), as_of=asked.half.cut(asked.as_of), rule=asked.rule
    )
    wanted = (asked.office, _totals(asked))
    if any((row.office_id, row.totals) == wanted for row in same.defer("rows")):
        raise UnableToPublish(_("Exactly these figures are published already. See the list of publications below."))
