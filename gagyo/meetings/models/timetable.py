"""Meetings, the versions of the timetable, and the computations that propose them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.models import VersionedModel
from gagyo.meetings.choices import MeetingForm, MeetingState, Proof, RunState, VersionState
from gagyo.meetings.models.participants import Participant
from gagyo.meetings.models.rounds import MeetingRound, RoundEquipment, RoundInterpreter, RoundTable


class Meeting(VersionedModel):
    """
    Two participants who are to meet at a round; when and where stands in the versions of the timetable.

    first has the smaller key; language: what is spoken, or None where an interpreter is needed;
    absent: who did not come
    """

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="meetings")
    first = models.ForeignKey(Participant, models.PROTECT, related_name="meetings_first")
    second = models.ForeignKey(Participant, models.PROTECT, related_name="meetings_second")
    state = models.CharField(_("State"), max_length=9, choices=MeetingState.choices, default=MeetingState.PLANNED)
    state_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    absent = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="+")
    began_at = models.DateTimeField(_("Began"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)
    equipment: "models.ManyToManyField[RoundEquipment, models.Model]" = models.ManyToManyField(
        RoundEquipment, related_name="meetings", blank=True, verbose_name=_("Equipment")
    )
    is_sample = models.BooleanField(_("Sample data"), default=False)

    class Meta:
        verbose_name = pgettext_lazy("one-to-one meeting", "meeting")
        verbose_name_plural = pgettext_lazy("one-to-one meeting", "meetings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="meeting_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="meeting_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"

    @property
    def form(self) -> MeetingForm:
        """Where the two meet: online if both take part so, mixed if one does."""
        return (MeetingForm.ON_SITE, MeetingForm.MIXED, MeetingForm.ONLINE)[
            self.first.is_online + self.second.is_online
        ]


class TimetableVersion(VersionedModel):
    """
    One version of a round's timetable. A published one stays as it was.

    breaks: maximal runs of free slots between two meetings of a participant, over all; value: of the wishes
    fulfilled; bounds: what is proven that nobody can better; seed: with which it can be made again
    """

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("Version"))
    state = models.CharField(_("State"), max_length=9, choices=VersionState.choices, default=VersionState.DRAFT)
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(_("Note"), max_length=300, blank=True)
    proof = models.CharField(_("Proof"), max_length=8, choices=Proof.choices, default=Proof.BY_HAND)
    seed = models.PositiveIntegerField(_("Seed"), default=0)
    seconds = models.FloatField(_("Seconds"), null=True, blank=True)
    value = models.BigIntegerField(_("Value"), null=True, blank=True)
    value_bound = models.BigIntegerField(_("No more than"), null=True, blank=True)
    breaks = models.PositiveIntegerField(_("Breaks"), null=True, blank=True)
    breaks_bound = models.PositiveIntegerField(_("No fewer than"), null=True, blank=True)
    made_at = models.DateTimeField(_("Made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("Published"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("version of the timetable")
        verbose_name_plural = _("versions of the timetable")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="timetable_number_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state=VersionState.PUBLISHED), name="timetable_published_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.number}"


class Assignment(models.Model):
    """When and where a meeting is held in one version; is_pinned: a person fixed it, and no proposal moves it."""

    timetable = models.ForeignKey(TimetableVersion, models.CASCADE, related_name="assignments")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="assignments")
    starts_at = models.DateTimeField(_("Begins"))
    table = models.ForeignKey(RoundTable, models.PROTECT, null=True, blank=True, related_name="assignments")
    interpreter = models.ForeignKey(
        RoundInterpreter, models.SET_NULL, null=True, blank=True, related_name="assignments"
    )
    is_pinned = models.BooleanField(_("Pinned"), default=False)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["starts_at", "table__order", "pk"]
        indexes = [models.Index(fields=["timetable", "starts_at"], name="assignment_times")]
        constraints = [
            models.UniqueConstraint(fields=["timetable", "meeting"], name="assignment_once"),
            models.UniqueConstraint(
                fields=["timetable", "table", "starts_at"], condition=Q(table__isnull=False), name="table_used_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.starts_at:%Y-%m-%d %H:%M}"


class UnmetPair(models.Model):
    """
    A wanted meeting that a version does not hold, and why.

    kind and details: as the kernel tells them (keys and numbers); the sentence is made where it is shown
    """

    timetable = models.ForeignKey(TimetableVersion, models.CASCADE, related_name="unmet")
    first = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    second = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("unmet wish")
        verbose_name_plural = _("unmet wishes")
        constraints = [
            models.UniqueConstraint(fields=["timetable", "first", "second"], name="unmet_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="unmet_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} · {self.second_id}: {self.kind}"


class SolveRun(models.Model):
    """
    A computation of a timetable, as a job of the queue.

    worker and lease_until: who computes, and until when nobody else may; a worker that dies lets the lease run out
    progress: what the kernel told last; seed and seconds_at_most: what it was asked
    """

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="runs")
    based_on = models.ForeignKey(TimetableVersion, models.SET_NULL, null=True, blank=True, related_name="+")
    result = models.ForeignKey(TimetableVersion, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("State"), max_length=10, choices=RunState.choices, default=RunState.WAITING)
    question = models.JSONField(default=dict)
    seed = models.PositiveIntegerField(_("Seed"), default=0)
    seconds_at_most = models.PositiveSmallIntegerField(_("Seconds at most"), default=30)
    progress = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    is_stop_wanted = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    began_at = models.DateTimeField(_("Begun"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("computation of a timetable")
        verbose_name_plural = _("computations of timetables")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "lease_until"], name="solve_run_lease")]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=[RunState.WAITING, RunState.RUNNING]),
                name="solve_run_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.asked_at:%Y-%m-%d %H:%M}"
