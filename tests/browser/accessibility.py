"""
Whether a page is accessible as axe-core sees it: every rule that axe has on by default.

What contrast a text has is half of that work. A page that is looked at in a second width is measured anew only where
a text was not shown in the first, or where it or what holds it has other colours, another size or another position.
"""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# What passed stays in the browser: it is most of the answer.
RUN = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
LOOKS = """node => {
  const {color, backgroundColor, backgroundImage, fontSize, position} = getComputedStyle(node);
  const shown = node.checkVisibility({visibilityProperty: true, opacityProperty: true});
  return [shown, color, backgroundColor, backgroundImage, fontSize, position].join();
}"""
REMEMBER = f"""() => {{
  const looks = {LOOKS};
  window.looked = new Map([...document.querySelectorAll('*')].map(node => [node, looks(node)]));
}}"""
AGAIN = f"""async () => {{
  const looks = {LOOKS}, same = new Set();
  for (const node of document.querySelectorAll('*')) {{
    const within = node.parentElement === null || same.has(node.parentElement);
    if (within && window.looked.get(node) === looks(node)) same.add(node);
  }}
  for (const node of same) node.setAttribute('data-looked', '');
  axe.configure({{rules: [{{id: 'color-contrast', selector: '*:not([data-looked])'}}]}});
  const faults = await {RUN};
  for (const node of same) node.removeAttribute('data-looked');
  return faults;
}}"""


def faults_of(page: Page, *, again: bool = False) -> list[str]:
    """
    Return a sentence for each fault of the page as it stands.

    again: the page was looked at before, in another width
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(AGAIN if again else f"() => {RUN}")
    if not again:
        page.evaluate(REMEMBER)
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: "
        + "; ".join(str(node["target"]) for node in fault["nodes"][:5])
        for fault in found
    ]
