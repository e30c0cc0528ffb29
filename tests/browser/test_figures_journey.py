"""The officer makes the half-year release in three minutes: from my work to the files, opened again and read."""

import io
import time
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Download, Page

from gagyo.kernels.documents.hwpx_read import read_hwpx_tables, read_hwpx_text
from tests.browser.journeys import Words, text_of

SECONDS = 180
PUBLISHED = ["29", "273", "373", "16"]
SENTENCE = {
    "ko": "16차례에 걸쳐 29개국 273명의 해외 대표단을 맞이했다",
    "en": "received 273 persons from 29 countries in 16 visits",
}


def download(page: Page, name: str) -> bytes:
    """Take a file as a person does, and return what is in it."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    found: Download = waiting.value
    return found.path().read_bytes()


def of_sheet(content: bytes) -> tuple[list[str], str]:
    """Return this half's four figures of a spreadsheet, and all lines of its first sheet."""
    lines = list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    return [str(line[1]) for line in lines if isinstance(line[1], int)], " ".join(str(line[0]) for line in lines)


def of_paper(content: bytes) -> tuple[list[str], str]:
    """Return this half's four figures of a report's first table of them, and its text."""
    table = next(table for table in read_hwpx_tables(content) if len(table) == len(PUBLISHED) + 1)
    return [line[1] for line in table[1:]], read_hwpx_text(content)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_officer_makes_the_half_year_release_in_three_minutes(signed_in: Callable[..., Page], language: str) -> None:
    page, say, began = signed_in("visits"), Words(language), time.monotonic()
    page.goto(f"{say.prefix}/work/")
    page.get_by_role("link", name=say("Half-year figures"), exact=True).last.click()
    page.wait_for_url("**/visits/half-year/**")
    page.locator("#id_half").select_option("2024H1")
    page.locator("#id_as_of").fill("2024-06-19")
    page.locator(".filter-go").click()
    page.wait_for_url("**half=2024H1**")
    figures = [each.inner_text() for each in page.locator(".figure-headline .figure-value b").all()]
    assert figures == PUBLISHED
    assert SENTENCE[language] in text_of(page)
    page.locator(f"[data-copy=press-{language}] button").click()
    page.locator(f"[data-copy=press-{language}] [role=status]").get_by_text(say("Copied")).wait_for()
    words = {"ko": "한국어", "en": "English"}[language]
    for numbers, text in (of_sheet(download(page, f"XLSX ({words})")), of_paper(download(page, f"HWPX ({words})"))):
        assert (numbers, SENTENCE[language] in text) == (figures, True)
    assert time.monotonic() - began < SECONDS
