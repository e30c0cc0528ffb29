"""Moving a record to another state, with the reason where the next officer would ask for one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.common.forms.choosing import choose_from


class MoveForm(forms.Form):
    """The new state and why."""

    state = forms.ChoiceField(label=_("New state"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Needed for a cancellation and for a way back.")
    )

    def __init__(self, *args: Any, states: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "state", states)
