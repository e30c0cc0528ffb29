"""What the pages of an account say of the address that they were opened at, and of browsers."""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.template import Context, Library

register = Library()


@register.inclusion_tag("accounts/passkey_address.html", takes_context=True)
def passkey_address(context: Context) -> dict[str, Any]:
    """
    Say that passkeys do not work here, where the page was opened at an IP address; draw nothing elsewhere.

    Source: https://www.w3.org/TR/webauthn-2/#rp-id (a relying party's id is a domain; browsers count localhost as one)
    """
    request: HttpRequest = context["request"]
    here = urlsplit(request.build_absolute_uri())
    try:
        address = ip_address(here.hostname or "")
    except ValueError:
        return {"at_address": False}
    # From another computer, localhost would be that computer.
    local = here._replace(netloc=f"localhost:{here.port}" if here.port else "localhost").geturl()
    return {"at_address": True, "host": here.hostname, "local": local if address.is_loopback else ""}


# The first mark that a browser's own line about itself holds is its name: Edge, Whale and others also say Chrome.
BROWSERS = (
    *(("Edg", "Edge"), ("Whale/", "Whale"), ("SamsungBrowser", "Samsung Internet"), ("OPR/", "Opera")),
    *(("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
SYSTEMS = (
    *(("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS")),
    *(("Mac OS X", "macOS"), ("Linux", "Linux")),
)


@register.filter
def browser_words(user_agent: str) -> str:
    """Return the browser and the system by their names; what is unknown as it stands."""
    found = [next((name for mark, name in known if mark in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(name for name in found if name) or user_agent
