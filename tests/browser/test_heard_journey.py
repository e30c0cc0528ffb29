"""What was voiced at a meeting becomes an item with an owner, and everybody reads what was done."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.journeys import Words, text_of
from tests.browser.test_support_journey import follow, press

KO = Words("ko")
MEETING, VOICED = "지방외교 실무회의 (가상)", "유럽 도시와 청년 교류를 넓힐 창구가 필요합니다."
MINUTES, DONE = "비공개 회의록입니다.", "유럽 세 나라 공관에 청년 교류 담당을 두었습니다."


def test_what_was_voiced_at_a_meeting_is_owned_and_its_fulfilment_is_public(
    page: Page, signed_in: Callable[..., Page]
) -> None:
    today = timezone.localdate()
    desk = signed_in("desk_officer", java_script_enabled=False)
    desk.goto("/support/heard/")
    follow(desk, KO("Enter a meeting with its requests"))
    desk.locator("#id_name_ko").fill(MEETING)
    desk.locator("#id_held_on").fill((today - timedelta(days=3)).isoformat())
    desk.locator("#id_text_original").fill(MINUTES)
    desk.locator("#id_visibility").select_option("public")
    press(desk, KO("Save"))
    follow(desk, KO("Enter an item"))
    desk.locator("#id_text_original").fill(VOICED)
    desk.locator("#id_office").select_option(label="외교부 유럽국")
    desk.locator("#id_due_on").fill((today + timedelta(days=30)).isoformat())
    # At a public meeting an item is public unless somebody says otherwise.
    assert desk.locator("#id_is_public").is_checked()
    press(desk, KO("Save"))
    assert VOICED in text_of(desk)

    bureau = signed_in("desk_officer.europe", java_script_enabled=False)
    bureau.goto("/work/?show=heard-items")
    bureau.locator("main table").get_by_role("link", name=VOICED).click()
    follow(bureau, KO("Report what was done"))
    bureau.locator("#id_officer").select_option(index=1)
    bureau.locator("#id_state").select_option("fulfilled")
    bureau.locator("#id_closed_on").fill(today.isoformat())
    bureau.locator("#id_text_original").fill(DONE)
    press(bureau, KO("Save"))
    owner = bureau.locator("dl .fact", has_text=KO("Officer")).locator("dd").inner_text()
    assert owner not in ("", "–") and DONE in text_of(bureau)

    page.goto("/support/heard/")
    page.get_by_role("link", name=MEETING, exact=True).click()
    line = page.locator("main table tbody tr", has_text=VOICED).inner_text()
    assert KO("Fulfilled", context="item voiced") in line and DONE in line
    assert MINUTES not in text_of(page)
    page.get_by_role("link", name=VOICED).click()
    assert DONE in text_of(page) and owner not in text_of(page)
