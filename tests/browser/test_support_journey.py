"""A city's request in a browser without a script: approved, routed, answered abroad in English, confirmed."""

import re
import sqlite3
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.journeys import Words, text_of
from tests.browser.serving import Server

EN, KO = Words("en"), Words("ko")
TITLE, ITEM = "런던 박람회 참가 지원", "전시장 안내"
SAID = "The organiser keeps a stand of 18 square metres for the city."
ANSWER = "주최 측이 18제곱미터 부스를 남겨 두었습니다."


def made(server: Server) -> tuple[int, int]:
    """Return the ids of the request and of the leg abroad, 0 where there is none yet."""
    sql = (
        "SELECT s.id, coalesce(max(l.id), 0) FROM support_supportrequest s LEFT JOIN support_leg l "
        "ON l.request_id = s.id WHERE s.name_ko = ? GROUP BY s.id"
    )
    with sqlite3.connect(f"file:{server.data / 'gagyo.sqlite3'}?mode=ro", uri=True) as connection:
        found = connection.execute(sql, (TITLE,)).fetchone()
    return int(found[0]), int(found[1])


def press(page: Page, words: str) -> None:
    """Press the button of a form or of the page's head."""
    page.locator("main").get_by_role("button", name=words, exact=True).first.click()


def follow(page: Page, words: str) -> None:
    """Follow a link in the page's head."""
    page.locator("main").get_by_role("link", name=words, exact=True).first.click()


def test_a_request_goes_from_a_city_to_a_mission_and_back(signed_in: Callable[..., Page], server: Server) -> None:
    officer = signed_in("officer", java_script_enabled=False)
    officer.goto("/support/new/")
    officer.locator("#id_name_ko").fill(TITLE)
    officer.locator("#id_country").select_option("GB")
    officer.locator("#id_item_0").fill(ITEM)
    press(officer, KO("Save"))
    follow(officer, KO("Submit for approval"))
    officer.locator("#id_step_1").select_option(index=1)
    press(officer, KO("Submit"))
    request, _none = made(server)
    at = f"/support/{request}/"

    manager = signed_in("manager", java_script_enabled=False)
    manager.goto(at)
    follow(manager, KO("Approve"))
    press(manager, KO("Approve"))

    desk = signed_in("desk_officer", java_script_enabled=False)
    desk.goto(at)
    follow(desk, KO("Say who answers"))
    mission = desk.get_by_role("checkbox", name=re.compile("주영국"))
    assert mission.is_checked()
    for label in desk.locator("label[for^=id_ask_]").all():
        if "주영국" not in label.inner_text():
            label.click()
    press(desk, KO("Send to these offices"))
    _request, leg = made(server)

    abroad = signed_in("mission_officer", java_script_enabled=False)
    abroad.goto(f"/en/support/legs/{leg}/")
    assert "(Europe/London)" in text_of(abroad)
    press(abroad, EN("Accept"))
    follow(abroad, EN("Answer item by item"))
    abroad.locator("select[name^=outcome_]").select_option("granted")
    abroad.locator("textarea[name^=words_]").fill(SAID)
    press(abroad, EN("Send the answer"))

    desk.goto(at)
    follow(desk, KO("Write the answer"))
    assert desk.locator("textarea[name^=words_]").input_value() == SAID
    desk.locator("textarea[name^=translation_]").fill(ANSWER)
    press(desk, KO("Save"))
    follow(desk, KO("Submit the answer for approval"))
    desk.locator("#id_step_1").select_option(index=1)
    press(desk, KO("Submit"))
    officer.goto(at)
    assert ANSWER not in text_of(officer)

    signs = signed_in("director", java_script_enabled=False)
    signs.goto(at)
    follow(signs, KO("Approve the answer"))
    assert ANSWER in text_of(signs)
    press(signs, KO("Approve"))

    officer.goto(at)
    assert ANSWER in text_of(officer)
    follow(officer, KO("Confirm the answer"))
    officer.locator("#id_stars").select_option("5")
    press(officer, KO("Confirm", context="answer to a request"))
    assert KO("Confirmed", context="support request") in text_of(officer)
