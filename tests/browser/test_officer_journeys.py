"""An officer's day: a tie from a spreadsheet, a project, its result; two windows; archive and undo; the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.journeys import Words, days_ago, facts_of, sheet_of, tab_until, text_of

# The two languages share one server, so each brings a tie of its own.
PARTNERS = {"ko": ("리옹", "프랑스"), "en": ("토리노", "이탈리아")}
RESULT = "참가자 20명 가운데 18명이 다시 참가하겠다고 답했다."


def confirm(page: Page) -> None:
    """Press the main button of the page's form."""
    page.locator("main form [type=submit].primary").last.click()


def import_sheet(page: Page, *, say: Words, language: str) -> None:
    """Upload a list of one tie, look at each step, enter its unknown partner as a new body, and import it."""
    city, country = PARTNERS[language]
    page.goto(f"{say.prefix}/work/")
    page.get_by_role("link", name=say("Import from a spreadsheet")).click()
    page.get_by_role("link", name=say("New import")).first.click()
    page.locator("input[type=file]").set_input_files(
        sheet_of(("지자체", "자매도시", "국가", "구분", "체결일"), ("남양주시", city, country, "우호교류", "2019.11.5"))
    )
    confirm(page)
    page.wait_for_url("**/columns/")
    assert "체결일" in text_of(page)
    confirm(page)
    page.wait_for_url("**/matches/")
    for undecided in page.locator("main tbody select").all():
        undecided.select_option(index=undecided.locator("option").count() - 1)
    confirm(page)
    page.wait_for_url("**/preview/")
    assert city in text_of(page)
    confirm(page)
    page.wait_for_url(lambda url: "/preview/" not in url)


def add_project(page: Page, *, say: Words, name: str) -> None:
    """Add a project that ended a week ago to the tie that is open."""
    page.get_by_role("link", name=say("Add a project")).click()
    page.locator("input[name=name_ko]").fill(name)
    page.locator("input[name=name_en]").fill("Cooking class")
    page.locator("input[name=starts_on]").fill(days_ago(9))
    page.locator("input[name=ends_on]").fill(days_ago(7))
    page.locator("input[name=persons_in]").fill("20")
    confirm(page)
    page.wait_for_url("**/projects/*/")


def record_result(page: Page, *, say: Words) -> None:
    """Write what came of the project that is open."""
    page.get_by_role("link", name=say("Record the result")).click()
    page.locator("textarea[name=text_original]").fill(RESULT)
    confirm(page)
    page.wait_for_url("**/projects/*/")


@pytest.mark.parametrize(("language", "width"), [("ko", 1440), ("en", 360)])
def test_an_officer_adds_a_tie_from_a_spreadsheet_a_project_and_its_result(
    signed_in: Callable[..., Page], language: str, width: int
) -> None:
    page, say = signed_in("officer", viewport={"width": width, "height": 900}), Words(language)
    import_sheet(page, say=say, language=language)
    page.goto(f"{say.prefix}/ties/?own=1&q={PARTNERS[language][0]}")
    page.locator("main tbody a[href*='/ties/']").first.click()
    page.wait_for_url("**/ties/*/")
    assert "2019" in facts_of(page)[say("Signed on")]
    tie = page.url
    add_project(page, say=say, name="요리 교실")
    assert say("No result is recorded yet.") in text_of(page)
    record_result(page, say=say)
    assert RESULT in text_of(page)
    page.goto(tie)
    assert {"ko": "요리 교실", "en": "Cooking class"}[language] in text_of(page)


def test_two_windows_that_save_the_same_tie_lose_nothing(signed_in: Callable[..., Page]) -> None:
    first, second, say = signed_in("officer"), signed_in("manager"), Words("ko")
    first.goto("/work/")
    first.get_by_role("link", name=say("Our ties")).click()
    first.locator("main tbody a[href*='/ties/']").first.click()
    first.wait_for_url("**/ties/*/")
    address = first.url
    for page in (first, second):
        page.goto(f"{address}edit/")
    first.locator("input[name=source]").fill("시 홈페이지")
    confirm(first)
    first.wait_for_url(address)
    second.locator("input[name=local_kind_ko]").fill("형제도시")
    with second.expect_response(lambda answer: answer.request.method == "POST") as answered:
        confirm(second)
    assert answered.value.status == 409
    assert {"시 홈페이지", "형제도시", "김가교"} <= {
        word for word in ("시 홈페이지", "형제도시", "김가교") if word in text_of(second)
    }
    confirm(second)
    second.wait_for_url(address)
    facts = facts_of(second)
    assert (facts[say("Kind")], facts[say("Source")]) == ("형제도시", "시 홈페이지")


def test_what_was_archived_leaves_the_lists_and_comes_back(signed_in: Callable[..., Page]) -> None:
    page, say = signed_in("officer"), Words("ko")
    page.goto("/projects/?own=1")
    page.locator("main tbody a[href*='/projects/']").first.click()
    page.wait_for_url("**/projects/*/")
    address, name = page.url, text_of(page, "main h1")
    page.get_by_role("button", name=say("Archive this project")).click()
    undo = page.locator(".toasts").get_by_role("button", name=say("Undo"))
    undo.wait_for()
    other = page.context.new_page()
    other.goto(address)
    assert say("This project is archived: it is in no list and no figure. Only its office sees it.") in text_of(other)
    undo.click()
    page.wait_for_url(address)
    assert text_of(page, "main h1") == name
    assert page.get_by_role("button", name=say("Archive this project")).is_visible()


def test_an_officer_records_a_result_without_a_mouse(signed_in: Callable[..., Page]) -> None:
    page, say = signed_in("officer"), Words("ko")
    page.goto("/work/")
    tab_until(page, lambda name: name.startswith(("1", "2")))
    page.keyboard.press("Enter")
    page.wait_for_url("**show=**")
    tab_until(page, lambda name: name == say("Close the list"))
    tab_until(page, bool)
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/*/")
    tab_until(page, lambda name: name == say("Record the result"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")
    tab_until(page, lambda name: name.startswith((say("Text"), say("Outcome"))))
    page.keyboard.type("두 도시 학생이 서로의 집에서 지냈다.")
    tab_until(page, lambda name: name == say("Record the result"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/*/")
    assert "두 도시 학생이 서로의 집에서 지냈다." in text_of(page)


def test_an_officer_adds_a_tie_without_scripts(signed_in: Callable[..., Page]) -> None:
    page, say = signed_in("officer", java_script_enabled=False), Words("ko")
    page.goto("/ties/new/")
    boxes = page.locator("input[name$='body_text']")
    boxes.nth(0).fill("남양주시")
    boxes.nth(1).fill("삿포로")
    page.locator("select[name=kind]").select_option("friendship")
    confirm(page)
    while page.locator("main select[name$='body']").count():
        for offered in page.locator("main select[name$='body']").all():
            offered.select_option(index=1)
        confirm(page)
    assert text_of(page, "main h1").startswith("남양주시"), text_of(page)
    assert facts_of(page)[say("Kind")] == "우호교류"
