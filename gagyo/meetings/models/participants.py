"""Who takes part: bodies with their people, when they are there, and the links by which they act."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gagyo.common.models import NamedModel, TranslatedTextField, VersionedModel
from gagyo.meetings.choices import LinkPurpose, ParticipantState, PresenceState
from gagyo.meetings.models.rounds import MeetingRound, RoundSide, RoundTopic
from gagyo.registry.models import Body


class Participant(NamedModel, VersionedModel):
    """
    A body at a round.

    name: as it is called at the round, from the body when it is entered; email: where the invitation goes;
    badge_key: what the QR code of its badge says; good for nothing but noting an arrival by somebody signed in
    """

    PERSONAL = frozenset({"email"})
    SECRET = frozenset({"badge_key"})

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="participants")
    side = models.ForeignKey(RoundSide, models.PROTECT, related_name="participants", verbose_name=_("Side"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="meeting_rounds", verbose_name=_("Body"))
    state = models.CharField(
        _("State"), max_length=10, choices=ParticipantState.choices, default=ParticipantState.ENTERED
    )
    state_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    language = models.CharField(_("Language of its mail"), max_length=8, default="en")
    languages = models.CharField(_("Languages spoken"), max_length=100, default="ko")
    profile = TranslatedTextField(verbose_name=_("Profile"))
    offers = TranslatedTextField(verbose_name=_("Offers"))
    seeks = TranslatedTextField(verbose_name=_("Seeks"))
    offer_topics: "models.ManyToManyField[RoundTopic, models.Model]" = models.ManyToManyField(
        RoundTopic, related_name="offered_by", blank=True, verbose_name=_("Topics offered")
    )
    seek_topics: "models.ManyToManyField[RoundTopic, models.Model]" = models.ManyToManyField(
        RoundTopic, related_name="sought_by", blank=True, verbose_name=_("Topics sought")
    )
    meetings_at_most = models.PositiveSmallIntegerField(_("Meetings, at most"), null=True, blank=True)
    is_online = models.BooleanField(_("Takes part online"), default=False)
    table_wanted = models.CharField(_("Needs at the table"), max_length=200, blank=True)
    invited_at = models.DateTimeField(_("Invited"), null=True, blank=True)
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True)
    wishes_done_at = models.DateTimeField(_("Wishes sent"), null=True, blank=True)
    badge_key = models.CharField(max_length=40, unique=True, editable=False)
    order = models.PositiveSmallIntegerField(default=0)
    is_sample = models.BooleanField(_("Sample data"), default=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["side__order", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "body"], name="participant_once")]


class Delegate(models.Model):
    """A person of a participant; languages: ISO codes. Destroyed after the retention period."""

    PERSONAL = frozenset({"name", "title", "email"})

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="delegates")
    name = models.CharField(_("Name"), max_length=100)
    title = models.CharField(_("Title"), max_length=100, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    languages = models.CharField(_("Languages"), max_length=100, blank=True)
    is_head = models.BooleanField(_("Head"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def is_destroyed(self) -> bool:
        """Tell whether its name was destroyed after the retention period; that somebody came stays."""
        return not self.name

    @property
    def audit_label(self) -> str:
        """What the audit record calls the person: a name there would outlive its retention period."""
        return f"#{self.pk}"


class Absence(models.Model):
    """
    A time in which nobody may be met: the whole participant's, or (delegate set) one person's.

    A late arrival is an absence from the day's first hour, an early departure one to its last.
    """

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="absences")
    delegate = models.ForeignKey(Delegate, models.CASCADE, null=True, blank=True, related_name="absences")
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_in_order")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class ParticipantLink(models.Model):
    """A signed link by which a participant acts without an account; only the hash of its key is kept."""

    PERSONAL = frozenset({"sent_to"})

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="links")
    purpose = models.CharField(_("For"), max_length=10, choices=LinkPurpose.choices, default=LinkPurpose.TAKE_PART)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_to = models.EmailField(_("Sent to"), blank=True)
    made_at = models.DateTimeField(_("Made"))
    expires_at = models.DateTimeField(_("Valid until"))
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)
    used_at = models.DateTimeField(_("First opened"), null=True, blank=True)

    class Meta:
        verbose_name = _("link of a participant")
        verbose_name_plural = _("links of participants")

    def __str__(self) -> str:
        return f"{self.participant_id} · {self.purpose}"


class Presence(models.Model):
    """What was noted of a participant on a day; expected_at: when somebody who is late will come."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="presences")
    day = models.DateField(_("Day"))
    state = models.CharField(_("State"), max_length=8, choices=PresenceState.choices)
    expected_at = models.DateTimeField(_("Expected at"), null=True, blank=True)
    noted_at = models.DateTimeField(_("Noted"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(fields=["participant", "day"], name="presence_once_a_day"),
            models.CheckConstraint(
                condition=Q(state="late") | Q(expected_at__isnull=True), name="presence_expected_if_late"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} · {self.day} · {self.state}"
