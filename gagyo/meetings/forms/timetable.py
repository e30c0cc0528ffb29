"""The forms of the timetable."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.forms.choosing import choose_from


class ProposeForm(forms.Form):
    """How long a timetable may be computed, and whose pins it keeps."""

    seconds = forms.IntegerField(
        label=_("Seconds at most"),
        min_value=1,
        max_value=600,
        initial=20,
        help_text=_("It ends earlier once nothing better is possible."),
    )
    based_on = forms.ChoiceField(
        label=_("Keep the pins of"), required=False, help_text=_("A pinned meeting stays where it is.")
    )

    is_near = forms.BooleanField(
        label=_("Move as few of its meetings as possible"),
        required=False,
        help_text=_("For a timetable that participants hold already. Meetings that have begun always stay."),
    )

    def __init__(self, *args: Any, versions: Sequence[tuple[str, str]], published: str = "", **kwargs: Any) -> None:
        """Build the form; published: the key of the version that participants hold, from which to go on."""
        super().__init__(*args, **kwargs)
        self.initial = {"based_on": published, "is_near": bool(published), **self.initial}
        choose_from(self, "based_on", [("", _("No version")), *versions])


class MoveForm(forms.Form):
    """Putting a meeting into another slot, or in the place of another meeting."""

    meeting = forms.ChoiceField(label=pgettext_lazy("one-to-one meeting", "Meeting"))
    slot = forms.ChoiceField(label=_("New slot"), required=False)
    swap = forms.ChoiceField(label=_("Or swap it with"), required=False)

    def __init__(
        self,
        *args: Any,
        meetings: Sequence[tuple[str, str]],
        slots: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "meeting", meetings)
        choose_from(self, "slot", [("", "–"), *slots])
        choose_from(self, "swap", [("", "–"), *meetings])

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two ways."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("slot")) == bool(cleaned.get("swap")):
            self.add_error("slot", _("Choose a new slot, or a meeting to swap with: one of the two."))
        return cleaned
