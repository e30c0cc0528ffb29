"""Annual plans of ambassadors, the yearly clock, and the consolidated plans as they were published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.models import Office, OwnedManager, OwnedModel
from gagyo.ambassadors.choices import ClockEvent, PlanState
from gagyo.ambassadors.models.postings import Posting
from gagyo.common.models import NamedModel, TranslatedTextField, VersionedModel
from gagyo.registry.models import Body, Country
from gagyo.support.choices import RequestField


class AnnualPlan(OwnedModel):
    """
    What the ambassador of a province plans for a year, and what came of it.

    office: the province's; visible to all offices from its approval on, unless it is opened again
    """

    PERSONAL = frozenset({"state_reason"})

    province = models.ForeignKey(Body, models.PROTECT, related_name="annual_plans", verbose_name=_("Province"))
    posting = models.ForeignKey(
        Posting, models.SET_NULL, null=True, blank=True, related_name="plans", verbose_name=_("Posting")
    )
    year = models.PositiveSmallIntegerField(_("Year"))
    state = models.CharField(_("State"), max_length=20, choices=PlanState.choices, default=PlanState.DRAFT)
    state_reason = models.CharField(_("Reason"), max_length=500, blank=True)
    words = TranslatedTextField(verbose_name=_("Outline of the plan"))
    created_at = models.DateTimeField(_("Entered"))
    submitted_at = models.DateTimeField(_("Submitted"), null=True, blank=True)
    approved_at = models.DateTimeField(_("Approved"), null=True, blank=True)
    results_submitted_at = models.DateTimeField(_("Results submitted"), null=True, blank=True)
    results_approved_at = models.DateTimeField(_("Results approved"), null=True, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["AnnualPlan"] = OwnedManager()

    class Meta:
        verbose_name = _("annual plan")
        verbose_name_plural = _("annual plans")
        ordering = ["-year", "province"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "year"], condition=Q(archived_at=None), name="annual_plan_once"
            ),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="annual_plan_year"),
        ]

    def __str__(self) -> str:
        return f"{self.province} {self.year}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("ambassadors:plan", kwargs={"plan_id": self.pk})


class PlanGoal(VersionedModel):
    """A goal of a plan in one field."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="goals")
    field = models.CharField(_("Field"), max_length=16, choices=RequestField.choices)
    words = TranslatedTextField(verbose_name=_("Goal"), blank=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("goal of a plan")
        verbose_name_plural = _("goals of plans")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.words}"


class PlannedActivity(NamedModel, VersionedModel):
    """
    What is planned under a goal in a month, with a budget in won.

    partner_words: partners that the registry does not hold; not_held_reason, spent_krw: told with the results
    """

    goal = models.ForeignKey(PlanGoal, models.PROTECT, related_name="activities", verbose_name=_("Goal"))
    month = models.PositiveSmallIntegerField(_("Month"))
    budget_krw = models.PositiveBigIntegerField(_("Budget (KRW)"), null=True, blank=True)
    partners = models.ManyToManyField(Body, blank=True, related_name="+", verbose_name=_("Partners"))
    partner_words = models.CharField(_("Other partners"), max_length=300, blank=True)
    countries = models.ManyToManyField(Country, blank=True, related_name="+", verbose_name=_("Countries"))
    spent_krw = models.PositiveBigIntegerField(_("Spent (KRW)"), null=True, blank=True)
    not_held_reason = models.CharField(_("Why it was not held"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("planned activity")
        verbose_name_plural = _("planned activities")
        ordering = ["month", "order", "pk"]
        constraints = [models.CheckConstraint(condition=Q(month__range=(1, 12)), name="planned_activity_month")]


class PlanWriter(models.Model):
    """Who wrote a plan or its results: nobody approves what they wrote."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="writers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("Person"))
    of_results = models.BooleanField(_("Of the results"), default=False)

    class Meta:
        verbose_name = _("writer of a plan")
        verbose_name_plural = _("writers of plans")
        constraints = [models.UniqueConstraint(fields=["plan", "user", "of_results"], name="plan_writer_once")]

    def __str__(self) -> str:
        return str(self.user)


class PlanComment(models.Model):
    """Something said on a plan, by anybody who reads it."""

    PERSONAL = frozenset({"text"})

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="comments")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("Office"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("Author")
    )
    text = TranslatedTextField(verbose_name=_("Comment"), blank=False)
    at = models.DateTimeField(_("Written"))

    class Meta:
        verbose_name = _("comment on a plan")
        verbose_name_plural = _("comments on plans")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PlanVersion(models.Model):
    """
    A plan as it was when it was submitted or approved; never changed afterwards.

    state: into which it went; content: as queries.plan_content gives it
    """

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("Version"))
    state = models.CharField(_("State"), max_length=20, choices=PlanState.choices)
    content = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("By"))
    at = models.DateTimeField(_("Kept"))

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan} / {self.number}"


class ClockDay(models.Model):
    """
    A day of the yearly clock: of one year's plan, or the usual one (year None).

    years_before: how many years before the plan's year the day lies
    """

    event = models.CharField(_("What is due"), max_length=16, choices=ClockEvent.choices)
    year = models.PositiveSmallIntegerField(_("Year of the plan"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("Month"))
    day = models.PositiveSmallIntegerField(pgettext_lazy("yearly clock", "Day"))
    years_before = models.SmallIntegerField(_("Years before the plan's year"), default=1)

    class Meta:
        verbose_name = _("day of the yearly clock")
        verbose_name_plural = _("days of the yearly clock")
        constraints = [
            models.UniqueConstraint(fields=["event", "year"], name="clock_day_once"),
            models.UniqueConstraint(fields=["event"], condition=Q(year=None), name="clock_day_usual_once"),
            models.CheckConstraint(condition=Q(month__range=(1, 12), day__range=(1, 31)), name="clock_day_real"),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.year or ''}".strip()


class ConsolidatedPlan(OwnedModel):
    """
    The plans of a year put together, as they were published; a later edition takes its place and keeps it.

    office: who published it; content: as rules.consolidated_kept writes it
    """

    year = models.PositiveSmallIntegerField(_("Year"))
    edition = models.PositiveSmallIntegerField(pgettext_lazy("consolidated plan", "Edition"))
    note = TranslatedTextField(verbose_name=_("Note"))
    content = models.JSONField(default=dict)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("Published by")
    )
    published_at = models.DateTimeField(_("Published"))
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["ConsolidatedPlan"] = OwnedManager()

    class Meta:
        verbose_name = _("consolidated plan")
        verbose_name_plural = _("consolidated plans")
        ordering = ["-year", "-edition"]
        constraints = [models.UniqueConstraint(fields=["year", "edition"], name="consolidated_plan_edition_once")]

    def __str__(self) -> str:
        return f"{self.year} / {self.edition}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("ambassadors:edition", kwargs={"edition_id": self.pk})
