"""Cities and provinces of the world, and the names by which they are found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gagyo.common.models import NamedModel
from gagyo.registry.choices import PlaceKind
from gagyo.registry.models.countries import Country


class Place(NamedModel):
    """A city, province or district; GeoNames (CC BY 4.0) where geoname_id is set."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="places", verbose_name=_("Country"))
    kind = models.CharField(_("Kind"), max_length=10, choices=PlaceKind.choices, default=PlaceKind.CITY)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("Province")
    )
    name_local = models.CharField(_("Name in local script"), max_length=200, blank=True)
    geoname_id = models.PositiveBigIntegerField(_("GeoNames id"), unique=True, null=True, blank=True)
    wikidata_id = models.CharField(_("Wikidata id"), max_length=20, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    population = models.PositiveBigIntegerField(_("Population"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [models.Index(fields=["country", "name_en"], name="place_country_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None) | models.Q(latitude__range=(-90, 90)), name="place_latitude"
            ),
            models.CheckConstraint(
                condition=models.Q(longitude=None) | models.Q(longitude__range=(-180, 180)),
                name="place_longitude",
            ),
        ]


class PlaceName(models.Model):
    """Another name of a place: transliteration, old name, local script."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="other_names")
    text = models.CharField(_("Name"), max_length=200)
    language = models.CharField(_("Language"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [models.UniqueConstraint(fields=["place", "text"], name="place_name_once")]

    def __str__(self) -> str:
        return self.text


class PlaceKey(models.Model):
    """A search key made from a name by kernels.text; rebuilt whenever a name changes."""

    id: int
    place = models.ForeignKey(Place, models.CASCADE, related_name="keys", db_index=False)
    kind = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("search key")
        verbose_name_plural = _("search keys")
        indexes = [
            models.Index(fields=["kind", "value", "place"], name="place_key_value"),
            models.Index(fields=["place"], name="place_key_place"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"
