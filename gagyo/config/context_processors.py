"""What every page's frame shows: the menu, the office, the language switch."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gagyo import __version__
from gagyo.accounts.rules import may_read_audit
from gagyo.common.rules import ANYBODY, Actor


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu."""

    label: str
    url: str
    active: bool


# Short words: in either language the whole menu stands on one line beside each other.
PUBLIC_MENU = [
    (_("Partner cities"), "partnerships:ties"),
    (pgettext_lazy("menu", "Projects"), "partnerships:projects"),
    (pgettext_lazy("menu", "Visits"), "visits:visits"),
    (pgettext_lazy("menu", "Meetings"), "meetings:rounds"),
    (_("Statistics"), "analytics:statistics"),
]
SIGNED_IN_MENU = [
    (pgettext_lazy("menu", "My work"), "pages:work"),
    *PUBLIC_MENU,
    (pgettext_lazy("menu", "Requests"), "support:requests"),
    (_("Ambassadors"), "ambassadors:provinces"),
    (pgettext_lazy("menu", "Bodies"), "registry:bodies"),
    (_("Contacts"), "registry:people"),
]
# What a visitor looks for at the end of any page.
FOOTER = [
    (_("Ask an ambassador for international relations"), "ambassadors:ask"),
    (_("Cases of ambassadors"), "ambassadors:cases"),
    (_("Items voiced at meetings"), "support:heard"),
    (_("API for programs"), "api_description"),
]
# Screens that belong to an entry of the menu and have addresses of their own.
WITHIN = {
    "partnerships:ties": ("partnerships:countries", "partnerships:governments"),
    "visits:visits": ("visits:welcome",),
    "registry:bodies": ("registry:places", "registry:countries", "registry:duplicates"),
}
AUDIT_MENU = [(pgettext_lazy("menu", "Audit"), "pages:audit")]


def menu(request: HttpRequest, *, actor: Actor) -> list[NavItem]:
    """Return the main menu; an app whose screens are not there yet is left out."""
    found: list[NavItem] = []
    items = PUBLIC_MENU if actor.is_anonymous else SIGNED_IN_MENU + (AUDIT_MENU if may_read_audit(actor=actor) else [])
    for label, name in items:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        section = (url, *(reverse(each) for each in WITHIN.get(name, ())))
        found.append(NavItem(str(label), url, request.path.startswith(section)))
    return found


def footer() -> list[NavItem]:
    """Return the links of the footer; an app whose screens are not there yet is left out."""
    found: list[NavItem] = []
    for label, name in FOOTER:
        try:
            found.append(NavItem(str(label), reverse(name), False))
        except NoReverseMatch:
            continue
    return found


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's data."""
    actor = getattr(request, "actor", ANYBODY)
    language = get_language() or "ko"
    other = "en" if language == "ko" else "ko"
    return {
        "actor": actor,
        "signed_in": not actor.is_anonymous,
        "nav": menu(request, actor=actor),
        "footer_nav": footer(),
        "memberships": getattr(request, "memberships", []),
        "other_language": other,
        "other_language_url": translate_url(request.get_full_path(), other),
        "contrast": request.COOKIES.get("gagyo_contrast", ""),
        "government_masthead": settings.SHOW_GOVERNMENT_MASTHEAD,
        "version": __version__,
    }
