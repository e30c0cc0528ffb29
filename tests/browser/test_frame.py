"""The frame of every page, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.serving import Server
from tests.browser.watching import Watcher

pytestmark = pytest.mark.browser


def test_a_visitor_gets_korean_at_the_root_and_english_below_en(page: Page, page_en: Page) -> None:
    page.goto("/")
    languages = [found.locator("html").get_attribute("lang") for found in (page, page_en)]
    assert languages == ["ko", "en"]


def test_a_page_at_360_px_does_not_scroll_sideways(phone: Page) -> None:
    phone.goto("/")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_home_page_reads_without_scripts(nojs: Page) -> None:
    answer = nojs.goto("/")
    assert answer is not None
    assert (answer.status, nojs.locator("h1").count()) == (200, 1)


def test_an_officer_who_signed_in_reaches_my_work(signed_in: Callable[..., Page]) -> None:
    page = signed_in("officer")
    page.goto("/work/")
    assert page.url.endswith("/work/")


def test_the_home_page_has_no_fault_of_accessibility(page: Page, check_axe: Callable[[Page], None]) -> None:
    page.goto("/")
    check_axe(page)


def test_the_guard_notices_another_host_and_a_broken_policy(page: Page, watcher: Watcher) -> None:
    page.goto("/")
    page.evaluate("fetch('http://127.0.0.2:9/').catch(() => null)")
    page.evaluate("new Image().src = 'http://127.0.0.2:9/pixel.gif'")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_timeout(300)
    seen, watcher.seen[:] = " ".join(watcher.seen), []
    assert "connect-src" in seen and "img-src" in seen


def test_the_guard_notices_a_picture_that_is_missing(page: Page, watcher: Watcher, server: Server) -> None:
    page.goto("/")
    with page.expect_response("**/nothing.png"):
        page.evaluate("new Image().src = '/static/nothing.png'")
    page.wait_for_timeout(100)
    seen, watcher.seen[:] = list(watcher.seen), []
    assert seen == [f"got 404 for {server.url}/static/nothing.png"]
