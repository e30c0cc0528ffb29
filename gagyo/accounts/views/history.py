"""The way from a record to who changed it."""

from django.db import models
from django.urls import reverse

from gagyo.accounts.rules import may_read_audit
from gagyo.common.rules import Actor


def history_href(*, actor: Actor, row: models.Model) -> str:
    """Return the address of a record's entries in the audit record; nothing for those who may not read it."""
    if not may_read_audit(actor=actor):
        return ""
    return f"{reverse('pages:audit')}?kind={row._meta.label_lower}&id={row.pk}"
