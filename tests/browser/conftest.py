"""
What browser tests may use: a real server, a real Chromium, and a guard over every page.

page, page_en, phone (360 px wide), nojs: pages of nobody's account. signed_in("officer"): a page of the sample
account with that role. All of them open addresses relative to the server: page.goto("/ties/").
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from systemwide import chromium

from tests.browser.accessibility import bring_axe, faults_of
from tests.browser.serving import PASSWORD, Server, make_template, serving
from tests.browser.watching import Watcher

CHROMIUM = os.environ.get("GAGYO_TEST_CHROMIUM") or chromium()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 360, "height": 740}
MakePage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here, so that `-m "not browser"` leaves them out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return the temporary folder of all test processes of this run."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server, on a copy of its own of a database with the sample data."""
    base = tmp_path_factory.getbasetemp()
    given = os.environ.get("GAGYO_TEST_FOLDER")
    template = make_template(Path(given) if given else shared_folder(tmp_path_factory))
    data = base / "data"
    shutil.copytree(template, data, symlinks=True)
    with serving(data=data, log=base / "server.log") as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def new_context(browser: Browser, server: Server, **options: Any) -> BrowserContext:
    """Open a context of the browser; it takes what Browser.new_context takes."""
    chosen: dict[str, Any] = {
        "base_url": server.url,
        "locale": "ko-KR",
        "timezone_id": "Asia/Seoul",
        "viewport": WIDE,
        "accept_downloads": True,
        **options,
    }
    context = browser.new_context(**chosen)
    context.set_default_timeout(30_000)
    return context


@pytest.fixture
def watcher(server: Server) -> Iterator[Watcher]:
    """Fails the test if one of its pages did what no page may do."""
    found = Watcher(host=f"127.0.0.1:{server.port}")
    yield found
    assert found.seen == []


@pytest.fixture
def make_page(server: Server, browser: Browser, watcher: Watcher) -> Iterator[MakePage]:
    """A function that opens a page in a context of its own; it takes what Browser.new_context takes."""
    opened: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        context = new_context(browser, server, **options)
        watcher.watch(context)
        opened.append(context)
        return context.new_page()

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(make_page: MakePage) -> Page:
    """A page of a visitor who reads Korean."""
    return make_page()


@pytest.fixture
def page_en(make_page: MakePage) -> Page:
    """A page of a visitor who reads English, at the English home page."""
    found = make_page(locale="en-GB")
    found.goto("/en/")
    return found


@pytest.fixture
def phone(make_page: MakePage) -> Page:
    """A page 360 px wide, touched instead of clicked."""
    return make_page(viewport=NARROW, is_mobile=True, has_touch=True, device_scale_factor=2)


@pytest.fixture
def nojs(make_page: MakePage) -> Page:
    """A page without scripts."""
    return make_page(java_script_enabled=False)


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Cookies of the roles that signed in already: signing in hashes a password, which costs on purpose."""
    return {}


def sign_in(*, page: Page, server: Server, role: str) -> None:
    """Sign in through the form's address, and refuse to go on if that did not work."""
    token_page = page.request.get("/accounts/login/")
    assert token_page.ok, token_page.status
    tokens = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken"]
    answer = page.request.post(
        "/accounts/login/",
        form={"login": f"{role}@example.org", "password": PASSWORD, "csrfmiddlewaretoken": tokens[0]},
        headers={"Referer": f"{server.url}/accounts/login/"},
    )
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert answer.ok and "sessionid" in names, f"{role} could not sign in: {answer.status}"


@pytest.fixture
def signed_in(make_page: MakePage, server: Server, sessions: dict[str, Any]) -> Callable[..., Page]:
    """signed_in("officer") opens a page of the sample account with that role; it takes context options too."""

    def open_as(role: str, **options: Any) -> Page:
        if role not in sessions:
            first = make_page()
            sign_in(page=first, server=server, role=role)
            sessions[role] = first.context.storage_state()
        return make_page(storage_state=sessions[role], **options)

    return open_as


@dataclass(frozen=True)
class Window:
    """A page that stays open from test to test, and what watches it."""

    page: Page
    watcher: Watcher


@pytest.fixture(scope="session")
def window(server: Server, browser: Browser) -> Iterator[Callable[..., Window]]:
    """
    window("officer", contrast="high") gives a page of that account, or of nobody for "", kept for all tests.

    For tests that only read: a new page would fetch every style and font, and parse them, once more.
    """
    opened: dict[tuple[str, str], Window] = {}

    def open_window(role: str, *, contrast: str) -> Window:
        if (role, contrast) not in opened:
            context = new_context(browser, server, reduced_motion="reduce")
            bring_axe(context)
            watcher = Watcher(host=f"127.0.0.1:{server.port}")
            watcher.watch(context)
            page = context.new_page()
            if role:
                sign_in(page=page, server=server, role=role)
            context.add_cookies([{"name": "gagyo_contrast", "value": contrast, "url": server.url}])
            opened[role, contrast] = Window(page, watcher)
        found = opened[role, contrast]
        found.watcher.seen.clear()
        return found

    yield open_window
    for each in opened.values():
        each.page.context.close()


@pytest.fixture
def check_axe() -> Callable[[Page], None]:
    """A function that expects no fault of accessibility on a page, as axe-core sees it."""

    def check(page: Page) -> None:
        faults = faults_of(page)
        assert faults == [], "\n".join(faults)

    return check
