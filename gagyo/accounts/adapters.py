"""How allauth meets Gagyo: nobody signs up, people are invited."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.urls import translate_url

from gagyo.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts come from invitations."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse signing up without an invitation."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to my work, in the person's language."""
        url: str = super().get_login_redirect_url(request)
        assert isinstance(request.user, User)
        return translate_url(url, request.user.language)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """An OIDC sign-in opens the account with the same proved address (SOCIALACCOUNT_EMAIL_AUTHENTICATION)."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse an address that no account has, or that the provider has not proved."""
        return False


def lockout_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the address that an attempt was made with, in one spelling: upper case must not give five more."""
    given = credentials or {}
    return str(given.get("email") or given.get("username") or request.POST.get("login", "")).strip().lower()
