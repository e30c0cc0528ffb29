"""A mission takes part from a telephone; minutes become promises that are kept, and the next round shows how many."""

import email
import email.policy
import re
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pypdf
from playwright.sync_api import Page

from tests.browser.journeys import Words, text_of
from tests.browser.serving import Server

SAY = Words("en")
NEXT = "Next Meetings (invented)"
RUNNING = re.compile(r"^Meetings of \d{4} \(invented\)$")
HUNGARY = "Embassy of Hungary"
US = "Embassy of the United States"
NAMYANGJU = "Namyangju-si"
KEPT_OR_NOT = ("kept", "partly", "open")
PROMISE = "Sends a list of three schools that look for a partner."
UNWRITTEN = """
    SELECT mission.name_en FROM meetings_meeting m
    JOIN meetings_participant mission ON mission.id = m.first_id
    JOIN meetings_participant city ON city.id = m.second_id
    JOIN meetings_meetinground r ON r.id = m.round_id
    LEFT JOIN meetings_minutes w ON w.meeting_id = m.id
    WHERE r.name_en LIKE 'Meetings of %' AND city.name_en = ? AND m.state = 'held'
    ORDER BY w.id IS NOT NULL, m.id
"""


def asked(server: Server, sql: str, *values: str) -> str:
    """Return the first value that the database gives."""
    with sqlite3.connect(f"file:{server.data / 'gagyo.sqlite3'}?mode=ro", uri=True) as connection:
        return str(connection.execute(sql, values).fetchone()[0])


def mail_to(server: Server, address: str) -> str:
    """Return the body of the last mail to an address."""
    raw = asked(server, 'SELECT raw FROM common_outgoingmail WHERE "to" = ? ORDER BY id DESC', address)
    body = email.message_from_string(raw, policy=email.policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def open_participant(organiser: Page, *, round_name: str | re.Pattern[str], name: str) -> None:
    """Go to a participant's page from the list of rounds, as the organiser does."""
    open_round(organiser, round_name)
    organiser.get_by_role("link", name=SAY("Participants")).first.click()
    organiser.locator("main table").get_by_role("link", name=name, exact=True).click()


def open_round(page: Page, name: str | re.Pattern[str]) -> None:
    """Go to a round's page from the list."""
    page.goto("/en/meetings/")
    page.locator("main table").get_by_role("link", name=name).click()
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))


def fits(page: Page) -> bool:
    """Tell whether nothing stands out at the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth") <= 360)


def test_a_mission_gives_its_wishes_in_english_on_a_telephone_and_sees_its_agenda(
    phone: Page, signed_in: Callable[..., Page], server: Server, check_axe: Callable[[Page], None]
) -> None:
    organiser = signed_in("operator")
    open_participant(organiser, round_name=NEXT, name=HUNGARY)
    address = text_of(organiser, "main .krds-def-list, main dl")
    found = re.search(r"guest\d+@example\.org", address)
    assert found, address
    organiser.get_by_role("button", name=SAY("Send the invitation")).click()
    organiser.get_by_text(found[0]).first.wait_for()
    body = mail_to(server, found[0])
    link = re.search(r"https?://[^/\s]+(/en/meet/\S+)", body)
    assert link and NEXT in body, body

    phone.goto(link[1])
    assert NEXT in text_of(phone) and fits(phone)
    phone.locator("label", has_text=SAY("Takes part", context="state of a participant")).click()
    phone.get_by_role("button", name=SAY("Send the answer")).click()
    phone.get_by_text(SAY("Your answer is with the organiser. Thank you.")).first.wait_for()
    check_axe(phone)
    phone.get_by_role("link", name=SAY("Your wishes")).click()
    suggested = phone.locator(".wish", has=phone.locator(".wish-reasons"))
    first, second = (suggested.nth(n).locator("h2, h3").inner_text().strip() for n in (0, 1))
    suggested.nth(0).locator("select").select_option("2")
    suggested.nth(1).locator("select").select_option("1")
    phone.get_by_role("button", name=SAY("Save the wishes")).click()
    phone.wait_for_load_state()
    shown = [each.locator("h2, h3").inner_text().strip() for each in phone.locator(".wish.is-wished").all()]
    assert shown == [second, first]
    assert fits(phone)
    check_axe(phone)
    phone.get_by_role("link", name=re.compile(f"why you wish to meet {re.escape(second)}")).click()
    phone.locator("#id_reason_en").fill("We look for a partner city for our youth exchange.")
    phone.get_by_role("button", name=SAY("Save")).click()
    phone.get_by_text(SAY("The reason is saved.")).first.wait_for()
    organiser.reload()
    organiser.goto(organiser.url.split("/participants/")[0] + "/wishes/")
    assert HUNGARY in text_of(organiser)
    phone.goto(link[1] + "timetable/")
    assert SAY("No timetable yet") in text_of(phone)

    open_participant(organiser, round_name=RUNNING, name=US)
    organiser.get_by_role("button", name=SAY("Make a link to hand over")).click()
    handed = organiser.locator(".round-link code").inner_text()
    phone.goto("/" + handed.split("/", 3)[3])
    phone.get_by_role("link", name=SAY("Your timetable")).click()
    agenda = text_of(phone)
    assert NAMYANGJU in agenda and re.search(r"10:00–10:30", agenda) and fits(phone)
    check_axe(phone)
    with phone.expect_download() as waiting:
        phone.get_by_role("link", name=f"{SAY('English')} PDF {SAY('Briefing booklet')}").click()
    assert Path(waiting.value.path()).read_bytes()[:4] == b"%PDF"


def test_a_promise_from_the_minutes_stands_in_my_work_is_kept_and_counted_at_the_next_round(
    signed_in: Callable[..., Page], server: Server, check_axe: Callable[[Page], None]
) -> None:
    mission = asked(server, UNWRITTEN, NAMYANGJU)
    phone = signed_in("officer", viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    organiser = signed_in("operator")
    before, all_before = kept_before(organiser)
    open_round(phone, RUNNING)
    phone.get_by_role("link", name=SAY("Wishes, timetable and minutes of %(name)s") % {"name": NAMYANGJU}).click()
    phone.get_by_role("link", name=SAY("What was agreed")).click()
    phone.locator(".wish", has_text=mission).get_by_role("link", name=re.compile("minutes")).click()
    phone.locator("#id_discussed").fill("Which schools look for a partner.")
    phone.locator("#id_outcome").fill("Three schools are named this year.")
    phone.locator("[name='0-what']").fill(PROMISE)
    phone.locator("[name='0-owner']").select_option(label=NAMYANGJU)
    due = date.today() + timedelta(days=20)  # noqa: DTZ011 # the machine's own day, as its officer's
    phone.locator("[name='0-due_on']").fill(due.isoformat())
    phone.locator("label", has_text=SAY("5 – very useful")).click()
    assert fits(phone)
    check_axe(phone)
    phone.get_by_role("button", name=SAY("Save")).click()
    phone.get_by_text(SAY("The minutes were saved. Thank you.")).first.wait_for()
    assert PROMISE in text_of(phone)

    phone.goto("/en/work/?show=agreed-items")
    assert PROMISE in text_of(phone)
    phone.get_by_role("link", name=PROMISE).first.click()
    phone.locator("#id_state").select_option(label=SAY("Kept", context="agreed item"))
    phone.locator("#id_outcome").fill("The list went out.")
    phone.get_by_role("button", name=SAY("Save")).click()
    phone.get_by_text(SAY("The agreed item was saved.")).first.wait_for()
    phone.goto("/en/work/?show=agreed-items")
    assert PROMISE not in text_of(phone)

    # The one promise more was kept, and the rate is of all that were not given up.
    assert kept_before(organiser) == (before + 1, all_before + 1)
    rate = f"{100 * (before + 1) / (all_before + 1):.1f}"
    assert rate in text_of(organiser, "main").partition(SAY("What was kept of this round"))[0]
    check_axe(organiser)
    rows = organiser.locator("main a[href*='state=kept']").first
    rows.click()
    assert PROMISE in text_of(organiser)


def kept_before(organiser: Page) -> tuple[int, int]:
    """Return how many items of the running round are kept and of how many, as the figures of the next round say."""
    open_round(organiser, NEXT)
    organiser.get_by_role("link", name=SAY("Figures of the round")).first.click()
    panel = organiser.locator("section, .krds-panel, .panel", has_text=re.compile("What was kept of “Meetings of")).last
    numbers = {state: int(panel.locator(f"a[href*='state={state}']").first.inner_text()) for state in KEPT_OR_NOT}
    return numbers["kept"], sum(numbers.values())


def test_a_briefing_sheet_prints_on_at_most_two_pages_of_a4_without_the_navigation(
    signed_in: Callable[..., Page],
) -> None:
    officer = signed_in("officer")
    open_round(officer, RUNNING)
    officer.get_by_role("link", name=SAY("Wishes, timetable and minutes of %(name)s") % {"name": NAMYANGJU}).click()
    officer.get_by_role("link", name=SAY("Your timetable")).click()
    officer.get_by_role("link", name=f"{SAY('Briefing sheet')} {US}").click()
    officer.locator(".briefing").wait_for()
    printed = pypdf.PdfReader(BytesIO(officer.pdf(format="A4")))
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    assert len(printed.pages) <= 2
    assert [words in text for words in (US, SAY("Ties"), "As of", SAY("Sign out"), "PDF")] == [True] * 3 + [False] * 2
