"""Whether a page speaks one language: what is in the other one must be marked as such, for screen readers too."""

import re
from functools import cache
from typing import Any

import polib
from playwright.sync_api import Page

from tests.browser.serving import ROOT

HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]+")
# Every piece of text that a person reads or hears, with the language it is marked with; what people type is their own.
PIECES = """() => {
  const found = [];
  const language = node => (node.closest('[lang]') || document.documentElement).lang;
  const take = (text, node, where) => {
    const words = (text || '').replace(/\\s+/g, ' ').trim();
    if (words) found.push({words, language: language(node), where});
  };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (['SCRIPT', 'STYLE', 'TEXTAREA', 'CODE', 'PRE'].includes(parent.tagName)) continue;
    take(node.textContent, parent, parent.tagName.toLowerCase() + (parent.className ? '.' + parent.className : ''));
  }
  for (const name of ['title', 'aria-label', 'placeholder', 'alt', 'aria-description', 'data-label'])
    for (const node of document.querySelectorAll('[' + name + ']')) take(node.getAttribute(name), node, '@' + name);
  for (const node of document.querySelectorAll('input[type=submit]')) take(node.value, node, 'button');
  return found;
}"""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# Three small English words in a row are a sentence, not a name.
SENTENCE = re.compile(r"(?<![\w.@/])[A-Za-z]?[a-z]+(?: [a-z]+){2,}(?![\w.@/])")

# Messages of ours that are names too, which data may hold in English.
NAMES = frozenset({"Dartford", "Gagyo", "United Kingdom", "United States"})


@cache
def english_words() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return the English messages whose Korean differs: plain ones, and patterns of those with values in them."""
    plain, patterns = set(), []
    for path in sorted((ROOT / "gagyo").glob("*/locale/ko/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            korean = [entry.msgstr, *entry.msgstr_plural.values()]
            for text in filter(None, (entry.msgid, entry.msgid_plural)):
                words = " ".join(text.split())
                if text in korean or not re.search(r"[A-Za-z]{2}", PLACEHOLDER.sub("", words)):
                    continue
                if PLACEHOLDER.search(words):
                    parts = (re.escape(part) for part in PLACEHOLDER.split(words))
                    patterns.append(re.compile(r"\S.*".join(parts)))
                else:
                    plain.add(words)
    return frozenset(plain), tuple(pattern for pattern in patterns if len(pattern.pattern) > 12)


def pieces(page: Page) -> list[dict[str, Any]]:
    """Return every piece of text on the page: words, language, where."""
    found: list[dict[str, Any]] = page.evaluate(PIECES)
    return found


@cache
def is_english_of_ours(words: str) -> bool:
    """Tell whether these are words of the interface that were left in English."""
    plain, patterns = english_words()
    if words in NAMES:
        return False
    return words in plain or any(pattern.fullmatch(words) for pattern in patterns) or bool(SENTENCE.search(words))


def wrong_words(page: Page, *, language: str) -> list[str]:
    """Return a sentence for each piece of text that is in the other language without saying so."""
    found, all_pieces = [], pieces(page)
    marked = " ".join(piece["words"] for piece in all_pieces if piece["language"] != language)
    for piece in all_pieces:
        words = piece["words"]
        if piece["language"] != language:
            continue
        if language == "en":
            # A title or an attribute cannot be marked; it may repeat data that is marked where it is read.
            unmarkable = piece["where"] == "title" or piece["where"].startswith("@")
            wrong = [run for run in HANGUL.findall(words) if not (unmarkable and run in marked)] != []
        else:
            wrong = is_english_of_ours(words)
        if wrong:
            found.append(f"{language} page says {words[:120]!r} in {piece['where']}")
    return sorted(set(found))
