"""Secret addresses under which somebody's calendar program reads what is due."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office


class DueCalendar(models.Model):
    """
    One person's calendar of what is due in one office; of_office: of all in it, else of the person's own.

    The address holds this row's number, signed: nothing secret is kept here. It shows what the person may read now.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("Person"))
    office = models.ForeignKey(Office, models.CASCADE, related_name="+", verbose_name=_("Office"))
    of_office = models.BooleanField(_("Of the whole office"), default=False)
    made_at = models.DateTimeField(_("Made"))
    revoked_at = models.DateTimeField(_("Revoked"), null=True)

    class Meta:
        verbose_name = _("calendar of what is due")
        verbose_name_plural = _("calendars of what is due")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office", "of_office"], condition=Q(revoked_at=None), name="due_calendar_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.office} #{self.pk}"
