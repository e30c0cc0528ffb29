"""
Whether a page is accessible as axe-core sees it: every rule that axe has on by default.

What contrast a text has is most of that work. A text is measured unless one of the same look passed before, on
whichever page or width: axe_once.js tells what makes two texts the same.
"""

from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

ONCE = (Path(__file__).parent / "axe_once.js").read_text(encoding="utf-8")
# What axe passed in this process: the looks of texts, and the ways the frame folds.
PASSED: set[str] = set()


def bring_axe(context: BrowserContext) -> None:
    """Have axe in every page of this context: the browser then neither receives nor compiles it for each."""
    context.add_init_script(AXE_SCRIPT)


def faults_of(page: Page, *, again: bool = False, passed: set[str] = PASSED) -> list[str]:
    """
    Return a sentence for each fault of the page as it stands.

    again: the page was looked at before, in another width, and is else the same
    passed: what need not be measured; what passes now is added
    """
    given = ["\n".join(passed), again]
    found = page.evaluate(ONCE, given)
    if found is None:
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(ONCE, given)
    passed.update(found["passed"])
    return [f"{each['id']} ({each['impact']}): {each['help']}: {'; '.join(each['where'])}" for each in found["faults"]]
