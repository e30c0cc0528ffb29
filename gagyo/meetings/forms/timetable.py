"""The forms of the timetable."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.forms.choosing import choose_from
from gagyo.common.forms.numbers import id_sent
from gagyo.meetings.choices import VersionState
from gagyo.meetings.models import TimetableVersion
from gagyo.meetings.rules.moves import Move


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
    """Putting a meeting into another slot or to another table, or in the place of another meeting."""

    meeting = forms.ChoiceField(label=pgettext_lazy("one-to-one meeting", "Meeting"))
    slot = forms.ChoiceField(label=_("New slot"), required=False)
    table = forms.ChoiceField(label=_("New table"), required=False)
    swap = forms.ChoiceField(label=_("Or swap it with"), required=False)

    def __init__(
        self,
        *args: Any,
        meetings: Sequence[tuple[str, str]],
        slots: Sequence[tuple[str, str]],
        tables: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "meeting", meetings)
        choose_from(self, "slot", [("", "–"), *slots])
        choose_from(self, "table", [("", "–"), *tables])
        choose_from(self, "swap", [("", "–"), *meetings])

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two ways."""
        cleaned = super().clean() or self.cleaned_data
        elsewhere = bool(cleaned.get("slot") or cleaned.get("table"))
        if elsewhere == bool(cleaned.get("swap")) and not self.errors:
            self.add_error("slot", _("Choose a new slot or table, or a meeting to swap with: one of the two."))
        return cleaned

    def move(self) -> Move:
        """Return what was asked for."""
        data = self.cleaned_data
        return Move(
            int(data["meeting"]),
            starts_at=parse_datetime(data["slot"]) if data["slot"] else None,
            table_id=id_sent(data["table"]),
            swap_id=id_sent(data["swap"]),
        )


class CompareForm(forms.Form):
    """Two versions to be compared."""

    one = forms.ChoiceField(label=_("This version"), required=False)
    other = forms.ChoiceField(label=_("With this one"), required=False)

    def __init__(self, data: Mapping[str, Any], *, versions: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        choose_from(self, "one", versions)
        choose_from(self, "other", versions)

    def chosen(
        self, versions: Mapping[int, TimetableVersion]
    ) -> tuple[TimetableVersion | None, TimetableVersion | None]:
        """Return both versions: the published one and the latest of the others where nothing, or none, was chosen."""
        self.is_valid()
        sent = [versions.get(id_sent(self.cleaned_data.get(name)) or 0) for name in ("one", "other")]
        published = next((each for each in versions.values() if each.state == VersionState.PUBLISHED), None)
        other = sent[1] or next((each for each in versions.values() if each != (sent[0] or published)), None)
        one = sent[0] or (published if published != other else None)
        one = one or next((each for each in versions.values() if each != other), None)
        return one, other
