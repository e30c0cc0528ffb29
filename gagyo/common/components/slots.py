"""
Places in the pages of one feature, in which features above it show what they have to the same record.

A page names the place and the record: {% slot "tie" tie %}. An app that lies above fills it when it is loaded:
fill("tie", by="gagyo.visits.views.elsewhere.on_tie"). So the page's own app knows nothing of who fills it.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

Filler = Callable[[HttpRequest, Any], SafeString]

FILLERS: dict[str, list[str]] = {}


def fill(slot: str, *, by: str) -> None:
    """
    Have a place filled by a function that takes the request and the record, and returns a piece of the page.

    by: its dotted path, because an app is loaded before its views can be
    """
    known = FILLERS.setdefault(slot, [])
    if by not in known:
        known.append(by)


def slot_html(slot: str, *, request: HttpRequest, about: Any) -> SafeString:
    """Return what all that fill a place have to show, in the order of the apps; often nothing."""
    drawn = [import_string(each)(request, about) for each in FILLERS.get(slot, [])]
    return format_html_join("", "{}", ((piece,) for piece in drawn if piece))
