"""The form of the report after a visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.common.forms.texts import TranslatedTextMixin


class ReportForm(TranslatedTextMixin, forms.Form):
    """What came of a visit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text_original"]
        text.label, text.required = _("Report"), True
        text.help_text = _("What was seen and said, and what came of it; each line becomes a point of the paper.")
        text.widget.attrs["rows"] = 12
