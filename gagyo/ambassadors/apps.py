"""Ambassadors for international relations: who is posted to which province, what they plan, do and are asked."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gagyo.common.components.slots import fill


class AmbassadorsConfig(AppConfig):
    """Postings with predecessors, annual plans, activities, advice, and the hand-over from one to the next."""

    name = "gagyo.ambassadors"
    label = "ambassadors"
    verbose_name = _("Ambassadors")

    def ready(self) -> None:
        """Show ambassadors on provinces' pages, and tell requests who is posted where and what ambassadors owe."""
        fill("government", by="gagyo.ambassadors.views.elsewhere.on_government")
        # Only now are the models there that this reads.
        from gagyo.support.queries.due import due_told_by
        from gagyo.support.queries.routing import posted_by

        posted_by("gagyo.ambassadors.queries.postings.answering_ambassador")
        due_told_by("gagyo.ambassadors.queries.due.due")
