"""The forms of a round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.choices import Visibility
from gagyo.common.forms.days import check_year
from gagyo.common.forms.texts import TranslatedTextMixin, text_initial
from gagyo.meetings.choices import MeetingForm, RoundState, Sees, WishMode
from gagyo.meetings.forms.languages import LanguagesField
from gagyo.meetings.models import MeetingRound
from gagyo.meetings.rules.rounds import RoundValues
from gagyo.registry.models import Person

ALL = ("", _("All"))
USUAL_SIDES: dict[str, list[tuple[str, str]]] = {
    "missions": [("주한공관", "Missions in Korea"), ("지방자치단체", "Local governments")],
    "trade": [("바이어", "Buyers"), ("기업", "Firms")],
    "one": [("참가기관", "Participants")],
}
SAME = (
    *("name_ko", "name_en", "number", "starts_on", "ends_on", "venue_ko", "venue_en", "form", "online_link"),
    *("slot_minutes", "changeover_minutes", "wish_mode", "sees", "wishes_at_most", "meetings_at_most"),
    *("breaks_differ_by", "rest_after", "wishes_open_at", "wishes_close_at", "answers_close_at", "visibility"),
)


class RoundFilterForm(forms.Form):
    """Every field may be empty; a value that cannot be is passed over, so that an old link still opens."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *RoundState.choices], required=False)

    def wanted(self) -> dict[str, str]:
        """Return the filter; fields with impossible values count as empty."""
        self.is_valid()
        data = self.cleaned_data
        return {"words": data.get("q") or "", "state": data.get("state") or ""}


class RoundForm(TranslatedTextMixin, forms.Form):
    """A round: what it is, when, how wishes are taken, and how the timetable is made."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    number = forms.IntegerField(label=_("Edition"), min_value=1, max_value=999, required=False)
    starts_on = forms.DateField(label=_("From"), validators=[check_year])
    ends_on = forms.DateField(label=_("Until"), validators=[check_year])
    venue_ko = forms.CharField(label=_("Venue (Korean)"), max_length=200, required=False)
    venue_en = forms.CharField(label=_("Venue (English)"), max_length=200, required=False)
    form = forms.ChoiceField(label=_("Form"), choices=MeetingForm.choices)
    online_link = forms.URLField(label=_("Link for meetings online"), required=False, assume_scheme="https")
    languages = LanguagesField(label=_("Languages of the round"))
    contact = forms.ModelChoiceField(label=_("Contact"), queryset=Person.objects.none(), required=False)
    previous = forms.ModelChoiceField(
        label=_("Previous round"),
        queryset=MeetingRound.objects.past_access(because="Replaced by what the actor sees").none(),
        required=False,
        help_text=_("What was agreed there is counted at this one."),
    )
    visibility = forms.ChoiceField(label=_("Visible to"), choices=Visibility.choices)
    wish_mode = forms.ChoiceField(label=_("Who decides"), choices=WishMode.choices)
    sees = forms.ChoiceField(label=_("Who sees whom"), choices=Sees.choices)
    wishes_open_at = forms.DateTimeField(label=_("Wishes from"), required=False, validators=[check_year])
    wishes_close_at = forms.DateTimeField(label=_("Wishes until"), required=False, validators=[check_year])
    answers_close_at = forms.DateTimeField(label=_("Answers until"), required=False, validators=[check_year])
    wishes_at_most = forms.IntegerField(label=_("Wishes of a participant, at most"), min_value=1, max_value=200)
    slot_minutes = forms.IntegerField(label=_("Minutes of a meeting"), min_value=10, max_value=60)
    changeover_minutes = forms.IntegerField(label=_("Minutes between two meetings"), min_value=0, max_value=60)
    meetings_at_most = forms.IntegerField(
        label=_("Meetings of a participant, at most"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=_("Empty: as many as there are slots"),
    )
    breaks_differ_by = forms.IntegerField(
        label=_("Breaks of two participants differ at most by"),
        min_value=0,
        max_value=50,
        required=False,
        help_text=_("2 in the published practice. Empty: by any number."),
    )
    rest_after = forms.IntegerField(
        label=_("Interpreters rest after, meetings in a row"),
        min_value=0,
        max_value=50,
        help_text=_("0: they need no rest."),
    )

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("About this round")
        for name in ("contact", "previous"):
            if name not in choices:
                del self.fields[name]
                continue
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset, field.empty_label = choices[name], _("None")

    def values(self, *, old: RoundValues | None = None) -> RoundValues:
        """Return what was entered; what was not offered stays."""
        data = self.cleaned_data
        links = {"contact": old.contact_id if old else None, "previous": old.previous_id if old else None}
        for name in links.keys() & data.keys():
            links[name] = data[name].pk if data[name] else None
        return RoundValues(
            **{name: data[name] for name in SAME},
            languages=data["languages"],
            about=self.text_values(old=old.about if old else None),
            contact_id=links["contact"],
            previous_id=links["previous"],
        )


class NewRoundForm(RoundForm):
    """A round with what it begins with: its sides and its tables."""

    sides = forms.ChoiceField(
        label=_("Who meets whom"),
        choices=[
            ("missions", _("Missions in Korea and local governments")),
            ("trade", _("Buyers and firms")),
            ("one", _("One group among itself")),
        ],
        help_text=_("The names of the sides can be changed later."),
    )
    tables = forms.IntegerField(
        label=pgettext_lazy("one-to-one meeting", "Number of tables"), min_value=1, max_value=500, initial=12
    )

    def sides_chosen(self) -> list[tuple[str, str]]:
        """Return the names of the sides, Korean and English."""
        return USUAL_SIDES[self.cleaned_data["sides"]]


def round_initial(values: RoundValues) -> dict[str, Any]:
    """Return what the form holds for a round."""
    found = {name: getattr(values, name) for name in SAME}
    more = {"languages": values.languages, "contact": values.contact_id, "previous": values.previous_id}
    return {**found, **more, **text_initial(values.about)}
