"""Offices, who works in them, who is invited, and their programs' tokens."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.common.models import ArchivableModel, NamedModel, VersionedModel


class Office(NamedModel, ArchivableModel, VersionedModel):
    """What owns records: an international office, an embassy, a bureau of the ministry."""

    kind = models.CharField(_("Kind"), max_length=20, choices=OfficeKind.choices)
    code = models.CharField(_("Code"), max_length=20, unique=True, null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Part of")
    )
    is_sample = models.BooleanField(_("Sample data"), default=False)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["name_ko"]


class Membership(models.Model):
    """A person's role in an office, with dates."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("Person")
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="memberships", verbose_name=_("Office"))
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office", "role"], condition=Q(ends_on=None), name="membership_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="membership_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.office} · {self.get_role_display()}"


class Invitation(models.Model):
    """A link by e-mail that makes somebody a member; only its hash is kept."""

    PERSONAL = frozenset({"email"})

    office = models.ForeignKey(Office, models.CASCADE, related_name="invitations", verbose_name=_("Office"))
    email = models.EmailField(_("E-mail"))
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("Invited"))
    expires_at = models.DateTimeField(_("Valid until"))
    accepted_at = models.DateTimeField(_("Accepted"), null=True)
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.office} · {self.get_role_display()}"


class ApiToken(models.Model):
    """A program's key for one office; only its hash is kept."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="tokens", verbose_name=_("Office"))
    name = models.CharField(_("What it is for"), max_length=100)
    prefix = models.CharField(_("Begins with"), max_length=12)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("Scopes"), default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("Made"))
    expires_at = models.DateTimeField(_("Valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("Revoked"), null=True)
    last_used_on = models.DateField(_("Last used"), null=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
