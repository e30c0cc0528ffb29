"""Talk on a request without a script: a city names the mission's officer, who sees it among the work and answers."""

import sqlite3
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.journeys import Words, text_of
from tests.browser.serving import Server

EN, KO = Words("en"), Words("ko")
QUESTION, ANSWER, NOTE = "숙소가 정해졌는지 알려 주세요", "The hotel is booked.", "출장비는 따로 확인"


def under_way(server: Server) -> int:
    """Return the id of the officer's request that the mission works on."""
    sql = (
        "SELECT s.id FROM support_supportrequest s JOIN support_comment c ON c.request_id = s.id "
        "WHERE s.state = 'under_way' ORDER BY s.id"
    )
    with sqlite3.connect(f"file:{server.data / 'gagyo.sqlite3'}?mode=ro", uri=True) as connection:
        return int(connection.execute(sql).fetchone()[0])


def write(page: Page, words: Words, text: str, *, audience: str, named: str = "", file: bytes = b"") -> None:
    """Write a comment from the page's form."""
    page.locator("summary", has_text=words("Write a comment")).click()
    page.locator("#id_words").fill(text)
    page.locator("#id_audience").select_option(audience)
    if named:
        page.locator("label[for^=id_mentions]", has_text=named).click()
    if file:
        page.locator("#id_file").set_input_files({"name": "rooms.txt", "mimeType": "text/plain", "buffer": file})
    page.get_by_role("button", name=words("Send the comment")).click()


def test_a_city_and_a_mission_talk_on_a_request(signed_in: Callable[..., Page], server: Server) -> None:
    at = f"/support/{under_way(server)}/"
    officer = signed_in("officer", java_script_enabled=False)
    officer.goto(at)
    write(officer, KO, NOTE, audience="office")
    assert NOTE in text_of(officer)
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF"
    write(officer, KO, QUESTION, audience="all", named="윤공관", file=pdf)
    said = officer.locator(".talk > li", has_text=QUESTION)
    assert KO("Everybody on the request", context="audience") in said.inner_text()
    assert "rooms.txt.pdf" in said.inner_text()
    write(officer, KO, "", audience="all")
    assert KO("Write something, or attach a file.") in text_of(officer)

    abroad = signed_in("mission_officer", java_script_enabled=False)
    abroad.goto("/en/work/?show=mentions")
    assert QUESTION in text_of(abroad)
    abroad.goto(f"/en{at}")
    assert NOTE not in text_of(abroad)
    new = abroad.locator(".talk > li.is-new", has_text=QUESTION)
    assert EN("You are named here.") in new.inner_text()
    new.get_by_role("button", name=EN("Seen", context="mention")).click()
    assert abroad.locator(".talk > li.is-new").count() == 0
    write(abroad, EN, ANSWER, audience="all")

    officer.goto(at)
    assert ANSWER in text_of(officer)
    officer.locator(".talk > li", has_text=NOTE).get_by_role("button", name=KO("Take away")).click()
    assert officer.locator(".talk > li", has_text=NOTE).count() == 0
    officer.goto("/support/?q=" + NOTE)
    assert officer.locator("table a[href*='/support/']").count() == 0
    officer.goto("/support/?q=" + QUESTION)
    assert officer.locator(f"table a[href$='{at}']").count() == 1
