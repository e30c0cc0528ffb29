"""What the fields of forms refuse: passport numbers are never kept."""

from django import forms
from django.utils.translation import gettext as _

from gagyo.visits.rules.values import PASSPORT


def no_passport(text: str) -> None:
    """
    Refuse a text that seems to hold a passport's number, as a validator of its field.

    :raises forms.ValidationError: naming what in it
    """
    if found := PASSPORT.search(text):
        raise forms.ValidationError(
            _("“%(text)s” looks like a passport number. Passport numbers are not kept: take it out.")
            % {"text": found.group()}
        )
