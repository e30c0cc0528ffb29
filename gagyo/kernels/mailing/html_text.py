"""The text of a message that comes in HTML only, without what it quotes."""

import re
from html.parser import HTMLParser

_HIDDEN = {"script", "style", "head", "title", "template"}
_LINES = {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "area", "base", "col", "embed", "source", "track", "wbr"}
# Where mail programs put the message that is answered: Gmail, Thunderbird, Proton, Yahoo, Apple Mail, Naver, Daum.
_QUOTES = re.compile(r"\b(gmail_quote|gmail_extra|moz-cite-prefix|protonmail_quote|yahoo_quoted|se_quote|quote_mail)\b")
# Outlook puts it beside what is new, after one of these.
_QUOTE_FOLLOWS = {"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"}


class _Reader(HTMLParser):
    """Gathers text; `whole` with what is quoted, `new` without."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.new: list[str] = []
        self.whole: list[str] = []
        self._hidden: list[str] = []
        self._quoted: list[str] = []
        self._rest_is_quoted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if said.get("id", "").lower().removeprefix("x_") in _QUOTE_FOLLOWS:
            self._rest_is_quoted = True
        if tag in _VOID:
            self._add("\n" if tag in _LINES else "")
            return
        if self._hidden or tag in _HIDDEN:
            self._hidden.append(tag)
        is_quote = tag == "blockquote" or bool(_QUOTES.search(said.get("class", "")))
        if self._quoted or is_quote:
            self._quoted.append(tag)
        if tag in _LINES:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES and tag not in _VOID:
            self._add("\n")
        for nested in (self._hidden, self._quoted):
            if tag in nested:
                # Tags that were never closed end with the one around them.
                del nested[len(nested) - 1 - nested[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if self._hidden:
            return
        self.whole.append(text)
        if not self._quoted and not self._rest_is_quoted:
            self.new.append(text)


def text_of_html(html: str) -> tuple[str, str]:
    """Return the text of HTML without what it quotes, and all of it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _tidy(reader.new), _tidy(reader.whole)


def _tidy(parts: list[str]) -> str:
    lines = (line.replace("\xa0", " ").strip() for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
