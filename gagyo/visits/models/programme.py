"""A visit's programme: its stops, and the versions that were sent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.models import VersionedModel
from gagyo.common.models.bases import in_language
from gagyo.registry.models import Person
from gagyo.visits.choices import StopKind
from gagyo.visits.models.sites import Room, Site, Vehicle
from gagyo.visits.models.visits import Visit, VisitParty


class Stop(VersionedModel):
    """
    One entry of a programme.

    parties: those it is for; none means all. is_fixed: a person fixed it, and no proposal moves it
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="stops")
    kind = models.CharField(_("Kind"), max_length=8, choices=StopKind.choices, default=StopKind.SITE)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="stops", verbose_name=_("Site"))
    title_ko = models.CharField(_("Title (Korean)"), max_length=200, blank=True)
    title_en = models.CharField(_("Title (English)"), max_length=200, blank=True)
    place = models.CharField(_("Place"), max_length=200, blank=True)
    place_en = models.CharField(_("Place (English)"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"))
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="stops", verbose_name=_("Room"))
    vehicle = models.ForeignKey(
        Vehicle, models.SET_NULL, null=True, blank=True, related_name="stops", verbose_name=_("Vehicle")
    )
    host = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Host"))
    language = models.CharField(_("Language to interpret"), max_length=8, blank=True)
    is_fixed = models.BooleanField(_("Fixed"), default=False)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    parties: "models.ManyToManyField[VisitParty, StopParty]" = models.ManyToManyField(
        VisitParty, through="StopParty", related_name="stops", verbose_name=pgettext_lazy("visit", "Parties")
    )

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="stop_times")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="stop_times_in_order"),
            models.CheckConstraint(condition=~Q(kind="site") | Q(site__isnull=False), name="stop_site"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place_shown(self) -> str:
        """The place as it is written in the active language, or else in the other."""
        return in_language(ko=self.place, en=self.place_en)

    @property
    def title(self) -> str:
        """The stop's own title in the active language, or its site's name, or its kind."""
        own = in_language(ko=self.title_ko, en=self.title_en)
        return own or (str(self.site) if self.site else str(self.get_kind_display()))


class StopParty(models.Model):
    """A party that a stop is for."""

    stop = models.ForeignKey(Stop, models.CASCADE, related_name="party_rows")
    party = models.ForeignKey(VisitParty, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("party at a stop")
        verbose_name_plural = _("parties at stops")
        constraints = [models.UniqueConstraint(fields=["stop", "party"], name="stop_party_once")]

    def __str__(self) -> str:
        return str(self.party)


class ProgrammeVersion(models.Model):
    """
    A programme as it was sent, to be seen again.

    content: the stops as they were, in both languages; recipients: e-mail addresses, destroyed with the
    visitors' names
    """

    PERSONAL = frozenset({"recipients"})

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="programme_versions")
    number = models.PositiveSmallIntegerField(_("Version"))
    sent_at = models.DateTimeField(_("Sent"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recipients = models.JSONField(_("Sent to"), default=list)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    content = models.JSONField(_("Content"))

    class Meta:
        verbose_name = _("sent programme")
        verbose_name_plural = _("sent programmes")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="programme_version_once")]

    def __str__(self) -> str:
        return f"{self.visit} · {self.number}"
