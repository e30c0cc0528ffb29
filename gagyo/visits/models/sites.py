"""What a city shows: sites with hours, hosts and themes; vehicles and rooms; when any of them cannot be had."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office, OwnedManager, OwnedModel
from gagyo.common.models import NamedModel, TranslatedTextField
from gagyo.registry.models import Body, Person


class Theme(NamedModel):
    """What a visit is about and a site is good for; shared by all offices."""

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order", "code"]


class Site(OwnedModel, NamedModel):
    """
    A place that delegations are shown.

    languages: ISO 639-1 codes in which the site itself can guide, joined by commas; visit_minutes: of one visit
    capacity: persons at once, of all delegations together
    """

    body = models.ForeignKey(
        Body, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Belongs to")
    )
    address_ko = models.CharField(_("Address (Korean)"), max_length=200, blank=True)
    address_en = models.CharField(_("Address (English)"), max_length=200, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    about = TranslatedTextField(verbose_name=_("What is shown"))
    capacity = models.PositiveSmallIntegerField(_("Capacity (persons at once)"), default=30)
    visit_minutes = models.PositiveSmallIntegerField(_("Minutes of a visit"), default=60)
    languages = models.CharField(_("Languages of guiding"), max_length=100, blank=True)
    host = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="hosted_sites", verbose_name=_("Host")
    )
    stand_in = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="stand_in_sites", verbose_name=_("Stand-in")
    )
    closed_on_holidays = models.BooleanField(_("Closed on public holidays"), default=True)
    themes: "models.ManyToManyField[Theme, SiteTheme]" = models.ManyToManyField(
        Theme, through="SiteTheme", related_name="sites", verbose_name=_("Themes")
    )
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["Site"] = OwnedManager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            models.CheckConstraint(condition=~Q(visit_minutes=0), name="site_minutes"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="site_coordinates",
            ),
        ]

    @property
    def language_codes(self) -> list[str]:
        """The languages in which the site guides."""
        return [code.strip() for code in self.languages.split(",") if code.strip()]


class SiteTheme(models.Model):
    """A theme that a site is good for."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="theme_rows")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("theme of a site")
        verbose_name_plural = _("themes of sites")
        constraints = [models.UniqueConstraint(fields=["site", "theme"], name="site_theme_once")]

    def __str__(self) -> str:
        return str(self.theme)


class SiteHours(models.Model):
    """When a site receives visitors on a day of the week (0 is Monday); several rows leave a break between them."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("Day of the week"))
    opens_at = models.TimeField(_("Opens"))
    closes_at = models.TimeField(_("Closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="site_hours_in_order"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="site_hours_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class SiteClosure(models.Model):
    """Days on which a site is closed besides the days of the week."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="closures")
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("closed days")
        verbose_name_plural = _("closed days")
        ordering = ["starts_on"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="site_closure_in_order")]

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_on}"


class TravelTime(models.Model):
    """Minutes by road between two sites, the same both ways; no row means by their distance."""

    first = models.ForeignKey(Site, models.CASCADE, related_name="+")
    second = models.ForeignKey(Site, models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("Minutes"))

    class Meta:
        verbose_name = _("travel time")
        verbose_name_plural = _("travel times")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="travel_time_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="travel_time_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}: {self.minutes}"


class Vehicle(OwnedModel, NamedModel):
    """A bus or car of the office."""

    seats = models.PositiveSmallIntegerField(_("Seats"))
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["Vehicle"] = OwnedManager()

    class Meta:
        verbose_name = _("vehicle")
        verbose_name_plural = _("vehicles")


class Room(OwnedModel, NamedModel):
    """A meeting room."""

    seats = models.PositiveSmallIntegerField(_("Seats"))
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["Room"] = OwnedManager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")


class Unavailability(models.Model):
    """A time in which a host, a vehicle or a room cannot be had: exactly one of them."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    vehicle = models.ForeignKey(Vehicle, models.CASCADE, null=True, blank=True, related_name="unavailable")
    room = models.ForeignKey(Room, models.CASCADE, null=True, blank=True, related_name="unavailable")
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("time that cannot be had")
        verbose_name_plural = _("times that cannot be had")
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="unavailability_times")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="unavailability_in_order"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, vehicle=None, room=None)
                | Q(person=None, vehicle__isnull=False, room=None)
                | Q(person=None, vehicle=None, room__isnull=False),
                name="unavailability_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.vehicle or self.room}: {self.starts_at:%Y-%m-%d %H:%M}"
