"""The filters of the list of visits, as the address has them."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gagyo.common.forms.choosing import ALL, choose_from
from gagyo.common.forms.numbers import MOST_ID
from gagyo.visits.choices import DatedBy, OrganiserKind, VisitState
from gagyo.visits.models import Theme
from gagyo.visits.queries.filters import ALL_STATES, VisitFilter

MONTH = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")
PLAIN = (
    *("q", "country", "theme", "organiser_kind", "since", "until"),
    *("office", "site", "organiser", "tie", "course", "through", "on_from", "on_until"),
)


class VisitFilterForm(forms.Form):
    """Every field may be empty; a value that cannot be is passed over, so that an old link still opens."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    since = forms.DateField(label=_("Begins from"), required=False)
    until = forms.DateField(label=_("Begins until"), required=False)
    organiser_kind = forms.ChoiceField(
        label=_("Kind of organiser"), choices=[ALL, *OrganiserKind.choices], required=False
    )
    unnamed = forms.CharField(required=False, widget=forms.HiddenInput)
    own = forms.ChoiceField(label=_("Office"), choices=[ALL, ("1", _("Own office"))], required=False)
    office = forms.IntegerField(required=False, max_value=MOST_ID, widget=forms.HiddenInput)
    site = forms.IntegerField(required=False, max_value=MOST_ID, widget=forms.HiddenInput)
    organiser = forms.IntegerField(required=False, max_value=MOST_ID, widget=forms.HiddenInput)
    tie = forms.IntegerField(required=False, max_value=MOST_ID, widget=forms.HiddenInput)
    course = forms.IntegerField(required=False, max_value=MOST_ID, widget=forms.HiddenInput)
    through = forms.IntegerField(required=False, max_value=MOST_ID, widget=forms.HiddenInput)
    on_from = forms.DateField(required=False, widget=forms.HiddenInput)
    on_until = forms.DateField(required=False, widget=forms.HiddenInput)
    region = forms.CharField(required=False, widget=forms.HiddenInput)
    month = forms.CharField(required=False, widget=forms.HiddenInput)
    dated_by = forms.CharField(required=False, widget=forms.HiddenInput)
    sample = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, countries: list[tuple[str, str]], signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.data.get("country") or ""
        named = given in {code for code, _name in countries} or not re.fullmatch("[A-Z]{2}", given)
        korean = (get_language() or "ko").startswith("ko")
        themes = [(row.code, row.name_ko if korean else row.name_en) for row in Theme.objects.all()]
        choose_from(self, "country", [ALL, *countries, *([] if named else [(given, given)])])
        choose_from(self, "theme", [ALL, *themes])
        choose_from(self, "state", self._states())
        if not signed_in:
            del self.fields["own"]

    def _states(self) -> list[Any]:
        """Return the states; a figure's address may join several by commas."""
        words = dict(VisitState.choices)
        given = self.data.get("state") or ""
        parts = given.split(",")
        joined = [(given, ", ".join(str(words[part]) for part in parts))] if self._joins(parts, words) else []
        return [ALL, *VisitState.choices, *joined, (ALL_STATES, _("Cancelled ones too"))]

    @staticmethod
    def _joins(parts: list[str], words: dict[str, Any]) -> bool:
        return len(parts) > 1 and all(part in words for part in parts)

    def wanted(self) -> VisitFilter:
        """Return the filter; fields with impossible values count as empty."""
        self.is_valid()
        data = self.cleaned_data
        names = (*PLAIN, "state", "sample")
        # A site may be 0: one that the reader does not read.
        found: dict[str, Any] = {name: data[name] for name in names if data.get(name) not in (None, "")}
        if re.fullmatch(r"[A-Za-z0-9_-]{1,40}:[A-Za-z0-9_-]{1,40}", data.get("region") or ""):
            found["region"] = data["region"]
        if MONTH.fullmatch(data.get("month") or ""):
            found["month"] = data["month"]
        if data.get("dated_by") in DatedBy.values:
            found["dated_by"] = data["dated_by"]
        return VisitFilter(own=data.get("own") == "1", unnamed=data.get("unnamed") == "1", **found)
