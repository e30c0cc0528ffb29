"""What comes from outside without an account: requests to be received, and what visitors say afterwards."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office
from gagyo.common.models import VersionedModel
from gagyo.registry.models import Country
from gagyo.visits.choices import RequestState
from gagyo.visits.models.sites import Site, Theme
from gagyo.visits.models.visits import Visit, VisitParty


class VisitRequest(VersionedModel):
    """
    A delegation's wish to come, made in the public form; followed by a link, of which only the hash is kept.

    number: what the receipt says, such as 2026-0012
    """

    # The organisation of a request that was never confirmed may be a stranger's name, and the answer may address one.
    PERSONAL = frozenset({"organisation", "contact_name", "email", "phone", "message", "state_reason"})

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    number = models.CharField(_("Number"), max_length=20, unique=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(_("State"), max_length=12, choices=RequestState.choices, default=RequestState.UNCONFIRMED)
    state_reason = models.CharField(_("Reason"), max_length=500, blank=True)
    organisation = models.CharField(_("Organisation"), max_length=200)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("Country"))
    contact_name = models.CharField(_("Your name"), max_length=100)
    email = models.EmailField(_("E-mail"))
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    persons = models.PositiveSmallIntegerField(_("Number of persons"))
    wished_from = models.DateField(_("Earliest day"))
    wished_until = models.DateField(_("Latest day"))
    language = models.CharField(_("Language of the visit"), max_length=8, default="en")
    message = models.TextField(_("What you would like to see and discuss"), max_length=3000)
    sites: "models.ManyToManyField[Site, models.Model]" = models.ManyToManyField(Site, related_name="+", blank=True)
    themes: "models.ManyToManyField[Theme, models.Model]" = models.ManyToManyField(Theme, related_name="+", blank=True)
    sent_at = models.DateTimeField(_("Sent"))
    confirmed_at = models.DateTimeField(_("E-mail confirmed"), null=True, blank=True)
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True)
    visit = models.ForeignKey(
        Visit, models.SET_NULL, null=True, blank=True, related_name="requests", verbose_name=_("Visit")
    )
    retain_until = models.DateField(_("Keep until"))
    is_sample = models.BooleanField(_("Sample data"), default=False)

    class Meta:
        verbose_name = _("request to visit")
        verbose_name_plural = _("requests to visit")
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["office", "state"], name="visit_request_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.organisation}"

    @property
    def audit_label(self) -> str:
        """How the audit record names it, which outlives what was typed."""
        return self.number


class SurveyLink(models.Model):
    """The survey of a visit: a QR code that is valid until a day; only the hash of its key is kept."""

    visit = models.OneToOneField(Visit, models.CASCADE, related_name="survey")
    key = models.CharField(max_length=40, unique=True, editable=False)
    closes_on = models.DateField(_("Open until"))

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")

    def __str__(self) -> str:
        return str(self.visit)


class SurveyAnswer(models.Model):
    """One visitor's answer, without a name; scores run from 1 to 5. The texts may hold one, and are destroyed."""

    PERSONAL = frozenset({"comment", "wanted"})

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="survey_answers")
    party = models.ForeignKey(VisitParty, models.SET_NULL, null=True, blank=True, related_name="+")
    overall = models.PositiveSmallIntegerField(_("Overall"))
    would_recommend = models.BooleanField(_("Would recommend"), null=True, blank=True)
    comment = models.TextField(_("Comment"), max_length=2000, blank=True)
    wanted = models.TextField(_("What would you like to follow up?"), max_length=2000, blank=True)
    sent_at = models.DateTimeField(_("Sent"))
    is_sample = models.BooleanField(_("Sample data"), default=False)

    class Meta:
        verbose_name = _("survey answer")
        verbose_name_plural = _("survey answers")
        constraints = [models.CheckConstraint(condition=Q(overall__range=(1, 5)), name="survey_overall")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SiteScore(models.Model):
    """How one visitor found one site, 1 to 5."""

    answer = models.ForeignKey(SurveyAnswer, models.CASCADE, related_name="site_scores")
    site = models.ForeignKey(Site, models.CASCADE, related_name="scores")
    score = models.PositiveSmallIntegerField(_("Score"))

    class Meta:
        verbose_name = _("score of a site")
        verbose_name_plural = _("scores of sites")
        constraints = [
            models.UniqueConstraint(fields=["answer", "site"], name="site_score_once"),
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="site_score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.site}: {self.score}"
