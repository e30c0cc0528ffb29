"""What narrows a list; every value stays in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.registry.models import Country


def country_choices() -> list[tuple[str, str]]:
    """Return every country by its name in the active language."""
    rows = sorted(((country.code, country.name) for country in Country.objects.all()), key=lambda pair: pair[1])
    return [("", str(_("All"))), *rows]


class SearchForm(forms.Form):
    """Words and a country."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), required=False, choices=country_choices)
