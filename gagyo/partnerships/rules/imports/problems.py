"""What is wrong with, or worth saying about, a row: codes with what they name, said in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gagyo.partnerships.rules.imports.fields import field_name
from gagyo.partnerships.rules.imports.words import label_of, labels

Level = Literal["wrong", "warning", "note"]

# Those of kernels.tabular.errors, word for word, so that they have a translation; a test compares them.
OF_FILES: Final[Mapping[str, str | Promise]] = {
    "table_empty": gettext_lazy(
        "%(filename)s is empty. Choose a file with a header row and at least one row under it."
    ),
    "table_encrypted": gettext_lazy(
        "%(filename)s is protected by a password. Save a copy without a password and choose that."
    ),
    "table_old_xls": gettext_lazy(
        "%(filename)s is in the old Excel format (.xls). Open it and save it as .xlsx or .csv."
    ),
    "table_ods": gettext_lazy("%(filename)s is an OpenDocument file. Open it and save it as .xlsx or .csv."),
    "table_html": gettext_lazy(
        "%(filename)s is a web page with a spreadsheet's name. Open it in Excel and save it as .xlsx."
    ),
    "table_not_one": gettext_lazy("%(filename)s is not a spreadsheet. Choose an .xlsx, .csv or .tsv file."),
    "table_damaged": gettext_lazy(
        "%(filename)s is damaged and cannot be opened. Save it again from the program that made it."
    ),
    "table_encoding": gettext_lazy(
        "%(filename)s is neither UTF-8 nor CP949 text. Save it as “CSV UTF-8” and choose that."
    ),
    "table_unpacks_too_large": gettext_lazy(
        "%(filename)s unpacks to more than %(megabytes)s MB. Keep only the sheet to import."
    ),
    "table_too_many_rows": gettext_lazy("%(filename)s has more than %(max_rows)s rows. Split it into several files."),
    "table_too_wide": gettext_lazy(
        "Row %(row)s of %(filename)s has more than %(max_columns)s columns. Delete what stands beside the table."
    ),
    "table_no_rows": gettext_lazy("%(filename)s has a header row but no row under it. Add the rows to import."),
}
SENTENCES: Final[Mapping[str, str | Promise]] = {
    "date_missing": gettext_lazy("There is no date. Write one such as 1996-05-03, 1996-05 or 1996."),
    "date_unknown": gettext_lazy("“%(text)s” is not a date. Write it as 1996-05-03, 1996-05 or 1996."),
    "date_impossible": gettext_lazy("“%(text)s” is not a day of the calendar. Correct the month or the day."),
    "date_ambiguous": gettext_lazy(
        "“%(text)s” can be read as %(one)s or %(other)s. Write the year first, as in 1996-05-03."
    ),
    "number_missing": gettext_lazy("There is no number. Write one, or 0."),
    "number_unknown": gettext_lazy("“%(text)s” is not a number. Write digits, as in 12000."),
    "number_negative": gettext_lazy("“%(text)s” is less than 0. Write 0 or more."),
    "number_not_whole": gettext_lazy("“%(text)s” is not a whole number. Round it."),
    "number_too_large": gettext_lazy("“%(text)s” is too large. Check its unit."),
    "amount_unknown": gettext_lazy(
        "“%(text)s” is not an amount in won. Write it as 12000000, 12,000천원 or 1억 2천만원."
    ),
    "amount_not_krw": gettext_lazy("“%(text)s” is not in won. Convert it to won and write that."),
    "missing": gettext_lazy("The cell is empty. Write the %(field)s."),
    "word_unknown": gettext_lazy("“%(text)s” is not known here. Write one of: %(words)s."),
    "word_likely": gettext_lazy("“%(text)s” is not known here. Did you mean “%(likely)s”? Write one of: %(words)s."),
    "country_unknown": gettext_lazy("“%(text)s” is not a country. Write its name or its ISO code, as in 영국 or GB."),
    "country_likely": gettext_lazy(
        "“%(text)s” is not a country. Did you mean “%(likely)s”? Write its name or its ISO code."
    ),
    "truth_unknown": gettext_lazy("“%(text)s” is neither yes nor no. Write 예 or 아니요 (yes or no)."),
    "too_long": gettext_lazy("The text has %(length)s characters; %(most)s fit. Shorten it."),
    "year_unknown": gettext_lazy("“%(text)s” is not a year. Write four digits, as in 2027."),
    "address_unknown": gettext_lazy("“%(text)s” is not an address of a web page. Write it with https:// in front."),
    "day_needed": gettext_lazy("“%(text)s” lacks its day. Write the whole date, as in 2025-07-01."),
    "id_unknown": gettext_lazy(
        "No record has the number %(id)s. Empty the cell to add the row as a new record, or correct the number."
    ),
    "id_not_number": gettext_lazy("“%(text)s” is not a number of a record. Empty the cell, or copy it from an export."),
    "id_twice": gettext_lazy(
        "The number %(id)s also stands in row %(row)s with other values. Keep one of the two rows."
    ),
    "tie_unknown": gettext_lazy(
        "No tie has the number %(id)s. Empty the cell, or copy the number from the tie's page."
    ),
    "not_yours": gettext_lazy(
        "%(body)s is not the government of %(office)s. Take the row out; that government imports it itself."
    ),
    "record_not_yours": gettext_lazy(
        "The record %(id)s belongs to %(owner)s. Take the row out; that office changes it itself."
    ),
    "name_undecided": gettext_lazy(
        "“%(text)s” has not been matched with a government. Go back to the matches and choose one."
    ),
    "name_likely": gettext_lazy(
        "“%(text)s” has not been matched; “%(likely)s” is nearest (%(confidence)s of 100). Confirm it at the matches."
    ),
    "place_undecided": gettext_lazy(
        "“%(text)s” has not been matched with a place. Go back to the matches and choose one, or correct the name."
    ),
    "place_likely": gettext_lazy(
        "“%(text)s” has not been matched with a place; “%(likely)s” is nearest (%(confidence)s of 100). Confirm it at "
        "the matches."
    ),
    "signatories_differ": gettext_lazy(
        "“%(text)s” names %(count)s for %(parties)s parties. Write one for each party in their order, parted with ; "
        "and – for one that is not known."
    ),
    "not_korean": gettext_lazy("%(body)s is not a Korean local government. Write the Korean side here."),
    "same_party": gettext_lazy("%(body)s stands on both sides. Name the other side."),
    "signed_ahead": gettext_lazy("The signing date %(date)s lies ahead. Correct it, or write the state “%(state)s”."),
    "signed_though_ahead": gettext_lazy(
        "A tie that is “%(state)s” has no signing date yet. Empty the date, or correct the state."
    ),
    "planned_without_year": gettext_lazy("A planned tie needs the year that it is planned for. Write it."),
    "ended_too_early": gettext_lazy("The end %(end)s is before the beginning %(start)s. Correct one of the two."),
    "ended_ahead": gettext_lazy("The end %(date)s lies ahead. Record it on the day that it happens."),
    "ended_though_open": gettext_lazy(
        "There is a day of ending, but the state is “%(state)s”. Correct one of the two."
    ),
    "outcome_ahead": gettext_lazy("The project begins on %(date)s, so it has no outcome yet. Empty the cell."),
    "several_fit": gettext_lazy(
        "%(count)s records fit this row (%(ids)s). Write the number of the one that is meant into “%(field)s”."
    ),
    "twice_in_file": gettext_lazy("The same as row %(row)s of this file; it is left out."),
    "there_already": gettext_lazy(
        "Already recorded as “%(name)s” (number %(id)s) under another spelling; it is left out."
    ),
    "there_already_differs": gettext_lazy(
        "Already recorded as “%(name)s” (number %(id)s) under another spelling, and differs in: %(fields)s. It is left "
        "out; to change the record, write its number into “%(field)s”."
    ),
    "tied_again": gettext_lazy(
        "%(name)s is already a tie of this kind (number %(id)s, signed %(date)s). Check that this is a second one."
    ),
    "lost_suggested": gettext_lazy(
        "“%(text)s” seems to have lost characters; it was probably “%(suggestion)s”. Put the suggestion in, "
        "or correct it."
    ),
    "lost": gettext_lazy("“%(text)s” has lost characters. Correct it in the file, or save the file as UTF-8."),
}


@dataclass(frozen=True)
class Problem:
    """
    One thing about a row.

    code: a key of SENTENCES; key: the field, empty for the whole row; params: what the sentence names, plain values
    """

    level: Level
    code: str
    key: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> list[Any]:
        """Return the shape in which it is stored."""
        return [self.level, self.code, self.key, dict(self.params)]


def from_json(values: Iterable[Any]) -> Problem:
    """Return the problem for its stored shape."""
    level, code, key, params = values
    return Problem(level, code, key, params)


def sentence(problem: Problem, *, subject: str, row: int, headings: Mapping[str, str]) -> str:
    """
    Return what, in which row and column, and what to do, in the active language.

    headings: field -> what the file calls its column
    """
    language = get_language() or "ko"
    words = {name: shortened(value) for name, value in problem.params.items()}
    if problem.key:
        words.setdefault("field", field_name(subject=subject, key=problem.key, language=language))
    if "fields" in words:
        names = [field_name(subject=subject, key=key, language=language) for key in problem.params["fields"]]
        words["fields"] = ", ".join(names)
    if problem.code in {"several_fit", "there_already_differs"}:
        words["field"] = field_name(subject=subject, key="gagyo_id", language=language)
    if problem.code.startswith("word_"):
        words["words"] = ", ".join(labels(subject=subject, key=problem.key))
    for name in ("likely", "state"):
        if (
            name in words
            and problem.code not in {"name_likely", "place_likely"}
            and not problem.code.startswith("country")
        ):
            key = "state" if name == "state" else problem.key
            words[name] = label_of(subject=subject, key=key, value=str(words[name]))
    said = str(SENTENCES[problem.code]) % words
    column = headings.get(problem.key, "")
    if column:
        return _("Row %(row)s, “%(column)s”: %(sentence)s") % {"row": row, "column": column, "sentence": said}
    return _("Row %(row)s: %(sentence)s") % {"row": row, "sentence": said}


def shortened(value: Any) -> Any:
    """Return a text short enough to be quoted."""
    return f"{value[:59]}…" if isinstance(value, str) and len(value) > 60 else value
