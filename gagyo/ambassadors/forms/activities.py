"""Forms of an activity: a quick one that takes seconds, and the whole."""

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.choices import Visibility
from gagyo.ambassadors.choices import ActivityKind, ActivityOutcome
from gagyo.ambassadors.models import Activity, PlannedActivity, Posting
from gagyo.ambassadors.queries.activities import OPEN_PROMISES, ActivityFilter
from gagyo.ambassadors.rules.activities import MOST_MINUTES, ActivityValues
from gagyo.common.forms.choosing import ALL, choose_from
from gagyo.common.forms.numbers import MOST_ID
from gagyo.common.forms.texts import TranslatedTextMixin, text_initial
from gagyo.common.models import TranslatedText
from gagyo.meetings.models import Meeting
from gagyo.partnerships.models import Tie
from gagyo.registry.choices import BodyKind
from gagyo.registry.forms import BodyChoice
from gagyo.registry.models import Country
from gagyo.registry.queries.countries import countries_to_choose
from gagyo.support.choices import RequestField
from gagyo.support.models import SupportRequest
from gagyo.visits.models import Visit

LINKS = ("planned", "request", "visit", "tie", "meeting")
ASKING = (BodyKind.METROPOLITAN, BodyKind.BASIC, BodyKind.FIRM, BodyKind.AGENCY)


class QuickForm(forms.Form):
    """What was done, in one line; everything else begins as it was the last time."""

    name = forms.CharField(label=pgettext_lazy("activity of an ambassador", "What was done"), max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("activity of an ambassador", "Kind"), choices=ActivityKind.choices)
    day = forms.DateField(label=pgettext_lazy("activity of an ambassador", "Day"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES, required=False)
    field = forms.ChoiceField(label=pgettext_lazy("support request", "Field"), choices=RequestField.choices)
    for_words = forms.CharField(
        label=_("For whom"), max_length=200, required=False, help_text=_("An office or a firm, in words.")
    )

    def values(self, *, posting: Posting, language: str, last: Activity | None) -> ActivityValues:
        """Return what was entered; who reads it stays as the last time."""
        data = self.cleaned_data
        named = {"name_ko": "", "name_en": data["name"]} if language == "en" else {"name_ko": data["name"]}
        plain = ("kind", "day", "minutes", "field", "for_words")
        return ActivityValues(
            posting_id=posting.pk,
            visibility=last.visibility if last else Visibility.SHARED.value,
            **named,
            **{name: data[name] for name in plain},
        )


def quick_initial(*, last: Activity | None, today: date) -> dict[str, Any]:
    """Return what the quick form begins with: today, and kind, field and minutes of the last time."""
    if last is None:
        return {"day": today, "kind": ActivityKind.ADVICE, "field": RequestField.INVESTMENT, "minutes": 30}
    return {"day": today, "kind": last.kind, "field": last.field, "minutes": last.minutes}


class PlannedChoice(forms.ModelChoiceField[PlannedActivity]):
    """What was planned, with its year and month: a plan often takes over what was planned the year before."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the year, the month and the name."""
        return f"{obj.goal.plan.year} · {MONTHS[obj.month]} · {obj.name}"


class MeetingChoice(forms.ModelChoiceField[Meeting]):
    """A one-to-one meeting, with its round: the same two meet again."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the two and the round."""
        return f"{obj} · {obj.round.name}"


class ActivityForm(TranslatedTextMixin, forms.Form):
    """An activity with its outcome and what it hangs on."""

    posting = forms.ModelChoiceField(label=_("Ambassador"), queryset=Posting.objects.none())
    name_ko = forms.CharField(label=_("What was done (Korean)"), max_length=200, required=False)
    name_en = forms.CharField(label=_("What was done (English)"), max_length=200, required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("activity of an ambassador", "Kind"), choices=ActivityKind.choices)
    day = forms.DateField(label=pgettext_lazy("activity of an ambassador", "Day"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES, required=False)
    field = forms.ChoiceField(label=pgettext_lazy("support request", "Field"), choices=RequestField.choices)
    for_body = BodyChoice(label=_("For whom"), kinds=ASKING, required=False)
    for_words = forms.CharField(
        label=_("For whom, in words"),
        max_length=200,
        required=False,
        help_text=_("One that the registry does not know."),
    )
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.none(), required=False)
    place_words = forms.CharField(label=_("Where"), max_length=200, required=False)
    visibility = forms.ChoiceField(
        label=_("Visible to"), choices=[each for each in Visibility.choices if each[0] != Visibility.PUBLIC]
    )
    outcome = forms.ChoiceField(label=_("Outcome"), choices=ActivityOutcome.choices)
    promised_by = forms.DateField(
        label=_("Promised by"), required=False, help_text=_("For a promise: the day by which it is to be kept.")
    )
    planned = PlannedChoice(
        label=_("Planned activity that it fulfils"), queryset=PlannedActivity.objects.none(), required=False
    )
    request = forms.ModelChoiceField(label=_("Support request"), queryset=SupportRequest.objects.none(), required=False)
    visit = forms.ModelChoiceField(label=_("Delegation visit"), queryset=Visit.objects.none(), required=False)
    tie = forms.ModelChoiceField(label=_("Tie"), queryset=Tie.objects.none(), required=False)
    meeting = MeetingChoice(label=_("One-to-one meeting"), queryset=Meeting.objects.none(), required=False)

    def __init__(self, *args: Any, links: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = pgettext_lazy("activity of an ambassador", "What came of it")
        for name, rows in {**links, "country": countries_to_choose()}.items():
            link = self.fields[name]
            assert isinstance(link, forms.ModelChoiceField)
            link.queryset = rows
            if name != "posting":
                link.empty_label = _("None")

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What was done, when and for whom."""
        names = ("posting", "kind", "name_ko", "name_en", "day", "minutes", "field", "for_body", "for_words")
        return [self[name] for name in (*names, "country", "place_words", "visibility")]

    @property
    def outcome_fields(self) -> list[forms.BoundField]:
        """What came of it."""
        names = ("outcome", "promised_by", "text_language", "text_original", "text_translation", "text_state")
        return [self[name] for name in names]

    @property
    def link_fields(self) -> list[forms.BoundField]:
        """What it hangs on."""
        return [self[name] for name in LINKS]

    def values(self, *, old: TranslatedText | None = None) -> ActivityValues:
        """Return what was entered; old: the outcome's words, whose further translations stay."""
        data = self.cleaned_data
        plain = ("name_ko", "name_en", "kind", "day", "minutes", "field", "for_words", "place_words", "visibility")
        links: dict[str, Any] = {f"{name}_id": data[name].pk if data[name] else None for name in LINKS}
        return ActivityValues(
            **{name: data[name] for name in (*plain, "outcome", "promised_by")},
            posting_id=data["posting"].pk,
            for_body_id=data["for_body"].pk if data["for_body"] else None,
            country_id=data["country"].pk if data["country"] else None,
            outcome_text=self.text_values(old=old),
            **links,
        )


def activity_initial(row: Activity) -> dict[str, Any]:
    """Return what the form holds for an activity."""
    plain = ("name_ko", "name_en", "kind", "day", "minutes", "field", "for_words", "place_words", "visibility")
    return {
        **{name: getattr(row, name) for name in (*plain, "outcome", "promised_by")},
        **{name: getattr(row, f"{name}_id") for name in ("posting", "for_body", "country", *LINKS)},
        **text_initial(row.outcome_text),
    }


class KeptForm(forms.Form):
    """The day on which a promise was kept."""

    kept_on = forms.DateField(label=_("Kept on"))


class EvidenceForm(forms.Form):
    """Attaching evidence to an activity: a file, or a link."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, HWPX, HWP, DOCX, XLSX, PPTX or an image.")
    )
    url = forms.URLField(
        label=_("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Instead of a file: the address of a page that tells it."),
    )
    title = forms.CharField(
        label=_("Document title"),
        max_length=200,
        required=False,
        help_text=_("Empty: the name of the file, or the address."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse neither and both."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("url")):
            self.add_error("file", _("Choose a file, or give a link: one of the two."))
        return cleaned


class ActivityFilterForm(forms.Form):
    """The filters of the list; a value that cannot be is passed over, so that an old link still opens."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=pgettext_lazy("activity of an ambassador", "Kind"), choices=[ALL, *ActivityKind.choices], required=False
    )
    field = forms.ChoiceField(
        label=pgettext_lazy("support request", "Field"), choices=[ALL, *RequestField.choices], required=False
    )
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)
    province = forms.TypedChoiceField(label=_("Province"), coerce=int, empty_value=None, required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[ALL, *ActivityOutcome.choices], required=False)
    month = forms.TypedChoiceField(
        label=pgettext_lazy("activity of an ambassador", "Month"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[ALL, *((n, n) for n in range(1, 13))],
    )
    promise = forms.ChoiceField(label=_("Promises"), choices=[ALL, (OPEN_PROMISES, _("Not kept yet"))], required=False)
    posting = forms.IntegerField(required=False, min_value=1, max_value=MOST_ID, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: list[int], provinces: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "year", [ALL, *((year, year) for year in years)])
        choose_from(self, "province", [ALL, *provinces])

    def wanted(self) -> ActivityFilter:
        """Return the filter; fields with impossible values count as empty."""
        self.is_valid()
        return ActivityFilter(**{name: value for name, value in self.cleaned_data.items() if value not in ("", None)})
