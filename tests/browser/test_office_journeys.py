"""An auditor follows a figure down; somebody is invited and joins; two offices, one person; signing in and out."""

import email
import email.policy
import re
import sqlite3
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.journeys import Words, text_of
from tests.browser.serving import PASSWORD, Server

SAY = Words("ko")


def sign_in(page: Page, who: str, *, password: str = PASSWORD) -> None:
    """Sign in as a person does."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(who)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/work/")


def link_in_mail(server: Server, *, to: str) -> str:
    """Return the link of the last message to that address, as the outbox keeps it until the mail server takes it."""
    with sqlite3.connect(f"file:{server.data / 'gagyo.sqlite3'}?mode=ro", uri=True) as connection:
        sql = 'SELECT raw FROM common_outgoingmail WHERE "to" LIKE ? ORDER BY id DESC'
        raw = connection.execute(sql, (f"%{to}%",)).fetchone()[0]
    message = email.message_from_string(raw, policy=email.policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"https?://\S+/invitations/\S+", body.get_content())
    assert found, body.get_content()
    return found[0]


def test_an_auditor_opens_a_figure_down_to_who_entered_its_rows(signed_in: Callable[..., Page]) -> None:
    page = signed_in("auditor")
    page.goto("/statistics/")
    page.locator("main tbody td.number a").first.click()
    page.wait_for_url("**/ties/?**")
    counted = int(text_of(page, ".filter-count b"))
    assert page.locator("main tbody tr").count() == min(counted, 50)
    page.goto("/ties/?q=다트포드")
    page.locator("main tbody a[href*='/ties/']").first.click()
    page.wait_for_url("**/ties/*/")
    assert SAY("Who changed what") in text_of(page)
    page.get_by_role("link", name=SAY("Who changed this")).click()
    page.wait_for_url("**/audit/?**")
    assert page.locator("main tbody tr").count() >= 1
    assert "gagyo demo" in text_of(page, "main tbody")
    page.locator("main tbody a").first.click()
    assert SAY("Who, when, why") in text_of(page)
    assert page.locator("main form").count() == 0


def test_somebody_invited_makes_an_account_and_works_in_the_office(
    signed_in: Callable[..., Page], make_page: Callable[..., Page], server: Server
) -> None:
    manager = signed_in("manager")
    manager.goto("/accounts/offices/")
    manager.locator("main tbody a[href*='/offices/']").first.click()
    manager.locator("main a[href$='/invite/']").click()
    manager.locator("input[name=email]").fill("new.officer@example.org")
    manager.locator("main form button[type=submit].primary").click()
    manager.wait_for_url(lambda url: "invite" not in url)
    assert "new.officer@example.org" in text_of(manager)
    guest = make_page()
    guest.goto(link_in_mail(server, to="new.officer@example.org"))
    guest.locator("input[name=name_ko]").fill("신담당")
    guest.locator("input[name=name_en]").fill("Shin Damdang")
    for name in ("password", "again"):
        guest.locator(f"input[name={name}]").fill("a bridge of 2026")
    guest.locator("main form button[type=submit].primary").click()
    guest.wait_for_url(lambda url: "/invitations/" not in url)
    sign_out(guest)
    sign_in(guest, "new.officer@example.org", password="a bridge of 2026")
    assert "남양주시 국제교류 담당" in text_of(guest, "header")
    manager.reload()
    assert "신담당" in text_of(manager)


def sign_out(page: Page) -> None:
    """Sign out, if the page says that one is signed in."""
    page.goto("/")
    out = page.get_by_role("button", name=SAY("Sign out"))
    if out.count():
        out.click()
        page.wait_for_load_state()


def test_one_person_works_in_two_offices_and_leaves(make_page: Callable[..., Page]) -> None:
    page = make_page()
    sign_in(page, "two_offices@example.org")
    heads = []
    for place in (0, 1):
        page.goto("/work/")
        page.locator("#office-switch").select_option(index=place)
        page.get_by_role("button", name=SAY("Switch")).click()
        page.wait_for_load_state()
        page.goto("/work/")
        heads.append(text_of(page, ".eyebrow"))
    assert {head.split()[0] for head in heads} == {"남양주시", "부산광역시"}
    sign_out(page)
    page.goto("/work/")
    assert "/accounts/login/" in page.url
    assert page.get_by_role("link", name=SAY("Sign in")).first.is_visible()


def test_somebody_who_signs_in_comes_to_the_page_that_was_asked_for(make_page: Callable[..., Page]) -> None:
    page = make_page()
    page.goto("/handover/")
    page.locator("input[name=login]").fill("officer@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/handover/")
    assert SAY("Hand-over") in text_of(page, "main h1")
