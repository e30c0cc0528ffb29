"""Exchange projects, under a tie or free."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.common.models import ArchivableModel, NamedModel, StoredFile, TranslatedTextField
from gagyo.partnerships.choices import ProjectKind, ProjectState
from gagyo.partnerships.models.imports import ImportBatch
from gagyo.partnerships.models.ties import Tie
from gagyo.registry.models import Body, Country, Place


class ExchangeProject(OwnedModel, NamedModel):
    """What was done: kind, dates, people out and in, budget, outcome."""

    tie = models.ForeignKey(Tie, models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("Tie"))
    lead = models.ForeignKey(Body, models.PROTECT, related_name="led_projects", verbose_name=_("Local government"))
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("Country")
    )
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Place"))
    kind = models.CharField(_("Kind"), max_length=16, choices=ProjectKind.choices)
    state = models.CharField(_("State"), max_length=10, choices=ProjectState.choices, default=ProjectState.PLANNED)
    state_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    persons_out = models.PositiveIntegerField(_("People sent"), null=True, blank=True)
    persons_in = models.PositiveIntegerField(_("People received"), null=True, blank=True)
    budget_krw = models.PositiveBigIntegerField(_("Budget (won)"), null=True, blank=True)
    outcome = TranslatedTextField(verbose_name=_("Outcome"))
    outcome_on = models.DateField(_("Outcome recorded on"), null=True, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False)
    batch = models.ForeignKey(
        ImportBatch, models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("Import")
    )

    objects: OwnedManager["ExchangeProject"] = OwnedManager()

    class Meta:
        verbose_name = _("exchange project")
        verbose_name_plural = _("exchange projects")
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="project_dates")]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="project_dates_in_order")]


class ProjectPartner(models.Model):
    """A body that takes part."""

    project = models.ForeignKey(ExchangeProject, models.CASCADE, related_name="partners")
    body = models.ForeignKey(Body, models.PROTECT, related_name="project_parts", verbose_name=_("Partner"))

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [models.UniqueConstraint(fields=["project", "body"], name="project_partner_once")]

    def __str__(self) -> str:
        return str(self.body)


class ProjectDocument(ArchivableModel):
    """Evidence of an outcome, or another document."""

    project = models.ForeignKey(ExchangeProject, models.CASCADE, related_name="documents")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    is_evidence = models.BooleanField(_("Evidence of the outcome"), default=True)

    class Meta:
        verbose_name = _("project document")
        verbose_name_plural = _("project documents")

    def __str__(self) -> str:
        return self.title
