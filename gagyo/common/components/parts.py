"""The values that the page components take: plain and frozen, made by views, drawn by the template tags."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString

Text = str | Promise
Tone = Literal["neutral", "primary", "info", "success", "warning", "danger"]


class NavItem(NamedTuple):
    """An entry of the main menu."""

    label: Text
    url: str
    active: bool = False


class Link(NamedTuple):
    """Words and where they lead; in a breadcrumb the last one may have no address."""

    label: Text
    href: str = ""


@dataclass(frozen=True)
class Badge:
    """A word of state with its tone."""

    label: Text
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Column:
    """
    A column of a data table.

    key: attribute of the row (dots allowed) that holds the value: text, number, date, Badge, Figure, Link or
        a list of these. href: attribute of the row with the address that the value leads to.
    sort: name in the address (`?sort=name`, `?sort=-name`); empty if the column cannot be sorted by.
    draw: makes the value from the row where an attribute is not enough.
    """

    key: str
    label: Text
    sort: str = ""
    href: str = ""
    numeric: bool = False
    row_header: bool = False
    draw: Callable[[Any], object] | None = None


@dataclass(frozen=True)
class Tab:
    """One of several views of the same record, as a link."""

    label: Text
    href: str
    active: bool = False
    count: int | str | None = None


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened; `when` replaces the date in words where only a year is known."""

    title: Text
    at: date | datetime | None = None
    when: Text = ""
    text: Text = ""
    href: str = ""
    by: Text = ""
    badge: Badge | None = None
    ahead: bool = False


@dataclass(frozen=True)
class Term:
    """A fact of a record: its name and its value (anything a table cell may hold)."""

    label: Text
    value: object
    href: str = ""


@dataclass(frozen=True)
class Action:
    """A button: a link, or a form that posts when `method` is post."""

    label: Text
    href: str
    method: Literal["get", "post"] = "get"
    kind: Literal["primary", "secondary", "tertiary", "danger"] = "primary"
    icon: str = ""


@dataclass(frozen=True)
class Difference:
    """A field whose value differs between what I wanted to save and what somebody else saved meanwhile."""

    label: Text
    mine: object
    theirs: object
    before: object = None


@dataclass(frozen=True)
class Chip:
    """An active filter and the address of the list without it."""

    label: Text
    value: Text
    href: str


@dataclass(frozen=True)
class TableHead:
    """What the template needs to draw a column's head."""

    column: Column
    href: str = ""
    direction: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True)
class TableView:
    """A table ready to be drawn: heads, and the rows as finished HTML; no rows, no body."""

    heads: Sequence[TableHead]
    body: SafeString
