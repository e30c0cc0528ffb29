"""Delegation visits: who comes, from which countries, how many, why, and what follows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.common.models import ArchivableModel, NamedModel, StoredFile, TranslatedTextField
from gagyo.meetings.models import AgreedItem
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.registry.models import Body, Country, Person
from gagyo.visits.choices import FollowUpKind, OrganiserKind, VisitPaper, VisitState
from gagyo.visits.models.courses import TrainingCourse
from gagyo.visits.models.sites import Theme


class Visit(OwnedModel, NamedModel):
    """A delegation's visit. One visit may bring several countries, each as a party."""

    purpose = TranslatedTextField(verbose_name=_("Purpose"))
    organiser = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="organised_visits", verbose_name=_("Organiser")
    )
    organiser_kind = models.CharField(
        _("Kind of organiser"), max_length=14, choices=OrganiserKind.choices, default=OrganiserKind.GOVERNMENT
    )
    asked_by = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Asked by")
    )
    asked_by_person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Contact")
    )
    asked_on = models.DateField(_("Asked on"), null=True, blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    state = models.CharField(_("State"), max_length=10, choices=VisitState.choices, default=VisitState.ASKED)
    state_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    tie = models.ForeignKey(Tie, models.SET_NULL, null=True, blank=True, related_name="visits", verbose_name=_("Tie"))
    mission = models.ForeignKey(
        Body, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Mission in Korea")
    )
    project = models.ForeignKey(
        ExchangeProject,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("Exchange project"),
    )
    agreed_item = models.ForeignKey(
        AgreedItem, models.SET_NULL, null=True, blank=True, related_name="visits", verbose_name=_("Agreed item")
    )
    course = models.ForeignKey(
        TrainingCourse, models.SET_NULL, null=True, blank=True, related_name="visits", verbose_name=_("Training course")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Officer")
    )
    themes: "models.ManyToManyField[Theme, VisitTheme]" = models.ManyToManyField(
        Theme, through="VisitTheme", related_name="visits", verbose_name=_("Themes")
    )
    gifts_given = models.CharField(_("Gifts given"), max_length=300, blank=True)
    gifts_received = models.CharField(_("Gifts received"), max_length=300, blank=True)
    report = TranslatedTextField(verbose_name=_("Report"))
    source = models.CharField(_("Source"), max_length=300, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["Visit"] = OwnedManager()

    class Meta:
        verbose_name = _("delegation visit")
        verbose_name_plural = _("delegation visits")
        indexes = [
            models.Index(fields=["office", "starts_on", "state"], name="visit_office_dates"),
            models.Index(fields=["starts_on", "ends_on"], name="visit_dates"),
        ]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="visit_dates_in_order")]

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("visits:visit", kwargs={"visit_id": self.pk})


class VisitTheme(models.Model):
    """What a visit is about."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="theme_rows")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("theme of a visit")
        verbose_name_plural = _("themes of visits")
        constraints = [models.UniqueConstraint(fields=["visit", "theme"], name="visit_theme_once")]

    def __str__(self) -> str:
        return str(self.theme)


class VisitParty(models.Model):
    """
    The people of one country or body within a visit.

    persons: 실인원, each person once; person_days: 연인원, each person on each day, None where it follows from the days
    lodging: where they stay, and where the vehicle starts each day
    """

    PERSONAL = frozenset({"head_name"})

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="parties")
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("Country"))
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="visit_parties", verbose_name=_("Body")
    )
    name = models.CharField(_("Name of the delegation"), max_length=200, blank=True)
    head_name = models.CharField(_("Head's name"), max_length=100, blank=True)
    head_rank = models.CharField(_("Head's rank"), max_length=100, blank=True)
    persons = models.PositiveIntegerField(_("Persons"))
    person_days = models.PositiveIntegerField(_("Person-days"), null=True, blank=True)
    lodging_ko = models.CharField(_("Hotel (Korean)"), max_length=100, blank=True)
    lodging_en = models.CharField(_("Hotel (English)"), max_length=100, blank=True)
    lodging_address_ko = models.CharField(_("Address (Korean)"), max_length=200, blank=True)
    lodging_address_en = models.CharField(_("Address (English)"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("visit", "party")
        verbose_name_plural = pgettext_lazy("visit", "parties")
        ordering = ["order", "pk"]
        # Covering: half-year figures over a million rows read the index alone (bench/visits.py).
        indexes = [models.Index(fields=["visit", "country", "persons", "person_days"], name="party_visit_country")]

    def __str__(self) -> str:
        return self.name or str(self.body or self.country)


class VisitMember(models.Model):
    """A named member, only where one is needed; no passport numbers, and destroyed after the retention period."""

    PERSONAL = frozenset({"name", "note"})

    party = models.ForeignKey(VisitParty, models.CASCADE, related_name="members")
    name = models.CharField(_("Name"), max_length=100)
    title = models.CharField(_("Title"), max_length=100, blank=True)
    note = models.CharField(_("Note (diet, access)"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class VisitDocument(ArchivableModel):
    """A document of a visit: the letter, the reply, photographs."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="documents")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=12, choices=VisitPaper.choices, default=VisitPaper.LETTER)

    class Meta:
        verbose_name = _("document of a visit")
        verbose_name_plural = _("documents of visits")

    def __str__(self) -> str:
        return self.title


class FollowUp(models.Model):
    """
    What follows from a visit; it stays in its owner's work until done.

    answer: the survey answer that asks for it, which alone keeps the visitor's words, until they are destroyed
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="follow_ups")
    kind = models.CharField(_("Kind"), max_length=12, choices=FollowUpKind.choices, default=FollowUpKind.TASK)
    what = models.CharField(_("What"), max_length=300)
    answer = models.ForeignKey(
        "visits.SurveyAnswer",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("Answer"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Owner")
    )
    due_on = models.DateField(_("Due on"))
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    outcome = models.CharField(_("What came of it"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = [models.F("done_on").asc(nulls_first=True), "due_on", "pk"]
        indexes = [models.Index(fields=["done_on", "due_on"], name="follow_up_due")]

    def __str__(self) -> str:
        return self.what

    @property
    def words(self) -> str:
        """What its office reads: the visitor's own words while they are kept; read the answer along in lists."""
        return (" ".join(self.answer.wanted.split()) if self.answer else "") or self.what
