"""What a list of plans asks for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.ambassadors.choices import PlanState
from gagyo.ambassadors.rules.plan_values import GOAL_FIELDS
from gagyo.common.forms.choosing import ALL, choose_from


class PlanFilterForm(forms.Form):
    """The year, the state of the plan, and what a province lacks."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    lacks = forms.ChoiceField(label=pgettext_lazy("annual plan", "Lacks"), required=False)

    def __init__(self, *args: Any, years: Sequence[int], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "year", [(each, str(each)) for each in sorted({*years, year}, reverse=True)])
        self.initial.setdefault("year", year)
        choose_from(self, "state", [ALL, ("none", pgettext_lazy("annual plan", "No plan")), *PlanState.choices])
        fields = [(field.value, _("A goal: %(field)s") % {"field": field.label}) for field in GOAL_FIELDS]
        choose_from(self, "lacks", [ALL, ("plan", _("An approved plan")), *fields])
