"""Somebody abroad asks for a visit on a telephone, and sees how it stands from the answer to the programme."""

import email
import email.policy
import re
import sqlite3
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page

from gagyo.kernels.documents.hwpx_read import read_hwpx_text
from tests.browser.journeys import Words, text_of, working_day
from tests.browser.serving import Server

SAY = Words("en")
VISITOR = "visitor@example.org"
NAMYANGJU = "Namyangju-si"
GUESTS = "City of Hue"
SITE = "Jeong Yak-yong Heritage Site"
REPORT = "They saw how the house is kept and asked for an exchange of curators."
# The day of a visit comes, and passes: its dates and stops move to yesterday.
THE_DAY_PASSES = """
    UPDATE visits_stop SET starts_at = datetime(starts_at, :back), ends_at = datetime(ends_at, :back)
        WHERE visit_id = :visit;
    UPDATE visits_visit SET starts_on = date(starts_on, :back), ends_on = date(ends_on, :back) WHERE id = :visit
"""


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


def ask(page: Page, *, day: str) -> str:
    """Fill in the form as a person does, and return the number of the request."""
    page.goto("/en/welcome/")
    page.get_by_role("link", name=f"{SAY('See the sites')} {NAMYANGJU}").click()
    page.get_by_role("link", name=SAY("Open the form")).click()
    given = {
        "organisation": GUESTS,
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


def propose(officer: Page) -> None:
    """Fill the days from the sites that were wished, and put the proposal into the programme."""
    officer.get_by_role("link", name=SAY("Open the programme")).click()
    officer.get_by_role("link", name=SAY("Propose stops")).click()
    officer.get_by_role("button", name=SAY("Propose")).click()
    officer.get_by_role("button", name=SAY("Put into the programme")).click()
    officer.locator("#programme .programme-stop", has_text=SITE).wait_for()


def move_on(officer: Page, *, button: str, state: str) -> None:
    """Press the one main button of the visit's page, and save."""
    officer.get_by_role("link", name=SAY(button)).click()
    officer.get_by_role("button", name=SAY("Save")).click()
    officer.locator(".page-head", has_text=SAY(state)).wait_for()


def send(officer: Page, visit: str) -> None:
    """Send the programme to the address that the request came from."""
    officer.goto(f"{visit}programme/")
    officer.get_by_role("link", name=SAY("Send to the visitors")).click()
    assert officer.locator("#id_addresses").input_value() == VISITOR
    officer.get_by_role("button", name=SAY("Send")).click()
    officer.wait_for_url("**/versions/1/")


def let_the_day_pass(server: Server, visit: str, *, day: date) -> None:
    """Move a visit and its stops to yesterday, as if the day had come since."""
    pk = int(visit.rstrip("/").rpartition("/")[2])
    back = f"-{(day - date.today()).days + 1} days"  # noqa: DTZ011 # the machine's own day, as its officer's
    with sqlite3.connect(server.data / "gagyo.sqlite3", timeout=30) as connection:
        for sql in THE_DAY_PASSES.split(";"):
            connection.execute(sql, {"back": back, "visit": pk})


def report(officer: Page, visit: str) -> str:
    """Write the report, download it and return the text of the file opened again."""
    officer.goto(visit)
    officer.get_by_role("link", name=SAY("Write the report")).click()
    officer.locator("#id_text_original").fill(REPORT)
    officer.get_by_role("button", name=SAY("Save")).click()
    officer.locator("main .prose", has_text=REPORT).wait_for()
    with officer.expect_download() as waiting:
        officer.get_by_role("link", name=f"HWPX {SAY('Report after the visit')}").click()
    return read_hwpx_text(waiting.value.path().read_bytes())


def test_a_request_from_abroad_becomes_a_visit_a_programme_on_a_telephone_and_a_report(
    phone: Page,
    signed_in: Callable[..., Page],
    server: Server,
    check_axe: Callable[[Page], None],
) -> None:
    day = working_day(ahead=40)
    number = ask(phone, day=day.isoformat())
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
    officer.locator("#id_name_ko").fill("후에시 대표단")
    officer.locator("#id_answer").fill("You are welcome in spring.")
    officer.get_by_role("button", name=SAY("Accept: make a visit")).click()
    officer.wait_for_url(re.compile(r"/en/visits/\d+/$"))
    assert number in text_of(officer)
    phone.reload()
    shown = text_of(phone)
    assert SAY("The city will receive you") in shown and "You are welcome in spring." in shown
    assert SAY("The dates are not confirmed yet. They will stand here.") in shown
    check_axe(phone)

    visit = officer.url
    move_on(officer, button="Begin planning", state="Being planned")
    propose(officer)
    officer.goto(visit)
    move_on(officer, button="Confirm the visit", state="Confirmed")
    send(officer, visit)
    phone.reload()
    phone.get_by_role("link", name=SAY("See the programme")).click()
    phone.wait_for_url("**/programme/")
    assert SITE in text_of(phone) and GUESTS in text_of(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    check_axe(phone)

    let_the_day_pass(server, visit, day=day)
    officer.goto(visit)
    move_on(officer, button="The delegation has come", state="Under way")
    move_on(officer, button="The visit is done", state="Done")
    paper = report(officer, visit)
    assert [word in paper for word in (GUESTS, SITE, REPORT)] == [True, True, True]
