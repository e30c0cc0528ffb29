"""Support requests: what a local government asks of the ministry and the missions, and what they answer."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from gagyo.common.components.slots import fill

ELSEWHERE = "gagyo.support.views.elsewhere"


class SupportConfig(AppConfig):
    """Who asks for what, who approves it, which offices answer, by when, and what came of it."""

    name = "gagyo.support"
    label = "support"
    verbose_name = _("Support requests")

    def ready(self) -> None:
        """Tell what an office waits for in its briefing sheets, and show requests on the pages that they hang on."""
        for slot in ("tie", "visit", "project", "agreed_item", "country", "statistics"):
            fill(slot, by=f"{ELSEWHERE}.on_{slot}")
        from gagyo.support.actions.word_index import lay_out_after_migrating, teach_grams

        connection_created.connect(teach_grams, dispatch_uid="support.teach_grams")
        post_migrate.connect(lay_out_after_migrating, sender=self, dispatch_uid="support.word_index")
        # Only now are the models there that this reads.
        from gagyo.meetings.queries.open_requests import told_by

        told_by("gagyo.support.queries.briefing.requests")
