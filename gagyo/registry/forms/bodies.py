"""Forms for bodies."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gagyo.common.forms.choosing import choose_from
from gagyo.common.rules import Actor
from gagyo.registry.choices import BodyKind, SuccessionKind
from gagyo.registry.forms.choice import BodyChoice, PlaceChoice
from gagyo.registry.forms.filters import one_country
from gagyo.registry.models import Body, Country
from gagyo.registry.queries.countries import held
from gagyo.registry.rules import OFFICER_ADDS, may_keep_every


class CountryField(forms.TypedChoiceField):
    """A country of the registry; cleans to the row."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Country"))
        super().__init__(choices=one_country, coerce=country_of, empty_value=None, **options)

    def prepare_value(self, value: Any) -> Any:
        """Return the code."""
        return value.code if isinstance(value, Country) else value


def country_of(code: Any) -> Country:
    """Return the country of a code."""
    return code if isinstance(code, Country) else Country.objects.get(code=code)


class BodyForm(forms.Form):
    """Adding and changing a body."""

    name_ko = forms.CharField(label=gettext_lazy("Korean name"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=200, required=False)
    name_local = forms.CharField(label=gettext_lazy("Name in local script"), max_length=200, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=BodyKind.choices)
    country = CountryField()
    parent = BodyChoice(label=gettext_lazy("Part of"), required=False)
    place = PlaceChoice(label=gettext_lazy("Place"), required=False)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=20, required=False)
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    wikidata_id = forms.RegexField(r"^Q\d+$", label=gettext_lazy("Wikidata id"), max_length=20, required=False)
    starts_on = forms.DateField(label=gettext_lazy("Founded"), required=False)
    ends_on = forms.DateField(label=gettext_lazy("Abolished"), required=False)
    covers = forms.ModelMultipleChoiceField(
        Country.objects.order_by("name_ko"),
        label=gettext_lazy("Countries covered"),
        required=False,
        help_text=gettext_lazy("For a mission: the countries for which it is responsible."),
    )
    covers_from = forms.DateField(
        label=gettext_lazy("Countries covered from"),
        required=False,
        help_text=gettext_lazy(
            "The day from which the countries chosen above hold; the days before stay as they were. "
            "Empty: the list is corrected as if it had always been so."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, body: Body | None = None, **options: Any) -> None:
        if body is not None:
            options["initial"] = {**initial_of(body), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.body = body
        if not may_keep_every(actor=actor):
            choose_from(self, "kind", [pair for pair in BodyKind.choices if pair[0] in OFFICER_ADDS])
            del self.fields["covers"], self.fields["covers_from"], self.fields["code"]

    def clean_code(self) -> str | None:
        """Return the code, or nothing; a code belongs to one body."""
        code: str = self.cleaned_data["code"].strip()
        other = Body.objects.filter(code=code).exclude(pk=self.body.pk if self.body else 0).first() if code else None
        if other is not None:
            raise forms.ValidationError(
                _("%(code)s is the code of %(body)s. Codes belong to one body each.") % {"code": code, "body": other}
            )
        return code or None

    def clean(self) -> dict[str, Any]:
        """Check that the dates are in order, and that a body is not part of itself."""
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("This is before the day on which it was founded. Correct one of the two."))
        if self.body is not None and data.get("parent") == self.body:
            self.add_error("parent", _("A body is not part of itself. Choose another, or leave it empty."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what goes into the body's columns."""
        others = {"version", "covers", "covers_from"}
        return {name: value for name, value in self.cleaned_data.items() if name not in others}


def initial_of(body: Body) -> dict[str, Any]:
    """Return what the form shows of a body."""
    names = ("name_ko", "name_en", "name_local", "kind", "country", "code", "website", "wikidata_id")
    values = {name: getattr(body, name) for name in (*names, "starts_on", "ends_on", "version")}
    covers = list(body.covers.filter(held(timezone.localdate())).values_list("country_id", flat=True))
    return {**values, "parent": body.parent_id, "place": body.place_id, "covers": covers}


class RenameForm(forms.Form):
    """A new name from a day on."""

    name_ko = forms.CharField(label=gettext_lazy("New Korean name"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("New English name"), max_length=200, required=False)
    on = forms.DateField(label=gettext_lazy("From"), help_text=gettext_lazy("The first day of the new name."))
    code = forms.CharField(
        label=gettext_lazy("New code"), max_length=20, required=False, help_text=gettext_lazy("If it changes too.")
    )


class SuccessionForm(forms.Form):
    """What became of a body."""

    successor = BodyChoice(label=gettext_lazy("Successor"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SuccessionKind.choices)
    on = forms.DateField(label=gettext_lazy("On"))
