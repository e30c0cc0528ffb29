"""The filters of the list of projects, as the address has them."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.common.forms.choosing import ALL
from gagyo.common.forms.numbers import MOST_ID
from gagyo.partnerships.choices import ProjectKind, ProjectState
from gagyo.partnerships.queries.directory_projects import ProjectFilter

RESULTS = [ALL, ("missing", _("Ended without a result")), ("recorded", _("Result recorded"))]


class ProjectFilterForm(forms.Form):
    """Every field may be empty; a value that cannot be is passed over, so that an old link still opens."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[ALL, *ProjectKind.choices], required=False)
    result = forms.ChoiceField(label=_("Result"), choices=RESULTS, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[ALL, *ProjectState.choices, ("all", _("Cancelled ones too"))], required=False
    )
    since = forms.DateField(label=_("Begins from"), required=False)
    until = forms.DateField(label=_("Begins until"), required=False)
    own = forms.ChoiceField(label=_("Office"), choices=[ALL, ("1", _("Own office"))], required=False)
    government = forms.IntegerField(required=False, max_value=MOST_ID, widget=forms.HiddenInput)
    province = forms.IntegerField(required=False, max_value=MOST_ID, widget=forms.HiddenInput)
    place = forms.IntegerField(required=False, max_value=MOST_ID, widget=forms.HiddenInput)
    tie = forms.IntegerField(required=False, max_value=MOST_ID, widget=forms.HiddenInput)
    region = forms.CharField(required=False, widget=forms.HiddenInput)
    sample = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, countries: list[tuple[str, str]], signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        # A figure's address may name a country that only ties of projects have, or none: it must not open all rows.
        given = self.data.get("country") or ""
        named = given in {code for code, _name in countries} or not re.fullmatch("[A-Z]{2}", given)
        country.choices = [ALL, *countries, *([] if named else [(given, given)])]
        if not signed_in:
            del self.fields["own"]

    def wanted(self) -> ProjectFilter:
        """Return the filter; fields with impossible values count as empty."""
        self.is_valid()
        data = self.cleaned_data
        names = (
            "q",
            "country",
            "kind",
            "state",
            "since",
            "until",
            "government",
            "province",
            "place",
            "tie",
            "region",
            "sample",
        )
        return ProjectFilter(own=data.get("own") == "1", **{name: data[name] for name in names if data.get(name)})
