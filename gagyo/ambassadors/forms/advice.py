"""Forms of a question to an ambassador: an officer's, a firm's, and the answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.ambassadors.choices import AdviceState
from gagyo.ambassadors.rules.activities import MOST_MINUTES
from gagyo.ambassadors.rules.advice import AdviceValues
from gagyo.common.choices import LANGUAGES
from gagyo.common.forms.choosing import ALL, NamesSelect, choose_from
from gagyo.common.forms.unseen import UnseenField
from gagyo.registry.models import Country
from gagyo.registry.queries.countries import countries_to_choose
from gagyo.support.choices import RequestField


class QuestionFields(forms.Form):
    """What is asked."""

    field = forms.ChoiceField(label=pgettext_lazy("support request", "Field"), choices=RequestField.choices)
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.none(), required=False)
    subject = forms.CharField(label=pgettext_lazy("question to an ambassador", "Subject"), max_length=200)
    question = forms.CharField(
        label=pgettext_lazy("question to an ambassador", "Question"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ModelChoiceField)
        country.queryset = countries_to_choose()
        country.empty_label = _("None")

    def plain(self) -> dict[str, Any]:
        """Return what was asked."""
        data = self.cleaned_data
        country = data["country"].pk if data["country"] else None
        return {**{name: data[name] for name in ("field", "subject", "question")}, "country_id": country}


class OfficerForm(QuestionFields):
    """An officer's question to the ambassador of a province."""

    office = forms.TypedChoiceField(label=_("Ambassador"), coerce=int, widget=NamesSelect)

    field_order = ("office",)

    def __init__(self, *args: Any, desks: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "office", desks)

    def values(self, *, language: str) -> AdviceValues:
        """Return what was entered."""
        return AdviceValues(**self.plain(), language=language)


class FirmForm(QuestionFields):
    """A firm's question. The trap is a field that people do not see and programs fill in."""

    organisation = forms.CharField(
        label=_("Firm or organisation"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    contact_name = forms.CharField(
        label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send a link there. The ambassador sees your question once you have opened it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language of the answer"), choices=LANGUAGES[:2])
    agreed = forms.BooleanField(
        label=_("I agree that my name and addresses are kept to answer this question for up to one year.")
    )
    website = UnseenField()
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("organisation", "contact_name", "email", "phone", "language", "field", "country", "subject")

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that a person fills in."""
        return [self[name] for name in self.fields if name not in {"website", "stamp"}]

    def values(self) -> AdviceValues:
        """Return what was entered."""
        names = ("organisation", "contact_name", "email", "phone", "language")
        return AdviceValues(**self.plain(), **{name: self.cleaned_data[name] for name in names})


class AnswerForm(forms.Form):
    """The ambassador's answer."""

    answer = forms.CharField(
        label=pgettext_lazy("question to an ambassador", "Answer"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The asker reads it as it stands. It becomes an activity of the kind advice."),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES, required=False, initial=20)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AdviceFilterForm(forms.Form):
    """The filters of the list."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[ALL, *(each for each in AdviceState.choices if each[0] != AdviceState.UNCONFIRMED)],
        required=False,
    )
    field = forms.ChoiceField(
        label=pgettext_lazy("support request", "Field"), choices=[ALL, *RequestField.choices], required=False
    )

    def wanted(self) -> dict[str, str]:
        """Return the filter; fields with impossible values count as empty."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in ("state", "field")}
