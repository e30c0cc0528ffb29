"""Ties and exchange projects: who is tied to whom, since when, and what it adds up to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    """Ties (sister, friendship, MOU), exchange projects, anniversaries, imports."""

    name = "gagyo.partnerships"
    label = "partnerships"
    verbose_name = _("Partnerships")
