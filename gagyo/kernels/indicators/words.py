"""Figures in words, as Korean offices and English readers write them: units, won, ratios, dates."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")
Number = int | Decimal

NO_DATA: dict[Language, str] = {"ko": "자료 없음", "en": "no data"}


@dataclass(frozen=True)
class Unit:
    """The counting word of a figure: Korean follows the number unspaced, English has one and many."""

    ko: str
    en_one: str
    en_many: str


UNITS: dict[str, Unit] = {
    "activity": Unit("건", "activity", "activities"),
    "answer": Unit("건", "answer", "answers"),
    "body": Unit("곳", "body", "bodies"),
    "city": Unit("개 도시", "city", "cities"),
    "country": Unit("개국", "country", "countries"),
    "day": Unit("일", "day", "days"),
    "firm": Unit("개사", "firm", "firms"),
    "government": Unit("개 지자체", "local government", "local governments"),
    "hour": Unit("시간", "hour", "hours"),
    "item": Unit("건", "item", "items"),
    "language": Unit("개 언어", "language", "languages"),
    "meeting": Unit("건", "meeting", "meetings"),
    "member": Unit("명", "member", "members"),
    "mission": Unit("개 공관", "mission", "missions"),
    "office": Unit("개 기관", "office", "offices"),
    "person": Unit("명", "person", "persons"),
    "break": Unit("회", "break", "breaks"),
    "point": Unit("점", "point", "points"),
    "project": Unit("건", "project", "projects"),
    "request": Unit("건", "request", "requests"),
    "row": Unit("행", "row", "rows"),
    "site": Unit("곳", "site", "sites"),
    "tie": Unit("건", "tie", "ties"),
    "visit": Unit("회", "visit", "visits"),
    "year": Unit("년", "year", "years"),
}

# Units that are not counted words but forms of writing a number.
WRITTEN_UNITS = frozenset({"krw", "percent", "times"})

BASES = {
    "same_period_last_year": (
        "전년 동기 대비 {}배",
        "{} times the same period last year",
        "전년 동기 실적 없음",
        "none in the same period last year",
    ),
    "last_year": ("전년 대비 {}배", "{} times last year", "전년 실적 없음", "none last year"),
    "previous_half": (
        "전 반기 대비 {}배",
        "{} times the half-year before",
        "전 반기 실적 없음",
        "none in the half-year before",
    ),
}

_KO_GROUPS = ((10**12, "조"), (10**8, "억"), (10**4, "만"), (1, ""))
_EN_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def number_text(value: Number) -> str:
    """Return the number with thousands separators, its decimals as they are: 1932 -> "1,932"."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def date_text(day: date, language: Language) -> str:
    """Return the date as official papers write it: "2024. 6. 19." or "19 June 2024"."""
    if language == "ko":
        return f"{day.year}. {day.month}. {day.day}."
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def counted_text(value: Number, unit: str, language: Language) -> str:
    """
    Return the number with its unit: 29, "country" -> "29개국" or "29 countries".

    unit: a key of UNITS, or "krw", "percent" (value 0.931 is 93.1 %), "times"
    :raises ValueError: for a unit without words
    """
    if unit == "krw":
        return amount_krw(value, language)
    if unit == "percent":
        return percent_text(value)
    if unit == "times":
        return f"{_rounded(value, 2)}배" if language == "ko" else f"{_rounded(value, 2)} times"
    words = UNITS.get(unit)
    if words is None:
        known = ", ".join(sorted({*UNITS, *WRITTEN_UNITS}))
        raise ValueError(f'The unit "{unit}" has no words. Use one of: {known}; or add it to UNITS.')
    if language == "ko":
        return f"{number_text(value)}{words.ko}"
    return f"{number_text(value)} {words.en_one if value == 1 else words.en_many}"


def percent_text(share: Number) -> str:
    """Return a share in per cent with one decimal, rounded half up: Decimal("0.931") -> "93.1%"."""
    return f"{_rounded(Decimal(share) * 100, 1):,}%"


def amount_krw(value: Number, language: Language) -> str:
    """
    Return an amount of won in the words of the language: "1,120억 원", "112.0 billion won".

    Korean keeps two neighbouring groups (조 and 억, 억 and 만), English one decimal of the largest scale.
    Where that rounds, the text says "약" or "about": a shortened figure never passes for the exact one.
    """
    won = int(Decimal(value).to_integral_value(rounding=ROUND_HALF_UP))
    short, exact = _korean_groups(abs(won)) if language == "ko" else _english_scale(abs(won))
    sign = "-" if won < 0 else ""
    about = "" if exact and won == value else ("약 " if language == "ko" else "about ")
    return f"{about}{sign}{short}"


def ratio_text(*, current: Number, previous: Number, language: Language, basis: str = "same_period_last_year") -> str:
    """
    Return how many times the earlier figure the present one is: "전년 동기 대비 2.24배".

    Two decimals, rounded half up. An earlier figure of nothing has no ratio and is said in words.
    basis: a key of BASES
    """
    ratio_ko, ratio_en, none_ko, none_en = BASES[basis]
    if previous == 0:
        return none_ko if language == "ko" else none_en
    times = _rounded(Decimal(current) / Decimal(previous), 2)
    return (ratio_ko if language == "ko" else ratio_en).format(f"{times:,}")


def _rounded(value: Number, places: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _korean_groups(won: int) -> tuple[str, bool]:
    top = next((i for i, (size, _) in enumerate(_KO_GROUPS) if won >= size), len(_KO_GROUPS) - 1)
    lowest = _KO_GROUPS[min(top + 1, len(_KO_GROUPS) - 1)][0]
    kept = (won + lowest // 2) // lowest * lowest
    parts, rest = [], kept
    for size, name in _KO_GROUPS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count:,}{name}")
    text = " ".join(parts) or "0"
    return (f"{text}원" if text[-1].isdigit() else f"{text} 원"), kept == won


def _english_scale(won: int) -> tuple[str, bool]:
    for size, name in _EN_SCALES:
        # 999,950,000 would read "1,000.0 million": it belongs to the next scale.
        if won + size // 2000 >= size:
            scaled = _rounded(Decimal(won) / size, 1)
            return f"{scaled:,} {name} won", scaled * size == won
    return f"{won:,} won", True
