"""What journeys share: the words on the screen in either language, rows in files, the keyboard."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import holidays
from django.utils.translation import gettext, override, pgettext
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Download, FilePayload, Locator, Page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_TABS = 90


class Words:
    """The interface's words in one language, asked for by their English source."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.prefix = "/en" if language == "en" else ""

    def __call__(self, english: str, *, context: str = "") -> str:
        """Return the words as a page of this language shows them."""
        with override(self.language):
            return pgettext(context, english) if context else gettext(english)


def sheet_of(*rows: tuple[Any, ...], name: str = "list.xlsx") -> FilePayload:
    """Return a spreadsheet with these rows, as an officer's disk holds it."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return FilePayload(name=name, mimeType=XLSX, buffer=buffer.getvalue())


def rows_of_xlsx(download: Download) -> list[tuple[Any, ...]]:
    """Open a downloaded spreadsheet and return the rows of its first sheet."""
    sheet = load_workbook(io.BytesIO(download.path().read_bytes()), read_only=True).worksheets[0]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def rows_of_csv(download: Download) -> list[dict[str, str]]:
    """Open a downloaded CSV file, which begins with a byte order mark for Excel."""
    text = download.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def text_of(page: Page | Locator, selector: str = "main") -> str:
    """Return what a person reads there, on one line."""
    return " ".join(page.locator(selector).first.inner_text().split())


def facts_of(page: Page) -> dict[str, str]:
    """Return the facts at the top of a record's page."""
    pairs = page.locator("dl.facts .fact").all()
    return {
        each.locator("dt").inner_text().strip(): " ".join(each.locator("dd").inner_text().split()) for each in pairs
    }


def table_rows(page: Page) -> list[str]:
    """Return the rows of the first table, each on one line."""
    return [" ".join(row.inner_text().split()) for row in page.locator("main table").first.locator("tbody tr").all()]


def tab_until(page: Page, fits: Callable[[str], bool], *, key: str = "Tab") -> str:
    """
    Press the tab key until what has the focus is called so; return its name.

    key: "Shift+Tab" goes back
    :raises AssertionError: if it is not reached
    """
    seen = []
    for name in _focused(page, key):
        if fits(name):
            return name
        seen.append(name)
    raise AssertionError(f"The tab key did not lead there, only to: {seen}")


def _focused(page: Page, key: str) -> Iterator[str]:
    for _turn in range(MOST_TABS):
        page.keyboard.press(key)
        yield page.evaluate(
            """() => {
              const node = document.activeElement, label = node.labels && node.labels[0];
              const words = node.getAttribute('aria-label') || (label ? label.textContent : '') || node.textContent;
              return (words || node.name || '').replace(/\\s+/g, ' ').trim();
            }"""
        )


def days_ago(days: int) -> str:
    """Return a day before today as a date field takes it."""
    return (date.today() - timedelta(days=days)).isoformat()  # noqa: DTZ011 # the machine's own day, as its officer's


def working_day(*, ahead: int) -> date:
    """Return the first day at least so many days ahead that is no weekend, Monday or public holiday of Korea."""
    day = date.today() + timedelta(days=ahead)  # noqa: DTZ011 # the machine's own day, as its officer's
    while day.weekday() not in range(1, 5) or day in holidays.country_holidays("KR", years=day.year):
        day += timedelta(days=1)
    return day
