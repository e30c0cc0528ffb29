"""A field for a date of which perhaps only the month or the year is known."""

from typing import Any

from django import forms

from gagyo.partnerships.rules.dates import PartialDate, UnableToReadDate, read_partial_date


class PartialDateField(forms.CharField):
    """A date as people write it: 1996-05-03, 1996. 5., 1996년."""

    def prepare_value(self, value: Any) -> Any:
        """Show what is known."""
        return value.iso if isinstance(value, PartialDate) else value

    def clean(self, value: Any) -> Any:
        """
        Return the partial date; an unknown one for an empty field.

        :raises ValidationError: if it is no date
        """
        try:
            return read_partial_date(super().clean(value) or "")
        except UnableToReadDate as error:
            raise forms.ValidationError(str(error)) from error
