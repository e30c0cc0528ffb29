"""The filters of what visitors thought, as the address has them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.common.forms.choosing import ALL, choose_from
from gagyo.common.rules import Actor
from gagyo.visits.models import Site
from gagyo.visits.queries.feedback import FeedbackQuestion, theme_names


class FeedbackForm(forms.Form):
    """A year, and for the load one site; a value that cannot be is passed over."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)
    site = forms.TypedChoiceField(label=_("Site"), coerce=int, empty_value=None, required=False)
    theme = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: list[int], sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "year", [ALL, *((str(year), str(year)) for year in years)])
        choose_from(self, "site", [ALL, *((str(site.pk), site.name) for site in sites)])
        choose_from(self, "theme", [ALL, *theme_names().items()])

    def asked(self, actor: Actor) -> FeedbackQuestion:
        """Return the question that the address asks."""
        self.is_valid()
        data = self.cleaned_data
        return FeedbackQuestion(actor, data.get("year"), data.get("site"), data.get("theme") or "")
