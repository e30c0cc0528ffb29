"""A request to three offices: asked on a phone, approved by keyboard, passed on, answered in two languages."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import NARROW
from tests.browser.journeys import Words, tab_until, text_of
from tests.browser.serving import Server
from tests.browser.test_support_journey import follow, press

EN, KO = Words("en"), Words("ko")
PHONE: dict[str, Any] = {"viewport": NARROW, "is_mobile": True, "has_touch": True}
TITLE = "파리 도시축제 참가 지원"
ITEMS = ("축제 조직위 면담", "공연장 안내")
MENDED = "공연장 안내(2027년 6월 5일 공연)"
REASON = "공연 날짜를 적어 주세요."
NOT_OURS = "축제 주최 측이 런던에 있어 유럽국에서 함께 다룹니다."
IN_ENGLISH = "The organiser will meet the delegation on the first day."
IN_KOREAN = "공연장 두 곳을 쓸 수 있습니다."
ANSWER = "조직위 면담과 공연장 두 곳이 준비되었습니다."


def fits(page: Page) -> bool:
    """Tell whether nothing of a page stands beyond the screen."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= NARROW["width"]


def enter_on(page: Page, words: str) -> None:
    """Reach a link or button with the tab key alone, and press it."""
    tab_until(page, lambda name: name == words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer_all(page: Page, words: Words, said: str) -> None:
    """Accept a part and grant all of its items with the same words."""
    press(page, words("Accept"))
    follow(page, words("Answer item by item"))
    for outcome in page.locator("select[name^=outcome_]").all():
        outcome.select_option("granted")
    for field in page.locator("textarea[name^=words_]").all():
        field.fill(said)
    press(page, words("Send the answer"))


def to_leg(page: Page, at: str, office: str) -> None:
    """Go from a request's page to the part of an office."""
    page.goto(at)
    page.locator("main table").get_by_role("link", name=office).click()


def test_a_request_goes_to_three_offices_and_one_answer_comes_back(
    signed_in: Callable[..., Page], server: Server
) -> None:
    officer = signed_in("officer", **PHONE)
    officer.goto("/support/new/")
    officer.locator("#id_name_ko").fill(TITLE)
    officer.locator("#id_country").select_option("FR")
    for number, item in enumerate(ITEMS):
        officer.locator(f"#id_item_{number}").fill(item)
    assert fits(officer)
    press(officer, KO("Save"))
    officer.wait_for_url("**/support/*/")
    at = "/" + officer.url.split("/", 3)[3]
    assert fits(officer)
    follow(officer, KO("Submit for approval"))
    officer.locator("#id_step_1").select_option(index=1)
    press(officer, KO("Submit"))

    manager = signed_in("manager")
    manager.goto(at)
    follow(manager, KO("Return"))
    manager.locator("#id_reason").fill(REASON)
    press(manager, KO("Return"))
    officer.goto("/work/?show=requests-returned")
    officer.locator("main table").get_by_role("link", name=TITLE).click()
    assert REASON in text_of(officer)
    follow(officer, KO("Edit"))
    officer.locator("#id_item_1").fill(MENDED)
    press(officer, KO("Save"))
    assert MENDED in text_of(officer)
    follow(officer, KO("Submit for approval"))
    officer.locator("#id_step_1").select_option(index=1)
    press(officer, KO("Submit"))
    # The manager has no mouse.
    manager.goto("/work/?show=request-approvals")
    enter_on(manager, TITLE)
    assert MENDED in text_of(manager)
    enter_on(manager, KO("Approve"))
    enter_on(manager, KO("Approve"))

    desk = signed_in("desk_officer")
    desk.goto(at)
    follow(desk, KO("Say who answers"))
    for box in desk.locator("input[name^=ask_]").all():
        label = desk.locator(f"label[for={box.get_attribute('id')}]")
        if box.is_checked() and "주프랑스" not in label.inner_text():
            label.click()
    for number, office in ((1, "외교부 유럽국"), (2, "주영국 대한민국 대사관")):
        desk.locator(f"#id_office_{number}").select_option(label=office)
    press(desk, KO("Send to these offices"))

    paris = signed_in("mission_officer.abroad-fr")
    to_leg(paris, at, "주프랑스")
    follow(paris, KO("Pass on"))
    paris.locator("#id_office").select_option(label="외교부 유럽국")
    paris.locator("#id_reason").fill(NOT_OURS)
    press(paris, KO("Pass on"))

    bureau = signed_in("desk_officer.europe", **PHONE)
    to_leg(bureau, at, "유럽국")
    assert fits(bureau)
    answer_all(bureau, KO, IN_KOREAN)
    assert fits(bureau)
    london = signed_in("mission_officer")
    to_leg(london, f"/en{at}", "United Kingdom")
    answer_all(london, EN, IN_ENGLISH)

    desk.goto(at)
    assert NOT_OURS in text_of(desk)
    follow(desk, KO("Write the answer"))
    drafts = " ".join(field.input_value() for field in desk.locator("textarea[name^=words_]").all())
    assert IN_KOREAN in drafts and IN_ENGLISH in drafts
    for field in desk.locator("textarea[name^=words_]").all():
        field.fill(ANSWER)
    press(desk, KO("Save"))
    follow(desk, KO("Submit the answer for approval"))
    desk.locator("#id_step_1").select_option(index=1)
    press(desk, KO("Submit"))
    officer.goto(at)
    assert ANSWER not in text_of(officer)
    director = signed_in("director")
    director.goto(at)
    enter_on(director, KO("Approve the answer"))
    enter_on(director, KO("Approve"))

    officer.goto(at)
    assert ANSWER in text_of(officer) and NOT_OURS not in text_of(officer)
    items = officer.locator("main .item-list > li")
    assert [KO("Granted", context="item of a request") in each for each in items.all_inner_texts()] == [True, True]
    assert fits(officer)
    follow(officer, KO("Confirm the answer"))
    officer.locator("#id_stars").select_option("4")
    press(officer, KO("Confirm", context="answer to a request"))
    assert "4/5" in text_of(officer)
    officer.goto("/support/board/")
    assert TITLE not in text_of(officer) and fits(officer)
