"""The gallery: every component, measured by axe, in both widths, contrasts and languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.serving import Server

GROUNDS = {"light": "rgb(255, 255, 255)", "high": "rgb(0, 0, 0)"}


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("contrast", ["light", "high"])
@pytest.mark.parametrize("path", ["/gallery/", "/en/gallery/?form=wrong&kind=sister"])
def test_every_component_is_accessible(
    make_page: Callable[..., Page],
    check_axe: Callable[[Page], None],
    server: Server,
    width: int,
    contrast: str,
    path: str,
) -> None:
    page = make_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.context.add_cookies([{"name": "gagyo_contrast", "value": contrast, "url": server.url}])
    page.goto(path)
    page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == GROUNDS[contrast]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    check_axe(page)


def test_the_contrast_switch_works_without_scripts(nojs: Page, server: Server) -> None:
    nojs.goto("/en/gallery/?page=2")
    nojs.get_by_role("button", name="High contrast").click()
    assert nojs.url == f"{server.url}/en/gallery/?page=2"
    assert nojs.locator("html").get_attribute("data-krds-mode") == "high-contrast"


@pytest.mark.parametrize(("wish", "ground"), [("no-preference", GROUNDS["light"]), ("more", GROUNDS["high"])])
def test_a_visitor_whose_system_asks_for_contrast_gets_it(
    make_page: Callable[..., Page], wish: str, ground: str
) -> None:
    page = make_page(contrast=wish)
    page.goto("/gallery/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground


def test_the_first_stop_of_the_keyboard_leads_to_the_content(page_en: Page) -> None:
    page_en.keyboard.press("Tab")
    assert page_en.evaluate("document.activeElement.textContent") == "Skip to the content"
    page_en.keyboard.press("Enter")
    assert page_en.evaluate("document.activeElement.id") == "content"


def test_the_folded_menu_opens_without_scripts(make_page: Callable[..., Page]) -> None:
    page = make_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto("/en/gallery/")
    menu = page.get_by_role("navigation", name="Menu")
    assert not menu.is_visible()
    page.locator(".menu-fold summary").click()
    assert menu.is_visible()
