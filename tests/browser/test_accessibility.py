"""A look at a page in a second width measures the contrast of what is new there, and nothing twice."""

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import faults_of

# Dark enough for large letters on white, too light for small ones.
GREY = "color: #888"
PAGE = """<!doctype html><html lang="en"><title>Page</title><style>
body {{ background: #fff; color: #000 }} {wide} @media (max-width: 500px) {{ {narrow} }}
</style><main><h1>Page</h1><div><p>A sentence to read</p></div></main></html>"""


def contrast_faults(page: Page, *, wide: str, narrow: str) -> list[int]:
    """Return how many faults of contrast each of the two looks finds."""
    page.set_content(PAGE.format(wide=wide, narrow=narrow))
    first = faults_of(page)
    page.set_viewport_size({"width": 360, "height": 740})
    return [sum("color-contrast" in fault for fault in look) for look in (first, faults_of(page, again=True))]


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (f"p {{ {GREY}; display: none }}", "p { display: block }"),
        (f"p {{ {GREY}; visibility: hidden }}", "p { visibility: visible }"),
        ("", f"p {{ {GREY} }}"),
        ("p { color: #222 }", "div { background: #333 }"),
        (f"p {{ {GREY}; font-size: 30px }}", "p { font-size: 16px }"),
        (f"p {{ {GREY}; position: absolute; left: -9999px }}", "p { position: static }"),
    ],
    ids=["shown", "visible", "coloured", "on another ground", "smaller", "moved in"],
)
def test_what_only_a_narrow_page_shows_is_measured_there(page: Page, wide: str, narrow: str) -> None:
    assert contrast_faults(page, wide=wide, narrow=narrow) == [0, 1]


def test_what_looks_as_before_is_not_measured_again(page: Page) -> None:
    assert contrast_faults(page, wide=f"p {{ {GREY} }}", narrow="h1 { margin: 0 }") == [1, 0]
