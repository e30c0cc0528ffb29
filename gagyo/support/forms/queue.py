"""Forms of the queue: a filter's name, and many parts with their owner."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import User
from gagyo.common.forms.choosing import choose_from


class SaveFilterForm(forms.Form):
    """Under which name a filter is kept, and for whom."""

    name = forms.CharField(label=_("Name"), max_length=60)
    whose = forms.ChoiceField(
        label=_("For whom"),
        choices=[("own", _("For me")), ("office", _("For my whole office"))],
        widget=forms.RadioSelect,
        initial="own",
    )


class AssignForm(forms.Form):
    """Which parts of requests get which owner."""

    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label=None)
    legs = forms.TypedMultipleChoiceField(
        label=_("Parts of requests"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part.")},
    )

    def __init__(self, *args: Any, legs: Sequence[tuple[int, str]], people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = people
        choose_from(self, "legs", legs)
