"""A published number: what it counts, as of when, by which rule, and where its rows are."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gagyo.kernels.indicators.words import NO_DATA, Language, counted_text, date_text


@dataclass(frozen=True)
class CountingRule:
    """
    What is counted and what is not, in one sentence of each language.

    code: stable word that the API and exports carry, such as "signed-ties"
    """

    code: str
    name_ko: str
    name_en: str
    sentence_ko: str
    sentence_en: str

    def name(self, language: Language) -> str:
        return self.name_ko if language == "ko" else self.name_en

    def sentence(self, language: Language) -> str:
        return self.sentence_ko if language == "ko" else self.sentence_en


@dataclass(frozen=True)
class Figure:
    """
    One number of the domain with all that makes it checkable.

    value: None where nothing was recorded, which is not zero
    unit: a unit that `words.counted_text` knows
    href: the address of the very rows counted; None where the reader may not open them
    """

    value: int | Decimal | None
    unit: str
    as_of: date
    rule: CountingRule
    href: str | None

    def text(self, language: Language) -> str:
        """Return the number with its unit: "1,932건", "1,932 ties"."""
        return NO_DATA[language] if self.value is None else counted_text(self.value, self.unit, language)

    def label(self, language: Language) -> str:
        """Return as-of date and counting rule: "2025. 8. 31. 기준 · 서명된 결연만 셉니다."."""
        day, sentence = date_text(self.as_of, language), self.rule.sentence(language)
        return f"{day} 기준 · {sentence}" if language == "ko" else f"As of {day} · {sentence}"
