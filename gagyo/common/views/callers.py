"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the caller's address; behind proxies, the one that our own outermost proxy saw."""
    count = settings.AXES_IPWARE_PROXY_COUNT or 0
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return chain[-count] if count and len(chain) >= count else request.META.get("REMOTE_ADDR", "")
