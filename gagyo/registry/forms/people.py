"""Forms for contacts and their posts."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gagyo.accounts.choices import Visibility
from gagyo.registry.choices import ConsentState
from gagyo.registry.forms.choice import BodyChoice
from gagyo.registry.models import Person


class PersonForm(forms.Form):
    """Adding and changing a contact."""

    name_ko = forms.CharField(label=gettext_lazy("Korean name"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    languages = forms.CharField(label=gettext_lazy("Languages"), max_length=100, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What a successor must know. No passport or resident numbers."),
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("Consent"), choices=ConsentState.choices, initial=ConsentState.UNKNOWN
    )
    consent_on = forms.DateField(label=gettext_lazy("Consent given or withdrawn on"), required=False)
    retain_until = forms.DateField(
        label=gettext_lazy("Keep until"),
        help_text=gettext_lazy("After this day the contact is destroyed. Keep it no longer than the work needs it."),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Visible to"),
        # A person is never public.
        choices=[pair for pair in Visibility.choices if pair[0] != Visibility.PUBLIC],
        initial=Visibility.OFFICE,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person | None = None, **options: Any) -> None:
        if person is not None:
            options["initial"] = {**initial_of(person), **(options.get("initial") or {})}
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        """Check that given or withdrawn consent has its day."""
        data = super().clean() or {}
        dated = data.get("consent") in {ConsentState.GIVEN, ConsentState.WITHDRAWN}
        if dated and not data.get("consent_on"):
            self.add_error("consent_on", _("Enter the day on which consent was given or withdrawn."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what goes into the contact's columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def initial_of(person: Person) -> dict[str, Any]:
    """Return what the form shows of a contact."""
    names = ("name_ko", "name_en", "email", "phone", "languages", "note", "consent", "consent_on")
    return {name: getattr(person, name) for name in (*names, "retain_until", "visibility", "version")}


class PostForm(forms.Form):
    """A post in a body."""

    body = BodyChoice(label=gettext_lazy("Body"))
    department_ko = forms.CharField(label=gettext_lazy("Department (Korean)"), max_length=100, required=False)
    department_en = forms.CharField(label=gettext_lazy("Department (English)"), max_length=100, required=False)
    title_ko = forms.CharField(label=gettext_lazy("Title (Korean)"), max_length=100, required=False)
    title_en = forms.CharField(label=gettext_lazy("Title (English)"), max_length=100, required=False)
    starts_on = forms.DateField(label=gettext_lazy("From"), required=False)
    ends_on = forms.DateField(label=gettext_lazy("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """Check that the dates are in order."""
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("This is before the first day. Correct one of the two."))
        return data


class FirstPostForm(PostForm):
    """The post that comes with a new contact."""

    body = BodyChoice(label=gettext_lazy("Body"), required=False)


class LeaveForm(forms.Form):
    """The last day in a post."""

    on = forms.DateField(label=gettext_lazy("Last day in the post"))
