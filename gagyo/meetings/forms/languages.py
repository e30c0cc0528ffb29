"""A field for languages, written as people write them."""

from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gagyo.meetings.rules.languages import codes_of, kept_codes, names_of

# As many as fit into a column of 100 letters, whichever they are: three letters and a blank each.
MOST: Final = 25


class LanguagesField(forms.CharField):
    """Languages with commas between them, by their names or ISO codes; cleans to the codes as a row keeps them."""

    default_error_messages = {
        "unknown": _("“%(word)s” is no language that we know. Write them with commas: Korean, English."),
        "many": _("These are %(given)d languages. Name %(most)d at most."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("With commas between them: Korean, English"))
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return kept codes as names in the reader's language; what was typed stays as it is."""
        codes = kept_codes(str(value or ""))
        if codes and all(len(code) <= 3 and code.isascii() and code.islower() for code in codes):
            return names_of(codes, language=get_language() or "ko")
        return value

    def clean(self, value: Any) -> str:
        """Return the codes with one blank between two."""
        text = str(super().clean(value))
        try:
            codes = codes_of(text)
        except KeyError as error:
            message = self.error_messages["unknown"] % {"word": error.args[0]}
            raise forms.ValidationError(message, code="unknown") from error
        if len(codes) > MOST:
            message = self.error_messages["many"] % {"given": len(codes), "most": MOST}
            raise forms.ValidationError(message, code="many")
        return " ".join(codes)
