"""What was heard in a meeting: its minutes, and each request voiced there as an item that is followed to its end."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.models import Office, OwnedManager, OwnedModel
from gagyo.common.models import (
    ArchivableModel,
    NamedModel,
    StoredFile,
    TranslatedTextField,
    VersionedModel,
)
from gagyo.registry.models import Body
from gagyo.support.choices import HeardKind, HeardState, RequestField
from gagyo.support.models.legs import Leg
from gagyo.support.models.requests import SupportRequest

HEARD_OPEN = (HeardState.OPEN, HeardState.UNDER_WAY)


class HeardMeeting(OwnedModel, NamedModel):
    """A meeting at which requests were voiced; office: which keeps its minutes, held_by: whose meeting it was."""

    kind = models.CharField(_("Kind of meeting"), max_length=10, choices=HeardKind.choices, default=HeardKind.OTHER)
    held_on = models.DateField(_("Held on"))
    held_by = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Held by")
    )
    place = models.CharField(_("Where it was held"), max_length=200, blank=True)
    minutes = TranslatedTextField(verbose_name=_("Minutes of the meeting"))
    source = models.CharField(_("Source"), max_length=300, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["HeardMeeting"] = OwnedManager()

    class Meta:
        verbose_name = _("meeting with items voiced")
        verbose_name_plural = _("meetings with items voiced")
        indexes = [models.Index(fields=["-held_on", "-id"], name="heard_meeting_day")]

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("support:heard_meeting", kwargs={"meeting_id": self.pk})


class HeardItem(ArchivableModel, VersionedModel):
    """
    One request that was voiced at a meeting.

    office: whose it is to see to it; officer: who does there. state, done, evidence: as its office reports them;
    request, leg: what it became, whose result it then shows (rules.heard.standing).
    """

    meeting = models.ForeignKey(HeardMeeting, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    voiced_by = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Voiced by")
    )
    text = TranslatedTextField(verbose_name=_("What was voiced"), blank=False)
    field = models.CharField(_("Field"), max_length=16, choices=RequestField.choices, default=RequestField.OTHER)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("Office in charge"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Officer")
    )
    due_on = models.DateField(_("Due"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=HeardState.choices, default=HeardState.OPEN)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    done = TranslatedTextField(verbose_name=pgettext_lazy("item voiced", "What was done"))
    evidence = models.CharField(_("Evidence"), max_length=300, blank=True)
    request = models.ForeignKey(
        SupportRequest,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="heard_items",
        verbose_name=_("Support request"),
    )
    leg = models.ForeignKey(
        Leg, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("leg of a request")
    )
    is_public = models.BooleanField(_("Public"), default=False)

    class Meta:
        verbose_name = _("item voiced at a meeting")
        verbose_name_plural = _("items voiced at meetings")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["office", "state", "due_on"], name="heard_item_office")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=HEARD_OPEN, closed_on=None)
                | (~Q(state__in=HEARD_OPEN) & Q(closed_on__isnull=False)),
                name="heard_item_closed_on",
            ),
            models.CheckConstraint(condition=Q(leg=None) | Q(request__isnull=False), name="heard_item_leg_of_request"),
        ]

    def __str__(self) -> str:
        return str(self.text)


class HeardDocument(ArchivableModel):
    """A paper of a meeting: its agenda, its minutes as they were signed."""

    meeting = models.ForeignKey(HeardMeeting, models.CASCADE, related_name="documents")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    is_public = models.BooleanField(_("Public"), default=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
