"""From a Django form field to what its component draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django import forms
from django.forms import widgets
from django.utils.safestring import SafeString

from gagyo.common.components.parts import Text

INPUT_TYPES = {
    forms.DateField: "date",
    forms.DateTimeField: "datetime-local",
    forms.TimeField: "time",
}


@dataclass(frozen=True)
class FieldView:
    """
    A field ready to be drawn.

    kind: `field` has one control under a label; `group` has several in a fieldset; `check` is one box with its
        words after it.
    options: the boxes of a group, each drawn with its own label
    """

    kind: Literal["field", "group", "check"]
    control: SafeString
    hint: Text
    hint_id: str
    error_id: str
    is_wide: bool
    options: Sequence[forms.boundfield.BoundWidget]


def field_view(field: forms.BoundField, *, hint: Text = "") -> FieldView:
    """Return a field's control with the KRDS class of its kind, tied to its hint and errors."""
    words = hint or field.help_text
    control_id = field.auto_id or field.html_name
    hint_id = f"{control_id}_hint" if words else ""
    error_id = f"{control_id}_error" if field.errors else ""
    return FieldView(
        kind=kind_of(field.field.widget),
        control=control(field, described_by=" ".join(filter(None, (error_id, hint_id)))),
        hint=words,
        hint_id=hint_id,
        error_id=error_id,
        is_wide=isinstance(field.field.widget, widgets.Textarea | widgets.CheckboxSelectMultiple),
        options=field.subwidgets if isinstance(field.field.widget, widgets.RadioSelect) else (),
    )


def kind_of(widget: widgets.Widget) -> Literal["field", "group", "check"]:
    """Return how a widget is laid out."""
    if isinstance(widget, widgets.CheckboxInput):
        return "check"
    if isinstance(widget, widgets.RadioSelect | widgets.SelectDateWidget | widgets.MultiWidget):
        return "group"
    return "group" if isinstance(widget, widgets.CheckboxSelectMultiple) else "field"


def class_of(widget: widgets.Widget) -> str:
    """Return the KRDS class of a widget's control."""
    if isinstance(widget, widgets.CheckboxInput | widgets.RadioSelect | widgets.CheckboxSelectMultiple):
        return "check"
    if isinstance(widget, widgets.SelectMultiple):
        return "krds-input select-many"
    if isinstance(widget, widgets.Select | widgets.SelectDateWidget):
        return "krds-form-select medium"
    if isinstance(widget, widgets.FileInput):
        return "file-input"
    return "krds-input medium"


def control(field: forms.BoundField, *, described_by: str) -> SafeString:
    """Return the control's HTML. Dates use the browser's own calendar, which every keyboard can reach."""
    widget = field.field.widget
    attrs: dict[str, str | bool] = {"class": " ".join(filter(None, (widget.attrs.get("class"), class_of(widget))))}
    if described_by:
        attrs["aria-describedby"] = described_by
    if field.errors:
        attrs["aria-invalid"] = "true"
    if type(widget) in {widgets.DateInput, widgets.DateTimeInput, widgets.TimeInput}:
        input_type = next((name for kind, name in INPUT_TYPES.items() if type(field.field) is kind), "")
        if input_type and "type" not in widget.attrs:
            return dated(field, attrs=attrs, input_type=input_type)
    return field.as_widget(attrs=attrs)


def dated(field: forms.BoundField, *, attrs: dict[str, str | bool], input_type: str) -> SafeString:
    """Return a date or time control; browsers want its value in ISO form whatever the language."""
    formats = {"date": "%Y-%m-%d", "datetime-local": "%Y-%m-%dT%H:%M", "time": "%H:%M"}
    kinds = {"date": forms.DateInput, "datetime-local": forms.DateTimeInput, "time": forms.TimeInput}
    own = field.field.widget.attrs
    widget = kinds[input_type](attrs={**own, "type": input_type}, format=formats[input_type])
    widget.is_required = field.field.widget.is_required
    return field.as_widget(widget=widget, attrs=attrs)
