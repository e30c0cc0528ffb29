"""The forms of a tie."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.choices import Visibility
from gagyo.common.forms.choosing import choose_from
from gagyo.common.forms.texts import TranslatedTextMixin, text_initial
from gagyo.partnerships.choices import CouncilConsent, ExchangeField, TieKind, TieState
from gagyo.partnerships.forms.dates import PartialDateField
from gagyo.partnerships.rules.states import next_states
from gagyo.partnerships.rules.values import PartyValues, TieValues
from gagyo.registry.forms import BodyChoice, PlaceChoice
from gagyo.registry.models import Person

NEW_STATES = [(each.value, each.label) for each in (TieState.SIGNED, TieState.TALKS, TieState.PLANNED)]


class TieForm(TranslatedTextMixin, forms.Form):
    """What is known of a tie, but for its parties."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TieKind.choices)
    state = forms.ChoiceField(label=_("State"), choices=NEW_STATES)
    signed = PartialDateField(
        label=_("Signed on"),
        required=False,
        help_text=_("1996-05-03, or 1996-05, or 1996 if no more is known. Leave it empty if nothing is."),
    )
    planned_year = forms.IntegerField(label=_("Planned for the year"), required=False, min_value=1950, max_value=2200)
    signed_at = PlaceChoice(label=_("Signed at"), required=False, help_text=_("The city, if it is known."))
    signed_online = forms.BooleanField(label=_("Signed online"), required=False)
    council_consent = forms.ChoiceField(label=_("Council's consent"), choices=CouncilConsent.choices)
    council_consent_on = forms.DateField(label=_("Council's consent on"), required=False)
    fields_of_exchange = forms.MultipleChoiceField(
        label=_("Fields of exchange"),
        choices=ExchangeField.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    local_kind_ko = forms.CharField(
        label=_("Name of the kind in the ordinance (Korean)"), max_length=60, required=False
    )
    local_kind_en = forms.CharField(
        label=_("Name of the kind in the ordinance (English)"), max_length=60, required=False
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    source_url = forms.URLField(label=_("Source's address"), max_length=500, required=False, assume_scheme="https")
    visibility = forms.ChoiceField(
        label=_("Visible to"),
        choices=Visibility.choices,
        help_text=_("Talks that were not announced belong to the own office only."),
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("Summary")
        self.fields["text_original"].help_text = _("What the tie is about, in the language it was written in.")
        if not is_new:
            del self.fields["state"]

    def values(self, parties: tuple[PartyValues, ...], *, old: TieValues | None = None) -> TieValues:
        """Return what was entered."""
        data = self.cleaned_data
        place = data["signed_at"]
        return TieValues(
            parties=parties,
            kind=data["kind"],
            state=data.get("state") or (old.state if old else TieState.SIGNED.value),
            local_kind_ko=data["local_kind_ko"],
            local_kind_en=data["local_kind_en"],
            planned_year=data["planned_year"],
            signed=data["signed"],
            signed_online=data["signed_online"],
            signed_at_id=place.pk if place else None,
            council_consent=data["council_consent"],
            council_consent_on=data["council_consent_on"],
            fields=tuple(data["fields_of_exchange"]),
            summary=self.text_values(old=old.summary if old else None),
            source=data["source"],
            source_url=data["source_url"],
            visibility=data["visibility"],
        )


def tie_initial(values: TieValues) -> dict[str, Any]:
    """Return what the form holds for a tie."""
    plain = {
        name: getattr(values, name)
        for name in (
            "kind",
            "state",
            "local_kind_ko",
            "local_kind_en",
            "planned_year",
            "signed",
            "signed_online",
            "council_consent",
            "council_consent_on",
            "source",
            "source_url",
            "visibility",
        )
    }
    return {
        **plain,
        "signed_at": values.signed_at_id,
        "fields_of_exchange": list(values.fields),
        **text_initial(values.summary),
    }


class PartyForm(forms.Form):
    """One party: an empty row is left out."""

    body = BodyChoice(label=_("Party"), required=False)
    signatory = forms.CharField(label=_("Signed by"), max_length=100, required=False)
    signatory_title = forms.CharField(label=pgettext_lazy("of a person", "Title"), max_length=100, required=False)

    def __init__(self, *args: Any, held: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        assert isinstance(body, BodyChoice)
        body.hold(*held)

    def clean(self) -> dict[str, Any]:
        """Refuse a signatory of nobody."""
        cleaned = super().clean() or self.cleaned_data
        if "body" in cleaned and not cleaned["body"] and (cleaned.get("signatory") or cleaned.get("signatory_title")):
            self.add_error("body", _("Name the party that this person signed for."))
        return cleaned


PartyRows = forms.formset_factory(PartyForm, extra=0, max_num=20, absolute_max=40)


def parties_of(rows: forms.BaseFormSet[PartyForm]) -> tuple[PartyValues, ...]:
    """Return the parties that were entered, in order."""
    filled = [row.cleaned_data for row in rows.forms if row.cleaned_data.get("body")]
    return tuple(PartyValues(each["body"].pk, each["signatory"], each["signatory_title"]) for each in filled)


def parties_initial(parties: tuple[PartyValues, ...], *, rows: int) -> list[dict[str, Any]]:
    """Return what the rows hold, with empty ones up to `rows`."""
    filled: list[dict[str, Any]] = [
        {"body": each.body_id, "signatory": each.signatory, "signatory_title": each.signatory_title} for each in parties
    ]
    return filled + [{} for _unused in range(rows - len(filled))]


class StateForm(forms.Form):
    """Moving a tie to another state."""

    state = forms.ChoiceField(label=_("New state"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("On"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed for dormant, for ended and for every way back; good to have always."),
    )

    def __init__(self, *args: Any, now_is: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "state", [(each.value, each.label) for each in next_states(now_is)])


class DocumentForm(forms.Form):
    """Attaching a document."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, HWPX, HWP, DOCX, XLSX, PPTX or an image."))
    title = forms.CharField(
        label=_("Document title"), max_length=200, required=False, help_text=_("Empty: the name of the file.")
    )
    is_public = forms.BooleanField(
        label=_("Public"), required=False, help_text=_("Visitors may download it while the tie is public.")
    )


class ContactForm(forms.Form):
    """Naming a contact from the registry's people."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.none())
    note = forms.CharField(label=_("For what"), max_length=200, required=False)
