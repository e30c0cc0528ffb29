"""What stands before every app: health answers and the cache of public pages."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from gagyo import __version__
from gagyo.common.queries import data_version

Answer = Callable[[HttpRequest], HttpResponseBase]


class HealthMiddleware:
    """Answer /healthz (the process lives) and /readyz (the database answers) before anything else runs."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe, whatever host it asked for."""
        if request.path == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path == "/readyz":
            try:
                data_version()
            except DatabaseError:
                return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
            return HttpResponse("ready\n", content_type="text/plain")
        return self.get_response(request)


@dataclass(frozen=True)
class Kept:
    """A finished answer."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


class PublicPageCacheMiddleware:
    """
    Keep finished pages for visitors without a session, never a stale one.

    The key holds the data version, which rises in the very transaction of every change, and today's date,
    because figures are "as of" it. Signed-in people are not served from here.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.kept: OrderedDict[str, Kept] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the cache, or keep the answer where it is the same for everybody."""
        if not self.may_keep(request):
            return self.get_response(request)
        key = self.key(request)
        found = self.kept.get(key)
        if found is None:
            response = self.get_response(request)
            if not self.is_for_everybody(request, response):
                return response
            assert isinstance(response, HttpResponse)
            response.headers.setdefault("ETag", f'"{key[:32]}"')
            response.headers.setdefault("Cache-Control", "no-cache")
            self.keep(key, Kept(response.content, tuple(response.headers.items())))
            return response
        answer = HttpResponse(found.body)
        for name, value in found.headers:
            answer.headers[name] = value
        answer.headers["X-Cache"] = "hit"
        conditional = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
        assert isinstance(conditional, HttpResponse | HttpResponseNotModified)
        return conditional

    def may_keep(self, request: HttpRequest) -> bool:
        """Tell whether this request could be answered the same for everybody."""
        return (
            settings.PUBLIC_CACHE_PAGES > 0
            and request.method in {"GET", "HEAD"}
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and "Authorization" not in request.headers
            and "HX-Request" not in request.headers
            and not request.path.startswith(("/static/", "/api/", "/metrics"))
        )

    def key(self, request: HttpRequest) -> str:
        """Return a key that changes whenever the answer may."""
        parts = (
            __version__,
            str(data_version()),
            timezone.localdate().isoformat(),
            request.method or "",
            request.get_host(),
            request.get_full_path(),
            request.COOKIES.get("gagyo_contrast", ""),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def is_for_everybody(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        """Tell whether the answer holds nothing of one visitor: no cookie, no CSRF token, no message."""
        return (
            response.status_code == 200
            and not response.streaming
            and not response.cookies
            and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
            and "private" not in response.headers.get("Cache-Control", "")
        )

    def keep(self, key: str, value: Kept) -> None:
        """Keep an answer, and forget the oldest past the limit."""
        with self.lock:
            self.kept[key] = value
            while len(self.kept) > settings.PUBLIC_CACHE_PAGES:
                self.kept.popitem(last=False)
