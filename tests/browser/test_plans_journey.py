"""The ministry publishes the consolidated plan of a year, takes it as HWPX, and reads there what the page says."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page

from gagyo.kernels.documents.hwpx_read import read_hwpx_text
from tests.browser.journeys import Words, text_of

KO = Words("ko")


def test_the_consolidated_plan_is_published_and_opened_again_from_hwpx(
    signed_in: Callable[..., Page], check_axe: Callable[[Page], None]
) -> None:
    page = signed_in("desk_officer")
    page.goto(f"/ambassadors/consolidated/{timezone.localdate().year}/")
    found = [
        each.strip() for part in ("#gaps", "#overlaps") for each in page.locator(f"{part} .cell-part").all_inner_texts()
    ]
    assert len(found) > 2
    page.get_by_role("link", name=KO("Publish an edition"), exact=True).click()
    page.locator("#id_text_original").fill("첫 판을 펴냅니다.")
    page.get_by_role("button", name=KO("Publish", context="consolidated plan"), exact=True).click()
    page.locator("main a[href*='/editions/']").first.click()
    assert "첫 판을 펴냅니다." in text_of(page)
    check_axe(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="HWPX", exact=True).click()
    paper = read_hwpx_text(waiting.value.path().read_bytes())
    assert [words for words in (*found, "첫 판을 펴냅니다.", "붙임", "끝.") if words not in paper] == []
