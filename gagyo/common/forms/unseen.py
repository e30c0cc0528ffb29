"""A field that people do not see: what fills it in is a program."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class UnseenField(forms.CharField):
    """Stays empty; a template puts it where neither eyes nor a screen reader come."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Leave this field empty"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )

    def clean(self, value: str | None) -> str:
        """
        Refuse what only a program writes.

        :raises ValidationError: if anything was filled in
        """
        given: str = super().clean(value)
        if given:
            raise forms.ValidationError(
                _("A field that people do not see was filled in. Leave it empty, and send again.")
            )
        return given
