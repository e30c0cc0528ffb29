"""The filters of the list of requests, as the address has them."""

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.components.cells import language
from gagyo.common.forms.choosing import ALL, choose_from
from gagyo.common.forms.numbers import MOST_ID
from gagyo.support.choices import RequestField, RequestState
from gagyo.support.queries.figures import WORDS, UnableToCount, day_of
from gagyo.support.queries.lists import RequestFilter
from gagyo.support.queries.queues import VIEWS

ALL_STATES = ("all", _("Ended ones too"))

# Set by links from other pages; the form keeps them.
LINKS: Final = ("province", "tie", "visit", "project", "agreed")


class RequestFilterForm(forms.Form):
    """Every field may be empty; a value that cannot be is passed over, so that an old link still opens."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *RequestState.choices, ALL_STATES], required=False)
    field = forms.ChoiceField(
        label=pgettext_lazy("support request", "Field"), choices=[ALL, *RequestField.choices], required=False
    )
    stood = forms.ChoiceField(label=_("As counted in the figures"), required=False)
    as_of = forms.DateField(label=_("As of"), required=False)
    view = forms.CharField(required=False, widget=forms.HiddenInput)
    asker = forms.IntegerField(required=False, min_value=1, max_value=MOST_ID, widget=forms.HiddenInput)
    office = forms.IntegerField(required=False, min_value=1, max_value=MOST_ID, widget=forms.HiddenInput)
    province = forms.IntegerField(required=False, min_value=1, max_value=MOST_ID, widget=forms.HiddenInput)
    tie = forms.IntegerField(required=False, min_value=1, max_value=MOST_ID, widget=forms.HiddenInput)
    visit = forms.IntegerField(required=False, min_value=1, max_value=MOST_ID, widget=forms.HiddenInput)
    project = forms.IntegerField(required=False, min_value=1, max_value=MOST_ID, widget=forms.HiddenInput)
    agreed = forms.IntegerField(required=False, min_value=1, max_value=MOST_ID, widget=forms.HiddenInput)

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.data.get("country") or ""
        # A link to a country on which there is nothing shows nothing, and not everything.
        named = asked in {code for code, _name in countries} or not re.fullmatch("[A-Z]{2}", asked)
        choose_from(self, "country", [ALL, *countries, *([] if named else [(asked, asked)])])
        words = [(name, pair[0] if language() == "ko" else pair[1]) for name, pair in WORDS.items()]
        choose_from(self, "stood", [ALL, *words])
        given = self.data.get("state") or ""
        if "," in given and all(part in RequestState.values for part in given.split(",")):
            labels = ", ".join(str(RequestState(part).label) for part in given.split(","))
            choose_from(self, "state", [ALL, *RequestState.choices, ALL_STATES, (given, labels)])

    def wanted(self) -> RequestFilter:
        """Return the filter; fields with impossible values count as empty."""
        self.is_valid()
        data = self.cleaned_data
        names = ("q", "country", "state", "field", "asker", "office", *LINKS)
        given = {name: data[name] for name in names if data.get(name) not in (None, "")}
        if data.get("stood"):
            given |= {"stood": data["stood"], "as_of": data["as_of"].isoformat() if data.get("as_of") else ""}
        view = data.get("view") if data.get("view") in VIEWS else ""
        return RequestFilter(view=view or "", **given)


class FiguresForm(forms.Form):
    """As of which day the figures are counted, and by what they are grouped."""

    as_of = forms.DateField(label=_("As of"), required=False)
    by = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, today: date) -> None:
        super().__init__({**data.dict(), "as_of": data.get("as_of") or today.isoformat()})
        self.today = today

    def clean_as_of(self) -> date:
        """Refuse a day that is still to come; none is today."""
        try:
            return day_of(self.cleaned_data.get("as_of"), today=self.today)
        except UnableToCount as error:
            raise forms.ValidationError(str(error)) from None

    def wanted_day(self) -> date:
        """Return the day that is shown: today, where what was asked for cannot be."""
        self.is_valid()
        day: date = self.cleaned_data.get("as_of") or self.today
        return day
