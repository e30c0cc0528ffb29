"""Cut the KRDS stylesheet down to the components that Gagyo uses, and mend its known faults."""

import re
from collections.abc import Iterator

# A rule is left out when every one of its selectors names one of these families. What replaces each is in
# docs/components.md; most of them need KRDS's own script, and our pages work without any script.
LEFT_OUT = (
    "btn-help",
    "btn-tts",
    "calendar",
    "gnb",
    "help-panel",
    "krds-accordion",
    "krds-calendar",
    "krds-coach-mark",
    "krds-contextual-help",
    "krds-critical-alerts",
    "krds-drop-wrap",
    "krds-file-upload",
    "krds-footer",
    "krds-form-chip",
    "krds-form-select-sort",
    "krds-form-toggle-switch",
    "krds-header",
    "krds-help-panel",
    "krds-identifier",
    "krds-in-page-navigation",
    "krds-language",
    "krds-main-menu",
    "krds-modal",
    "krds-resize",
    "krds-scaled-layout",
    "krds-side-navigation",
    "krds-structured-list",
    "krds-tooltip",
    "krds-tts",
    "krds-tutorial",
    "modal",
    "quick-nav",
    "sch-form-wrap",
    "sch-input",
    "swiper",
    "tts",
    "tutorial",
)
ICONS_LEFT_OUT = re.compile(
    r"ico-(blog|cal-move|coach|facebook|faq|fold|instagram|join|like|log|login|logo|scrap|setting|sns|swiper|"
    r"toggle|tutorial|urgent|view-mode|youtube)"
)
# KRDS hides these from sight with !important; our pages show the name of a group of boxes and of a table.
SHOWN_AGAIN = {"legend", "caption"}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS_NAME = re.compile(r"[.#]([A-Za-z][\w-]*)")
SPACE = re.compile(r"\s+")
AROUND_PUNCTUATION = re.compile(r"\s*([{};,>])\s*")


class UnbalancedStylesheet(ValueError):
    """A brace is missing, so the stylesheet cannot be cut safely."""


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """
    Yield every top-level (prelude, body) of a stylesheet without comments.

    :raises UnbalancedStylesheet: if the braces do not pair
    """
    depth = 0
    start = 0
    opened = 0
    for brace in re.finditer(r"[{}]", css):
        if brace.group() == "{":
            if depth == 0:
                opened = brace.end()
            depth += 1
            continue
        depth -= 1
        if depth < 0:
            raise UnbalancedStylesheet(f"'}}' without '{{' at character {brace.start()}")
        if depth == 0:
            yield css[start : opened - 1].strip(), css[opened : brace.start()].strip()
            start = brace.end()
    if depth:
        raise UnbalancedStylesheet(f"{depth} '{{' not closed")


def is_left_out(selector: str) -> bool:
    """Tell whether a selector belongs to a component or icon that no page uses."""
    names = CLASS_NAME.findall(selector)
    return "swiper-" in selector or any(name.startswith(LEFT_OUT) or ICONS_LEFT_OUT.match(name) for name in names)


def kept_selectors(prelude: str) -> str:
    """Return the selectors of a rule that are used, joined; empty when none is."""
    # A comma inside :is() or :not() does not separate selectors.
    selectors = re.split(r",(?![^(]*\))", prelude)
    return ",".join(mend_selector(each.strip()) for each in selectors if not is_left_out(each))


def mend_selector(selector: str) -> str:
    """Mend `[data-krds-mode=x] :root`, which matches nothing: the attribute stands on the root itself."""
    return re.sub(r"^(\[data-krds-mode=[\w-]+\]) :root", r":root\1", selector)


def prune(css: str) -> str:
    """
    Return the stylesheet with only the rules that are used, minified.

    KRDS repeats its high-contrast rules for `data-krds-mode=theme` under `prefers-color-scheme: dark`.
    Somebody who likes dark screens has not asked for high contrast, so that block answers
    `prefers-contrast: more` instead: the visitor's system decides, without a script.
    """
    out: list[str] = []
    for prelude, body in blocks(COMMENT.sub("", css)):
        if prelude.startswith("@media"):
            inner = prune(body)
            if inner:
                media = prelude.replace("prefers-color-scheme: dark", "prefers-contrast: more")
                out.append(f"{media}{{{inner}}}")
        elif prelude.startswith("@"):
            out.append(f"{prelude}{{{body}}}")
        else:
            selectors = kept_selectors(prelude)
            if "absolute !important" in body:
                selectors = ",".join(each for each in selectors.split(",") if each not in SHOWN_AGAIN)
            if selectors and body:
                out.append(f"{selectors}{{{body}}}")
    return minified("".join(out))


def minified(css: str) -> str:
    """Return css without needless white space; strings in KRDS hold no significant runs of it."""
    return AROUND_PUNCTUATION.sub(r"\1", SPACE.sub(" ", css)).replace(";}", "}").strip()


def without_imports(css: str) -> str:
    """Return css without @charset and @import lines: the files they name are joined by hand."""
    return re.sub(r"@(charset|import)[^;]*;", "", css)
