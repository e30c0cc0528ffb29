"""The forms of a visit."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import User
from gagyo.common.forms.choosing import choose_from
from gagyo.common.forms.texts import TranslatedTextMixin, text_initial
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.registry.choices import BodyKind
from gagyo.registry.forms import BodyChoice
from gagyo.registry.models import Country, Person
from gagyo.visits.choices import FollowUpKind, OrganiserKind, VisitPaper
from gagyo.visits.models import Theme, TrainingCourse
from gagyo.visits.rules.values import FollowUpValues, PartyValues, VisitValues

LINKS = ("tie", "project", "course", "asked_by_person", "officer")


class VisitForm(TranslatedTextMixin, forms.Form):
    """What is known of a visit, but for its parties."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    starts_on = forms.DateField(label=_("From"))
    ends_on = forms.DateField(label=_("Until"))
    themes = forms.MultipleChoiceField(label=_("Themes"), widget=forms.CheckboxSelectMultiple, required=False)
    organiser = BodyChoice(label=_("Organiser"), required=False, help_text=_("KOICA, a university, the World Bank ..."))
    organiser_kind = forms.ChoiceField(label=_("Kind of organiser"), choices=OrganiserKind.choices)
    asked_by = BodyChoice(label=_("Asked by"), required=False)
    asked_by_person = forms.ModelChoiceField(label=_("Contact"), queryset=Person.objects.none(), required=False)
    asked_on = forms.DateField(label=_("Asked on"), required=False)
    tie = forms.ModelChoiceField(label=_("Tie"), queryset=Tie.objects.none(), required=False)
    mission = BodyChoice(label=_("Mission in Korea"), required=False, kinds=(BodyKind.MISSION_IN_KOREA,))
    project = forms.ModelChoiceField(
        label=_("Exchange project"), queryset=ExchangeProject.objects.none(), required=False
    )
    course = forms.ModelChoiceField(label=_("Training course"), queryset=TrainingCourse.objects.none(), required=False)
    officer = forms.ModelChoiceField(label=_("Officer"), queryset=User.objects.none(), required=False)
    gifts_given = forms.CharField(label=_("Gifts given"), max_length=300, required=False)
    gifts_received = forms.CharField(label=_("Gifts received"), max_length=300, required=False)
    visibility = forms.ChoiceField(label=_("Visible to"), choices=Visibility.choices)

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("Purpose")
        self.fields["text_original"].help_text = _("Why they come and what they want to see, in a few sentences.")
        for name in LINKS:
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices[name]
            field.empty_label = _("None")
        choose_from(self, "themes", [(str(theme.pk), theme.name) for theme in Theme.objects.all()])

    def values(self, parties: tuple[PartyValues, ...], *, old: VisitValues | None = None) -> VisitValues:
        """Return what was entered."""
        data = self.cleaned_data
        return VisitValues(
            name_ko=data["name_ko"],
            name_en=data["name_en"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            purpose=self.text_values(old=old.purpose if old else None),
            organiser_id=_pk(data["organiser"]),
            organiser_kind=data["organiser_kind"],
            asked_by_id=_pk(data["asked_by"]),
            asked_by_person_id=_pk(data["asked_by_person"]),
            asked_on=data["asked_on"],
            tie_id=_pk(data["tie"]),
            mission_id=_pk(data["mission"]),
            project_id=_pk(data["project"]),
            course_id=_pk(data["course"]),
            officer_id=_pk(data["officer"]),
            theme_ids=tuple(int(pk) for pk in data["themes"]),
            gifts_given=data["gifts_given"],
            gifts_received=data["gifts_received"],
            parties=parties,
            visibility=data["visibility"],
        )


def visit_initial(values: VisitValues) -> dict[str, Any]:
    """Return what the form holds for a visit."""
    same = (
        *("name_ko", "name_en", "starts_on", "ends_on", "organiser_kind", "asked_on"),
        *("gifts_given", "gifts_received", "visibility"),
    )
    found = {name: getattr(values, name) for name in same}
    for name in ("organiser", "asked_by", "mission", *LINKS):
        found[name] = getattr(values, f"{name}_id")
    return {**found, "themes": [str(pk) for pk in values.theme_ids], **text_initial(values.purpose)}


def _pk(row: Any) -> Any:
    return row.pk if row else None


class PartyForm(forms.Form):
    """One party: an empty row is left out."""

    party = forms.IntegerField(required=False, widget=forms.HiddenInput)
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.none(), required=False)
    persons = forms.IntegerField(label=_("Persons"), min_value=1, max_value=100_000, required=False)
    person_days = forms.IntegerField(
        label=_("Person-days"),
        min_value=1,
        max_value=10_000_000,
        required=False,
    )
    body = BodyChoice(label=_("Body"), required=False)
    name = forms.CharField(label=_("Name of the delegation"), max_length=200, required=False)
    head_name = forms.CharField(label=_("Head's name"), max_length=100, required=False)
    head_rank = forms.CharField(label=_("Head's rank"), max_length=100, required=False)

    def __init__(self, *args: Any, held: Iterable[int | None] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country, body = self.fields["country"], self.fields["body"]
        assert isinstance(country, forms.ModelChoiceField)
        assert isinstance(body, BodyChoice)
        body.hold(*held)
        country.queryset = Country.objects.exclude(code="KR")

    @property
    def title(self) -> str:
        """The row's name among the rows: "Party 3"."""
        number = str(self.prefix or "").rpartition("-")[2]
        return pgettext("visit", "Party %(n)s") % {"n": int(number) + 1 if number.isdigit() else ""}

    def clean(self) -> dict[str, Any]:
        """Refuse a row that is filled by half."""
        cleaned = super().clean() or self.cleaned_data
        filled = any(cleaned.get(name) for name in ("persons", "person_days", "body", "name", "head_name", "head_rank"))
        if cleaned.get("body") and not cleaned.get("country"):
            cleaned["country"] = cleaned["body"].country
        if filled and not cleaned.get("country") and "country" not in self.errors:
            self.add_error("country", _("Choose the country of this party."))
        if cleaned.get("country") and not cleaned.get("persons") and "persons" not in self.errors:
            self.add_error("persons", _("Give the number of persons; an estimate will do until they come."))
        return cleaned


PartyRows = forms.formset_factory(PartyForm, extra=0, max_num=60, absolute_max=80)


def parties_of(rows: "forms.BaseFormSet[PartyForm]") -> tuple[PartyValues, ...]:
    """Return the parties that were entered, in order."""
    return tuple(
        PartyValues(
            country_id=each["country"].pk,
            persons=each["persons"],
            party_id=each["party"],
            body_id=_pk(each["body"]),
            name=each["name"],
            head_name=each["head_name"],
            head_rank=each["head_rank"],
            person_days=each["person_days"],
        )
        for each in (row.cleaned_data for row in rows.forms)
        if each.get("country")
    )


def parties_initial(parties: tuple[PartyValues, ...], *, rows: int) -> list[dict[str, Any]]:
    """Return what the rows hold, with empty ones up to `rows`."""
    filled = [
        {
            "party": each.party_id,
            "country": each.country_id,
            "persons": each.persons,
            "person_days": each.person_days,
            "body": each.body_id,
            "name": each.name,
            "head_name": each.head_name,
            "head_rank": each.head_rank,
        }
        for each in parties
    ]
    return [*filled, *({} for _n in range(rows - len(filled)))]


class FollowUpForm(forms.Form):
    """Something to be done after a visit."""

    what = forms.CharField(label=_("What"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=FollowUpKind.choices)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("Myself")
    )
    due_on = forms.DateField(label=_("Due on"))

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = colleagues

    def values(self) -> FollowUpValues:
        """Return what was entered."""
        data = self.cleaned_data
        return FollowUpValues(what=data["what"], due_on=data["due_on"], kind=data["kind"], owner_id=_pk(data["owner"]))


class OutcomeForm(forms.Form):
    """What came of a follow-up."""

    outcome = forms.CharField(label=_("Follow-up outcome"), max_length=300, required=False)


class LetterForm(forms.Form):
    """The letter of request, entered with its visit."""

    file = forms.FileField(
        label=_("Letter of request"),
        required=False,
        help_text=_("PDF, HWPX, HWP, DOCX, XLSX, PPTX or an image. It can be attached later too."),
    )


class DocumentForm(forms.Form):
    """Attaching a document to a visit."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, HWPX, HWP, DOCX, XLSX, PPTX or an image."))
    kind = forms.ChoiceField(label=_("Kind"), choices=VisitPaper.choices)
    title = forms.CharField(
        label=_("Document title"), max_length=200, required=False, help_text=_("Empty: the name of the file.")
    )
