"""The guard over all pages bites, though it measures the contrast of each look of a text once."""

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import faults_of

# Dark enough for large letters on white, too light for small ones.
GREY = "color: #888"
PAGE = """<!doctype html><html lang="en"><head><title>Page</title><style>
body {{ background: #fff; color: #000 }} {wide} @media (max-width: 500px) {{ {narrow} }}
</style></head><body>{body}</body></html>"""
BODY = "<main><h1>Page</h1><div><p>A sentence to read</p></div></main>"
MENU = '<header class="site-header"><nav><a href="/">Home</a></nav></header>'
ROWS = "".join(f"<tr><td>Row {number}</td></tr>" for number in range(30))
FOLD = ".site-header nav { display: none }"
CUT = "overflow: auto; width: 60px; height: 40px; white-space: pre"
PALE = "text-decoration: none; color: #222"
# Words of a look that passed, where something else is painted, or out of what they are painted on.
OVERLAID = (
    '<div style="background: #333; width: 9em; height: 3em; float: left"></div>'
    '<p style="position: absolute; left: 1em">A sentence</p>'
)
SPILT = (
    '<div style="background: #333; color: #eee; height: 9em"><p>One</p><p>Two</p><p>Three</p></div>'
    '<div style="background: #333; color: #eee; height: 1em"><p style="padding-top: 6em">A sentence</p></div>'
)


def rules(faults: list[str]) -> list[str]:
    """Return the names of the rules that were broken."""
    return [fault.partition(" ")[0] for fault in faults]


def look(page: Page, *, body: str, wide: str = "", narrow: str = "", passed: set[str] | None = None) -> list[str]:
    """Show a page and return the rules it breaks in a wide window."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.set_content(PAGE.format(wide=wide, narrow=narrow, body=body))
    return rules(faults_of(page, passed=set() if passed is None else passed))


def look_twice(page: Page, *, body: str = BODY, wide: str = "", narrow: str = "", passed: set[str]) -> list[list[str]]:
    """Show a page and return the rules it breaks in a wide window, and in a narrow one."""
    first = look(page, body=body, wide=wide, narrow=narrow, passed=passed)
    page.set_viewport_size({"width": 360, "height": 740})
    return [first, rules(faults_of(page, again=True, passed=passed))]


@pytest.fixture
def passed(page: Page) -> set[str]:
    """What passed on a good page, in both widths."""
    found: set[str] = set()
    body = f"{MENU}<main><h1>Page</h1><p>A sentence</p><table>{ROWS}</table></main>"
    assert look_twice(page, body=body, narrow=FOLD, passed=found) == [[], []]
    assert any(line.startswith("folds") for line in found)
    return found


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (f"p {{ {GREY}; display: none }}", "p { display: block }"),
        (f"p {{ {GREY}; visibility: hidden }}", "p { visibility: visible }"),
        ("", f"p {{ {GREY} }}"),
        ("p { color: #222 }", "div { background: #333 }"),
        ("", "p { opacity: 0.4 }"),
        (f"p {{ {GREY}; font-size: 30px }}", "p { font-size: 16px }"),
        (f"p {{ {GREY}; position: absolute; left: -9999px }}", "p { position: static }"),
    ],
    ids=["shown", "visible", "coloured", "on another ground", "paler", "smaller", "moved in"],
)
def test_what_only_a_narrow_page_shows_is_measured_there(page: Page, passed: set[str], wide: str, narrow: str) -> None:
    assert look_twice(page, wide=wide, narrow=narrow, passed=passed) == [[], ["color-contrast"]]


@pytest.mark.parametrize(
    ("rule", "body", "wide", "narrow"),
    [
        ("label", '<input type="text">', "input { display: none }", "input { display: block }"),
        ("link-in-text-block", '<p>Read <a href="/b">this</a> now</p>', "", f"p a {{ {PALE} }}"),
        ("scrollable-region-focusable", "<div>A long line</div>", "", f"div {{ {CUT} }}"),
    ],
)
def test_what_breaks_a_rule_only_in_a_narrow_page_is_found(
    page: Page, passed: set[str], rule: str, body: str, wide: str, narrow: str
) -> None:
    body = f"{MENU}<main><h1>Page</h1>{body}</main>"
    assert look_twice(page, body=body, wide=wide, narrow=f"{FOLD} {narrow}", passed=passed) == [[], [rule]]


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("label", '<input type="text">'),
        ("image-alt", '<img src="data:,">'),
        ("button-name", "<button></button>"),
        ("valid-lang", '<p lang="xx">A sentence</p>'),
        ("color-contrast", f'<p style="{GREY}">A sentence</p>'),
        ("color-contrast", f'<table>{ROWS}<tr><td style="{GREY}">The last</td></tr></table>'),
        ("color-contrast", f'<table>{ROWS}<tr style="background: #333"><td>The last</td></tr></table>'),
        ("color-contrast", '<p style="opacity: 0.4">A sentence</p>'),
        ("color-contrast", OVERLAID),
        ("color-contrast", SPILT),
    ],
)
def test_a_fault_is_found_beside_whatever_passed_before(page: Page, passed: set[str], rule: str, body: str) -> None:
    assert look(page, body=f"{MENU}<main><h1>Page</h1>{body}</main>", passed=passed) == [rule]


def test_a_fault_in_the_frame_is_found(page: Page, passed: set[str]) -> None:
    frame = MENU.replace("</nav>", f'<a href="/b" style="{GREY}">Grey</a><img src="data:,"></nav>')
    assert look(page, body=f"{frame}{BODY}", passed=passed) == ["color-contrast", "image-alt"]


def test_a_look_that_failed_fails_on_the_next_page_too(page: Page, passed: set[str]) -> None:
    body = f'<main><h1>Page</h1><p style="{GREY}">A sentence</p></main>'
    assert [look(page, body=body, passed=passed) for _time in range(2)] == [["color-contrast"]] * 2


def test_a_look_of_which_axe_cannot_tell_at_first_is_measured_to_its_end(page: Page) -> None:
    words = "".join(f'<p style="{GREY}">{word}</p>' for word in (*"abcdef", "A sentence"))
    assert look(page, body=f"<main><h1>Page</h1>{words}</main>") == ["color-contrast"]


def test_words_for_screen_readers_alone_need_no_contrast(page: Page, passed: set[str]) -> None:
    hidden = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)"
    body = f'<main><h1>Page</h1><p style="{GREY}; {hidden}">Unseen</p></main>'
    assert [look(page, body=body, passed=passed) for _time in range(2)] == [[], []]
    bare = body.replace("clip-path: inset(50%)", "").replace("1px", "90px")
    assert look(page, body=bare, passed=passed) == ["color-contrast"]


def test_a_look_that_passed_is_not_measured_again(page: Page, passed: set[str]) -> None:
    greyed = {line.replace("rgb(0, 0, 0)", "rgb(136, 136, 136)") for line in passed}
    assert look(page, body=f'<main><h1>Page</h1><p style="{GREY}">A sentence</p></main>', passed=greyed) == []
