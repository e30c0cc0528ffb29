"""How often somebody without an account may send a form or try a link: counted for each address and hour."""

import time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gagyo.common.views.callers import address_of
from gagyo.common.views.errors import too_many_requests
from gagyo.kernels.limits.shared_counter import SharedCounter

WINDOW_SECONDS = 3600


@cache
def _counter(path: Path) -> SharedCounter:
    return SharedCounter(path)


def refused_for_now(request: HttpRequest, *, what: str, times: int = 1) -> HttpResponse | None:
    """
    Count one attempt, and return the page that says to wait where it was one too many.

    what: kind of attempt, each with a count of its own; times: how many times the usual limit
    """
    most = settings.PUBLIC_FORMS_PER_HOUR * times
    if most <= 0:
        return None
    key = f"{what} {address_of(request)}"
    counter = _counter(settings.DATA_DIR / "public_forms")
    hits, left = counter.count(key, now_seconds=time.time(), window_seconds=WINDOW_SECONDS)
    if hits <= most:
        return None
    answer = too_many_requests(request)
    answer.headers["Retry-After"] = str(left)
    return answer
