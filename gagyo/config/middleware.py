"""What stands before every app: health answers and the cache of public pages."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from gagyo import __version__
from gagyo.common.queries import data_version
from gagyo.config.kept_answers import Kept, KeptAnswers, answer_from, kept_from

Answer = Callable[[HttpRequest], HttpResponseBase]
# Two workers together stay under 250 MB, with the answers of the API and the parts of pages that are kept besides.
MAX_BYTES = 12 * 1024 * 1024


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


class PublicPageCacheMiddleware:
    """
    Keep finished pages for visitors without a session, never a stale one.

    The key holds the data version, which rises in the very transaction of every change, and today's date,
    because figures are "as of" it. Signed-in people are not served from here.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.answers = KeptAnswers(max_bytes=MAX_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the cache, or keep the answer where it is the same for everybody."""
        if not self.may_keep(request):
            return self.get_response(request)
        # Read before the page is made: a change in between can only make the kept page too new for its key.
        key = self.key(request)
        found = self.answers.get(key)
        if found is not None:
            return self.answer(request, found, is_hit=True)
        response = self.get_response(request)
        if not self.is_for_everybody(request, response):
            return response
        assert isinstance(response, HttpResponse)
        patch_vary_headers(response, ["Accept-Encoding"])
        response.headers.setdefault("ETag", f'"{key[:32]}"')
        response.headers.setdefault("Cache-Control", "no-cache")
        made = kept_from(response)
        self.answers.keep(key, made)
        return self.answer(request, made, is_hit=False)

    def answer(self, request: HttpRequest, found: Kept, *, is_hit: bool) -> HttpResponseBase:
        """Return a kept page in the encoding that the visitor takes, or 304 where the visitor has it."""
        answer = answer_from(found, takes_brotli="br" in request.headers.get("Accept-Encoding", ""))
        answer.headers["X-Cache"] = "hit" if is_hit else "miss"
        conditional = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
        assert isinstance(conditional, HttpResponse | HttpResponseNotModified)
        return conditional

    def may_keep(self, request: HttpRequest) -> bool:
        """Tell whether this request could be answered the same for everybody."""
        return (
            settings.PUBLIC_CACHE_PAGES > 0
            and request.method in {"GET", "HEAD"}
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            # A message waits in this cookie for the next page that is really made.
            and "messages" not in request.COOKIES
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
