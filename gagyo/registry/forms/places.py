"""Forms for places."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gagyo.registry.choices import PlaceKind
from gagyo.registry.forms.bodies import CountryField
from gagyo.registry.forms.choice import PlaceChoice
from gagyo.registry.models import Place


class PlaceForm(forms.Form):
    """Adding and changing a place."""

    name_ko = forms.CharField(label=gettext_lazy("Korean name"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=200, required=False)
    name_local = forms.CharField(label=gettext_lazy("Name in local script"), max_length=200, required=False)
    country = CountryField()
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PlaceKind.choices, initial=PlaceKind.CITY)
    parent = PlaceChoice(label=gettext_lazy("Province"), required=False, kinds=(PlaceKind.PROVINCE,))
    latitude = forms.FloatField(label=gettext_lazy("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=gettext_lazy("Longitude"), required=False, min_value=-180, max_value=180)
    population = forms.IntegerField(label=gettext_lazy("Population"), required=False, min_value=0, max_value=10**11)
    geoname_id = forms.IntegerField(label=gettext_lazy("GeoNames id"), required=False, min_value=1, max_value=2**53)
    wikidata_id = forms.RegexField(r"^Q\d+$", label=gettext_lazy("Wikidata id"), max_length=20, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, place: Place | None = None, **options: Any) -> None:
        if place is not None:
            options["initial"] = {**initial_of(place), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.place = place

    def clean_geoname_id(self) -> int | None:
        """Return the id; it belongs to one place."""
        number: int | None = self.cleaned_data["geoname_id"]
        rows = Place.objects.filter(geoname_id=number) if number else Place.objects.none()
        other = rows.exclude(pk=self.place.pk if self.place else 0).first()
        if other is not None:
            raise forms.ValidationError(
                _("%(id)s is the GeoNames id of %(place)s, which is in the registry.") % {"id": number, "place": other}
            )
        return number

    def clean(self) -> dict[str, Any]:
        """Check that a position has both numbers."""
        data = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("A position has a latitude and a longitude. Enter both or neither."))
        if self.place is not None and data.get("parent") == self.place:
            self.add_error("parent", _("A place is not part of itself. Choose another, or leave it empty."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what goes into the place's columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def initial_of(place: Place) -> dict[str, Any]:
    """Return what the form shows of a place."""
    names = ("name_ko", "name_en", "name_local", "country", "kind", "latitude", "longitude", "population")
    values = {name: getattr(place, name) for name in (*names, "geoname_id", "wikidata_id", "version")}
    return {**values, "parent": place.parent_id}


class PlaceNameForm(forms.Form):
    """Another name of a place."""

    text = forms.CharField(label=gettext_lazy("Another name"), max_length=200)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[
            ("", gettext_lazy("Not stated")),
            ("ko", gettext_lazy("Korean")),
            ("en", gettext_lazy("English")),
            ("local", gettext_lazy("Local language")),
        ],
    )
