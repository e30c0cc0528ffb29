"""Finished answers for callers without a session or a token, in this process's memory."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpResponse

MAX_ANSWER_BYTES = 1024 * 1024
LEAST_BYTES = 1000


@dataclass(frozen=True)
class Kept:
    """A finished answer, plain and compressed; the compressed one is empty where it would not be smaller."""

    body: bytes
    brotli: bytes
    headers: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.body) + len(self.brotli)


def kept_from(response: HttpResponse) -> Kept:
    """Return a finished answer as it is kept."""
    return Kept(response.content, compressed(response), tuple(response.headers.items()))


class KeptAnswers:
    """
    Answers by a key that changes whenever the answer may; the oldest are forgotten past the limits.

    max_bytes: of all bodies together; settings.PUBLIC_CACHE_PAGES limits their number
    """

    def __init__(self, *, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.kept: OrderedDict[str, Kept] = OrderedDict()
        self.size = 0
        self.lock = Lock()

    def get(self, key: str) -> Kept | None:
        """Return the answer under that key."""
        return self.kept.get(key)

    def keep(self, key: str, value: Kept) -> None:
        """Keep an answer; one that is larger than MAX_ANSWER_BYTES is made anew each time."""
        if value.size > MAX_ANSWER_BYTES:
            return
        with self.lock:
            before = self.kept.pop(key, None)
            self.size += value.size - (before.size if before else 0)
            self.kept[key] = value
            while len(self.kept) > settings.PUBLIC_CACHE_PAGES or self.size > self.max_bytes:
                _key, forgotten = self.kept.popitem(last=False)
                self.size -= forgotten.size


def answer_from(found: Kept, *, takes_brotli: bool) -> HttpResponse:
    """Return a kept answer in the encoding that the caller takes."""
    smaller = bool(found.brotli) and takes_brotli
    answer = HttpResponse(found.brotli if smaller else found.body)
    for name, value in found.headers:
        answer.headers[name] = value
    if smaller:
        answer.headers["Content-Encoding"] = "br"
        # Another encoding is another representation, so it has another mark.
        answer.headers["ETag"] = answer.headers["ETag"].removesuffix('"') + '-br"'
    if "Content-Length" in answer.headers:
        answer.headers["Content-Length"] = str(len(answer.content))
    return answer


def compressed(response: HttpResponse) -> bytes:
    """Return the body as Brotli where that is worth it: compressed once, sent many times."""
    if len(response.content) < LEAST_BYTES or not response.headers.get("Content-Type", "").startswith("text/"):
        return b""
    import brotli

    packed: bytes = brotli.compress(response.content, quality=5)
    return packed if len(packed) < len(response.content) else b""
