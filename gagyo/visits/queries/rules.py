"""The counting rules of visits, as the data says them."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gagyo.kernels.indicators.figure import CountingRule
from gagyo.visits.models import VisitRule

MEASURE_WORDS = {
    "countries": ("방문 국가", "Countries", "country"),
    "persons": ("방문 인원(실인원)", "Persons", "person"),
    "person_days": ("방문 연인원", "Person-days", "person"),
    "visits": ("방문 횟수", "Visits", "visit"),
}


class NoCountingRuleError(Exception):
    """No rule of that name, or none in use on that day."""


def rule_in_use(*, day: date, code: str = "") -> VisitRule:
    """
    Return a rule by its code, or the one in use on a day.

    :raises NoCountingRuleError: if there is none
    """
    rules = VisitRule.objects.all()
    if code:
        found = rules.filter(code=code).first()
    else:
        found = (
            rules.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day).order_by("-starts_on").first()
            # What happened before the first rule is counted by the first rule.
            or rules.order_by("starts_on").first()
        )
    if found is None:
        known = ", ".join(rules.values_list("code", flat=True)) or "-"
        raise NoCountingRuleError(
            _("There is no counting rule “%(code)s”. The rules are: %(known)s.") % {"code": code, "known": known}
        )
    return found


def counting_rule(*, rule: VisitRule, measure: str) -> CountingRule:
    """Return the rule as a figure says it."""
    name_ko, name_en, _unit = MEASURE_WORDS[measure]
    return CountingRule(
        code=rule.code,
        name_ko=name_ko,
        name_en=name_en,
        sentence_ko=rule.sentence_ko,
        sentence_en=rule.sentence_en,
    )


def rules_as_json() -> list[dict[str, Any]]:
    """Return all rules as plain values, the earliest first."""
    return [
        {
            "code": rule.code,
            "name_ko": rule.name_ko,
            "name_en": rule.name_en,
            "sentence_ko": rule.sentence_ko,
            "sentence_en": rule.sentence_en,
            "states": list(rule.states),
            "dated_by": rule.dated_by,
            "starts_on": rule.starts_on.isoformat(),
            "ends_on": rule.ends_on.isoformat() if rule.ends_on else None,
        }
        for rule in VisitRule.objects.order_by("starts_on", "code")
    ]
