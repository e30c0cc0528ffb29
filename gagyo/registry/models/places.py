"""Cities and provinces of the world, and the names by which they are found."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office
from gagyo.common.models import NamedModel
from gagyo.registry.choices import PlaceKind
from gagyo.registry.models.countries import Country
from gagyo.registry.models.kept import KeptManager, KeptModel


class Place(NamedModel, KeptModel):
    """A city, province or district; GeoNames (CC BY 4.0) where geoname_id is set."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="places", verbose_name=_("Country"))
    kind = models.CharField(_("Kind"), max_length=10, choices=PlaceKind.choices, default=PlaceKind.CITY)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("Province")
    )
    admin1_code = models.CharField(
        _("GeoNames code of the province"), max_length=10, blank=True, help_text=_("First-level division")
    )
    name_local = models.CharField(_("Name in local script"), max_length=200, blank=True)
    geoname_id = models.PositiveBigIntegerField(_("GeoNames id"), unique=True, null=True, blank=True)
    wikidata_id = models.CharField(_("Wikidata id"), max_length=20, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    population = models.PositiveBigIntegerField(_("Population"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")

    objects: KeptManager["Place"] = KeptManager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [
            models.Index(fields=["country", "name_en"], name="place_country_name"),
            models.Index(fields=["country", "admin1_code"], name="place_admin1"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None) | models.Q(latitude__range=(-90, 90)), name="place_latitude"
            ),
            models.CheckConstraint(
                condition=models.Q(longitude=None) | models.Q(longitude__range=(-180, 180)),
                name="place_longitude",
            ),
        ]

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("registry:place", kwargs={"place_id": self.pk})


class PlaceName(models.Model):
    """
    A name by which a place is found: its own names, transliterations, old names, local script.

    The last columns are made from the text by kernels.text.place_search.search_form, and copied from the place,
    so that a search reads one table; actions.place_names keeps them in step.
    """

    id: int
    place = models.ForeignKey(Place, models.CASCADE, related_name="names", verbose_name=_("Place"))
    text = models.CharField(_("Name"), max_length=200)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    is_main = models.BooleanField(_("Main name"), default=False)
    is_proposed = models.BooleanField(
        _("Proposed"), default=False, help_text=_("Waits for the operator; not searched yet")
    )
    added_by = models.ForeignKey(
        Office, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Entered by")
    )
    country_code = models.CharField(max_length=2, editable=False)
    population = models.PositiveBigIntegerField(default=0, editable=False)
    folded = models.CharField(max_length=600, editable=False)
    initials = models.CharField(max_length=200, blank=True, editable=False)
    sound = models.CharField(max_length=400, blank=True, editable=False)
    skeleton = models.CharField(max_length=400, blank=True, editable=False)

    class Meta:
        verbose_name = _("name of a place")
        verbose_name_plural = _("names of places")
        ordering = ["place", "-is_main", "text"]
        constraints = [models.UniqueConstraint(fields=["place", "text"], name="place_name_once")]
        indexes = [
            models.Index(fields=["folded"], name="place_name_folded", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["skeleton"], name="place_name_skeleton", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["initials"],
                name="place_name_initials",
                opclasses=["varchar_pattern_ops"],
                condition=~models.Q(initials=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text
