"""The one answer to a request, and the steps by which requests and answers are approved."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.models import Office
from gagyo.common.models import TranslatedTextField, VersionedModel
from gagyo.support.choices import Decision, ItemOutcome
from gagyo.support.models.requests import RequestItem, SupportRequest


class Answer(VersionedModel):
    """The one answer that goes back to the asker, a new one for each round; reopened_at: when the asker asked again."""

    PERSONAL = frozenset({"text"})

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="answers")
    round = models.PositiveSmallIntegerField(_("Answer"))
    text = TranslatedTextField(verbose_name=_("Words before the items"))
    attempt = models.PositiveSmallIntegerField(_("Approval"), default=0)
    document_number = models.CharField(_("Document number"), max_length=60, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("Drafted by")
    )
    drafted_at = models.DateTimeField(_("Drafted"))
    sent_at = models.DateTimeField(_("Sent"), null=True, blank=True)
    reopened_at = models.DateTimeField(_("Reopened"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer to a request")
        verbose_name_plural = _("answers to requests")
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=["request", "round"], name="support_answer_once")]

    def __str__(self) -> str:
        return f"{self.request.number} / {self.round}"


class AnswerItem(models.Model):
    """What an answer says of one item; an item is answered once in a round."""

    PERSONAL = frozenset({"text"})

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="items")
    item = models.ForeignKey(RequestItem, models.CASCADE, related_name="answer_items")
    outcome = models.CharField(_("Outcome"), max_length=10, choices=ItemOutcome.choices, default=ItemOutcome.OPEN)
    text = TranslatedTextField(verbose_name=_("Answer"))

    class Meta:
        verbose_name = _("item of an answer")
        verbose_name_plural = _("items of answers")
        ordering = ["item__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["answer", "item"], name="support_answer_item_once")]

    def __str__(self) -> str:
        return f"#{self.item_id}: {self.get_outcome_display()}"


class Approval(models.Model):
    """
    One step of the approval of a request, or of an answer.

    attempt: which time it was submitted; stand_in: who decides on days on which the approver is away
    """

    PERSONAL = frozenset({"reason"})

    request = models.ForeignKey(SupportRequest, models.CASCADE, null=True, blank=True, related_name="approvals")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, blank=True, related_name="approvals")
    attempt = models.PositiveSmallIntegerField(_("Approval"))
    order = models.PositiveSmallIntegerField(_("Step"))
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Approver"))
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("approval", "Stand-in"),
    )
    decision = models.CharField(_("Decision"), max_length=10, choices=Decision.choices, default=Decision.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Decided by")
    )
    decided_at = models.DateTimeField(_("Decided"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)
    document_number = models.CharField(_("Document number"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("step of an approval")
        verbose_name_plural = _("steps of approvals")
        ordering = ["attempt", "order"]
        indexes = [
            models.Index(fields=["approver", "decision"], name="approval_approver"),
            models.Index(fields=["stand_in", "decision"], name="approval_stand_in"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=False, answer=None) | Q(request=None, answer__isnull=False),
                name="approval_of_one",
            ),
            models.UniqueConstraint(fields=["request", "attempt", "order"], name="approval_request_step_once"),
            models.UniqueConstraint(fields=["answer", "attempt", "order"], name="approval_answer_step_once"),
            models.CheckConstraint(
                condition=Q(decision=Decision.WAITING, decided_at=None)
                | (~Q(decision=Decision.WAITING) & Q(decided_at__isnull=False)),
                name="approval_decided_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approver} · {self.get_decision_display()}"


class Absence(models.Model):
    """Days on which an approver is away, both included, and who decides then."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("Person"))
    office = models.ForeignKey(Office, models.CASCADE, related_name="+", verbose_name=_("Office"))
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=pgettext_lazy("approval", "Stand-in")
    )

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="support_absence_in_order"),
            models.CheckConstraint(condition=~Q(user=F("stand_in")), name="support_absence_other"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.starts_on} – {self.ends_on}"
