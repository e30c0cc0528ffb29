"""What happened: append-only, the database itself refuses update and delete (migration 0002)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditRecord(models.Model):
    """
    One action: who, when, from where, about which record, whose data, before and after.

    Values of personal data fields are never copied in: they would outlive their retention period here.
    """

    at = models.DateTimeField(_("When"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("Who"),
    )
    actor_label = models.CharField(_("Name at the time"), max_length=200, blank=True)
    office = models.ForeignKey(
        "accounts.Office",
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("Office"),
    )
    office_label = models.CharField(_("Office at the time"), max_length=200, blank=True)
    role = models.CharField(_("Role"), max_length=30, blank=True)
    channel = models.CharField(_("Way in"), max_length=10)
    ip = models.GenericIPAddressField(_("Address"), null=True)
    request_id = models.CharField(_("Request"), max_length=64, blank=True)
    event = models.CharField(_("What"), max_length=80)
    about_type = models.CharField(_("Kind of record"), max_length=80, blank=True)
    about_id = models.CharField(_("Record"), max_length=40, blank=True)
    about_label = models.CharField(_("Record's name"), max_length=300, blank=True)
    person_ids = models.JSONField(_("Whose data"), default=list, blank=True)
    rows = models.PositiveIntegerField(_("Rows"), default=1)
    before = models.JSONField(_("Before"), null=True)
    after = models.JSONField(_("After"), null=True)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["about_type", "about_id", "-id"], name="audit_about"),
            models.Index(fields=["event", "-id"], name="audit_event"),
            models.Index(fields=["office", "-id"], name="audit_office"),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.about_label}"


class DataVersion(models.Model):
    """
    A counter that every writing transaction raises, so that a cached page is never stale.

    Several rows: each writer locks one that is free, so writers on PostgreSQL do not wait for each other.
    The version is the sum; it only grows, and becomes visible with the very commit that changed the data.
    """

    shard = models.PositiveSmallIntegerField(primary_key=True)
    n = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("data version")
        verbose_name_plural = _("data versions")

    def __str__(self) -> str:
        return f"{self.shard}: {self.n}"
