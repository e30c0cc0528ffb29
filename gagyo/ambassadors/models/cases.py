"""An activity told as a case, with the figures of its result."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.ambassadors.choices import CaseState
from gagyo.ambassadors.models.activities import Activity
from gagyo.common.models import NamedModel, TranslatedTextField
from gagyo.registry.models import Body
from gagyo.support.choices import RequestField
from gagyo.support.models import SupportRequest
from gagyo.visits.models import Visit

# Whom a case is for once it is approved; until then its office alone reads it.
AUDIENCES = [(Visibility.SHARED.value, Visibility.SHARED.label), (Visibility.PUBLIC.value, Visibility.PUBLIC.label)]


class Case(OwnedModel, NamedModel):
    """
    What others can learn from an activity.

    audience: who reads it once it is approved; contact: an office, or a person who agreed to be named
    """

    PERSONAL = frozenset({"contact", "state_reason"})

    province = models.ForeignKey(Body, models.PROTECT, related_name="cases", verbose_name=_("Province"))
    activity = models.ForeignKey(
        Activity,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=pgettext_lazy("activity of an ambassador", "activity"),
    )
    year = models.PositiveSmallIntegerField(_("Year"))
    field = models.CharField(pgettext_lazy("support request", "Field"), max_length=16, choices=RequestField.choices)
    situation = TranslatedTextField(verbose_name=pgettext_lazy("case of an ambassador", "Situation"))
    done = TranslatedTextField(verbose_name=pgettext_lazy("case of an ambassador", "What was done"))
    result = TranslatedTextField(verbose_name=pgettext_lazy("case of an ambassador", "Result"))
    lesson = TranslatedTextField(verbose_name=pgettext_lazy("case of an ambassador", "Lesson"))
    contact = TranslatedTextField(verbose_name=_("Contact"))
    audience = models.CharField(_("Visible once approved to"), max_length=10, choices=AUDIENCES, default="shared")
    state = models.CharField(_("State"), max_length=20, choices=CaseState.choices, default=CaseState.DRAFT)
    state_reason = models.CharField(_("Reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("Entered"))
    approved_at = models.DateTimeField(_("Approved"), null=True, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["Case"] = OwnedManager()

    class Meta:
        verbose_name = _("case of an ambassador")
        verbose_name_plural = _("cases of ambassadors")
        ordering = ["-year", "field", "pk"]
        indexes = [models.Index(fields=["year", "state"], name="case_year_state")]
        constraints = [
            # Nobody outside of the office reads what is not approved.
            models.CheckConstraint(
                condition=Q(state=CaseState.APPROVED) | Q(visibility=Visibility.OFFICE), name="case_shown_once_approved"
            )
        ]

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("ambassadors:case", kwargs={"case_id": self.pk})


class CaseFigure(models.Model):
    """A number of a case's result, and where it comes from: a visit, a request, or a public address."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="figures")
    label_ko = models.CharField(_("What is counted (Korean)"), max_length=120, blank=True)
    label_en = models.CharField(_("What is counted (English)"), max_length=120, blank=True)
    value = models.BigIntegerField(_("Number"))
    unit = models.CharField(_("Unit"), max_length=12)
    as_of = models.DateField(_("As of"))
    visit = models.ForeignKey(
        Visit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Delegation visit")
    )
    request = models.ForeignKey(
        SupportRequest, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Support request")
    )
    url = models.URLField(_("Source"), blank=True)

    class Meta:
        verbose_name = _("figure of a case")
        verbose_name_plural = _("figures of cases")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.label_ko or self.label_en}: {self.value}"


class CaseWriter(models.Model):
    """Who wrote a case: nobody approves what they wrote."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="writers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("Person"))

    class Meta:
        verbose_name = _("writer of a case")
        verbose_name_plural = _("writers of cases")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_writer_once")]

    def __str__(self) -> str:
        return str(self.user)
