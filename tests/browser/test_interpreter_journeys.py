"""An interpreter drops out the evening before, and the proposed stand-in says yes; nobody of them has an account."""

import email
import email.policy
import re
import sqlite3
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.journeys import Words, text_of
from tests.browser.serving import Server, run

SAY = Words("ko")
# A delegation that comes tomorrow to Sejong, received in Vietnamese; its sample pool has two who speak it.
TOMORROW = """
from datetime import datetime, time, timedelta
from django.utils import timezone
from gagyo.accounts.models import User
from gagyo.visits.models import Stop, Visit, VisitParty
officer = User.objects.get(email="visits@example.org")
day = timezone.localdate() + timedelta(days=1)
visit = Visit.objects.create(office=officer.last_office, name_ko="내일 오는 다낭 대표단",
                             name_en="Delegation of Da Nang",
                             starts_on=day, ends_on=day, state="confirmed", officer=officer)
VisitParty.objects.create(visit=visit, country_id="VN", persons=7)
start = timezone.make_aware(datetime.combine(day, time(10)))
Stop.objects.create(visit=visit, kind="other", title_ko="청사 견학", title_en="Tour of the hall", language="vi",
                    starts_at=start, ends_at=start + timedelta(hours=2))
"""


def mails(server: Server) -> list[tuple[str, str]]:
    """Return the waiting messages, the latest first: to whom, and what they say."""
    with sqlite3.connect(f"file:{server.data / 'gagyo.sqlite3'}?mode=ro", uri=True) as connection:
        rows = connection.execute('SELECT "to", raw FROM common_outgoingmail ORDER BY id DESC').fetchall()
    found = []
    for to, raw in rows:
        body = email.message_from_bytes(raw.encode(), policy=email.policy.default).get_body(("plain",))
        found.append((to, body.get_content() if body else ""))
    return found


def link_to_answer(server: Server) -> str:
    """Return the Korean link of the latest question."""
    body = next(text for _to, text in mails(server) if "/interpreting/answer/" in text)
    found = re.search(r"https?://[^/\s]+(/interpreting/answer/\S+)", body)
    assert found, body
    return found[1]


def test_an_interpreter_drops_out_the_evening_before_and_the_stand_in_says_yes(
    signed_in: Callable[..., Page], make_page: Callable[..., Page], phone: Page, server: Server
) -> None:
    run("manage.py", "shell", "-c", TOMORROW, data=server.data)
    officer = signed_in("visits")
    officer.goto("/visits/?q=다낭")
    officer.get_by_role("link", name="내일 오는 다낭 대표단").click()
    officer.get_by_role("link", name=SAY("Who interprets")).click()
    first = officer.locator("ol.suggestions li").first
    assert "서한별" in text_of(officer, "ol.suggestions")
    first_name = first.locator("label").inner_text().split(" ")[0]
    officer.get_by_role("button", name=SAY("Ask those chosen")).click()
    officer.get_by_text(SAY("Waiting for an answer")).first.wait_for()

    link = link_to_answer(server)
    phone.goto(link)
    assert "청사 견학" in text_of(phone)
    phone.get_by_role("button", name=SAY("Yes, I will come")).click()
    phone.get_by_text(SAY("Your answer is with the office. Thank you.")).wait_for()
    officer.reload()
    assert SAY("Covered") in text_of(officer)

    phone.goto(link)
    phone.locator("input[name=note]").fill("열이 나서 갈 수 없습니다")
    phone.get_by_role("button", name=SAY("I cannot come after all")).click()
    phone.get_by_text(SAY("Your answer is with the office. Thank you.")).wait_for()
    to, body = mails(server)[0]
    assert (to, "열이 나서" in body) == ("visits@example.org", True)

    officer.goto("/work/?show=interpreters-missing")
    officer.locator("#rows tbody tr", has_text="다낭").get_by_role("link").first.click()
    offer = text_of(officer, ".notice.tone-warning")
    assert SAY("Proposed stand-in") in offer
    assert first_name not in offer
    officer.locator(".notice.tone-warning button").click()
    officer.get_by_text(SAY("Waiting for an answer")).first.wait_for()

    stand_in = make_page(locale="ko-KR")
    stand_in.goto(link_to_answer(server))
    stand_in.get_by_role("button", name=SAY("Yes, I will come")).click()
    stand_in.get_by_text(SAY("Your answer is with the office. Thank you.")).wait_for()
    officer.reload()
    assert SAY("Covered") in text_of(officer)
    phone.goto(link)
    assert SAY("You have dropped out. The office looks for a stand-in.") in text_of(phone)
