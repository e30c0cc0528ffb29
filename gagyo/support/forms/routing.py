"""The form of the routing: a row for each office, ticked or not, with the items that it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gagyo.accounts.models import Office
from gagyo.common.forms.choosing import choose_from
from gagyo.support.actions.routing import LegValues
from gagyo.support.choices import Because

MORE_OFFICES: Final = 3


@dataclass(frozen=True)
class RouteRow:
    """An office that is proposed, or was before; reason: in words why; item_ids: ticked at first, all if empty."""

    values: LegValues
    name: str
    reason: str
    ticked: bool = True


class RoutingForm(forms.Form):
    """Proposed offices with a tick each, and further ones to choose; items: (id, words) of each open item."""

    def __init__(
        self, *args: Any, rows: Sequence[RouteRow], items: Sequence[tuple[int, str]], offices: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.several = len(items) > 1
        for row in rows:
            key = row.values.office_id
            self.fields[f"ask_{key}"] = forms.BooleanField(
                label=_("Ask %(office)s") % {"office": row.name}, required=False, initial=row.ticked
            )
            self._add_items(f"items_{key}", row.name, items, row.values.item_ids)
        for number in range(1, MORE_OFFICES + 1):
            self.fields[f"office_{number}"] = forms.ModelChoiceField(
                label=_("Another office %(n)d") % {"n": number},
                queryset=offices,
                required=False,
                empty_label=_("None"),
            )
            self._add_items(f"more_items_{number}", _("Another office %(n)d") % {"n": number}, items, ())

    def _add_items(self, name: str, office: str, items: Sequence[tuple[int, str]], ticked: tuple[int, ...]) -> None:
        if not self.several:
            return
        self.fields[name] = forms.TypedMultipleChoiceField(
            label=_("Items for %(office)s") % {"office": office},
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=list(ticked) or [pk for pk, _words in items],
        )
        choose_from(self, name, items)

    @property
    def proposed(self) -> list[tuple[RouteRow, list[forms.BoundField]]]:
        """Each proposed office with its fields."""
        return [
            (row, self._fields(f"ask_{row.values.office_id}", f"items_{row.values.office_id}")) for row in self.rows
        ]

    @property
    def further(self) -> list[list[forms.BoundField]]:
        """The fields of each further office."""
        return [self._fields(f"office_{n}", f"more_items_{n}") for n in range(1, MORE_OFFICES + 1)]

    def _fields(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Refuse an office that is asked for nothing, one named twice, and a routing to nobody."""
        cleaned = super().clean() or self.cleaned_data
        seen = {row.values.office_id for row in self.rows if cleaned.get(f"ask_{row.values.office_id}")}
        for row in self.rows:
            key = row.values.office_id
            if self.several and cleaned.get(f"ask_{key}") and not cleaned.get(f"items_{key}"):
                self.add_error(f"items_{key}", _("Tick at least one item for this office, or leave the office out."))
        for number in range(1, MORE_OFFICES + 1):
            office: Office | None = cleaned.get(f"office_{number}")
            if office is None:
                continue
            if office.pk in seen:
                self.add_error(f"office_{number}", _("This office is named twice. Name it once."))
            if self.several and not cleaned.get(f"more_items_{number}"):
                self.add_error(
                    f"more_items_{number}", _("Tick at least one item for this office, or leave the office out.")
                )
            seen.add(office.pk)
        if not seen and not self.errors:
            self.add_error(None, _("Choose at least one office that is to answer."))
        return cleaned

    def legs(self) -> list[LegValues]:
        """Return the offices that are to be asked."""
        data = self.cleaned_data
        found = []
        for row in self.rows:
            held = row.values
            if data.get(f"ask_{held.office_id}"):
                items = tuple(data.get(f"items_{held.office_id}", ()))
                found.append(LegValues(held.office_id, held.because, held.body_id, items, held.owner_id))
        for number in range(1, MORE_OFFICES + 1):
            office = data.get(f"office_{number}")
            if office is not None:
                items = tuple(data.get(f"more_items_{number}", ()))
                found.append(LegValues(office.pk, Because.CHOSEN.value, item_ids=items))
        return found


class PassOnForm(forms.Form):
    """To which office a part goes, and why."""

    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none())
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.fields["office"]
        assert isinstance(office, forms.ModelChoiceField)
        office.queryset = offices


class SplitForm(PassOnForm):
    """Which items go to which office, and why; at least one stays."""

    items = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Items that go"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("items", "office", "reason")

    def __init__(self, *args: Any, items: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "items", items)
        self.most = len(items) - 1

    def clean_items(self) -> list[int]:
        """Refuse to give everything away: that is passing on."""
        found: list[int] = self.cleaned_data["items"]
        if len(set(found)) > self.most:
            raise forms.ValidationError(_("At least one item stays. To give all of them, pass the part on."))
        return found


class JoinForm(forms.Form):
    """With which other part of the request, and why."""

    into = forms.TypedChoiceField(
        label=gettext_lazy("The part that goes on"), coerce=int, widget=forms.RadioSelect, choices=()
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, legs: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "into", legs)
