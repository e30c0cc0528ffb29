"""What stands before pages that a secret link opens without an account: a limit, and words for caches and robots."""

import time
from collections.abc import Callable
from functools import cache, wraps
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from gagyo.accounts.middleware import address_of
from gagyo.common.views.errors import too_many_requests
from gagyo.kernels.limits.shared_counter import SharedCounter

P = ParamSpec("P")
REQUESTS: Final = 60
WINDOW_SECONDS: Final = 60


@cache
def counter() -> SharedCounter:
    """Return the counter of this worker, shared with the others of the machine."""
    return SharedCounter(settings.DATA_DIR / "link_requests")


def linked_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Limit how often one address tries links; keep the answer out of caches, robots' lists and referrers."""

    @never_cache
    @wraps(view)
    def gated(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        hits, left = counter().count(
            f"link {address_of(request)}", now_seconds=time.time(), window_seconds=WINDOW_SECONDS
        )
        if hits > REQUESTS:
            response = too_many_requests(request)
            response.headers["Retry-After"] = str(left)
        else:
            response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return gated
