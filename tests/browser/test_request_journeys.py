"""Somebody abroad asks for a visit on a telephone, an officer accepts it, and the visitor sees how it stands."""

import email
import email.policy
import re
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page

from tests.browser.journeys import Words, text_of
from tests.browser.serving import Server

SAY = Words("en")
VISITOR = "visitor@example.org"
NAMYANGJU = "Namyangju-si"


def link_in_mail(server: Server) -> str:
    """Return the address of the request in the first mail to the visitor, without its host."""
    with sqlite3.connect(f"file:{server.data / 'gagyo.sqlite3'}?mode=ro", uri=True) as connection:
        sql = 'SELECT raw FROM common_outgoingmail WHERE "to" = ? ORDER BY id'
        raw = connection.execute(sql, (VISITOR,)).fetchone()[0]
    message = email.message_from_string(raw, policy=email.policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"https?://[^/\s]+(/en/welcome/requests/\S+)", body.get_content())
    assert found, body.get_content()
    return found[1]


def ask(page: Page) -> str:
    """Fill in the form as a person does, and return the number of the request."""
    page.goto("/en/welcome/")
    page.get_by_role("link", name=f"{SAY('See the sites')} {NAMYANGJU}").click()
    page.get_by_role("link", name=SAY("Open the form")).click()
    day = (date.today() + timedelta(days=40)).isoformat()  # noqa: DTZ011 # the machine's own day, as its visitor's
    given = {
        "organisation": "City of Hue",
        "contact_name": "Tran Van A",
        "email": VISITOR,
        "persons": "12",
        "wished_from": day,
        "wished_until": day,
        "message": "We would like to see how the heritage sites are run.",
    }
    page.locator("#id_country").select_option("VN")
    for name, value in given.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("label[for=id_sites_0]").click()
    page.locator("label[for=id_agreed]").click()
    # A person takes longer than the form's least time.
    page.wait_for_timeout(4_200)
    page.get_by_role("button", name=SAY("Send the request")).click()
    page.wait_for_url("**/request/20*/")
    found = re.search(r"\d{4}-\d{4,}", text_of(page))
    assert found
    return found[0]


def test_a_request_from_abroad_is_confirmed_accepted_and_followed(
    phone: Page,
    signed_in: Callable[..., Page],
    server: Server,
    check_axe: Callable[[Page], None],
) -> None:
    number = ask(phone)
    officer = signed_in("officer")
    officer.goto("/en/visits/requests/")
    assert number not in text_of(officer)
    phone.goto(link_in_mail(server))
    check_axe(phone)
    phone.get_by_role("button", name=SAY("Confirm my request")).click()
    phone.get_by_text(SAY("The city reads your request")).wait_for()
    officer.goto("/en/work/?show=visit-requests")
    officer.get_by_role("link", name=number).click()
    officer.get_by_role("link", name=SAY("Accept: make a visit")).click()
    officer.locator("#id_answer").fill("You are welcome in spring.")
    officer.get_by_role("button", name=SAY("Accept: make a visit")).click()
    officer.wait_for_url(re.compile(r"/en/visits/\d+/$"))
    assert number in text_of(officer)
    phone.reload()
    shown = text_of(phone)
    assert SAY("The city will receive you") in shown and "You are welcome in spring." in shown
    assert SAY("The dates are not confirmed yet. They will stand here.") in shown
    check_axe(phone)
