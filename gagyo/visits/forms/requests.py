"""The public form of a request to visit, and the officer's forms that answer it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from gagyo.common.forms.choosing import choose_from
from gagyo.common.forms.unseen import UnseenField
from gagyo.registry.forms.bodies import CountryField
from gagyo.visits.forms.passports import no_passport
from gagyo.visits.models import Site, Theme
from gagyo.visits.queries.requests import SHOWN_STATES, RequestFilter
from gagyo.visits.rules.languages import LANGUAGES
from gagyo.visits.rules.requests import RequestValues

ALL: Final = ("", gettext_lazy("All"))


class RequestForm(forms.Form):
    """A delegation's wish to come. The trap is a field that people do not see and programs fill in."""

    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = CountryField()
    contact_name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("We send a link there. Your request counts once you have opened it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    persons = forms.IntegerField(label=gettext_lazy("Number of persons"), min_value=1, max_value=2000)
    wished_from = forms.DateField(label=gettext_lazy("Earliest day"))
    wished_until = forms.DateField(label=gettext_lazy("Latest day"))
    language = forms.ChoiceField(label=gettext_lazy("Language of the visit"), choices=list(LANGUAGES.items()))
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"), widget=forms.CheckboxSelectMultiple, required=False
    )
    sites = forms.MultipleChoiceField(
        label=gettext_lazy("Sites you would like to see"), widget=forms.CheckboxSelectMultiple, required=False
    )
    message = forms.CharField(
        label=gettext_lazy("What you would like to see and discuss"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("In English or Korean. Never write passport numbers."),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I agree that my name and addresses are kept to answer this request.")
    )
    website = UnseenField()
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = {theme.pk for site in sites for theme in site.themes.all()}
        themes = [(str(row.pk), row.name) for row in Theme.objects.all() if row.pk in shown]
        self._choose("themes", themes)
        self._choose("sites", [(str(site.pk), site.name) for site in sites])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        if not choices:
            del self.fields[name]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that a person fills in."""
        return [self[name] for name in self.fields if name not in {"website", "stamp"}]

    def values(self) -> RequestValues:
        """Return what was entered."""
        data = self.cleaned_data
        plain = ("organisation", "contact_name", "email", "persons", "wished_from", "wished_until", "message")
        return RequestValues(
            **{name: data[name] for name in plain},
            country_id=data["country"].pk,
            phone=data["phone"],
            language=data["language"],
            site_ids=tuple(int(pk) for pk in data.get("sites", ())),
            theme_ids=tuple(int(pk) for pk in data.get("themes", ())),
        )


class RequestFilterForm(forms.Form):
    """The filters of the inbox, as the address has them; a value that cannot be is passed over."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=[ALL, *SHOWN_STATES], required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    since = forms.DateField(label=gettext_lazy("Wished from"), required=False)
    until = forms.DateField(label=gettext_lazy("Wished until"), required=False)

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "country", [ALL, *countries])

    def wanted(self) -> RequestFilter:
        """Return the filter."""
        self.is_valid()
        return RequestFilter(**{name: value for name, value in self.cleaned_data.items() if value})


class AcceptForm(forms.Form):
    """Making a visit of a request."""

    name_ko = forms.CharField(
        label=gettext_lazy("Korean name"),
        max_length=200,
        help_text=gettext_lazy("As it is to stand in Korean lists and papers."),
    )
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=200, required=False)
    starts_on = forms.DateField(label=gettext_lazy("From"))
    ends_on = forms.DateField(label=gettext_lazy("Until"))
    persons = forms.IntegerField(label=gettext_lazy("Persons"), min_value=1, max_value=2000)
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "In your own words, in Korean. The visitor's message is not copied: it is destroyed in its time, "
            "and a visit may be public."
        ),
    )
    answer = forms.CharField(
        label=gettext_lazy("Words to the visitor"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "They go into the mail, in the visitor's language; empty sends the usual sentences only."
        ),
        validators=[no_passport],
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    """Declining a request."""

    reason = forms.CharField(
        label=gettext_lazy("Reason, as the visitor reads it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[no_passport],
        help_text=gettext_lazy("Write it in the visitor's language: it goes into the mail as it stands."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
