"""From the cells of a row to plain values: everything that cannot be understood is named, nothing is guessed."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from gagyo.kernels.tabular.amounts import parse_amount_krw, parse_count, unit_in_header
from gagyo.kernels.tabular.dates import PartialDate, Precision, parse_date
from gagyo.kernels.tabular.errors import UnableToRead
from gagyo.kernels.text.folding import fold
from gagyo.kernels.text.hangul import has_hangul
from gagyo.kernels.text.lost_characters import lost_characters, with_suggestions
from gagyo.partnerships.choices import ImportSubject
from gagyo.partnerships.rules.imports.fields import LENGTHS, LONGEST_NAME
from gagyo.partnerships.rules.imports.problems import Problem
from gagyo.partnerships.rules.imports.words import Countries, likely_word, meaning, parts_of, truth

BLANK: Final = frozenset({"", "-", "–", "—", "·"})


class NameUse(NamedTuple):
    """
    A government, or the place of signing, as a row names it.

    side: home, partner or signed_at; country: ISO code, empty where the row does not say
    """

    side: str
    country: str
    text: str

    @property
    def key(self) -> str:
        """What is decided once for all rows that name it so."""
        return _key(self)


# A file names the same few governments in thousands of rows.
@lru_cache(maxsize=8192)
def _key(use: NameUse) -> str:
    return f"{use.side}|{use.country}|{fold(use.text)}"


@dataclass
class ParsedRow:
    """
    What a row says.

    values: only what it says; an empty cell leaves what is recorded as it is. Dates are ISO texts.
    """

    number: int
    record_id: int | None = None
    home: tuple[NameUse, ...] = ()
    partners: tuple[NameUse, ...] = ()
    signed_at: NameUse | None = None
    home_code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        """Tell whether anything in it cannot be imported."""
        return any(problem.level == "wrong" for problem in self.problems)


@dataclass(frozen=True)
class FileFacts:
    """
    What holds for all rows of a file.

    mapping: field -> column; kind: of rows without a column for it; mend: put suggested characters in
    known_names: folded names of governments; local_kinds: folded name in an ordinance -> kind
    parted: cell -> the names in it, filled while rows are read
    """

    subject: str
    mapping: Mapping[str, int]
    headings: Sequence[str]
    countries: Countries
    today: date
    language: str = "ko"
    kind: str = ""
    mend: bool = False
    known_names: Container[str] = frozenset()
    local_kinds: Mapping[str, str] = field(default_factory=dict)
    parted: dict[str, list[str]] = field(default_factory=dict)


class RowReader:
    """Reads the cells of one row, and notes what it cannot understand."""

    def __init__(self, *, facts: FileFacts, number: int, cells: Sequence[Any]) -> None:
        self.facts, self.cells = facts, cells
        self.codes: list[str] = []
        self.row = ParsedRow(number)

    def note(self, code: str, key: str = "", **params: Any) -> None:
        """Note what cannot be imported."""
        self.row.problems.append(Problem("wrong", code, key, params))

    def warn(self, code: str, key: str, **params: Any) -> None:
        """Note what is imported and should be looked at."""
        self.row.problems.append(Problem("warning", code, key, params))

    def cell(self, key: str) -> Any:
        """Return a cell; None where it is empty, or the file has no such column."""
        column = self.facts.mapping.get(key)
        value = self.cells[column] if column is not None and column < len(self.cells) else None
        return None if isinstance(value, str) and value.strip() in BLANK else value

    def text(self, key: str) -> str:
        """Return a cell as text, with a warning where it lost characters."""
        value = self.cell(key)
        if value is None:
            return ""
        words = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
        if not lost_characters(words):
            return words
        mended = with_suggestions(words)
        if mended == words:
            self.warn("lost", key, text=words)
        elif self.facts.mend:
            words = mended
        else:
            self.warn("lost_suggested", key, text=words, suggestion=mended)
        return words

    def words(self, key: str) -> None:
        """Read free text."""
        found = self.text(key)
        if found and len(found) > LENGTHS[key]:
            self.note("too_long", key, length=len(found), most=LENGTHS[key])
        elif found:
            self.row.values[key] = found

    def worded(self, key: str, text: str) -> str | None:
        """Return the value of a word out of a list, or note that it is none."""
        subject = self.facts.subject
        found = meaning(subject=subject, key=key, text=text)
        if found is None:
            likely = likely_word(subject=subject, key=key, text=text)
            if likely:
                self.note("word_likely", key, text=text, likely=likely)
            else:
                self.note("word_unknown", key, text=text)
        return found

    def choice(self, key: str) -> None:
        """Read one word out of a list."""
        text = self.text(key)
        found = self.worded(key, text) if text else None
        if found is not None:
            self.row.values[key] = found

    def choices(self, key: str) -> None:
        """Read several words out of a list; a middle dot may part two words or stand inside one."""
        found: set[str] = set()
        for part in parts_of(self.text(key)):
            whole = meaning(subject=self.facts.subject, key=key, text=part)
            each: list[str | None] = (
                [whole] if whole else [self.worded(key, word) for word in part.split("·") if word.strip()]
            )
            found.update(value for value in each if value)
        if found:
            self.row.values[key] = sorted(found)

    def kind(self) -> None:
        """Read the kind, which may be said by the name that an ordinance gives it."""
        text = self.text("kind")
        local = self.facts.local_kinds.get(fold(text)) if text else None
        if local and meaning(subject=self.facts.subject, key="kind", text=text) is None:
            self.row.values["kind"] = local
            self.row.values["local_kind_ko" if has_hangul(text) else "local_kind_en"] = text
        elif text:
            self.choice("kind")
        elif self.facts.kind:
            self.row.values["kind"] = self.facts.kind

    def partial_date(self, key: str) -> PartialDate | None:
        """Read a date of which only the year may be known."""
        value = self.cell(key)
        if value is None:
            return None
        try:
            return parse_date(value, latest_year=self.facts.today.year + 5)
        except UnableToRead as error:
            self.note(error.code, key, **error.params)
            return None

    def day(self, key: str) -> date | None:
        """Read a whole date."""
        found = self.partial_date(key)
        if found is None:
            return None
        if found.precision != Precision.DAY:
            self.note("day_needed", key, text=str(self.cell(key)))
            return None
        self.row.values[key] = found.earliest.isoformat()
        return found.earliest

    def count(self, key: str) -> None:
        """Read how many."""
        value = self.cell(key)
        if value is not None:
            self._number(key, lambda: parse_count(value))

    def amount(self, key: str) -> None:
        """Read won, in the unit that the column's heading says."""
        value, column = self.cell(key), self.facts.mapping.get(key)
        if value is not None and column is not None:
            unit = unit_in_header(self.facts.headings[column])
            self._number(key, lambda: parse_amount_krw(value, unit_krw=unit))

    def _number(self, key: str, read: Any) -> None:
        try:
            self.row.values[key] = read()
        except UnableToRead as error:
            self.note(error.code, key, **error.params)

    def year(self, key: str) -> None:
        """Read a year."""
        text = self.text(key).removesuffix("년")
        if text and text.isdecimal() and 1900 <= int(text) <= 2200:
            self.row.values[key] = int(text)
        elif text:
            self.note("year_unknown", key, text=text)

    def yes_or_no(self, key: str) -> None:
        """Read yes or no."""
        text = self.text(key)
        found = truth(text) if text else None
        if found is not None:
            self.row.values[key] = found
        elif text:
            self.note("truth_unknown", key, text=text)

    def web_address(self, key: str) -> None:
        """Read the address of a web page."""
        self.words(key)
        text = self.row.values.get(key, "")
        parts = urlsplit(text)
        if text and (parts.scheme not in {"http", "https"} or not parts.hostname or " " in text):
            self.note("address_unknown", key, text=self.row.values.pop(key))

    def number_of_record(self, key: str) -> int | None:
        """Read the number of a record."""
        text = self.text(key)
        if not text:
            return None
        if not text.isdecimal() or len(text) > 18:
            self.note("id_not_number", key, text=text)
            return None
        return int(text)

    def names(self) -> None:
        """Read both sides and their countries."""
        codes = self.codes = self._countries()
        for key, kept in (("home", "home"), ("partner", "partners")):
            texts = self._names(self.text(key)) if self.cell(key) is not None else []
            for text in texts:
                if len(text) > LONGEST_NAME:
                    self.note("too_long", key, length=len(text), most=LONGEST_NAME)
            paired = self._paired(codes, len(texts))
            uses = [
                NameUse(key, "KR" if key == "home" else paired[place] if paired else "", text)
                for place, text in enumerate(texts)
            ]
            setattr(self.row, kept, tuple(dict.fromkeys(uses)))
        self.row.home_code = self.text("home_code")

    def _names(self, text: str) -> list[str]:
        """Return the names in a cell; thousands of rows name the same few."""
        if text not in self.facts.parted:
            self.facts.parted[text] = parts_of(text, names=self.facts.known_names)
        return self.facts.parted[text]

    def place_of_signing(self) -> None:
        """Read where it was signed: in a partner's country, if the row names just one."""
        text = self.text("signed_at")
        if len(text) > LONGEST_NAME:
            self.note("too_long", "signed_at", length=len(text), most=LONGEST_NAME)
        elif text:
            self.row.signed_at = NameUse("signed_at", self.codes[0] if len(self.codes) == 1 else "", text)

    def _paired(self, codes: list[str], names: int) -> list[str]:
        """Return the country of each name, as far as the row says; a project's one country is not all partners'."""
        if len(codes) == names:
            return codes
        return codes * names if len(codes) == 1 and self.facts.subject == ImportSubject.TIES else []

    def _countries(self) -> list[str]:
        text = self.text("country")
        if not text:
            return []
        known = self.facts.countries
        whole = known.code(text)
        found = []
        for part in [text] if whole else parts_of(text):
            code = known.code(part)
            likely = None if code else known.likely(part)
            if code:
                found.append(code)
            elif likely:
                self.note("country_likely", "country", text=part, likely=known.name(likely, self.facts.language))
            else:
                self.note("country_unknown", "country", text=part)
        return found
