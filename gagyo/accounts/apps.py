"""People's accounts, offices and roles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, offices, memberships, invitations, tokens."""

    name = "gagyo.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
