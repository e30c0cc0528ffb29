"""The words that stand in cells for kinds, states, fields, countries: what each of them means."""

from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import override
from rapidfuzz import fuzz, process

from gagyo.accounts.choices import Visibility
from gagyo.kernels.text.folding import fold
from gagyo.kernels.text.hangul import to_jamo
from gagyo.partnerships.choices import (
    CouncilConsent,
    ExchangeField,
    ImportSubject,
    ProjectKind,
    ProjectState,
    TieKind,
    TieState,
)

Synonyms = Mapping[str, tuple[str, ...]]

_TIE_KINDS: Final[Synonyms] = {
    "sister": (
        "자매",
        "자매도시",
        "자매결연도시",
        "자매(친선)결연",
        "친선결연",
        "자매교류",
        "sister",
        "sister city",
        "twin",
    ),
    "friendship": (
        "우호",
        "우호도시",
        "우호협력",
        "우호결연",
        "우호협력도시",
        "우호교류도시",
        "friendship",
        "friendship city",
    ),
    "mou": ("업무협약", "양해각서", "교류협약", "협약", "memorandum", "memorandum of understanding"),
    "other": ("기타", "기타 교류", "실무교류", "other"),
}
_TIE_STATES: Final[Synonyms] = {
    "planned": ("예정", "계획", "체결 예정"),
    "talks": ("협의", "협의 중", "협의중", "추진중", "추진 중", "논의 중"),
    "signed": ("체결", "유효", "교류중", "교류 중", "진행중", "활성", "active", "in force"),
    "dormant": ("휴면", "중단", "교류 중단", "미교류", "inactive"),
    "ended": ("종료", "해지", "파기", "취소", "terminated"),
}
_CONSENTS: Final[Synonyms] = {
    "unknown": ("미상", "미기록", "모름"),
    "given": ("동의", "승인", "의결", "완료", "o", "있음", "yes"),
    "not_required": ("불필요", "해당없음", "해당 없음", "n/a"),
    "pending": ("요청", "상정", "심의중", "심의 중"),
    "refused": ("부동의", "부결", "거부"),
}
_FIELDS: Final[Synonyms] = {
    "administration": ("행정", "행정교류", "행정 교류"),
    "people": ("인적", "인적교류", "인적 교류", "주민교류", "민간교류"),
    "culture": ("문화", "예술", "문화예술", "문화·예술", "문화교류"),
    "tourism": ("관광", "관광교류"),
    "youth": ("청소년", "교육", "청소년교류", "청소년·교육", "학생교류"),
    "sport": ("체육", "스포츠", "체육교류", "sports"),
    "science": ("기술", "과학", "기술·학술", "학술", "과학기술"),
    "symbol": ("상징", "상징사업", "기념", "기념사업"),
    "economy": ("경제", "통상", "경제통상", "경제·통상", "경제교류", "무역"),
    "farming": ("농업", "농수산", "농어업", "농업교류"),
    "other": ("기타", "other"),
}
_PROJECT_KINDS: Final[Synonyms] = {
    "dispatch": ("파견", "공무원 파견", "직원 파견"),
    "invited": ("초청", "공무원 초청", "초청연수", "k2h"),
    "delegation_out": ("대표단 파견", "방문단 파견", "해외 방문"),
    "delegation_in": ("대표단 접수", "대표단 초청", "방문단 접수", "대표단 방문"),
    "youth": ("청소년", "청소년교류", "학생교류"),
    "culture": ("문화", "문화교류", "문화예술"),
    "sport": ("체육", "스포츠", "체육교류"),
    "economy": ("경제", "통상", "경제통상", "경제교류"),
    "disaster": ("재난", "구호", "재해구호", "재난 지원"),
    "development": ("개발협력", "oda"),
    "online": ("온라인", "비대면", "화상", "온라인교류"),
    "other": ("기타", "other"),
}
_PROJECT_STATES: Final[Synonyms] = {
    "planned": ("예정", "계획"),
    "running": ("진행", "진행중", "진행 중", "추진중", "추진 중"),
    "done": ("완료", "종료", "끝", "completed", "finished"),
    "cancelled": ("취소", "중단", "canceled"),
}
_VISIBILITIES: Final[Synonyms] = {
    "office": ("비공개", "기관", "office", "private"),
    "shared": ("공유", "기관 공유", "shared"),
    "public": ("공개", "전체공개", "전체 공개", "public"),
}
_YES: Final = frozenset(map(fold, ("예", "네", "y", "yes", "o", "○", "true", "1", "온라인", "비대면", "online")))
_NO: Final = frozenset(
    map(fold, ("아니요", "아니오", "n", "no", "x", "×", "false", "0", "대면", "현장", "해당없음", "-"))
)
_TABLES: Final[Mapping[tuple[str, str], tuple[type[TextChoices], Synonyms]]] = {
    ("ties", "kind"): (TieKind, _TIE_KINDS),
    ("ties", "state"): (TieState, _TIE_STATES),
    ("ties", "council_consent"): (CouncilConsent, _CONSENTS),
    ("ties", "fields"): (ExchangeField, _FIELDS),
    ("ties", "visibility"): (Visibility, _VISIBILITIES),
    ("projects", "kind"): (ProjectKind, _PROJECT_KINDS),
    ("projects", "state"): (ProjectState, _PROJECT_STATES),
    ("projects", "visibility"): (Visibility, _VISIBILITIES),
}
WORDED: Final[Mapping[str, tuple[str, ...]]] = {
    ImportSubject.TIES.value: ("kind", "state", "council_consent", "fields", "visibility"),
    ImportSubject.PROJECTS.value: ("kind", "state", "visibility"),
}
# Names in use beside those of CLDR.
_COUNTRY_NAMES: Final = {
    "GB": (
        "영국",
        "잉글랜드",
        "스코틀랜드",
        "웨일스",
        "북아일랜드",
        "UK",
        "U.K.",
        "England",
        "Scotland",
        "Great Britain",
    ),
    "US": ("미국", "USA", "U.S.", "U.S.A.", "미합중국", "United States of America", "America"),
    "CN": ("중국", "중화인민공화국", "PRC", "P.R. China", "People's Republic of China"),
    "TW": ("대만", "타이완", "중화민국"),
    "VN": ("베트남", "월남", "Viet Nam"),
    "RU": ("러시아", "러시아연방", "Russian Federation"),
    "KR": ("한국", "국내", "Korea", "Republic of Korea", "South Korea", "ROK"),
    "TR": ("터키", "튀르키예", "Turkey", "Türkiye"),
    "CZ": ("체코", "Czech Republic"),
    "MM": ("미얀마", "버마", "Burma"),
    "LA": ("라오스", "Laos", "Lao PDR"),
    "KZ": ("카자흐스탄", "Kazakhstah"),
    "DE": ("독일", "서독"),
    "AE": ("아랍에미리트", "UAE", "아랍에미레이트"),
    "ZA": ("남아공", "남아프리카공화국"),
    "CI": ("코트디부아르", "Ivory Coast"),
    "TL": ("동티모르", "Timor-Leste", "East Timor"),
    "MK": ("마케도니아", "북마케도니아"),
    "HK": ("홍콩", "Hong Kong"),
    "MO": ("마카오", "Macau", "Macao"),
}


@lru_cache(maxsize=32)
def table(subject: str, key: str) -> Mapping[str, str]:
    """Return every word that a column understands, folded, with its value: both languages, codes, synonyms."""
    choices, synonyms = _TABLES[(subject, key)]
    found: dict[str, str] = {}
    for language in ("ko", "en"):
        with override(language):
            found |= {fold(str(label)): str(value) for value, label in choices.choices}
    for value, words in synonyms.items():
        for word in (value, *words):
            found.setdefault(fold(word), value)
    return found


@lru_cache(maxsize=4096)
def meaning(*, subject: str, key: str, text: str) -> str | None:
    """Return the value that a word stands for, None if nobody says it so."""
    return table(subject, key).get(fold(text))


def labels(*, subject: str, key: str) -> list[str]:
    """Return the words that a column understands best, in the active language."""
    choices, _synonyms = _TABLES[(subject, key)]
    return [str(label) for _value, label in choices.choices]


def label_of(*, subject: str, key: str, value: str) -> str:
    """Return the word for a value in the active language; the value itself where the column has no words."""
    found = _TABLES.get((subject, key))
    return str(dict(found[0].choices).get(value, value)) if found else value


def truth(text: str) -> bool | None:
    """Return what yes and no, O and X mean; None if it is neither."""
    folded = fold(text) or text.strip().casefold()
    if folded in _YES or text.strip() in {"○", "◯"}:
        return True
    return False if folded in _NO or text.strip() in {"×", "-"} else None


class Countries:
    """The countries by every name in use."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """rows: (code, code of three letters, Korean name, English name)."""
        self._codes: dict[str, str] = {}
        self._names: dict[str, tuple[str, str]] = {}
        self._asked: dict[str, str | None] = {}
        known = list(rows)
        for code, code3, name_ko, name_en in known:
            self._names[code] = (name_ko, name_en)
            for name in (code, code3, name_ko, name_en):
                self._codes[fold(name)] = code
        for code, names in _COUNTRY_NAMES.items():
            if code in self._names:
                for name in names:
                    self._codes.setdefault(fold(name), code)

    def code(self, text: str) -> str | None:
        """Return the country that a word names, None if there is none."""
        if text not in self._asked:
            self._asked[text] = self._codes.get(fold(text))
        return self._asked[text]

    def name(self, code: str, language: str) -> str:
        """Return a country's name."""
        names = self._names.get(code, (code, code))
        return names[0] if language.startswith("ko") else names[1] or names[0]

    def options(self, language: str) -> list[tuple[str, str]]:
        """Return every country as (code, name), in the order of their names."""
        return sorted(((code, self.name(code, language)) for code in self._names), key=lambda pair: pair[1])

    def likely(self, text: str) -> str | None:
        """Return the country that somebody may have meant."""
        found = process.extractOne(to_jamo(fold(text)), self._spelt(), scorer=fuzz.ratio, score_cutoff=70)
        return self._codes[found[2]] if found else None

    def _spelt(self) -> dict[str, str]:
        return {folded: to_jamo(folded) for folded in self._codes if len(folded) > 2}


def likely_word(*, subject: str, key: str, text: str) -> str | None:
    """Return the value that somebody may have meant by an unknown word."""
    spelt = {folded: to_jamo(folded) for folded in table(subject, key)}
    found = process.extractOne(to_jamo(fold(text)), spelt, scorer=fuzz.ratio, score_cutoff=72)
    return table(subject, key)[found[2]] if found else None


def parts_of(text: str, *, names: Container[str] | None = None) -> list[str]:
    """
    Return the parts of a cell that holds several words: cut at ; / · | line breaks and commas.

    names: folded names that are known; given, a comma cuts only where a known name stands on either side of it,
        since a name may hold one ("Brea, California")
    """
    if names is not None and fold(text) in names:
        return [text.strip()]
    for sign in (";", "|", "\n", " / ", " · "):
        text = text.replace(sign, "\x1f")
    found = [part.strip() for part in text.split("\x1f") if part.strip()]
    return [part for each in found for part in _at_commas(each, names)]


def _at_commas(text: str, names: Container[str] | None) -> list[str]:
    parts = [part.strip() for part in text.replace("、", ",").replace("，", ",").split(",") if part.strip()]
    if names is None or (fold(text) not in names and all(fold(part) in names for part in parts)):
        return parts
    return [text]
