"""Adding a counting rule: data with a name and dates, used from a day on and never changed."""

from datetime import datetime

from django.db import transaction

from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.visits.models import VisitRule
from gagyo.visits.rules.counting_rules import RuleInUse, RuleValues, check_rule


@transaction.atomic
def add_rule(*, values: RuleValues, by: Actor, now: datetime) -> VisitRule:
    """
    Add a counting rule.

    :raises UnfitRuleError: if it is not whole, or would change by which rule a day was counted so far
    """
    rows = VisitRule.objects.select_for_update().all()
    check_rule(values, others=[RuleInUse(row.code, row.starts_on, row.ends_on) for row in rows])
    made = VisitRule.objects.create(
        code=values.code,
        name_ko=values.name_ko.strip(),
        name_en=values.name_en.strip(),
        sentence_ko=values.sentence_ko.strip(),
        sentence_en=values.sentence_en.strip(),
        states=list(dict.fromkeys(values.states)),
        dated_by=values.dated_by,
        starts_on=values.starts_on,
        ends_on=values.ends_on,
    )
    record(event="visit_rule.added", by=by, at=now, about=made, after=values_of(made))
    return made
