"""Delegation visits: parties, programme, sites, interpreters, figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gagyo.common.components.slots import fill

ELSEWHERE = "gagyo.visits.views.elsewhere"


class VisitsConfig(AppConfig):
    """Who came, why, what they saw, who interpreted, and what came of it."""

    name = "gagyo.visits"
    label = "visits"
    verbose_name = _("Delegation visits")

    def ready(self) -> None:
        """Show visits on the pages of the tie, the country, the incident, the hand-over and the agreed item."""
        for slot in ("tie", "country", "incident", "handover", "agreed_item"):
            fill(slot, by=f"{ELSEWHERE}.on_{slot}")
