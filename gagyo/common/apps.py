"""The floor under every app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """Audit record, archiving, lost-update protection, outbox, files: no domain word."""

    name = "gagyo.common"
    label = "common"
    verbose_name = _("Common")
