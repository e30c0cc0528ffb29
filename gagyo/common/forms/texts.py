"""A text in its original language with one translation beside it, as form fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.common.choices import LANGUAGES
from gagyo.common.models import TranslatedText, TranslationState


class TranslatedTextMixin(forms.Form):
    """Fields for one translated text; `text_values` and `text_initial` go both ways."""

    text_language = forms.ChoiceField(label=_("Language of the original"), choices=LANGUAGES, initial="ko")
    text_original = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    text_translation = forms.CharField(
        label=_("Translation"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Into English if the original is Korean, else into Korean."),
    )
    text_state = forms.ChoiceField(
        label=_("State of the translation"), choices=TranslationState.choices, initial=TranslationState.NONE
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a translation without its original, and give an unmarked one the mark "reviewed"."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("text_translation") and not cleaned.get("text_original"):
            self.add_error("text_original", _("Enter the original of the translation."))
        if cleaned.get("text_translation") and cleaned.get("text_state") == TranslationState.NONE:
            cleaned["text_state"] = TranslationState.REVIEWED.value
        if not cleaned.get("text_translation"):
            cleaned["text_state"] = TranslationState.NONE.value
        return cleaned

    def text_values(self, *, old: TranslatedText | None = None) -> TranslatedText:
        """Return the text; translations into further languages stay as they were."""
        data = self.cleaned_data
        language = data["text_language"]
        translations = {
            code: pair for code, pair in (old.translations.items() if old else ()) if code not in {language, "ko", "en"}
        }
        if data["text_translation"]:
            translations["en" if language == "ko" else "ko"] = (data["text_translation"], data["text_state"])
        return TranslatedText(data["text_original"], language, translations)


def text_initial(text: TranslatedText) -> dict[str, str]:
    """Return what the fields hold for a text."""
    translation, state = text.translations.get("en" if text.language == "ko" else "ko", ("", "none"))
    return {
        "text_language": text.language,
        "text_original": text.original,
        "text_translation": translation,
        "text_state": state,
    }
