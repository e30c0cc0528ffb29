"""Delegation visits: parties, programme, sites, interpreters, figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Who came, why, what they saw, who interpreted, and what came of it."""

    name = "gagyo.visits"
    label = "visits"
    verbose_name = _("Delegation visits")
