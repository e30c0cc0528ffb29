"""
Rows kept on one screen for each kind: a round's days, tables, sides, topics, equipment, interpreters; a participant's
people and times.

All rows of a kind are one form, so that a second save in between is shown and merged like any other.
An empty row is left out; a row whose words are taken away is taken out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from gagyo.common.forms.choosing import NamesSelect, choose_from
from gagyo.common.forms.days import check_year
from gagyo.common.forms.numbers import id_sent
from gagyo.meetings.choices import BlockKind, EquipmentKind
from gagyo.meetings.forms.languages import LanguagesField
from gagyo.meetings.models import (
    Absence,
    Delegate,
    RoundBlock,
    RoundEquipment,
    RoundInterpreter,
    RoundSide,
    RoundTable,
    RoundTopic,
    RoundVenue,
)

MOST_ROWS: Final = 600


class RowForm(forms.Form):
    """One row; `key` names the column that must be filled for the row to count."""

    key = "name_ko"

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing that counts was entered."""
        return not self.data.get(self.add_prefix(self.key), "").strip()

    def needed(self, values: Mapping[str, Any]) -> list[str]:
        """Return the columns that must be filled in a row with these values."""
        return [name for name in self.fields if type(self).base_fields[name].required]


class NamesForm(RowForm):
    """A row with its two names."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)


class BlockForm(RowForm):
    """A part of a day."""

    key = "day"

    day = forms.DateField(label=pgettext_lazy("part of a day", "Day"), validators=[check_year])
    starts = forms.TimeField(label=pgettext_lazy("part of a day", "From"))
    ends = forms.TimeField(label=pgettext_lazy("part of a day", "Until"))
    kind = forms.ChoiceField(label=_("Kind"), choices=BlockKind.choices)
    title_ko = forms.CharField(label=pgettext_lazy("part of a day", "Title (Korean)"), max_length=100, required=False)
    title_en = forms.CharField(label=pgettext_lazy("part of a day", "Title (English)"), max_length=100, required=False)
    venue_id = forms.TypedChoiceField(label=_("Venue"), coerce=int, empty_value=None, required=False)


class VenueForm(NamesForm):
    """Another venue of the round."""

    way_minutes = forms.IntegerField(label=_("Minutes on the way there"), min_value=0, max_value=600, initial=30)


class TableForm(NamesForm):
    """A table and the room in which it stands."""

    room_ko = forms.CharField(label=_("Room (Korean)"), max_length=100, required=False)
    room_en = forms.CharField(label=_("Room (English)"), max_length=100, required=False)
    seats = forms.IntegerField(label=_("Seats"), min_value=2, max_value=500, initial=6)
    features = forms.CharField(label=_("Features"), max_length=200, required=False)
    is_online = forms.BooleanField(label=_("Online"), required=False)
    venue_id = forms.TypedChoiceField(label=_("Venue"), coerce=int, empty_value=None, required=False)


class EquipmentForm(NamesForm):
    """Equipment that meetings share."""

    kind = forms.ChoiceField(label=_("Kind"), choices=EquipmentKind.choices)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=1000, initial=1)
    for_mixed = forms.BooleanField(label=_("For every meeting with one side online"), required=False)
    seats = forms.IntegerField(label=_("Seats of a vehicle"), min_value=1, max_value=500, required=False)

    def needed(self, values: Mapping[str, Any]) -> list[str]:
        """Return the columns that must be filled: whoever rides needs a seat, so a vehicle says how many it has."""
        more = ["seats"] if values.get("kind") == EquipmentKind.VEHICLE else []
        return [*super().needed(values), *more]


class InterpreterForm(RowForm):
    """An interpreter of the round."""

    key = "name"

    name = forms.CharField(label=_("Name"), max_length=100)
    languages = LanguagesField(label=_("Languages"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)


class DelegateForm(RowForm):
    """A person who comes."""

    key = "name"

    name = forms.CharField(label=_("Name"), max_length=100)
    title = forms.CharField(label=pgettext_lazy("of a person", "Title"), max_length=100, required=False)
    languages = LanguagesField(label=_("Languages"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    is_head = forms.BooleanField(label=_("Head"), required=False)


class AbsenceForm(RowForm):
    """A time in which nobody of a participant can be met, or one of its people is not there."""

    key = "day"

    delegate = forms.ChoiceField(label=pgettext_lazy("one-to-one meeting", "Who"), required=False, widget=NamesSelect)
    day = forms.DateField(label=pgettext_lazy("part of a day", "Day"), validators=[check_year])
    starts = forms.TimeField(label=pgettext_lazy("part of a day", "From"))
    ends = forms.TimeField(label=pgettext_lazy("part of a day", "Until"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


@dataclass(frozen=True)
class RowKind:
    """One kind of rows: its table, its form, its words, and how many empty rows are offered."""

    code: str
    model: type[models.Model]
    form: type[RowForm]
    title: str | Promise
    lead: str | Promise
    spare: int = 3


KINDS: Final[dict[str, RowKind]] = {
    each.code: each
    for each in (
        RowKind(
            "days",
            RoundBlock,
            BlockForm,
            _("Days and hours"),
            _("Meetings are held in the parts marked so, in slots. Clear the day to take a part out."),
        ),
        RowKind(
            "tables",
            RoundTable,
            TableForm,
            _("Tables and rooms"),
            _("At each table one meeting is held at a time. Features are words with commas: screen, quiet."),
            spare=5,
        ),
        RowKind(
            "sides",
            RoundSide,
            NamesForm,
            _("Sides"),
            _("Participants of one side meet those of another. With a single side, all may meet all."),
            spare=1,
        ),
        RowKind(
            "topics",
            RoundTopic,
            NamesForm,
            _("Topics"),
            _("What participants offer, seek and wish to talk about; suggestions are made from them."),
            spare=5,
        ),
        RowKind(
            "equipment",
            RoundEquipment,
            EquipmentForm,
            _("Equipment and vehicles"),
            _(
                "What several meetings share, and how many there are at once. A participant takes what it names under "
                "“Needs at the table”; vehicles bring delegations to another venue."
            ),
        ),
        RowKind(
            "venues",
            RoundVenue,
            VenueForm,
            _("Other venues"),
            _(
                "Where parts of the round are held besides its own venue. Choose it under “Days and hours” and for "
                "tables. Buildings used at the same time are one venue: write the building as the room of its tables, "
                "and the walk as the round's minutes between two meetings."
            ),
            spare=2,
        ),
        RowKind(
            "interpreters",
            RoundInterpreter,
            InterpreterForm,
            pgettext_lazy("one-to-one meeting", "Interpreters"),
            _("Where two participants share no language, one of these interprets between theirs."),
        ),
    )
}


OF_PARTICIPANT: Final[dict[str, RowKind]] = {
    "people": RowKind(
        "people",
        Delegate,
        DelegateForm,
        _("Who comes"),
        _("For the table sign and the interpreter. Names are destroyed after the retention period."),
    ),
    "times": RowKind(
        "times",
        Absence,
        AbsenceForm,
        _("When you cannot"),
        _(
            "No meeting is put into these times. Arrive late: from the morning until you come. Where one person is not "
            "there, others go on meeting: one who is there, and speaks the language, is enough."
        ),
    ),
}


class RowsForm(forms.Form):
    """All rows of a kind as one form: fields `N-name` for row N, and `N-pk` for a row that is there already."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kind: RowKind,
        held: dict[str, Any],
        people: Sequence[tuple[str, str]] = (),
        options: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Build the form.

        people: who comes for the participant whose times these are, by key
        options: of the columns that are chosen from rows; one without any is not shown
        """
        super().__init__(data, initial=held, **kwargs)
        self.kind = kind
        self.row_forms = [
            kind.form(data, prefix=str(n), initial=row_of(held, n)) for n in range(rows_in(data, held, kind=kind))
        ]
        for n, row in enumerate(self.row_forms):
            offer(row, options or {})
            self.fields[f"{n}-pk"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
            if "delegate" in row.fields:
                choose_from(row, "delegate", [("", pgettext("one-to-one meeting", "All of us")), *people])
            for name, field in row.fields.items():
                # The row judges itself; here the fields are only named, so that both versions can be compared.
                field_here = self.fields[f"{n}-{name}"] = field
                field_here.label = f"{n + 1}. {field.label}"
                field_here.required = False

    def rows(self) -> list[tuple[int, list[forms.BoundField], list[forms.BoundField]]]:
        """Return for each row its number, its hidden and its visible fields."""
        return [
            (n + 1, [self[f"{n}-pk"]], [self[f"{n}-{name}"] for name in row.fields])
            for n, row in enumerate(self.row_forms)
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a row that is begun but not whole, by its number."""
        cleaned = super().clean() or self.cleaned_data
        for n, row in enumerate(self.row_forms):
            if row.is_empty:
                continue
            needed = row.needed({name: cleaned.get(f"{n}-{name}") for name in row.fields})
            for name in row.fields:
                field = self.fields[f"{n}-{name}"]
                if name in needed and cleaned.get(f"{n}-{name}") in (None, "") and f"{n}-{name}" not in self.errors:
                    message = _("Row %(row)d: fill in “%(field)s”, or leave the row empty.")
                    label = type(row).base_fields[name].label
                    self.add_error(f"{n}-{name}", message % {"row": n + 1, "field": label})
                field.widget.attrs.setdefault("aria-label", str(field.label))
        return cleaned

    def values(self) -> list[dict[str, Any]]:
        """Return the rows that count, each with the columns of its table and `pk` (None for a new one)."""
        found = []
        for n, row in enumerate(self.row_forms):
            if row.is_empty:
                continue
            values = {name: self.cleaned_data[f"{n}-{name}"] for name in row.fields}
            found.append({"pk": self.cleaned_data.get(f"{n}-pk"), **columns_of(values)})
        return found


def offer(row: RowForm, options: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Give the columns of a row that are chosen from rows what there is, and leave out those with nothing."""
    for name in [name for name, field in row.fields.items() if isinstance(field, forms.TypedChoiceField)]:
        if options.get(name):
            choose_from(row, name, [("", "–"), *options[name]])
        else:
            del row.fields[name]


def rows_in(data: QueryDict | None, held: dict[str, Any], *, kind: RowKind) -> int:
    """Return how many rows a form has: as many as were sent, or those that are there and some empty ones."""
    if data is not None:
        sent = [id_sent(name.split("-")[0]) for name in data if "-" in name]
        return min(max((number for number in sent if number is not None), default=-1) + 1, MOST_ROWS)
    numbers = [int(name.split("-")[0]) for name in held]
    return min(max(numbers, default=-1) + 1 + kind.spare, MOST_ROWS)


def row_of(held: dict[str, Any], n: int) -> dict[str, Any]:
    """Return what one row holds."""
    return {name.partition("-")[2]: value for name, value in held.items() if name.startswith(f"{n}-")}


def columns_of(values: dict[str, Any]) -> dict[str, Any]:
    """Return a row's columns: a day with two times becomes two moments."""
    if "day" not in values:
        return values
    rest = {name: value for name, value in values.items() if name not in {"day", "starts", "ends", "delegate"}}
    if "delegate" in values:
        rest["delegate_id"] = id_sent(values["delegate"])
    zone = timezone.get_default_timezone()
    day, starts, ends = values["day"], values["starts"], values["ends"]
    return {**rest, "starts_at": datetime.combine(day, starts, zone), "ends_at": datetime.combine(day, ends, zone)}


def held_by(rows: Sequence[models.Model], *, kind: RowKind) -> dict[str, Any]:
    """Return what the form holds for rows, in their order; those whose names were destroyed are left out."""
    found: dict[str, Any] = {}
    for n, row in enumerate(row for row in rows if not getattr(row, "is_destroyed", False)):
        found[f"{n}-pk"] = row.pk
        for name in kind.form.base_fields:
            found[f"{n}-{name}"] = cell_of(row, name)
    return found


def cell_of(row: models.Model, name: str) -> Any:
    """Return a field of a row; the day and times of a block or an absence come from its moments."""
    if isinstance(row, RoundBlock | Absence) and name in {"day", "starts", "ends"}:
        begins, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        return {"day": begins.date(), "starts": begins.time(), "ends": ends.time()}[name]
    if isinstance(row, Absence) and name == "delegate":
        return str(row.delegate_id or "")
    return getattr(row, name)
