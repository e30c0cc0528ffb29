"""Parts of pages that are made once for all who read the same rows, until any data changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gagyo.common.queries import data_version
from gagyo.common.rules import ANYBODY, reading_as

# Python holds a text with a Korean letter in two bytes for each character: 6 MB together.
MAX_CHARACTERS = 3 * 1024 * 1024
MAX_PART_CHARACTERS = 1024 * 1024
FORM_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a form's field


@dataclass(frozen=True)
class Part:
    """A drawn part of a page; ids: how many ids of components the page has used up after it."""

    html: SafeString
    title: str
    status: int
    ids: int


class KeptParts:
    """Drawn parts by all that they depend on; the longest unused are forgotten past MAX_CHARACTERS."""

    def __init__(self) -> None:
        self.parts: OrderedDict[Hashable, Part] = OrderedDict()
        self.size = 0
        self.lock = Lock()

    def get(self, key: Hashable) -> Part | None:
        """Return the part under that key."""
        with self.lock:
            found = self.parts.get(key)
            if found:
                self.parts.move_to_end(key)
            return found

    def keep(self, key: Hashable, part: Part) -> None:
        """Keep a part; one that is longer than MAX_PART_CHARACTERS is drawn anew each time."""
        if len(part.html) > MAX_PART_CHARACTERS:
            return
        with self.lock:
            before = self.parts.pop(key, None)
            self.size += len(part.html) - (len(before.html) if before else 0)
            self.parts[key] = part
            while self.size > MAX_CHARACTERS:
                _key, forgotten = self.parts.popitem(last=False)
                self.size -= len(forgotten.html)

    def forget(self) -> None:
        """Forget all of them."""
        with self.lock:
            self.parts.clear()
            self.size = 0


KEPT = KeptParts()


def kept_part(
    request: HttpRequest, *, template: str, make: Callable[[], Mapping[str, Any]], about: Hashable = ()
) -> Part:
    """
    Return a part of the page at this address, drawn once for all who read the same rows, until any data changes.

    make: gives the template's values; `title` names the page, and `status` is given where the answer is another one
    than 200: such a part is not kept.
    about: whatever else the part depends on than the address, the language, the day and the rows that somebody reads:
    a name, a role. What holds a form to post is never kept, because its token is one person's.
    """
    if request.method not in {"GET", "HEAD"} or connection.in_atomic_block:
        return drawn_part(request, template=template, values=make())
    # The version is read before the rows are: a change in between makes the part too new for its key, never stale.
    key = (
        data_version(),
        timezone.localdate(),
        get_language(),
        request.get_full_path(),
        template,
        reading_as(getattr(request, "actor", ANYBODY)),
        getattr(request, "component_count", 0),
        about,
    )
    found = KEPT.get(key)
    if found is None:
        found = drawn_part(request, template=template, values=make())
        if found.status == 200 and FORM_TOKEN not in found.html:
            KEPT.keep(key, found)
    request.component_count = found.ids  # type: ignore[attr-defined]  # next_id() counts the ids of an answer
    return found


def drawn_part(request: HttpRequest, *, template: str, values: Mapping[str, Any]) -> Part:
    """Return a part drawn now."""
    html = render_to_string(template, dict(values), request=request)
    count = getattr(request, "component_count", 0)
    return Part(html, title=str(values.get("title", "")), status=int(values.get("status", 200)), ids=count)
