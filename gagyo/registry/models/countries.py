"""Countries, in several dated region schemes at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gagyo.common.models import NamedModel
from gagyo.common.models.bases import in_language


class Country(NamedModel):
    """A country or area with an ISO 3166-1 code; names from CLDR."""

    code = models.CharField(_("ISO code"), max_length=2, primary_key=True)
    code3 = models.CharField(_("ISO code, three letters"), max_length=3, unique=True)
    number = models.CharField(_("ISO number"), max_length=3)
    capital = models.CharField(_("Capital"), max_length=100, blank=True)
    languages = models.CharField(_("Languages"), max_length=200, blank=True)
    is_independent = models.BooleanField(_("Independent state"), default=True)
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name_ko"]


class RegionScheme(NamedModel):
    """A way of dividing the world: UN M49, the foreign ministry's, continents, groups of states."""

    code = models.SlugField(_("Code"), primary_key=True)
    source = models.CharField(_("Source"), max_length=300)
    source_ko = models.CharField(_("Source (Korean)"), max_length=300, blank=True)
    is_partition = models.BooleanField(
        _("Each country once"), default=True, help_text=_("Groups such as ASEAN overlap; continents do not")
    )
    source_url = models.URLField(_("Source's address"), blank=True)
    as_of = models.DateField(_("As of"), null=True, blank=True)
    needs_recheck = models.BooleanField(
        _("To be checked again"), default=False, help_text=_("The source may have changed, or leaves cases open")
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("region scheme")
        verbose_name_plural = _("region schemes")
        ordering = ["order"]

    @property
    def source_words(self) -> str:
        """The source in the active language."""
        return in_language(ko=self.source_ko, en=self.source)


class Region(NamedModel):
    """One part of a scheme."""

    scheme = models.ForeignKey(RegionScheme, models.CASCADE, related_name="regions")
    code = models.SlugField(_("Code"), max_length=40)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["order", "name_ko"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="region_code")]


class RegionMember(models.Model):
    """A country in a region, with dates where membership has them (ASEAN, EU)."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="members")
    country = models.ForeignKey(Country, models.CASCADE, related_name="regions")
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a region")
        verbose_name_plural = _("members of regions")
        constraints = [models.UniqueConstraint(fields=["region", "country", "starts_on"], name="region_member_once")]

    def __str__(self) -> str:
        return f"{self.region} · {self.country_id}"
