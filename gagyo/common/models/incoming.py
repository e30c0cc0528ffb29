"""Messages that came in and were taken: one row each, so that none is taken twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReceivedMail(models.Model):
    """
    A message that was dealt with for one thread and one recipient; it says neither from whom nor what.

    key: of the message (kernels.mailing.incoming), the same however often it comes
    automatic: how a program wrote it, for which it was left aside; "" for a person's
    """

    key = models.CharField(_("Key"), max_length=64)
    kind = models.CharField(_("Kind of thread"), max_length=8)
    thread = models.BigIntegerField(_("Thread"))
    recipient = models.BigIntegerField(_("Recipient"))
    automatic = models.CharField(_("Written by a program"), max_length=10, blank=True)
    received_at = models.DateTimeField(_("Received"))

    class Meta:
        verbose_name = _("received mail")
        verbose_name_plural = _("received mail")
        constraints = [
            models.UniqueConstraint(fields=["key", "kind", "thread", "recipient"], name="received_mail_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thread}: {self.key[:12]}"
