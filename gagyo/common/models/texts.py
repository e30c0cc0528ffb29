"""Free text with its original language and translations beside it, each marked none, machine or reviewed."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslationState(models.TextChoices):
    """How far a translation can be trusted."""

    NONE = "none", _("Not translated")
    MACHINE = "machine", _("Machine translation")
    REVIEWED = "reviewed", _("Reviewed translation")


@dataclass(frozen=True)
class TranslatedText:
    """
    A text in its original language, and its translations.

    translations: language code -> (text, state)
    """

    original: str = ""
    language: str = "ko"
    translations: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.original)

    def __str__(self) -> str:
        return self.original

    def in_language(self, language: str) -> tuple[str, str, str]:
        """Return (text, language shown, state) for a reader; state is empty for the original itself."""
        if language == self.language or not self.original:
            return self.original, self.language, ""
        text, state = self.translations.get(language, ("", TranslationState.NONE.value))
        return (text, language, state) if text else (self.original, self.language, TranslationState.NONE.value)

    def as_json(self) -> dict[str, Any]:
        """Return the shape in which it is stored and compared."""
        return {
            "original": self.original,
            "language": self.language,
            "translations": {code: list(pair) for code, pair in self.translations.items()},
        }


def from_json(value: dict[str, Any] | None) -> TranslatedText:
    """Return the text for its stored shape."""
    if not value:
        return TranslatedText()
    pairs = {code: (pair[0], pair[1]) for code, pair in value.get("translations", {}).items()}
    return TranslatedText(value.get("original", ""), value.get("language", "ko"), pairs)


class TranslatedTextField(models.JSONField):
    """A column that holds a TranslatedText."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", TranslatedText)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> TranslatedText:
        """Return what the column holds."""
        return from_json(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> TranslatedText:
        """Return a TranslatedText whatever was assigned."""
        return value if isinstance(value, TranslatedText) else from_json(value)

    def get_prep_value(self, value: Any) -> Any:
        """Return the stored shape."""
        return super().get_prep_value(value.as_json() if isinstance(value, TranslatedText) else value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Return the stored shape for this database."""
        stored = value.as_json() if isinstance(value, TranslatedText) else value
        return super().get_db_prep_value(stored, connection, prepared)

    def value_to_string(self, obj: models.Model) -> Any:
        """Return the stored shape for serialisation."""
        return self.value_from_object(obj).as_json()
