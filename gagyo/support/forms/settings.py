"""Forms of what is set for requests: working hours, absences, bureaus, templates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.models import Office, User
from gagyo.common.forms.choosing import NamesSelect, choose_from
from gagyo.support.actions.settings import TemplateValues
from gagyo.support.choices import RequestField
from gagyo.support.models import RequestTemplate
from gagyo.support.rules.clock import Hours
from gagyo.support.rules.settings import MOST_HOURS, check_hours, days_of, items_of, spans_of, spans_words
from gagyo.support.rules.values import UnableToSaveSupport

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


class HoursForm(forms.Form):
    """When an office works; the hours of each day as text, a day without hours left empty."""

    day_0 = forms.CharField(
        label=WEEKDAYS[0],
        max_length=80,
        required=False,
        help_text=_("As in 09:00-12:00, 13:00-18:00. Leave a day empty on which nobody works."),
    )
    day_1 = forms.CharField(label=WEEKDAYS[1], max_length=80, required=False)
    day_2 = forms.CharField(label=WEEKDAYS[2], max_length=80, required=False)
    day_3 = forms.CharField(label=WEEKDAYS[3], max_length=80, required=False)
    day_4 = forms.CharField(label=WEEKDAYS[4], max_length=80, required=False)
    day_5 = forms.CharField(label=WEEKDAYS[5], max_length=80, required=False)
    day_6 = forms.CharField(label=WEEKDAYS[6], max_length=80, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    country = forms.ChoiceField(label=_("Public holidays of"), widget=NamesSelect)
    closed_days = forms.CharField(
        label=_("Further closed days"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Each as in 2026-12-24, one in a line: a day of the host city, or a holiday proclaimed lately."),
    )
    first_answer_hours = forms.IntegerField(
        label=_("First answer within working hours"), min_value=1, max_value=MOST_HOURS
    )
    answer_hours = forms.IntegerField(label=_("Answer within working hours"), min_value=1, max_value=MOST_HOURS)

    def __init__(
        self, *args: Any, held: Hours, zones: Any, countries: list[tuple[str, str]], by_seat: bool, **kwargs: Any
    ) -> None:
        """Begin with the hours held. by_seat: whether each office's seat says its time zone and holidays."""
        initial = {f"day_{day}": spans_words(held.hours.get(str(day), ())) for day in range(7)}
        initial |= {
            "time_zone": held.time_zone,
            "country": held.country,
            "closed_days": "\n".join(held.closed_days),
            "first_answer_hours": str(held.first_answer_hours),
            "answer_hours": str(held.answer_hours),
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.held = held
        if by_seat:
            del self.fields["time_zone"], self.fields["country"]
            return
        choose_from(self, "time_zone", [(zone, zone) for zone in zones])
        known = held.country in {code for code, _name in countries}
        choose_from(self, "country", countries if known else [(held.country, held.country), *countries])

    @property
    def days(self) -> list[forms.BoundField]:
        """The fields of the weekdays."""
        return [self[f"day_{day}"] for day in range(7)]

    @property
    def others(self) -> list[forms.BoundField]:
        """The other fields."""
        return [self[name] for name in self.fields if not name.startswith("day_")]

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be read, beside its field."""
        cleaned = super().clean() or self.cleaned_data
        for day in range(7):
            self._read(f"day_{day}", spans_of)
        self._read("closed_days", days_of)
        if not self.errors:
            try:
                check_hours(self.hours())
            except UnableToSaveSupport as error:
                self.add_error(None, str(error))
        return cleaned

    def _read(self, name: str, read: Any) -> None:
        try:
            self.cleaned_data[name] = read(self.cleaned_data.get(name, ""))
        except UnableToSaveSupport as error:
            self.add_error(name, str(error))

    def hours(self) -> Hours:
        """Return the hours of a valid form."""
        data = self.cleaned_data
        return Hours(
            time_zone=data.get("time_zone", self.held.time_zone),
            country=data.get("country", self.held.country),
            hours={str(day): data[f"day_{day}"] for day in range(7)},
            closed_days=data["closed_days"],
            first_answer_hours=data["first_answer_hours"],
            answer_hours=data["answer_hours"],
            is_abroad=self.held.is_abroad,
        )


class AbsenceForm(forms.Form):
    """Who is away, from when to when, and who stands in."""

    user = forms.ModelChoiceField(label=_("Who is away"), queryset=User.objects.none())
    stand_in = forms.ModelChoiceField(
        label=pgettext_lazy("absence", "Stand-in"),
        queryset=User.objects.none(),
        help_text=_("Decides an approver's steps on these days, and is told of the requests that the other owns."),
    )
    starts_on = forms.DateField(label=_("From"))
    ends_on = forms.DateField(label=_("Until"), help_text=_("The last day of the absence."))

    def __init__(self, *args: Any, away: Any, people: Any, **kwargs: Any) -> None:
        """Offer who may be entered. away: whose absence somebody may enter; people: who can stand in"""
        super().__init__(*args, **kwargs)
        for name, offered in (("user", away), ("stand_in", people)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = offered
            field.empty_label = None


class BureauForm(forms.Form):
    """Which bureau answers which field."""

    field = forms.ChoiceField(label=pgettext_lazy("support request", "Field"), choices=RequestField.choices)
    office = forms.ModelChoiceField(label=_("Bureau"), queryset=Office.objects.none(), empty_label=None)

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.fields["office"]
        assert isinstance(office, forms.ModelChoiceField)
        office.queryset = offices


class TemplateForm(forms.Form):
    """A usual request: its words, and its items in two texts with one in each line."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    field = forms.ChoiceField(label=pgettext_lazy("support request", "Field"), choices=RequestField.choices)
    is_active = forms.BooleanField(label=_("Offered when a request is drafted"), required=False, initial=True)
    text_ko = forms.CharField(
        label=_("Text (Korean)"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_en = forms.CharField(
        label=_("Text (English)"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    items_ko = forms.CharField(
        label=_("Items (Korean)"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One in each line."),
    )
    items_en = forms.CharField(
        label=_("Items (English)"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The same items in the same order, or none."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse items that do not pair."""
        cleaned = super().clean() or self.cleaned_data
        if "items_ko" in cleaned and "items_en" in cleaned:
            try:
                cleaned["items"] = items_of(cleaned["items_ko"], cleaned["items_en"])
            except UnableToSaveSupport as error:
                self.add_error("items_en" if cleaned["items_en"] else "items_ko", str(error))
        return cleaned

    def values(self) -> TemplateValues:
        """Return the template of a valid form."""
        names = ("name_ko", "name_en", "field", "text_ko", "text_en", "items", "is_active")
        return TemplateValues(**{name: self.cleaned_data[name] for name in names})


def template_initial(row: RequestTemplate) -> dict[str, Any]:
    """Return a template as its form shows it."""
    english = [str(item.get("en", "")) for item in row.items]
    return {
        **{name: getattr(row, name) for name in ("name_ko", "name_en", "field", "text_ko", "text_en", "is_active")},
        "items_ko": "\n".join(str(item.get("ko", "")) for item in row.items),
        "items_en": "\n".join(english) if all(english) else "",
    }
