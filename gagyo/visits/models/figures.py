"""Counting rules as data, and figures as they were published, with the rows that they counted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.common.models import NamedModel
from gagyo.common.models.bases import in_language
from gagyo.visits.choices import DatedBy


class VisitRule(NamedModel):
    """
    How visits are counted, from a day on: a rule that was used is never changed, a new one follows it.

    states: the VisitState values that count
    """

    code = models.SlugField(_("Code"), max_length=60, unique=True)
    sentence_ko = models.TextField(_("Counting rule (Korean)"))
    sentence_en = models.TextField(_("Counting rule (English)"))
    starts_on = models.DateField(_("In use from"))
    ends_on = models.DateField(_("In use until"), null=True, blank=True)
    states = models.JSONField(_("States that count"), default=list)
    dated_by = models.CharField(_("Dated by"), max_length=10, choices=DatedBy.choices, default=DatedBy.START)

    class Meta:
        verbose_name = _("counting rule of visits")
        verbose_name_plural = _("counting rules of visits")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="visit_rule_dates")
        ]

    @property
    def sentence(self) -> str:
        """The rule in the active language."""
        return in_language(ko=self.sentence_ko, en=self.sentence_en)


class FigureRelease(OwnedModel):
    """
    Half-year figures as they were published; never changed afterwards.

    half: "2024H1"; totals: countries, persons, person_days, visits of the half and of last year
    rows: one entry for each party that was counted, as it was on that day
    """

    half = models.CharField(_("Half-year"), max_length=6)
    as_of = models.DateField(_("As of"))
    rule = models.ForeignKey(VisitRule, models.PROTECT, related_name="+", verbose_name=_("Counting rule"))
    made_at = models.DateTimeField(_("Made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    totals = models.JSONField(_("Totals"))
    rows = models.JSONField(_("Rows"))
    note = models.CharField(_("Note"), max_length=300, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["FigureRelease"] = OwnedManager()

    class Meta:
        verbose_name = _("published half-year figures")
        verbose_name_plural = _("published half-year figures")
        ordering = ["-as_of", "-pk"]

    def __str__(self) -> str:
        return f"{self.half} ({self.as_of})"
