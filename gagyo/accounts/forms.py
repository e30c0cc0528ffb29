"""What comes in on the screens of accounts and offices."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why personal data is read or downloaded."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=5,
        max_length=500,
        help_text=_("It is kept in the audit record with your name, the time and whose data you received."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
