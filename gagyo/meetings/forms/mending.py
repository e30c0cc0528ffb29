"""What has changed on the day: about whom or what, how, and when."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.forms.choosing import NamesSelect, choose_from
from gagyo.common.forms.numbers import id_sent
from gagyo.meetings.rules.mending import ABOUT, GONE, LATE, LEAVES, Change

Group = tuple[str, Sequence[tuple[str, str]]]


class ChangeForm(forms.Form):
    """
    One thing that has changed; may be left empty, to mend by what was noted before.

    groups: whom and what it may be about, by kind: keys such as "participant:12"
    """

    about = forms.ChoiceField(label=_("Who or what"), required=False, widget=NamesSelect)
    what = forms.ChoiceField(
        label=_("What has happened"),
        choices=[
            (LATE, pgettext_lazy("presence", "Late: comes at the hour below")),
            (LEAVES, pgettext_lazy("presence", "Leaves at the hour below")),
            (GONE, pgettext_lazy("presence", "Does not come, or is gone")),
        ],
        initial=LATE,
        widget=forms.RadioSelect,
        required=False,
    )
    clock = forms.TimeField(
        label=_("Hour"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    with_waiting = forms.BooleanField(
        label=_("Give meetings of the waiting list a place where nobody else has to move"), required=False
    )

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "about", [("", _("Nothing new: mend by what was noted")), *groups])

    def clean(self) -> dict[str, Any]:
        """Ask for the hour where one is needed."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("about") and cleaned.get("what") != GONE and not cleaned.get("clock"):
            self.add_error("clock", _("Say at which hour."))
        return cleaned

    def change(self, *, day: date) -> Change | None:
        """Return what has changed; None for nothing new."""
        kind, _mark, key = self.cleaned_data["about"].partition(":")
        if kind not in ABOUT:
            return None
        clock = self.cleaned_data["clock"]
        moment = timezone.make_aware(datetime.combine(day, clock)) if clock else None
        return Change(kind, id_sent(key) or 0, self.cleaned_data["what"] or GONE, day, moment)
