"""The columns in which my work lists plans, cases and questions that wait."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.ambassadors.views.advice import advice_columns
from gagyo.ambassadors.views.case_shown import case_badge
from gagyo.ambassadors.views.plan_shown import plan_badge
from gagyo.common.components import Column, Link
from gagyo.common.components.tables import plain_columns


def waiting_columns(kind: str) -> list[Column]:
    """Return the columns for plans, cases or advice."""
    if kind == "advice":
        return plain_columns(advice_columns(now=timezone.now()))
    reason = Column("state_reason", _("Reason"))
    if kind == "plans":
        return [
            Column("name", _("Annual plan"), row_header=True, draw=lambda row: Link(str(row), row.get_absolute_url())),
            Column("state", _("State"), draw=lambda row: plan_badge(row.state)),
            reason,
        ]
    return [
        Column("name", _("Case"), row_header=True, draw=lambda row: Link(row.name, row.get_absolute_url())),
        Column("state", _("State"), draw=case_badge),
        reason,
    ]
