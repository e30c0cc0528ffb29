"""Screens that span features: home, my work, search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Screens that span features."""

    name = "gagyo.pages"
    label = "pages"
    verbose_name = _("Pages")
