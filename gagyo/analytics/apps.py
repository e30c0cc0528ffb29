"""Statistics: figures over every feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    """Statistics over ties and projects."""

    name = "gagyo.analytics"
    label = "analytics"
    verbose_name = _("Analytics")
