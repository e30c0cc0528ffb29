"""
A form field that chooses a row by typing its name (docs/components.md).

With scripts a list opens under the words typed. Without, the form is sent with the words: what can be meant by them
only one way is taken, else the form comes back with a list to choose from.

What the browser sends, for a field `place`: `place_text` the words, `place` the id chosen, `place_asked` the words
for which the id holds. An id whose words were changed afterwards is not trusted.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from gagyo.common.forms.numbers import id_sent


class Typed(NamedTuple):
    """What the browser sent."""

    pk: str
    text: str
    asked: str

    @property
    def is_settled(self) -> bool:
        """Tell whether the id belongs to the words."""
        return bool(self.pk) and self.text.strip() == self.asked.strip()


@dataclass(frozen=True)
class Suggestion:
    """One row of the list: what is chosen, its name, what tells it from its namesakes, why it was found."""

    pk: int
    label: str
    detail: str
    why: str = ""
    is_certain: bool = False


class SuggestInput(forms.TextInput):
    """The words typed, the id behind them, and the list of suggestions."""

    template_name = "common/widgets/suggest.html"

    class Media:
        css = {"all": ["gagyo/suggest.css"]}
        js = [forms.Script("gagyo/suggest.js", defer=True)]

    def __init__(self, *, field: "SuggestField", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.field = field

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> Typed:
        """Return what was sent."""
        pk = str(data.get(name) or "")
        text = data.get(f"{name}_text")
        if text is None:  # an id alone: the API, a link with ?place=12, a test
            return Typed(pk, "", "")
        return Typed(pk, str(text), str(data.get(f"{name}_asked") or ""))

    def value_omitted_from_data(self, data: Any, files: MultiValueDict[str, Any], name: str) -> bool:
        """Tell whether nothing was sent."""
        return name not in data and f"{name}_text" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template draws; words without an id bring their suggestions along."""
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, Typed) else self.field.typed(value)
        offered = self.field.suggest(typed.text) if typed.text.strip() and not typed.is_settled else []
        context["suggest"] = {
            "pk": typed.pk if typed.is_settled else "",
            "text": typed.text,
            "asked": typed.text if offered or typed.is_settled else "",
            "offered": offered,
            "source": self.field.source(),
            "list_id": f"{context['widget']['attrs'].get('id', name)}_list",
        }
        return context


class SuggestField(forms.Field, ABC):
    """A row chosen by typing its name; cleans to the row or None."""

    model: type[models.Model]
    held: frozenset[int] = frozenset()
    default_error_messages = {
        "unknown": _("Nothing is found for “%(text)s”. Try another spelling, or add it to the registry first."),
        "several": _("“%(text)s” may mean several. Choose one from the list."),
        "gone": _("The row chosen is no longer in the registry. Choose again."),
    }

    def __init__(self, *, country: str = "", kinds: Sequence[str] = (), **options: Any) -> None:
        self.country, self.kinds = country, tuple(kinds)
        options.setdefault("widget", SuggestInput(field=self))
        super().__init__(**options)

    def __deepcopy__(self, memo: dict[int, Any]) -> "SuggestField":
        """Copy the field with a widget of its own that knows the copy."""
        copied: SuggestField = super().__deepcopy__(memo)  # type: ignore[misc]  # the stubs leave it out
        if isinstance(copied.widget, SuggestInput):
            copied.widget.field = copied
        return copied

    @abstractmethod
    def suggest(self, text: str) -> list[Suggestion]:
        """Return what the words may mean."""

    @abstractmethod
    def label_of(self, row: models.Model) -> str:
        """Return the words for a row."""

    @abstractmethod
    def find(self, pk: int) -> models.Model | None:
        """Return the row, if it may be chosen."""

    def find_archived(self, pk: int) -> models.Model | None:
        """Return a row that may be chosen no more, for a record that holds it."""
        return None

    def hold(self, *rows: Any) -> None:
        """Let rows (or their ids) stay chosen although they were archived: the record hangs on them already."""
        ids = (id_sent(str(getattr(row, "pk", row) or "")) for row in rows)
        self.held |= {pk for pk in ids if pk is not None}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Return the field of a form, which holds the form's first value."""
        self.hold(form.get_initial_for_field(self, field_name))
        return super().get_bound_field(form, field_name)

    def _row(self, pk: str) -> models.Model | None:
        number = id_sent(pk)
        if number is None:
            return None
        return self.find(number) or (self.find_archived(number) if number in self.held else None)

    @abstractmethod
    def source(self) -> str:
        """Return the address that answers with suggestions."""

    def typed(self, value: Any) -> Typed:
        """Return the words for an initial value: a row, an id, or nothing."""
        row = value if isinstance(value, self.model) else self._row(str(value or ""))
        return Typed(str(row.pk), self.label_of(row), self.label_of(row)) if row else Typed("", "", "")

    def prepare_value(self, value: Any) -> Any:
        """Return what the widget draws."""
        if isinstance(value, Typed):
            return value if value.text else self.typed(value.pk)
        return self.typed(value)

    def clean(self, value: Any) -> Any:
        """
        Return the row chosen, or None where nothing was typed into a field that may stay empty.

        :raises ValidationError: if the words mean nothing or several
        """
        typed = value if isinstance(value, Typed) else self.typed(value)
        if not typed.text.strip() and not typed.pk:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if typed.is_settled or not typed.text.strip():
            return self._chosen(typed)
        offered = self.suggest(typed.text)
        certain = [each for each in offered if each.is_certain]
        if len(certain) == 1:
            return self.find(certain[0].pk)
        code = "several" if offered else "unknown"
        raise ValidationError(self.error_messages[code], code=code, params={"text": typed.text.strip()})

    def _chosen(self, typed: Typed) -> models.Model | None:
        if typed.asked and not typed.text.strip():
            return None
        row = self._row(typed.pk)
        if row is None:
            raise ValidationError(self.error_messages["gone"], code="gone")
        return row

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether another row was chosen."""
        typed = data if isinstance(data, Typed) else self.typed(data)
        before = self.typed(initial)
        return (typed.pk if typed.is_settled or not typed.text else typed.text) != (before.pk or "")
