"""The forms of an exchange project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.choices import Visibility
from gagyo.common.forms.texts import TranslatedTextMixin
from gagyo.partnerships.choices import ProjectKind
from gagyo.partnerships.models import Tie
from gagyo.partnerships.rules.values import ProjectValues
from gagyo.registry.forms import BodyChoice, PlaceChoice
from gagyo.registry.models import Country


class ProjectForm(forms.Form):
    """What is known of a project before its result."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ProjectKind.choices)
    tie = forms.ModelChoiceField(
        label=_("Tie"), queryset=Tie.objects.none(), required=False, empty_label=_("None: a project of its own")
    )
    lead = BodyChoice(label=_("Local government"))
    starts_on = forms.DateField(label=_("From"))
    ends_on = forms.DateField(label=_("Until"))
    partner_1 = BodyChoice(label=_("Partner"), required=False)
    partner_2 = BodyChoice(label=_("Second partner"), required=False)
    partner_3 = BodyChoice(label=_("Third partner"), required=False)
    country = forms.ModelChoiceField(
        label=_("Country"), queryset=Country.objects.none(), required=False, help_text=_("Empty: the partner's.")
    )
    place = PlaceChoice(label=_("Place"), required=False)
    persons_out = forms.IntegerField(label=_("People sent"), min_value=0, max_value=1_000_000, required=False)
    persons_in = forms.IntegerField(label=_("People received"), min_value=0, max_value=1_000_000, required=False)
    budget_krw = forms.IntegerField(label=_("Budget (won)"), min_value=0, max_value=10**14, required=False)
    visibility = forms.ChoiceField(label=_("Visible to"), choices=Visibility.choices)

    def __init__(self, *args: Any, ties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tie, country = self.fields["tie"], self.fields["country"]
        assert isinstance(tie, forms.ModelChoiceField)
        assert isinstance(country, forms.ModelChoiceField)
        tie.queryset, country.queryset = ties, Country.objects.all()

    def values(self) -> ProjectValues:
        """Return what was entered; a project without a country takes its first foreign partner's."""
        data = self.cleaned_data
        partners = [data[name] for name in ("partner_1", "partner_2", "partner_3") if data[name]]
        abroad = next((each.country_id for each in partners if each.country_id != "KR"), None)
        return ProjectValues(
            name_ko=data["name_ko"],
            name_en=data["name_en"],
            kind=data["kind"],
            tie_id=data["tie"].pk if data["tie"] else None,
            lead_id=data["lead"].pk,
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            partner_ids=tuple(dict.fromkeys(each.pk for each in partners)),
            country_id=data["country"].pk if data["country"] else abroad,
            place_id=data["place"].pk if data["place"] else None,
            persons_out=data["persons_out"],
            persons_in=data["persons_in"],
            budget_krw=data["budget_krw"],
            visibility=data["visibility"],
        )


def project_initial(values: ProjectValues) -> dict[str, Any]:
    """Return what the form holds for a project."""
    same = (
        "name_ko",
        "name_en",
        "kind",
        "starts_on",
        "ends_on",
        "persons_out",
        "persons_in",
        "budget_krw",
        "visibility",
    )
    found = {name: getattr(values, name) for name in same}
    found.update(tie=values.tie_id, lead=values.lead_id, country=values.country_id, place=values.place_id)
    found.update({f"partner_{n}": body_id for n, body_id in enumerate(values.partner_ids[:3], start=1)})
    return found


class ResultForm(TranslatedTextMixin, forms.Form):
    """What came of a project, with its evidence."""

    persons_out = forms.IntegerField(label=_("People sent"), min_value=0, max_value=1_000_000, required=False)
    persons_in = forms.IntegerField(label=_("People received"), min_value=0, max_value=1_000_000, required=False)
    budget_krw = forms.IntegerField(label=_("Budget (won)"), min_value=0, max_value=10**14, required=False)
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("Report, photograph or press cutting: PDF, HWPX, HWP, DOCX, XLSX, PPTX or an image."),
    )
    evidence_title = forms.CharField(label=_("Title of the evidence"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("Result")
        self.fields["text_original"].required = True
        self.fields["text_original"].help_text = _("What was agreed, done or learnt, and what comes next.")


class ReasonForm(forms.Form):
    """Why something is cancelled."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class ProjectDocumentForm(forms.Form):
    """Attaching a document to a project."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, HWPX, HWP, DOCX, XLSX, PPTX or an image."))
    title = forms.CharField(
        label=_("Document title"), max_length=200, required=False, help_text=_("Empty: the name of the file.")
    )
    is_evidence = forms.BooleanField(label=_("Evidence of the outcome"), required=False, initial=True)
