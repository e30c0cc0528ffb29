"""Calendars that an office subscribes to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office


class CalendarFeed(models.Model):
    """
    One secret address of an office's anniversaries; revoking it ends just that address.

    The address holds this row's number, signed: nothing secret is kept here.
    """

    office = models.ForeignKey(Office, models.CASCADE, related_name="+", verbose_name=_("Office"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("Made by")
    )
    made_at = models.DateTimeField(_("Made"))
    revoked_at = models.DateTimeField(_("Revoked"), null=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return f"{self.office} #{self.pk}"
