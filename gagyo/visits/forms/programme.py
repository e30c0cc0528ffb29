"""The forms of a programme: a stop, a proposal, sending it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.forms.choosing import choose_from
from gagyo.kernels.indicators.words import Language
from gagyo.registry.models import Person
from gagyo.visits.choices import StopKind
from gagyo.visits.forms.passports import no_passport
from gagyo.visits.models import Room, Site, Stop, Vehicle, Visit
from gagyo.visits.rules.languages import language_choices
from gagyo.visits.rules.programme import LAST_MINUTE, StopValues, minute_of, time_of
from gagyo.visits.rules.programme_proposal import Question
from gagyo.visits.rules.programme_text import day_words

TIME = {"type": "time", "step": "300"}
LINKS = ("site", "room", "vehicle", "host")
HOUR = 60


class StopForm(forms.Form):
    """A stop of a programme."""

    kind = forms.ChoiceField(label=_("Kind"), choices=StopKind.choices)
    site = forms.ModelChoiceField(label=_("Site"), queryset=Site.objects.none(), required=False)
    title_ko = forms.CharField(label=pgettext_lazy("stop", "Title (Korean)"), max_length=200, required=False)
    title_en = forms.CharField(label=pgettext_lazy("stop", "Title (English)"), max_length=200, required=False)
    place = forms.CharField(label=_("Place (Korean)"), max_length=200, required=False)
    place_en = forms.CharField(label=_("Place (English)"), max_length=200, required=False)
    day = forms.ChoiceField(label=pgettext_lazy("stop", "Day"))
    starts = forms.TimeField(label=_("Time from"), widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    ends = forms.TimeField(
        label=_("Time until"),
        required=False,
        widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
        help_text=_("Empty: as long as the site usually takes, or an hour."),
    )
    parties = forms.MultipleChoiceField(
        label=pgettext_lazy("visit", "Parties"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: for all of them."),
    )
    host = forms.ModelChoiceField(label=_("Host"), queryset=Person.objects.none(), required=False)
    language = forms.ChoiceField(label=_("Language to interpret"), required=False)
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False)
    vehicle = forms.ModelChoiceField(label=_("Vehicle"), queryset=Vehicle.objects.none(), required=False)
    is_fixed = forms.BooleanField(label=_("Fixed: no proposal moves this stop"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, visit: Visit, choices: dict[str, Any], shown_in: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title_ko"].help_text = _("Empty: the name of the site.")
        self.fields["host"].help_text = _("Empty: the host or the stand-in of the site.")
        for name in LINKS:
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset, field.empty_label = choices[name], _("None")
        days = [visit.starts_on + timedelta(days=n) for n in range((visit.ends_on - visit.starts_on).days + 1)]
        held = self.initial.get("day")
        # A stop may have been left behind by a change of the visit's dates.
        days = sorted({*days, *([date.fromisoformat(held)] if held else [])})
        choose_from(self, "day", [(day.isoformat(), day_words(day, language=shown_in)) for day in days])
        choose_from(self, "parties", [(str(party.pk), str(party)) for party in visit.parties.all()])
        choose_from(self, "language", language_choices(held=self.initial.get("language") or ""))

    def clean(self) -> dict[str, Any]:
        """Give a stop without an end the minutes that its site takes."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("starts") and not cleaned.get("ends") and "ends" not in self.errors:
            site = cleaned.get("site")
            end = minute_of(cleaned["starts"]) + (site.visit_minutes if site else HOUR)
            if end > LAST_MINUTE:
                self.add_error("ends", _("The stop would end after midnight. Let it begin earlier, or give its end."))
            else:
                cleaned["ends"] = time_of(end)
        return cleaned

    def values(self) -> StopValues:
        """Return what was entered."""
        data = self.cleaned_data
        same = ("kind", "starts", "ends", "title_ko", "title_en", "place", "place_en", "language", "is_fixed", "note")
        values: dict[str, Any] = {name: data[name] for name in same}
        values |= {f"{name}_id": data[name].pk if data[name] else None for name in LINKS}
        return StopValues(
            **values,
            day=date.fromisoformat(data["day"]),
            party_ids=tuple(int(pk) for pk in data["parties"]),
        )


def stop_initial(values: StopValues) -> dict[str, Any]:
    """Return what the form holds for a stop."""
    same = ("kind", "title_ko", "title_en", "place", "place_en", "language", "is_fixed", "note")
    return {
        **{name: getattr(values, name) for name in same},
        **{name: getattr(values, f"{name}_id") for name in LINKS},
        "day": values.day.isoformat(),
        "starts": f"{values.starts:%H:%M}",
        "ends": f"{values.ends:%H:%M}",
        "parties": [str(pk) for pk in values.party_ids],
    }


def values_of_stop(stop: Stop) -> StopValues:
    """Return a stop as its form gives it."""
    starts, ends = timezone.localtime(stop.starts_at), timezone.localtime(stop.ends_at)
    return StopValues(
        kind=stop.kind,
        day=starts.date(),
        starts=starts.time(),
        ends=ends.time(),
        site_id=stop.site_id,
        title_ko=stop.title_ko,
        title_en=stop.title_en,
        place=stop.place,
        place_en=stop.place_en,
        room_id=stop.room_id,
        vehicle_id=stop.vehicle_id,
        host_id=stop.host_id,
        language=stop.language,
        is_fixed=stop.is_fixed,
        note=stop.note,
        party_ids=tuple(party.pk for party in stop.parties.all()),
    )


class ProposalForm(forms.Form):
    """What a proposal is made from."""

    sites = forms.MultipleChoiceField(
        label=_("Sites that must be shown"), widget=forms.CheckboxSelectMultiple, required=False
    )
    if_fits = forms.MultipleChoiceField(
        label=_("Sites to show if they fit"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Meeting rooms are not chosen by a proposal: choose them at the stop."),
    )
    parties = forms.MultipleChoiceField(
        label=pgettext_lazy("visit", "Parties"), widget=forms.CheckboxSelectMultiple, required=False
    )
    together = forms.ChoiceField(
        label=_("How they go"),
        choices=[("yes", _("All together")), ("no", _("Each party on its own"))],
        initial="yes",
    )
    starts = forms.TimeField(
        label=_("Each day from"), initial="09:00", widget=forms.TimeInput(attrs=TIME, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Each day until"), initial="18:00", widget=forms.TimeInput(attrs=TIME, format="%H:%M")
    )
    language = forms.ChoiceField(
        label=_("Language to interpret"),
        required=False,
        help_text=_("Where a site cannot guide in it, an interpreter of the pool must be free."),
    )
    needs_vehicle = forms.BooleanField(label=_("They need a vehicle of the office"), required=False)

    def __init__(self, *args: Any, visit: Visit, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sites", "if_fits"):
            choose_from(self, name, [(str(site.pk), site.name) for site in sites])
        parties = [(str(party.pk), f"{party} ({party.persons})") for party in visit.parties.all()]
        choose_from(self, "parties", parties)
        self.fields["parties"].initial = [pk for pk, _name in parties]
        choose_from(self, "language", language_choices())

    def clean(self) -> dict[str, Any]:
        """Refuse days that end before they begin."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] <= cleaned["starts"]:
            self.add_error("ends", _("The day ends before it begins. Check both times."))
        if not cleaned.get("sites") and not cleaned.get("if_fits"):
            self.add_error("sites", _("Choose one site or more."))
        if not cleaned.get("parties"):
            self.add_error("parties", _("Choose one party or more; enter them with the visit first."))
        return cleaned

    def question(self) -> Question:
        """Return what was asked."""
        data = self.cleaned_data
        return Question(
            site_ids=tuple(int(pk) for pk in data["sites"]),
            if_fits_ids=tuple(int(pk) for pk in data["if_fits"]),
            party_ids=tuple(int(pk) for pk in data["parties"]),
            together=data["together"] == "yes",
            day_start=minute_of(data["starts"]),
            day_end=minute_of(data["ends"]),
            needs_vehicle=data["needs_vehicle"],
            language=data["language"],
        )


class SendForm(forms.Form):
    """Sending the programme to the visitors."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or more, divided by commas or lines. Each gets a message of its own, in English and Korean."),
    )
    note = forms.CharField(
        label=_("A word to the visitors"),
        max_length=300,
        required=False,
        help_text=_("Stands above the programme."),
        validators=[no_passport],
    )
