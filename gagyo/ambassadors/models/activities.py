"""What ambassadors do, with what came of it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.ambassadors.choices import ActivityKind, ActivityOutcome
from gagyo.ambassadors.models.plans import PlannedActivity
from gagyo.ambassadors.models.postings import Posting
from gagyo.common.models import ArchivableModel, NamedModel, StoredFile, TranslatedTextField
from gagyo.meetings.models import Meeting
from gagyo.partnerships.models import Tie
from gagyo.registry.models import Body, Country
from gagyo.support.choices import RequestField
from gagyo.support.models import SupportRequest
from gagyo.visits.models import Visit


class Activity(OwnedModel, NamedModel):
    """
    One thing that an ambassador did.

    posting: who did it; for_body: the office or firm it was for, for_words: one that the registry does not know
    minutes: how long it took; kept_on: the day on which what was promised was kept, None while it is not
    """

    # For a firm these are its own words and the answer to it, which end with its question.
    PERSONAL = frozenset({"for_words", "outcome_text"})

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="activities", verbose_name=_("Ambassador"))
    kind = models.CharField(
        pgettext_lazy("activity of an ambassador", "Kind"),
        max_length=12,
        choices=ActivityKind.choices,
        default=ActivityKind.ADVICE,
    )
    day = models.DateField(pgettext_lazy("activity of an ambassador", "Day"))
    minutes = models.PositiveSmallIntegerField(_("Minutes"), null=True, blank=True)
    field = models.CharField(
        pgettext_lazy("support request", "Field"),
        max_length=16,
        choices=RequestField.choices,
        default=RequestField.OTHER,
    )
    for_body = models.ForeignKey(
        Body, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("For whom")
    )
    for_words = models.CharField(_("For whom, in words"), max_length=200, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Country")
    )
    place_words = models.CharField(_("Where"), max_length=200, blank=True)
    outcome = models.CharField(
        _("Outcome"), max_length=10, choices=ActivityOutcome.choices, default=ActivityOutcome.DONE
    )
    outcome_text = TranslatedTextField(verbose_name=_("What came of it"))
    promised_by = models.DateField(_("Promised by"), null=True, blank=True)
    kept_on = models.DateField(_("Kept on"), null=True, blank=True)
    request = models.ForeignKey(
        SupportRequest,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("Support request"),
    )
    visit = models.ForeignKey(
        Visit, models.SET_NULL, null=True, blank=True, related_name="activities", verbose_name=_("Delegation visit")
    )
    tie = models.ForeignKey(
        Tie, models.SET_NULL, null=True, blank=True, related_name="activities", verbose_name=_("Tie")
    )
    meeting = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("One-to-one meeting"),
    )
    planned = models.ForeignKey(
        PlannedActivity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fulfilled_by",
        verbose_name=_("Planned activity that it fulfils"),
    )
    created_at = models.DateTimeField(_("Entered"))
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["Activity"] = OwnedManager()

    class Meta:
        verbose_name = pgettext_lazy("activity of an ambassador", "activity")
        verbose_name_plural = pgettext_lazy("activity of an ambassador", "activities")
        indexes = [
            models.Index(fields=["office", "-day", "-id"], name="activity_office_day"),
            models.Index(fields=["posting", "-day"], name="activity_posting_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_on=None) | Q(kept_on__gte=F("day"), outcome=ActivityOutcome.PROMISED),
                name="activity_kept_after_promise",
            ),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gte=1), name="activity_minutes"),
        ]

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("ambassadors:activity", kwargs={"activity_id": self.pk})

    @property
    def promise_lapsed(self) -> bool:
        """Whether a kept promise is none any more, or was made after it was kept."""
        return self.kept_on is not None and (self.outcome != ActivityOutcome.PROMISED or self.kept_on < self.day)

    @property
    def whom(self) -> str:
        """For whom it was, from the registry or in words."""
        return self.for_body.name if self.for_body else self.for_words


class ActivityFile(ArchivableModel):
    """Evidence of what came of an activity: a file, or the address of a page that tells it."""

    PERSONAL = frozenset({"title"})

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("Link"), max_length=500, blank=True)
    title = models.CharField(_("Title"), max_length=200)

    class Meta:
        verbose_name = _("evidence of an activity")
        verbose_name_plural = _("evidence of activities")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(file=None) & ~Q(url="")) | (Q(file__isnull=False) & Q(url="")),
                name="evidence_file_or_link",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def href(self) -> str:
        """The address of the file, or of the page."""
        return self.url or reverse("ambassadors:file", args=[self.activity_id, self.pk])
