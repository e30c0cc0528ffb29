"""Asking for all days of a visit in one go: for each, the first of those who fit."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.common.rules import Actor
from gagyo.visits.actions.interpreting import ask_interpreters
from gagyo.visits.actions.visits import locked
from gagyo.visits.queries.interpreting import DayNeed, needs_of_visit
from gagyo.visits.rules.interpreting import UnableToAsk


def is_unasked(each: DayNeed) -> bool:
    """Tell whether a day has open stops for which nobody waits, and somebody who fits."""
    return bool(each.need and each.fitting) and not each.is_waiting


@transaction.atomic
def ask_for_all_days(*, visit_id: int, by: Actor, now: datetime) -> int:
    """
    Ask the first of those who fit for each open day, and return for how many days; a mail with a link goes to each.

    Who fits is looked at again after each question, as one who was asked may then lack the rest or the hours.
    :raises UnableToAsk: if nobody is left to be asked, or somebody has no address
    :raises NotYoursError: if the visit is another office's
    """
    visit = locked(visit_id, by=by)
    asked: set[str] = set()
    while found := [
        each for each in needs_of_visit(visit=visit, now=now) if is_unasked(each) and each.anchor not in asked
    ]:
        each = found[0]
        asked.add(each.anchor)
        ask_interpreters(
            visit_id=visit_id,
            stop_ids=[stop.pk for stop in each.open_stops],
            interpreter_ids=[each.fitting[0].candidate.interpreter_id],
            language=each.language,
            by=by,
            now=now,
        )
    if not asked:
        raise UnableToAsk(_("There is no day for which somebody who fits has not been asked. Look at each day."))
    return len(asked)
