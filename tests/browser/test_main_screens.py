"""The main screens by keyboard alone, and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.access.groups import NOBODY
from tests.browser.journeys import text_of

# Where people spend their day, and who they are.
SCREENS = [
    ("/", NOBODY),
    ("/ties/", NOBODY),
    ("/ties/map/", NOBODY),
    ("/statistics/", NOBODY),
    ("/visits/", NOBODY),
    ("/accounts/login/", NOBODY),
    ("/work/", "officer"),
    ("/ties/new/", "officer"),
    ("/visits/new/", "officer"),
    ("/registry/bodies/new/", "officer"),
    ("/registry/duplicates/", "operator"),
    ("/audit/", "auditor"),
]
# Everything that takes the focus, in the order of the page; a group of radio buttons is one stop.
LISTEN = """() => {
  const shown = node => node.checkVisibility({visibilityProperty: true}) && node.getClientRects().length > 0;
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const stops = [...document.querySelectorAll(wanted)].filter(
    node => !node.disabled && node.tabIndex >= 0 && shown(node) &&
      !(node.type === 'radio' && document.querySelector(`input[type=radio][name="${node.name}"]:checked`) &&
        !node.checked));
  const radios = new Set();
  window.stops = stops.filter(node => node.type !== 'radio' || (!radios.has(node.name) && radios.add(node.name)));
  const still = new CSSStyleSheet();
  still.replaceSync('* { transition: none !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
  const looks = node => {
    const found = getComputedStyle(node);
    return [found.borderColor, found.borderWidth, found.backgroundColor, found.textDecoration].join();
  };
  const before = new Map(window.stops.map(node => [node, looks(node)]));
  window.reached = [];
  window.unseen = [];
  document.addEventListener('focusin', event => {
    const node = event.target, words = name(node);
    window.reached.push(node);
    const box = node.closest('label') || node;
    const ringed = [node, box, node.nextElementSibling].filter(Boolean).some(each => {
      const found = getComputedStyle(each);
      return found.outlineStyle !== 'none' || found.boxShadow !== 'none';
    });
    if (!ringed && before.get(node) === looks(node)) window.unseen.push(words);
  });
  const name = node => (node.getAttribute('aria-label') || node.textContent || node.name || node.tagName)
    .replace(/\\s+/g, ' ').trim().slice(0, 60);
  window.named = name;
  // A date has a stop for its year, month, day and calendar.
  return window.stops.length + 4 * window.stops.filter(node => node.type === 'date').length;
}"""
MISSED = "() => window.stops.filter(node => !window.reached.includes(node)).map(window.named)"


@pytest.mark.parametrize(("path", "who"), SCREENS)
def test_the_tab_key_reaches_every_control_and_shows_where_it_is(
    make_page: Callable[..., Page], signed_in: Callable[..., Page], path: str, who: str
) -> None:
    page = make_page() if who == NOBODY else signed_in(who)
    page.goto(path)
    for _stop in range(page.evaluate(LISTEN) + 2):
        page.keyboard.press("Tab")
    assert {"missed": page.evaluate(MISSED), "unseen": page.evaluate("window.unseen")} == {"missed": [], "unseen": []}


# The map's buttons move it, which is the script's work; the sign-in page says that passkeys need scripts.
SCRIPTED = {"/", "/ties/map/", "/accounts/login/"}


@pytest.mark.parametrize(("path", "who"), [each for each in SCREENS if each[0] not in SCRIPTED])
def test_a_screen_says_the_same_without_scripts(
    make_page: Callable[..., Page], signed_in: Callable[..., Page], path: str, who: str
) -> None:
    def read(**options: Any) -> str:
        page = make_page(**options) if who == NOBODY else signed_in(who, **options)
        page.goto(path)
        return text_of(page)

    assert read(java_script_enabled=False) == read()
