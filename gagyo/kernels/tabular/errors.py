"""What can be wrong with a table, a date or a number, as a code with an English sentence.

Kernels know no translations: a caller shows `SENTENCES[code] % params` in the reader's language.
"""

from typing import Final

SENTENCES: Final = {
    "table_empty": "%(filename)s is empty. Choose a file with a header row and at least one row under it.",
    "table_encrypted": "%(filename)s is protected by a password. Save a copy without a password and choose that.",
    "table_old_xls": "%(filename)s is in the old Excel format (.xls). Open it and save it as .xlsx or .csv.",
    "table_ods": "%(filename)s is an OpenDocument file. Open it and save it as .xlsx or .csv.",
    "table_html": "%(filename)s is a web page with a spreadsheet's name. Open it in Excel and save it as .xlsx.",
    "table_not_one": "%(filename)s is not a spreadsheet. Choose an .xlsx, .csv or .tsv file.",
    "table_damaged": "%(filename)s is damaged and cannot be opened. Save it again from the program that made it.",
    "table_encoding": "%(filename)s is neither UTF-8 nor CP949 text. Save it as “CSV UTF-8” and choose that.",
    "table_unpacks_too_large": "%(filename)s unpacks to more than %(megabytes)s MB. Keep only the sheet to import.",
    "table_too_many_rows": "%(filename)s has more than %(max_rows)s rows. Split it into several files.",
    "table_too_wide": (
        "Row %(row)s of %(filename)s has more than %(max_columns)s columns. Delete what stands beside the table."
    ),
    "table_no_rows": "%(filename)s has a header row but no row under it. Add the rows to import.",
    "date_missing": "There is no date. Write one such as 1996-05-03, 1996-05 or 1996.",
    "date_unknown": "“%(text)s” is not a date. Write it as 1996-05-03, 1996-05 or 1996.",
    "date_impossible": "“%(text)s” is not a day of the calendar. Correct the month or the day.",
    "date_ambiguous": "“%(text)s” can be read as %(one)s or %(other)s. Write the year first, as in 1996-05-03.",
    "number_missing": "There is no number. Write one, or 0.",
    "number_unknown": "“%(text)s” is not a number. Write digits, as in 12000.",
    "number_negative": "“%(text)s” is less than 0. Write 0 or more.",
    "number_not_whole": "“%(text)s” is not a whole number. Round it.",
    "number_too_large": "“%(text)s” is too large. Check its unit.",
    "amount_unknown": "“%(text)s” is not an amount in won. Write it as 12000000, 12,000천원 or 1억 2천만원.",
    "amount_not_krw": "“%(text)s” is not in won. Convert it to won and write that.",
}
_LONGEST_QUOTE: Final = 60


class UnableToRead(Exception):
    """
    Something in a table cannot be understood.

    code: a key of `SENTENCES`; params: what its sentence names.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params = {name: _shortened(value) for name, value in params.items()}
        super().__init__(self.message)

    @property
    def message(self) -> str:
        return SENTENCES[self.code] % self.params


class UnableToReadTable(UnableToRead): ...


class UnableToReadDate(UnableToRead): ...


class UnableToReadNumber(UnableToRead): ...


def _shortened(value: str | int) -> str | int:
    if isinstance(value, str) and len(value) > _LONGEST_QUOTE:
        return value[: _LONGEST_QUOTE - 1] + "…"
    return value
