"""What is said of each item, as rows of a form: outcome, words, and a translation of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gagyo.common.choices import LANGUAGES
from gagyo.common.forms.texts import TranslatedTextMixin
from gagyo.common.models import TranslatedText, TranslationState
from gagyo.support.choices import DECIDED, ItemOutcome
from gagyo.support.rules.values import DecisionValues

OUTCOMES = [(each.value, each.label) for each in (ItemOutcome.OPEN, *DECIDED)]
MOST_WORDS = 4000


@dataclass(frozen=True)
class DecisionRow:
    """An item in words, and what is said of it so far."""

    words: str
    values: DecisionValues

    @property
    def saved(self) -> str:
        """What is said of it so far, in words."""
        label, text = str(ItemOutcome(self.values.outcome).label), self.values.text
        return f"{label} – {text.in_language(text.language)[0]}" if text else label


class DecisionsForm(forms.Form):
    """A row for each item; begins with what was said so far. language: of a row in which nothing stands yet."""

    def __init__(self, *args: Any, rows: Sequence[DecisionRow], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision_rows = rows
        for number, row in enumerate(rows, start=1):
            said = row.values.text
            own = said.language if said else language
            item = row.values.item_id
            at = {"n": number}
            self.fields[f"outcome_{item}"] = forms.ChoiceField(
                label=_("Outcome of item %(n)d") % at, choices=OUTCOMES, initial=row.values.outcome
            )
            self.fields[f"language_{item}"] = forms.ChoiceField(
                label=_("Language of answer %(n)d") % at, choices=LANGUAGES, initial=own
            )
            self.fields[f"words_{item}"] = self._words(_("Answer to item %(n)d") % at, said.original, own)
            self.fields[f"translation_{item}"] = self._words(
                _("Translation of answer %(n)d") % at, said.translations.get(_other(own), ("", ""))[0], _other(own)
            )

    @staticmethod
    def _words(label: str, words: str, language: str) -> forms.CharField:
        # What stands there is read aloud in its language; what is to be written may be in another one.
        widget = forms.Textarea(attrs={"rows": 3, **({"lang": language} if words else {})})
        return forms.CharField(label=label, max_length=MOST_WORDS, required=False, widget=widget, initial=words)

    @property
    def item_rows(self) -> list[tuple[DecisionRow, list[forms.BoundField]]]:
        """Each item with its fields."""
        names = ("outcome", "language", "words", "translation")
        return [(row, [self[f"{name}_{row.values.item_id}"] for name in names]) for row in self.decision_rows]

    def clean(self) -> dict[str, Any]:
        """Refuse a translation without its original, and a refusal without words."""
        cleaned = super().clean() or self.cleaned_data
        for row in self.decision_rows:
            item = row.values.item_id
            words = cleaned.get(f"words_{item}")
            if words:
                continue
            if cleaned.get(f"translation_{item}"):
                self.add_error(f"words_{item}", _("Enter the original of the translation."))
            elif cleaned.get(f"outcome_{item}") in {ItemOutcome.PART, ItemOutcome.REFUSED}:
                self.add_error(f"words_{item}", _("Say in words what is refused or granted in part, and why."))
        return cleaned

    def decisions(self) -> list[DecisionValues]:
        """Return what is said of each item; a translation that a person left as it was keeps its mark."""
        return [
            DecisionValues(
                row.values.item_id, self.cleaned_data[f"outcome_{row.values.item_id}"], self._text(row.values)
            )
            for row in self.decision_rows
        ]

    def _text(self, values: DecisionValues) -> TranslatedText:
        data, item, old = self.cleaned_data, values.item_id, values.text
        language, words, translated = (data[f"{name}_{item}"] for name in ("language", "words", "translation"))
        kept = {code: pair for code, pair in old.translations.items() if code not in {language, "ko", "en"}}
        if translated:
            before = old.translations.get(_other(language), ("", ""))
            same = before[0] == translated and old.original == words
            state = before[1] if same else TranslationState.REVIEWED.value
            kept[_other(language)] = (translated, state)
        return TranslatedText(words, language, kept)


class AnswerForm(DecisionsForm, TranslatedTextMixin):
    """The one answer: the words before the items, and each item."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("Words before the items")

    @property
    def text_fields(self) -> list[forms.BoundField]:
        """The fields of the words before the items."""
        return [self[name] for name in ("text_language", "text_original", "text_translation", "text_state")]


def _other(language: str) -> str:
    return "en" if language == "ko" else "ko"
