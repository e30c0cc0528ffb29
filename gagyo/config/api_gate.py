"""What stands before the API: how often, in which language, has it changed, and every error a problem."""

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from gagyo import __version__
from gagyo.common.queries import data_version
from gagyo.common.views.callers import address_of
from gagyo.config.api import PROBLEM, problem_response
from gagyo.config.kept_answers import KeptAnswers, answer_from, kept_from
from gagyo.kernels.limits.shared_counter import SharedCounter

Answer = Callable[[HttpRequest], HttpResponseBase]
PREFIX = "/api/"
WINDOW_SECONDS = 60
# An office's programs share one address; unknown tokens must not give a caller a fresh count each.
TOKENS_PER_ADDRESS = 5
MAX_BYTES = 6 * 1024 * 1024


class ApiMiddleware:
    """Limit, negotiate, answer 304, and put errors into the words of RFC 9457."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.counter: SharedCounter | None = None
        self.answers = KeptAnswers(max_bytes=MAX_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request for the API; let any other pass."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        # The language of the API's words is the caller's; its addresses have none.
        with translation.override(translation.get_language_from_request(request)):
            response = self.answer(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "ko")
        patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
        return response

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Answer within the limit."""
        wait = self.seconds_to_wait(request)
        if wait:
            response: HttpResponseBase = problem_response(request, status=429)
            response.headers["Retry-After"] = str(wait)
            return response
        if request.method not in {"GET", "HEAD"}:
            return self.as_problem(request, self.get_response(request))
        etag = self.etag(request)
        # With a token or a session the answer is made first: who may not ask learns nothing from a 304.
        if is_public(request) and request.headers.get("If-None-Match") == etag:
            unchanged = HttpResponseNotModified()
            unchanged.headers["ETag"] = etag
            unchanged.headers["Cache-Control"] = "public, no-cache"
            return unchanged
        response = self.kept_or_made(request, etag=etag)
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            response.headers.setdefault("Cache-Control", "no-store")
            return response
        conditional = get_conditional_response(request, etag=etag, response=response)
        assert isinstance(conditional, HttpResponse)
        return conditional

    def kept_or_made(self, request: HttpRequest, *, etag: str) -> HttpResponseBase:
        """Return the answer; one for everybody is kept under its mark, which changes whenever the answer may."""
        key = f"{request.get_full_path()} {etag}" if may_keep(request) else ""
        found = self.answers.get(key)
        if found is not None:
            return with_cache_word(answer_from(found, takes_brotli=False), "hit")
        response = self.as_problem(request, self.get_response(request))
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            return response
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "public, no-cache" if is_public(request) else "private, no-cache"
        if key and not response.cookies:
            self.answers.keep(key, kept_from(response))
            with_cache_word(response, "miss")
        return response

    def seconds_to_wait(self, request: HttpRequest) -> int:
        """Count the request; return 0, or the seconds to wait where it was one too many."""
        limit = settings.API_REQUESTS_PER_MINUTE
        if limit <= 0:
            return 0
        if self.counter is None:
            self.counter = SharedCounter(settings.DATA_DIR / "api_requests")
        now, token = time.time(), request.headers.get("Authorization", "")
        limits = [(f"address {address_of(request)}", limit * (TOKENS_PER_ADDRESS if token else 1))]
        if token:
            limits.append((f"token {token}", limit))
        waits = [0]
        for key, most in limits:
            hits, left = self.counter.count(key, now_seconds=now, window_seconds=WINDOW_SECONDS)
            waits.append(left if hits > most else 0)
        return max(waits)

    def etag(self, request: HttpRequest) -> str:
        """Return a mark that changes with every commit, day, caller and language."""
        parts = (
            __version__,
            str(data_version()),
            timezone.localdate().isoformat(),
            request.get_full_path(),
            translation.get_language() or "",
            request.headers.get("Authorization", ""),
            request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""),
        )
        return f'"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}"'

    def as_problem(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Put an error that Django made (unknown address, method, failure) into the API's words."""
        kind = response.headers.get("Content-Type", "")
        if response.status_code < 400 or kind.startswith(PROBLEM):
            return response
        problem = problem_response(request, status=response.status_code)
        for name in ("Allow", "Retry-After", "WWW-Authenticate"):
            if name in response.headers:
                problem.headers[name] = response.headers[name]
        return problem


def is_public(request: HttpRequest) -> bool:
    """Tell whether the answer is the same for everybody."""
    return "Authorization" not in request.headers and settings.SESSION_COOKIE_NAME not in request.COOKIES


def may_keep(request: HttpRequest) -> bool:
    """Tell whether the answer to this request is kept: the same for everybody, and asked of a host that is ours."""
    if settings.PUBLIC_CACHE_PAGES <= 0 or request.method != "GET" or not is_public(request):
        return False
    if connection.in_atomic_block:
        # It sees its own writes, which may still be rolled back.
        return False
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def with_cache_word(response: HttpResponse, word: str) -> HttpResponse:
    """Return the answer, saying whether it was kept."""
    response.headers["X-Cache"] = word
    return response
