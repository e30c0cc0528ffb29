"""What was said and agreed in a meeting, and how each side found it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.models import TranslatedTextField, VersionedModel
from gagyo.meetings.choices import AgreedState
from gagyo.meetings.models.participants import Participant
from gagyo.meetings.models.rounds import RoundTopic
from gagyo.meetings.models.timetable import Meeting
from gagyo.partnerships.models import ExchangeProject, Tie


class Minutes(VersionedModel):
    """The minutes of a meeting; written_by: the side that wrote them, None for the organiser."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    topics: "models.ManyToManyField[RoundTopic, models.Model]" = models.ManyToManyField(
        RoundTopic, related_name="+", blank=True, verbose_name=_("Topics")
    )
    discussed = TranslatedTextField(verbose_name=_("What was discussed"))
    outcome = TranslatedTextField(verbose_name=_("Outcome"))
    written_by = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(_("Written"))
    is_sample = models.BooleanField(_("Sample data"), default=False)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self) -> str:
        return str(self.meeting)


class AgreedItem(VersionedModel):
    """
    What two participants agreed to do, by when, and who does it.

    owner: the participant that promised; officer: the person in whose work it stays, where that side works here
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agreed_items")
    what = TranslatedTextField(verbose_name=_("What was agreed"), blank=False)
    owner = models.ForeignKey(Participant, models.PROTECT, related_name="promises", verbose_name=_("Owner"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Officer")
    )
    due_on = models.DateField(_("Due on"))
    state = models.CharField(_("State"), max_length=8, choices=AgreedState.choices, default=AgreedState.OPEN)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    outcome = TranslatedTextField(verbose_name=pgettext_lazy("agreed item", "What came of it"))
    tie = models.ForeignKey(
        Tie, models.SET_NULL, null=True, blank=True, related_name="agreed_items", verbose_name=_("Tie")
    )
    project = models.ForeignKey(
        ExchangeProject,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="agreed_items",
        verbose_name=_("Exchange project"),
    )
    is_sample = models.BooleanField(_("Sample data"), default=False)

    class Meta:
        verbose_name = _("agreed item")
        verbose_name_plural = _("agreed items")
        ordering = [F("closed_on").asc(nulls_first=True), "due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="agreed_item_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AgreedState.OPEN, closed_on__isnull=True)
                | (~Q(state=AgreedState.OPEN) & Q(closed_on__isnull=False)),
                name="agreed_item_closed_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.what)


class Rating(models.Model):
    """How one side found a meeting, 1 to 5."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="ratings")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="ratings")
    score = models.PositiveSmallIntegerField(_("Score"))
    comment = models.CharField(_("Comment"), max_length=500, blank=True)
    given_at = models.DateTimeField(_("Given"))
    is_sample = models.BooleanField(_("Sample data"), default=False)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "participant"], name="rating_once"),
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_range"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.participant_id}: {self.score}"
