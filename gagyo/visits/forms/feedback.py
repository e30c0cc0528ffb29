"""The filters of what visitors thought, as the address has them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.common.rules import Actor
from gagyo.visits.models import Site
from gagyo.visits.queries.feedback import FeedbackQuestion, theme_names

ALL = ("", _("All"))


class FeedbackForm(forms.Form):
    """A year, and for the load one site; a value that cannot be is passed over."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)
    site = forms.TypedChoiceField(label=_("Site"), coerce=int, empty_value=None, required=False)
    theme = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: list[int], sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("year", [ALL, *((str(year), str(year)) for year in years)])
        self._choose("site", [ALL, *((str(site.pk), site.name) for site in sites)])
        self._choose("theme", [ALL, *theme_names().items()])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def asked(self, actor: Actor) -> FeedbackQuestion:
        """Return the question that the address asks."""
        self.is_valid()
        data = self.cleaned_data
        return FeedbackQuestion(actor, data.get("year"), data.get("site"), data.get("theme") or "")
