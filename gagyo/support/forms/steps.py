"""The small forms of a step: who approves, why it goes back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import User
from gagyo.common.forms.choosing import choose_from

MOST_STEPS = 3


class SubmitForm(forms.Form):
    """Who approves, one after the other; an empty step is left out."""

    step_1 = forms.ModelChoiceField(label=_("First approver"), queryset=User.objects.none())
    step_2 = forms.ModelChoiceField(label=_("Second approver"), queryset=User.objects.none(), required=False)
    step_3 = forms.ModelChoiceField(label=_("Third approver"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, approvers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in self.fields.values():
            assert isinstance(step, forms.ModelChoiceField)
            step.queryset = approvers
            step.empty_label = _("None")

    def approver_ids(self) -> list[int]:
        """Return the approvers in their order."""
        chosen = [self.cleaned_data.get(f"step_{number}") for number in range(1, MOST_STEPS + 1)]
        return [user.pk for user in chosen if user]


class ApproveForm(forms.Form):
    """The number under which it was approved elsewhere too."""

    document_number = forms.CharField(
        label=_("Document number"),
        max_length=60,
        required=False,
        help_text=_("Of the e-approval system, if it has one."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class OwnerForm(forms.Form):
    """Who owns a part of a request in its office."""

    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = people


class OfficerForm(forms.Form):
    """Who of the asking office looks after a request."""

    officer = forms.ModelChoiceField(label=_("Officer"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer = self.fields["officer"]
        assert isinstance(officer, forms.ModelChoiceField)
        officer.queryset = people


class ItemForm(forms.Form):
    """Which item of a request is meant."""

    item = forms.TypedChoiceField(label=_("Item"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, items: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "item", items)


class RatingForm(forms.Form):
    """How good the answer was, if the asker says so."""

    stars = forms.TypedChoiceField(
        label=_("Rating (1 to 5)"),
        coerce=int,
        required=False,
        empty_value=None,
        choices=[("", _("No rating")), *((n, str(n)) for n in range(5, 0, -1))],
        help_text=_("5 is best. The ministry and the offices that answered read it."),
    )
    words = forms.CharField(
        label=_("What was good, and what was missing"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopenForm(forms.Form):
    """Which items are to be answered again, and why."""

    items = forms.TypedMultipleChoiceField(
        label=_("Items to be answered again"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, items: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "items", items)
