"""A visitor finds Dartford and takes the rows home: by mouse, by thumb, by keyboard, without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.journeys import Words, rows_of_csv, rows_of_xlsx, tab_until, table_rows

WAYS: dict[str, dict[str, Any]] = {
    "wide": {},
    "telephone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
    "without scripts": {"java_script_enabled": False},
}
DARTFORD = {"ko": "다트퍼드", "en": "Dartford"}
NAMYANGJU = {"ko": "남양주시", "en": "Namyangju-si"}


def find_dartford(page: Page, *, say: Words, typed: str) -> None:
    """Search on the home page; the answer says what was found and why it fits."""
    page.goto(f"{say.prefix}/")
    page.locator("#search-q").fill(typed)
    page.get_by_role("button", name=say("Search")).first.click()
    page.wait_for_url("**/search/**")
    ties = table_rows(page)
    assert len(ties) == 1
    assert DARTFORD[say.language] in ties[0] and NAMYANGJU[say.language] in ties[0] and "1996" in ties[0]


@pytest.mark.parametrize(
    ("way", "language", "typed"),
    [
        ("wide", "ko", "다트포드"),
        ("telephone", "ko", "다트퍼드"),
        ("without scripts", "ko", "다트포드"),
        ("wide", "en", "Dartford"),
        ("telephone", "en", "다트포드"),
    ],
)
def test_a_visitor_finds_dartford_however_it_is_spelt_and_downloads_the_rows(
    make_page: Callable[..., Page], way: str, language: str, typed: str
) -> None:
    page, say = make_page(**WAYS[way]), Words(language)
    find_dartford(page, say=say, typed=typed)
    page.locator("main .figure-inline a").first.click()
    page.wait_for_url("**/ties/?**")
    assert len(table_rows(page)) == 1
    with page.expect_download() as csv_download:
        page.get_by_role("link", name="CSV").click()
    with page.expect_download() as xlsx_download:
        page.get_by_role("link", name="XLSX").click()
    rows = rows_of_csv(csv_download.value)
    assert len(rows) == 1 and {"1996", "Dartford"} <= set(rows[0].values())
    sheet = rows_of_xlsx(xlsx_download.value)
    assert [row for row in sheet if "Dartford" in row and NAMYANGJU["en"] in row]


def test_a_visitor_does_all_of_it_without_a_mouse(make_page: Callable[..., Page]) -> None:
    page, say = make_page(), Words("ko")
    page.goto("/")
    page.locator("body").press("Tab")
    page.keyboard.press("Enter")
    tab_until(page, lambda name: name == say("A city, a country or a local government, however you spell it"))
    page.keyboard.type("다트포드")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    tab_until(page, lambda name: name.startswith("1"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/ties/?**")
    tab_until(page, lambda name: "XLSX" in name)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert [row for row in rows_of_xlsx(download.value) if "다트퍼드" in row]


def test_a_figure_opens_exactly_as_many_rows_as_it_says(make_page: Callable[..., Page]) -> None:
    page = make_page()
    page.goto("/en/statistics/")
    said = page.locator(".figure-headline .figure-value a").first
    number = said.locator("b").inner_text()
    said.click()
    page.wait_for_url("**/ties/**")
    assert page.locator(".filter-count b").first.inner_text() == number
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert len(rows_of_csv(download.value)) == int(number.replace(",", ""))
