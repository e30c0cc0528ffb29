"""The forms of sites, vehicles, rooms, and of times that cannot be had."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.choices import Visibility
from gagyo.common.forms.choosing import choose_from
from gagyo.common.forms.texts import TranslatedTextMixin, text_initial
from gagyo.registry.forms import BodyChoice
from gagyo.registry.models import Person
from gagyo.visits.actions.resources import AwayValues, ResourceValues
from gagyo.visits.models import Site, Theme
from gagyo.visits.rules.languages import LANGUAGES, guiding_choices
from gagyo.visits.rules.sites import Hours, SiteValues, UnableToSaveSite, hours_of, hours_text

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
DAYS = tuple(f"hours_{n}" for n in range(7))


class SiteFilterForm(forms.Form):
    """What a list of sites is narrowed by."""

    words = forms.CharField(label=_("Words"), max_length=100, required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    own = forms.BooleanField(label=_("Own office"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "theme", [("", _("All")), *((row.code, row.name) for row in Theme.objects.all())])

    def wanted(self) -> dict[str, Any]:
        """Return what the address asks for; nothing of what does not fit."""
        data = self.cleaned_data if self.is_valid() else {}
        return {"words": data.get("words", ""), "theme": data.get("theme", ""), "own": bool(data.get("own"))}


class SiteForm(TranslatedTextMixin, forms.Form):
    """A site with its hours."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    body = BodyChoice(label=_("Belongs to"), required=False)
    visibility = forms.ChoiceField(label=_("Visible to"), choices=Visibility.choices)
    address_ko = forms.CharField(label=_("Address (Korean)"), max_length=200, required=False)
    address_en = forms.CharField(label=_("Address (English)"), max_length=200, required=False)
    latitude = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)
    capacity = forms.IntegerField(label=_("Capacity (persons at once)"), min_value=1, max_value=10_000, initial=30)
    visit_minutes = forms.IntegerField(label=_("Minutes of a visit"), min_value=1, max_value=600, initial=60)
    host = forms.ModelChoiceField(label=_("Host"), queryset=Person.objects.none(), required=False)
    stand_in = forms.ModelChoiceField(label=_("Stand-in"), queryset=Person.objects.none(), required=False)
    closed_on_holidays = forms.BooleanField(label=_("Closed on public holidays"), required=False, initial=True)
    languages = forms.MultipleChoiceField(
        label=_("Languages of guiding"), widget=forms.CheckboxSelectMultiple, choices=guiding_choices, required=False
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("What is shown")
        for name in ("host", "stand_in"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset, field.empty_label = people, _("None")
        choose_from(self, "themes", [(str(theme.pk), theme.name) for theme in Theme.objects.all()])
        for name, label in zip(DAYS, WEEKDAYS, strict=True):
            self.fields[name] = forms.CharField(label=label, max_length=60, required=False)
        self.fields[DAYS[0]].help_text = _("As 09:00-12:00, 13:00-18:00. Empty: closed.")

    def clean(self) -> dict[str, Any]:
        """Read the hours of each day."""
        cleaned = super().clean()
        hours: list[Hours] = []
        for weekday, name in enumerate(DAYS):
            try:
                hours += hours_of(cleaned.get(name, ""), weekday=weekday)
            except UnableToSaveSite as error:
                self.add_error(name, str(error))
        cleaned["hours"] = tuple(hours)
        return cleaned

    def values(self, *, old: SiteValues | None = None) -> SiteValues:
        """Return what was entered; languages that the form does not list stay."""
        data = self.cleaned_data
        more = tuple(code for code in (old.languages if old else ()) if code not in LANGUAGES)
        same = (
            *("name_ko", "name_en", "address_ko", "address_en", "latitude", "longitude"),
            *("capacity", "visit_minutes", "closed_on_holidays", "hours", "visibility"),
        )
        return SiteValues(
            **{name: data[name] for name in same},
            body_id=_pk(data["body"]),
            about=self.text_values(old=old.about if old else None),
            languages=(*data["languages"], *more),
            host_id=_pk(data["host"]),
            stand_in_id=_pk(data["stand_in"]),
            theme_ids=tuple(int(pk) for pk in data["themes"]),
        )


def site_initial(values: SiteValues) -> dict[str, Any]:
    """Return what the form holds for a site."""
    same = (
        *("name_ko", "name_en", "address_ko", "address_en", "latitude", "longitude"),
        *("capacity", "visit_minutes", "closed_on_holidays", "visibility"),
    )
    found = {name: getattr(values, name) for name in same}
    found |= {"body": values.body_id, "host": values.host_id, "stand_in": values.stand_in_id}
    found |= {name: hours_text(values.hours, weekday=day) for day, name in enumerate(DAYS)}
    languages, themes = list(values.languages), [str(pk) for pk in values.theme_ids]
    return {**found, "languages": languages, "themes": themes, **text_initial(values.about)}


class ClosureForm(forms.Form):
    """Closed days of a site."""

    starts_on = forms.DateField(label=_("From"))
    ends_on = forms.DateField(label=_("Until"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class TravelForm(forms.Form):
    """Minutes by road to another site."""

    other = forms.ModelChoiceField(label=_("Site"), queryset=Site.objects.none())
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=0, max_value=600, required=False, help_text=_("Empty: by the distance.")
    )

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = self.fields["other"]
        assert isinstance(other, forms.ModelChoiceField)
        other.queryset = sites


class ResourceForm(forms.Form):
    """A vehicle or a room."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1000)

    def values(self) -> ResourceValues:
        """Return what was entered."""
        data = self.cleaned_data
        return ResourceValues(name_ko=data["name_ko"], name_en=data["name_en"], seats=data["seats"])


class AwayForm(forms.Form):
    """When a host, a vehicle or a room cannot be had."""

    what = forms.ChoiceField(label=pgettext_lazy("times", "Who or what"))
    starts_on = forms.DateField(label=_("From"))
    starts_at = forms.TimeField(label=_("Time from"), initial="09:00", widget=forms.TimeInput(attrs={"type": "time"}))
    ends_on = forms.DateField(label=_("Until"))
    ends_at = forms.TimeField(label=_("Time until"), initial="18:00", widget=forms.TimeInput(attrs={"type": "time"}))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Any, vehicles: Any, rooms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        groups: list[tuple[Any, list[tuple[Any, Any]]]] = [
            (_("People"), [(f"person-{row.pk}", str(row)) for row in people]),
            (_("Vehicles"), [(f"vehicle-{row.pk}", str(row)) for row in vehicles]),
            (_("Rooms"), [(f"room-{row.pk}", str(row)) for row in rooms]),
        ]
        what.choices = [group for group in groups if group[1]]

    def values(self) -> AwayValues:
        """Return what was entered."""
        data = self.cleaned_data
        kind, _dash, pk = data["what"].partition("-")
        starts_at = _moment(data["starts_on"], data["starts_at"])
        ends_at = _moment(data["ends_on"], data["ends_at"])
        return AwayValues(starts_at=starts_at, ends_at=ends_at, reason=data["reason"], **{f"{kind}_id": int(pk)})


def _moment(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _pk(row: Any) -> Any:
    return row.pk if row else None
