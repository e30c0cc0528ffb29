"""SVG text, escaped. Colours and type come from CSS classes, because the pages allow no inline style."""

from collections.abc import Iterable
from html import escape


def element(name: str, /, *children: str, **attributes: object) -> str:
    """
    Return an element; `class_` is written class, `stroke_width` stroke-width; None leaves an attribute out.

    children: finished SVG. Words must go through `words`.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


def number(value: object) -> str:
    """Return a value for an attribute; lengths need no more than two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def words(text: str) -> str:
    """Return text that is safe inside an element."""
    return escape(text, quote=False)


def linked(inner: str, *, href: str, title: str) -> str:
    """Return a shape with its words for pointers and listeners, as a link where it leads somewhere."""
    shape = element("title", words(title)) + inner
    if not href:
        return element("g", shape)
    return element("a", shape, href=href, aria_label=title)


def picture(parts: Iterable[str], *, title: str, description: str, has_links: bool, **attributes: object) -> str:
    """
    Return a whole picture that names and describes itself.

    A picture with links is a group of them; one without is a single image to a listener.
    """
    return element(
        "svg",
        element("title", words(title)),
        element("desc", words(description)),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        role="group" if has_links else "img",
        aria_label=title,
        **attributes,
    )
