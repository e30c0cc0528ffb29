"""The gallery in a real browser: every component, measured by axe, in both widths, contrasts and languages."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

# The browser that the machine has; Playwright's own where GAGYO_CHROMIUM is empty and none is installed.
CHROMIUM = os.environ.get("GAGYO_CHROMIUM") or next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if os.path.exists(path)), None
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once for the module."""
    # Playwright keeps an event loop, which Django takes for asynchronous code that must not touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def opened(browser: Browser, *, url: str, width: int, contrast: str = "light") -> Page:
    """Return a page; it fails for any request that leaves the server and for any error of the console."""
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    context.add_cookies([{"name": "gagyo_contrast", "value": contrast, "url": url}])
    page = context.new_page()
    host = url.split("/")[2]
    outside: list[str] = []
    page.on("request", lambda request: None if host in request.url else outside.append(request.url))
    page.on("console", lambda message: outside.append(message.text) if message.type == "error" else None)
    page.goto(url, wait_until="networkidle")
    assert outside == []
    return page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("contrast", ["light", "high"])
@pytest.mark.parametrize("path", ["/gallery/", "/en/gallery/?form=wrong&kind=sister"])
def test_axe_finds_nothing_wrong(
    browser: Browser, live_server: LiveServer, width: int, contrast: str, path: str
) -> None:
    page = opened(browser, url=live_server.url + path, width=width, contrast=contrast)
    for fold in page.query_selector_all("details"):
        fold.evaluate("fold => fold.open = true")
    found = Axe().run(page, options={"runOnly": TAGS})
    wrong = [
        (rule["id"], node["target"], node["failureSummary"])
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_contrast_switch_works_without_a_script(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/gallery/?page=2")
    page.get_by_role("button", name="High contrast").click()
    assert page.url == f"{live_server.url}/en/gallery/?page=2"
    assert page.locator("html").get_attribute("data-krds-mode") == "high-contrast"
    context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_visitor_whose_system_asks_for_contrast_gets_it(browser: Browser, live_server: LiveServer) -> None:
    grounds = []
    for contrast in ("no-preference", "more"):
        context = browser.new_context(contrast=contrast)  # type: ignore[arg-type]  # a literal in a loop is a str
        page = context.new_page()
        page.goto(f"{live_server.url}/gallery/")
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()
    assert grounds == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_first_stop_of_the_keyboard_leads_to_the_content(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, url=f"{live_server.url}/en/gallery/", width=1440)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.context.close()
