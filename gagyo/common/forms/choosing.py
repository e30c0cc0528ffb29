"""Choices that a form learns only when it is made."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.common.components.cells import KOREAN, language

ALL = ("", _("All"))


def choose_from(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field of the form its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # a MultipleChoiceField is one too
    field.choices = list(choices)


class NamesSelect(forms.Select):
    """A list of names, in which those in Korean say so on an English page: a screen reader speaks by it."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Mark the language of a name."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        if language() == "en" and KOREAN.search(str(option["label"])):
            option["attrs"]["lang"] = "ko"
        return option
