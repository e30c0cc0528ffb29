"""What officers and firms ask an ambassador."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.models import Office
from gagyo.ambassadors.choices import AdviceState
from gagyo.ambassadors.models.activities import Activity
from gagyo.common.models import VersionedModel
from gagyo.common.rules import Actor
from gagyo.registry.models import Country
from gagyo.support.choices import RequestField
from gagyo.support.models import SupportRequest


class AdviceQuerySet(models.QuerySet["AdviceQuestion"]):
    """Questions as seen by somebody: the office that is asked, once it is confirmed, and the one that asked."""

    def for_user(self, actor: Actor) -> Self:
        """Return what the actor may read."""
        confirmed = self.filter(confirmed_at__isnull=False)
        if actor.reads_all:
            return confirmed
        offices = set(actor.reads_offices) | ({actor.office_id} if actor.office_id else set())
        return confirmed.filter(Q(office_id__in=offices) | Q(asker_office_id__in=offices))


class AdviceQuestion(VersionedModel):
    """
    One question to a province's ambassador.

    office: the province's; asker_office, asked_by: of an officer, empty for a firm, which follows it by a link
    activity: the advice that it became by being answered; request: what was made of it for the ministry
    """

    # A firm's question may name anybody, and the answer may address one.
    PERSONAL = frozenset({"organisation", "contact_name", "email", "phone", "subject", "question", "answer"})

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("Office"))
    number = models.CharField(_("Number"), max_length=20, unique=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    state = models.CharField(_("State"), max_length=12, choices=AdviceState.choices, default=AdviceState.UNCONFIRMED)
    asker_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Who asks")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("question to an ambassador", "Asked by"),
    )
    organisation = models.CharField(_("Firm or organisation"), max_length=200, blank=True)
    contact_name = models.CharField(_("Your name"), max_length=100, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    language = models.CharField(_("Language"), max_length=8, default="ko")
    field = models.CharField(
        pgettext_lazy("support request", "Field"),
        max_length=16,
        choices=RequestField.choices,
        default=RequestField.OTHER,
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Country")
    )
    subject = models.CharField(pgettext_lazy("question to an ambassador", "Subject"), max_length=200)
    question = models.TextField(pgettext_lazy("question to an ambassador", "Question"), max_length=3000)
    asked_at = models.DateTimeField(pgettext_lazy("question to an ambassador", "Asked"))
    confirmed_at = models.DateTimeField(_("E-mail confirmed"), null=True, blank=True)
    due_at = models.DateTimeField(_("Due"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Owner")
    )
    answer = models.TextField(_("Answer"), max_length=5000, blank=True)
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Answered by"),
    )
    activity = models.OneToOneField(
        Activity, models.SET_NULL, null=True, blank=True, related_name="advice", verbose_name=_("Advice given")
    )
    request = models.ForeignKey(
        SupportRequest,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="advice",
        verbose_name=_("Support request"),
    )
    retain_until = models.DateField(_("Keep until"), null=True, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to an ambassador")
        verbose_name_plural = _("questions to ambassadors")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["office", "state", "due_at"], name="advice_office_state_due")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=AdviceState.ANSWERED) | Q(answered_at__isnull=False), name="advice_answered_at"
            ),
            models.CheckConstraint(
                condition=Q(asker_office__isnull=False) | Q(retain_until__isnull=False), name="advice_of_a_firm_is_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def audit_label(self) -> str:
        """How the audit record names it, which outlives what was typed."""
        return self.number

    @property
    def who(self) -> str:
        """Who asks: an office, or a firm."""
        return self.asker_office.name if self.asker_office else self.organisation

    def get_absolute_url(self) -> str:
        """The address of its page for those with an account."""
        return reverse("ambassadors:advice", kwargs={"question_id": self.pk})
