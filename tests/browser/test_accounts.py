"""Accounts and offices in a real browser: passkeys, the office switch, narrow and without scripts."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import PASSWORD, Server
from tests.browser.watching import Watcher

pytestmark = pytest.mark.browser
OWN = [
    "/accounts/me/",
    "/accounts/offices/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/email/",
]


def sign_in(page: Page, role: str) -> None:
    """Sign in through the form, as a person does."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(f"{role}@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/work/")


def with_authenticator(page: Page) -> None:
    """Plug a virtual authenticator into the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.fixture
def localhost(server: Server, browser: Browser) -> Iterator[Page]:
    """A page of the server under a name: a passkey belongs to a domain, and 127.0.0.1 is none."""
    watcher = Watcher(host=f"localhost:{server.port}")
    context = browser.new_context(base_url=f"http://localhost:{server.port}", locale="ko-KR")
    watcher.watch(context)
    yield context.new_page()
    context.close()
    assert watcher.seen == []


def test_a_passkey_is_added_and_opens_the_account_without_a_password(localhost: Page) -> None:
    page = localhost
    with_authenticator(page)
    sign_in(page, "interpreter")
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/webauthn/add/")
    page.locator("input[name=name]").fill("노트북")
    page.locator("input[name=passwordless]").check(force=True)
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto("/accounts/2fa/webauthn/")
    assert "노트북" in page.locator("main").inner_text()
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/work/")


@pytest.mark.parametrize("url", OWN)
def test_own_pages_have_no_fault_of_accessibility_and_fit_360_px(
    signed_in: Callable[..., Page], check_axe: Callable[[Page], None], url: str
) -> None:
    page = signed_in("manager")
    page.goto(url)
    check_axe(page)
    phone = signed_in("manager", viewport={"width": 360, "height": 740})
    phone.goto(url)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    check_axe(phone)


@pytest.mark.parametrize("url", ["/audit/", "/en/audit/"])
def test_the_audit_record_reads_at_both_widths(
    signed_in: Callable[..., Page], check_axe: Callable[[Page], None], url: str
) -> None:
    page = signed_in("operator")
    page.goto(url)
    check_axe(page)
    page.locator("main tbody a").first.click()
    check_axe(page)
    phone = signed_in("operator", viewport={"width": 360, "height": 740})
    phone.goto(url)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_manager_invites_without_scripts_or_a_mouse(signed_in: Callable[..., Page]) -> None:
    page = signed_in("manager", java_script_enabled=False)
    page.goto("/accounts/offices/")
    page.locator("main tbody a").first.click()
    page.locator("main a.primary").first.press("Enter")
    page.locator("input[name=email]").fill("new.colleague@example.org")
    page.locator("main form button[type=submit]").first.press("Enter")
    page.wait_for_load_state()
    assert "new.colleague@example.org" in page.locator("main").inner_text()
