"""The parts of a request that offices answer, each with its own state, owner, clock and answers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office
from gagyo.common.models import TranslatedTextField, VersionedModel
from gagyo.registry.models import Body
from gagyo.support.choices import Because, ItemOutcome, LegState
from gagyo.support.models.requests import RequestItem, SupportRequest

OPEN_LEG = (LegState.PROPOSED, LegState.SENT, LegState.ACCEPTED, LegState.WAITING)
# An office works on it; one that is proposed is not known to it yet.
WITH_OFFICE = (LegState.SENT, LegState.ACCEPTED, LegState.WAITING)
# Sent to an office and not ended without an answer: such a leg shows a restricted request to its office.
LIVE_OR_ANSWERED = (LegState.SENT, LegState.ACCEPTED, LegState.WAITING, LegState.ANSWERED)


class Leg(VersionedModel):
    """
    What one office answers of a request.

    remind_at, escalate_at, escalate_further_at: reckoned with the due time; reminded_at and so on: when it was done
    parent: the leg that it was passed on or split from; due_at: kept beside the actual times; round: of the request
    reason: why its office was given a part of another's, and once it ended without an answer, why it did
    """

    PERSONAL = frozenset({"reason"})

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="legs")
    office = models.ForeignKey(Office, models.PROTECT, related_name="support_legs", verbose_name=_("Office"))
    body = models.ForeignKey(Body, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Body"))
    state = models.CharField(_("State"), max_length=10, choices=LegState.choices, default=LegState.PROPOSED)
    because = models.CharField(_("Why"), max_length=10, choices=Because.choices, default=Because.CHOSEN)
    round = models.PositiveSmallIntegerField(_("Answer"), default=1)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Owner")
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Answered by"),
    )
    proposed_at = models.DateTimeField(_("Proposed"))
    sent_at = models.DateTimeField(_("Sent"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("Accepted"), null=True, blank=True)
    first_due_at = models.DateTimeField(_("First answer due"), null=True, blank=True)
    due_at = models.DateTimeField(_("Due"), null=True, blank=True)
    remind_at = models.DateTimeField(_("Reminder due"), null=True, blank=True)
    escalate_at = models.DateTimeField(_("Told to the office's managers from"), null=True, blank=True)
    escalate_further_at = models.DateTimeField(_("Told to the ministry from"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("Reminded"), null=True, blank=True)
    escalated_at = models.DateTimeField(_("Told to the office's managers"), null=True, blank=True)
    escalated_further_at = models.DateTimeField(_("Told to the ministry"), null=True, blank=True)
    first_answer_at = models.DateTimeField(_("First answer"), null=True, blank=True)
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("Came from")
    )
    joined_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="joined", verbose_name=_("Joined with")
    )
    reason = models.CharField(_("Reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("leg of a request")
        verbose_name_plural = _("legs of requests")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["office", "state", "due_at"], name="leg_office_state_due"),
            models.Index(fields=["owner", "state", "due_at"], name="leg_owner_state_due"),
            models.Index(fields=["state", "due_at"], name="leg_state_due"),
            models.Index(fields=["office", "request", "sent_at", "state"], name="leg_office_request"),
        ]
        constraints = [
            # One office has one open part of a request: two would be answered twice.
            models.UniqueConstraint(
                fields=["request", "office"], condition=Q(state__in=OPEN_LEG), name="leg_open_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=LegState.JOINED) | Q(joined_into__isnull=False), name="leg_joined_into"
            ),
            models.CheckConstraint(condition=Q(due_at=None) | Q(due_at__gte=F("sent_at")), name="leg_due_after_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.request.number} → {self.office}"

    @property
    def audit_label(self) -> str:
        """What the audit record calls it."""
        return str(self)


class LegItem(models.Model):
    """One item on one leg, with what that office says of it."""

    PERSONAL = frozenset({"text"})

    leg = models.ForeignKey(Leg, models.CASCADE, related_name="items")
    item = models.ForeignKey(RequestItem, models.CASCADE, related_name="leg_items")
    outcome = models.CharField(_("Outcome"), max_length=10, choices=ItemOutcome.choices, default=ItemOutcome.OPEN)
    text = TranslatedTextField(verbose_name=_("Answer"))

    class Meta:
        verbose_name = _("item of a leg")
        verbose_name_plural = _("items of legs")
        ordering = ["item__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["leg", "item"], name="leg_item_once")]

    def __str__(self) -> str:
        return f"#{self.item_id}: {self.get_outcome_display()}"


class LegPause(models.Model):
    """A time in which a leg's clock stood still, because the asker was asked something."""

    PERSONAL = frozenset({"reason"})

    leg = models.ForeignKey(Leg, models.CASCADE, related_name="pauses")
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"), null=True, blank=True)
    reason = models.CharField(_("What was asked"), max_length=500)

    class Meta:
        verbose_name = _("pause of a leg")
        verbose_name_plural = _("pauses of legs")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["leg"], condition=Q(ends_at=None), name="leg_pause_open_once"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="leg_pause_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
