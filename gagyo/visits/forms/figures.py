"""The choices of the half-year figures, as the address has them."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gagyo.common.forms.choosing import choose_from
from gagyo.registry.models import RegionScheme
from gagyo.visits.models import VisitRule
from gagyo.visits.rules.halves import Half, UnfitDayError, check_as_of, half_of, half_on

COMPARED = [("", _("Until the same day")), ("whole", _("The whole half"))]
YEARS_BACK = 6


def half_label(half: Half) -> Any:
    """Return a half-year in words."""
    words = _("%(year)d, first half") if half.number == 1 else _("%(year)d, second half")
    return words % {"year": half.year}


def rule_label(rule: VisitRule) -> str:
    """Return a rule with the days on which it is the one in use."""
    values = {
        "rule": rule.name,
        "since": rule.starts_on.isoformat(),
        "until": rule.ends_on and rule.ends_on.isoformat(),
    }
    if rule.ends_on:
        return gettext("%(rule)s (in use %(since)s to %(until)s)") % values
    return gettext("%(rule)s (in use from %(since)s)") % values


class HalfForm(forms.Form):
    """Which half-year of which office, until which day, by which rule and region scheme."""

    office = forms.ChoiceField(label=_("Office"), required=False)
    half = forms.ChoiceField(label=_("Half-year"))
    as_of = forms.DateField(label=_("As of"), required=False)
    compare = forms.ChoiceField(label=_("Compare with last year"), choices=COMPARED, required=False)
    scheme = forms.ChoiceField(label=_("Regions"), required=False)
    rule = forms.ChoiceField(label=_("Counting rule"), required=False)

    def __init__(self, data: Any, *, offices: list[tuple[int, str]], today: date, first: dict[str, Any]) -> None:
        schemes = [(row.code, row.name) for row in RegionScheme.objects.all()]
        known = {code for code, _name in schemes}
        given = {key: value for key, value in {**first, **data.dict()}.items() if value}
        # The scheme that is usual here may not be loaded: then the first one is.
        if given.get("scheme") == first.get("scheme") and given.get("scheme") not in known:
            given["scheme"] = next(iter(known), "")
        super().__init__(given)
        self.today = today
        latest = half_on(today)
        halves = [
            Half(year, number)
            for year in range(latest.year, latest.year - YEARS_BACK, -1)
            for number in (2, 1)
            if Half(year, number) <= latest
        ]
        choose_from(self, "office", [(str(pk), name) for pk, name in offices])
        choose_from(self, "half", [(str(half), half_label(half)) for half in halves])
        choose_from(self, "scheme", schemes)
        rules = [(row.code, rule_label(row)) for row in VisitRule.objects.all()]
        choose_from(self, "rule", [("", _("The rule in use on that day")), *rules])

    def clean(self) -> dict[str, Any]:
        """Check that something can be known of the day."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("as_of") and values.get("half"):
            try:
                check_as_of(values["as_of"], half=half_of(values["half"]), today=self.today)
            except UnfitDayError as error:
                self.add_error("as_of", str(error))
        return values


class PublishForm(forms.Form):
    """Publishing the figures as they stand."""

    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("For whom: press release, council, budget ...")
    )
