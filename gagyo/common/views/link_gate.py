"""What stands before pages that a secret link opens without an account: a limit, and words for caches and robots."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from gagyo.common.views.limits import refused_for_now

P = ParamSpec("P")
# Of the limit for public forms: the pool of a city hall answers from one address.
TIMES: Final = 10


def linked_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Limit how often one address tries links; keep the answer out of caches, robots' lists and referrers."""

    @never_cache
    @wraps(view)
    def gated(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = refused_for_now(request, what="link", times=TIMES) or view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        # Not no-referrer: browsers then send forms with the origin "null", which the CSRF check refuses.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return gated
