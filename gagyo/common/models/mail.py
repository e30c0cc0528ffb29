"""The outbox: a mail server that is down loses nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Given up")


class OutgoingMail(models.Model):
    """One message, written in the transaction that caused it and sent afterwards."""

    to = models.TextField(_("To"))
    subject = models.CharField(_("Subject"), max_length=300)
    raw = models.TextField(_("Message"), help_text=_("The whole message, as it goes to the mail server"))
    state = models.CharField(_("State"), max_length=10, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    created_at = models.DateTimeField(_("Written"))
    next_attempt_at = models.DateTimeField(_("Next attempt"))
    sent_at = models.DateTimeField(_("Sent at"), null=True)
    last_error = models.CharField(_("Last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="mail_due")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
