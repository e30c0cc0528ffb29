"""The small forms of a step: who approves, why it goes back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import User

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
