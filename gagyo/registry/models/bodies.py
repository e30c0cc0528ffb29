"""Governments, missions, agencies and firms, with the history of their names."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office
from gagyo.common.models import NamedModel
from gagyo.registry.choices import BodyKind, SuccessionKind
from gagyo.registry.models.countries import Country
from gagyo.registry.models.kept import KeptManager, KeptModel
from gagyo.registry.models.places import Place


class Body(NamedModel, KeptModel):
    """An organisation; registry data that everybody reads, kept by the operator or the office that made it."""

    kind = models.CharField(_("Kind"), max_length=20, choices=BodyKind.choices)
    country = models.ForeignKey(Country, models.PROTECT, related_name="bodies", verbose_name=_("Country"))
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="bodies", verbose_name=_("Place")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Part of")
    )
    code = models.CharField(_("Code"), max_length=20, unique=True, null=True, blank=True)
    iso_code = models.CharField(_("ISO 3166-2"), max_length=10, blank=True)
    name_local = models.CharField(_("Name in local script"), max_length=200, blank=True)
    website = models.URLField(_("Website"), blank=True)
    wikidata_id = models.CharField(_("Wikidata id"), max_length=20, blank=True)
    starts_on = models.DateField(_("Founded"), null=True, blank=True)
    ends_on = models.DateField(_("Abolished"), null=True, blank=True)
    works_as = models.OneToOneField(
        Office, models.SET_NULL, null=True, blank=True, related_name="body", verbose_name=_("Office in Gagyo")
    )
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    # What the shipped reference data calls this row, so that loading it again finds what somebody has renamed.
    reference_key = models.CharField(max_length=40, unique=True, null=True, blank=True, editable=False)

    objects: KeptManager["Body"] = KeptManager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        indexes = [
            models.Index(fields=["kind", "country"], name="body_kind_country"),
            models.Index(fields=["name_ko"], name="body_name_ko"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="body_dates",
            )
        ]

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("registry:body", kwargs={"body_id": self.pk})


class BodyName(NamedModel):
    """
    What a body was called for a time, under which code and as part of what: "as of 2020" says 강원도.

    Both days are within the period. A body without rows has always been called what it is called now.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="names")
    code = models.CharField(_("Code"), max_length=20, blank=True)
    parent = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Part of"))
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("name over time")
        verbose_name_plural = _("names over time")
        ordering = ["body", models.F("starts_on").asc(nulls_first=True)]
        constraints = [models.UniqueConstraint(fields=["body", "starts_on"], name="body_name_once")]


class BodySuccession(models.Model):
    """One body coming from another: merged, split, renamed with a new code."""

    predecessor = models.ForeignKey(Body, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Body, models.CASCADE, related_name="origins")
    kind = models.CharField(_("Kind"), max_length=10, choices=SuccessionKind.choices)
    happened_on = models.DateField(_("On"))

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} ({self.happened_on})"


class MissionCoverage(models.Model):
    """A country for which a mission is responsible; one mission may cover several (겸임)."""

    mission = models.ForeignKey(Body, models.CASCADE, related_name="covers")
    country = models.ForeignKey(Country, models.CASCADE, related_name="covered_by")
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("country covered")
        verbose_name_plural = _("countries covered")
        constraints = [models.UniqueConstraint(fields=["mission", "country", "starts_on"], name="coverage_once")]

    def __str__(self) -> str:
        return f"{self.mission} · {self.country_id}"
