"""What is written into a case, and what cannot be."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from gagyo.ambassadors.rules.plan_values import UnableToSavePlan
from gagyo.common.models import TranslatedText, TranslationState

PART_TITLES: Final = {
    "situation": pgettext_lazy("case of an ambassador", "Situation"),
    "done": pgettext_lazy("case of an ambassador", "What was done"),
    "result": pgettext_lazy("case of an ambassador", "Result"),
    "lesson": pgettext_lazy("case of an ambassador", "Lesson"),
}
PARTS: Final = tuple(PART_TITLES)
# What is written in each language.
TEXTS: Final = (*PARTS, "contact")
# Units in which the result of a case is counted; keys of kernels.indicators.words.
CASE_UNITS: Final = ("item", "person", "firm", "meeting", "country", "city", "krw", "hour", "day")


@dataclass(frozen=True)
class CaseValues:
    """A case as its form holds it."""

    name_ko: str
    name_en: str
    year: int
    field: str
    audience: str
    situation: TranslatedText = dataclasses.field(default_factory=TranslatedText)
    done: TranslatedText = dataclasses.field(default_factory=TranslatedText)
    result: TranslatedText = dataclasses.field(default_factory=TranslatedText)
    lesson: TranslatedText = dataclasses.field(default_factory=TranslatedText)
    contact: TranslatedText = dataclasses.field(default_factory=TranslatedText)


@dataclass(frozen=True)
class FigureValues:
    """A number of the result; url: where it can be checked, empty where a visit or request tells it."""

    label_ko: str
    label_en: str
    value: int
    unit: str
    as_of: date
    url: str = ""


def two_texts(ko: str, en: str, *, old: TranslatedText | None = None) -> TranslatedText:
    """
    Return a text written in Korean, English or both; the Korean is the original where both are there.

    old: what is held; a translation by a machine stays marked so while nobody changes it
    """
    ko, en = ko.strip(), en.strip()
    if not (ko and en):
        return TranslatedText(ko or en, "ko" if ko or not en else "en")
    if old is not None and (old.in_language("ko")[0], old.in_language("en")[0]) == (ko, en):
        return old
    return TranslatedText(ko, "ko", {"en": (en, TranslationState.REVIEWED.value)})


def own_text(text: TranslatedText, language: str) -> str:
    """Return a text in a language, empty where it is not written in it."""
    words, shown, _state = text.in_language(language)
    return words if shown == language else ""


def check_case(values: CaseValues) -> None:
    """
    Refuse a case without a title or in an impossible year.

    :raises UnableToSavePlan: with the sentence
    """
    if not (values.name_ko.strip() or values.name_en.strip()):
        raise UnableToSavePlan(_("Give the case a title."))
    if not 2000 <= values.year <= 2100:
        raise UnableToSavePlan(_("That year cannot be. Enter it with four digits."))


def check_figure(values: FigureValues, *, today: date) -> None:
    """
    Refuse a figure without words, in an unknown unit, of a day to come, or that nobody can check.

    :raises UnableToSavePlan: with the sentence
    """
    if not (values.label_ko.strip() or values.label_en.strip()):
        raise UnableToSavePlan(_("Say what the number counts."))
    if values.unit not in CASE_UNITS:
        raise UnableToSavePlan(_("Choose a unit from the list."))
    if values.as_of > today:
        raise UnableToSavePlan(_("The day of this number is still to come. Enter the day on which it was counted."))
    if not values.url:
        raise UnableToSavePlan(_("Say where the number can be checked."))


def check_told(*, missing: list[str]) -> None:
    """
    Refuse to submit a case of which a part is not told.

    missing: the names of these parts
    :raises UnableToSavePlan: with the sentence
    """
    if missing:
        raise UnableToSavePlan(_("Not told yet: %(parts)s. Write it first.") % {"parts": ", ".join(missing)})
