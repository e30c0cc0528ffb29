"""Ambassadors for international relations: who is posted to which province, what they plan, do and are asked."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AmbassadorsConfig(AppConfig):
    """Postings with predecessors, annual plans, activities, advice, and the hand-over from one to the next."""

    name = "gagyo.ambassadors"
    label = "ambassadors"
    verbose_name = _("Ambassadors")
