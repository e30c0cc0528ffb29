"""Training courses and the working council of institutions through which they are won."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.common.models import NamedModel, TranslatedTextField
from gagyo.registry.models import Body
from gagyo.visits.choices import CourseStage


class WorkingCouncil(OwnedModel, NamedModel):
    """A standing group of institutions that bring officials from abroad."""

    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["WorkingCouncil"] = OwnedManager()

    class Meta:
        verbose_name = _("working council")
        verbose_name_plural = _("working councils")


class CouncilMember(models.Model):
    """An institution's membership, with dates: 11, then 12, then 13 within two years."""

    council = models.ForeignKey(WorkingCouncil, models.CASCADE, related_name="members")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("Institution"))
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("council member")
        verbose_name_plural = _("council members")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "body", "starts_on"], name="council_member_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="council_member_dates"
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)


class CouncilMeeting(models.Model):
    """A meeting of the working council."""

    council = models.ForeignKey(WorkingCouncil, models.CASCADE, related_name="meetings")
    held_on = models.DateField(_("Held on"))
    place = models.CharField(_("Place"), max_length=200, blank=True)
    agenda = TranslatedTextField(verbose_name=_("Agenda"))
    result = TranslatedTextField(verbose_name=_("Result"))

    class Meta:
        verbose_name = _("council meeting")
        verbose_name_plural = _("council meetings")
        ordering = ["-held_on"]
        constraints = [models.UniqueConstraint(fields=["council", "held_on"], name="council_meeting_once")]

    def __str__(self) -> str:
        return f"{self.council} · {self.held_on}"


class TrainingCourse(OwnedModel, NamedModel):
    """A course whose participants may come to us: who runs it, for whom, and how far we have come."""

    institution = models.ForeignKey(
        Body, models.PROTECT, related_name="training_courses", verbose_name=_("Institution")
    )
    target = models.CharField(_("Target officials"), max_length=200, blank=True)
    stage = models.CharField(_("Stage"), max_length=10, choices=CourseStage.choices, default=CourseStage.FOUND)
    stage_on = models.DateField(_("In this stage since"))
    stage_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    evaluation = TranslatedTextField(verbose_name=_("Evaluation"))
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["TrainingCourse"] = OwnedManager()

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("training courses")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="course_dates"
            )
        ]


class CourseStageChange(models.Model):
    """A stage with its day, so that the pipeline has a history."""

    course = models.ForeignKey(TrainingCourse, models.CASCADE, related_name="stages")
    stage = models.CharField(_("Stage"), max_length=10, choices=CourseStage.choices)
    changed_on = models.DateField(_("On"))
    reason = models.CharField(_("Reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering = ["changed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.changed_on} {self.get_stage_display()}"
