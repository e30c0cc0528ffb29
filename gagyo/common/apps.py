"""The floor under every app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """Audit record, archiving, lost-update protection, outbox, files: no domain word."""

    name = "gagyo.common"
    label = "common"
    verbose_name = _("Common")


class ReadOnlyAdminConfig(AdminConfig):
    """Django's admin on a site that changes nothing."""

    default_site = "gagyo.common.admin.ReadOnlySite"
