"""Choices that a form learns only when it is made."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ALL = ("", _("All"))


def choose_from(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field of the form its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # a MultipleChoiceField is one too
    field.choices = list(choices)
