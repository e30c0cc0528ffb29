"""Where the parties of a visit stay."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.visits.rules.lodging import FIELDS, LodgingValues


class LodgingForm(forms.Form):
    """Where one party stays; everything may be empty."""

    lodging_ko = forms.CharField(label=_("Hotel (Korean)"), max_length=100, required=False)
    lodging_en = forms.CharField(label=_("Hotel (English)"), max_length=100, required=False)
    lodging_address_ko = forms.CharField(label=_("Address (Korean)"), max_length=200, required=False)
    lodging_address_en = forms.CharField(label=_("Address (English)"), max_length=200, required=False)

    def values(self) -> LodgingValues:
        """Return what was entered."""
        return LodgingValues(**{name: self.cleaned_data[name] for name in FIELDS})


class EverybodyForm(forms.Form):
    """Whether all parties stay together."""

    together = forms.BooleanField(label=_("Everybody stays where the first party stays"), required=False)


def chosen(rows: Iterable[tuple[int, LodgingForm]], *, together: bool) -> dict[int, LodgingValues]:
    """Return where each party (by its id) stays; together: all where the first one does."""
    found = {pk: form.values() for pk, form in rows}
    first = next(iter(found.values()), LodgingValues())
    return dict.fromkeys(found, first) if together else found
