"""The ambassador changes and the successor goes on, in a browser without a script."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.journeys import Words, text_of
from tests.browser.serving import Server
from tests.browser.test_support_journey import follow, press

KO = Words("ko")
REQUEST, OFFICE = "웁살라 과학도시 교류 타진", "경기도 국제교류 담당"
PROMISE = "경기만 후보지 자료를 영문으로 보내기로 약속했습니다."
CONTACT = "한연락(가상)"
SAID = "후보지 자료를 영문으로 보냈습니다."


def one(server: Server, sql: str, *given: str) -> int:
    """Return the first number of a query in the server's database."""
    with sqlite3.connect(f"file:{server.data / 'gagyo.sqlite3'}?mode=ro", uri=True) as connection:
        return int(connection.execute(sql, given).fetchone()[0])


def part_of(page: Page, title: str) -> str:
    """Return what a person reads under one heading of the hand-over page."""
    return " ".join(page.locator("main section, main .panel").filter(has_text=title).last.inner_text().split())


def give_to_ambassador(desk: Page, ambassador: Page, at: str) -> None:
    """Send a request to the ambassador's office, who takes it on."""
    desk.goto(at)
    follow(desk, KO("Say who answers"))
    for box in desk.locator("input[name^=ask_]").all():
        if box.is_checked():
            desk.locator(f"label[for={box.get_attribute('id')}]").click()
    desk.locator("#id_office_1").select_option(label=OFFICE)
    press(desk, KO("Send to these offices"))
    ambassador.goto(at)
    ambassador.locator("main table").get_by_role("link", name=OFFICE).click()
    press(ambassador, KO("Accept"))


def test_the_ambassador_changes_and_the_successor_goes_on(signed_in: Callable[..., Page], server: Server) -> None:
    today = timezone.localdate()
    posting = one(server, "SELECT id FROM ambassadors_posting WHERE name_ko = '박국제'")
    request = one(server, "SELECT id FROM support_supportrequest WHERE name_ko = ?", REQUEST)
    desk, leaving = (signed_in(role, java_script_enabled=False) for role in ("desk_officer", "ambassador"))
    give_to_ambassador(desk, leaving, f"/support/{request}/")
    leaving.goto("/registry/people/new/")
    leaving.locator("#id_name_ko").fill(CONTACT)
    leaving.locator("#id_retain_until").fill((today + timedelta(days=365)).isoformat())
    press(leaving, KO("Save"))

    desk.goto(f"/ambassadors/postings/{posting}/")
    follow(desk, KO("End the posting"))
    desk.locator("#id_last_day").fill((today - timedelta(days=1)).isoformat())
    press(desk, KO("End the posting"))
    follow(desk, KO("Enter the successor"))
    desk.locator("#id_name_ko").fill("민후임")
    desk.locator("#id_starts_on").fill((today - timedelta(days=2)).isoformat())
    desk.locator("#id_user").select_option(label="민후임")
    press(desk, KO("Save"))
    # Both would be posted on one day.
    assert "박국제" in text_of(desk, ".error-summary")
    desk.locator("#id_starts_on").fill(today.isoformat())
    press(desk, KO("Save"))
    assert "민후임" in text_of(desk, "h1")

    successor = signed_in("successor", java_script_enabled=False)
    successor.goto("/work/")
    successor.get_by_role("link", name=KO("Hand-over of the ambassador"), exact=True).click()
    before = text_of(successor)
    assert KO("To be taken over") in before and REQUEST in before
    assert PROMISE in part_of(successor, KO("4. Promises that nobody has kept yet"))
    assert str(today.year) in part_of(successor, KO("5. Annual plans"))
    assert CONTACT in part_of(successor, KO("6. Contacts"))
    press(successor, KO("Take over"))
    after = text_of(successor)
    assert KO("To be taken over") not in after and "민후임" in part_of(successor, REQUEST)

    question = one(server, "SELECT id FROM ambassadors_advicequestion WHERE state = 'waiting' ORDER BY due_at")
    successor.goto(f"/ambassadors/advice/{question}/answer/")
    successor.locator("#id_answer").fill(SAID)
    press(successor, KO("Send the answer"))
    assert SAID in text_of(successor)

    successor.goto("/support/?view=mine")
    successor.get_by_role("link", name=REQUEST).click()
    successor.locator("main table").get_by_role("link", name=OFFICE).click()
    follow(successor, KO("Answer item by item"))
    for each in successor.locator("select[name^=outcome_]").all():
        each.select_option("granted")
    for each in successor.locator("textarea[name^=words_]").all():
        each.fill(SAID)
    press(successor, KO("Send the answer"))
    assert KO("Answered", context="leg of a request") in text_of(successor)
