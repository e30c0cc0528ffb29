"""What narrows a list; every value stays in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.registry.choices import BodyKind, MergeSubject, PlaceKind
from gagyo.registry.models import Country
from gagyo.registry.queries.provinces import provinces


def countries_by_name() -> list[tuple[str, str]]:
    """Return every country by its name in the active language."""
    return sorted(((country.code, country.name) for country in Country.objects.all()), key=lambda pair: pair[1])


def country_choices() -> list[tuple[str, str]]:
    """Return every country, or all of them, for a filter."""
    return [("", str(_("All"))), *countries_by_name()]


def one_country() -> list[tuple[str, str]]:
    """Return every country for a field that wants one."""
    return [("", str(_("Choose a country"))), *countries_by_name()]


def province_choices() -> list[tuple[str, str]]:
    """Return Korea's metropolitan governments."""
    return [("", str(_("All"))), *((str(body.pk), body.name) for body in provinces())]


class SearchForm(forms.Form):
    """Words and a country."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), required=False, choices=country_choices)


class BodyFilter(forms.Form):
    """The filters of the list of bodies."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *BodyKind.choices])
    province = forms.ChoiceField(label=_("Province"), required=False, choices=province_choices)
    country = forms.ChoiceField(label=_("Country"), required=False, choices=country_choices)
    as_of = forms.DateField(label=_("As of"), required=False)
    archived = forms.BooleanField(label=_("Archived ones"), required=False)


class PlaceFilter(forms.Form):
    """The filters of the list of places."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), required=False, choices=country_choices)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *PlaceKind.choices])
    entered = forms.ChoiceField(
        label=_("Entered by"),
        required=False,
        choices=[("", _("All")), ("offices", _("Offices")), ("proposed", _("Offices, names proposed"))],
    )
    archived = forms.BooleanField(label=_("Archived ones"), required=False)


class PeopleFilter(forms.Form):
    """The filters of the list of contacts."""

    q = forms.CharField(label=_("Name or body"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Posts"),
        required=False,
        choices=[("", _("All")), ("now", _("In a post today")), ("none", _("In no post today"))],
    )
    due = forms.BooleanField(label=_("Kept for 30 more days at most"), required=False)
    archived = forms.BooleanField(label=_("Archived ones"), required=False)


class DuplicateFilter(forms.Form):
    """Which kind of duplicates is shown."""

    subject = forms.ChoiceField(label=_("What"), required=False, choices=MergeSubject.choices)
