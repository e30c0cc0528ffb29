"""A support request, its items decided one by one, who may read a restricted one, and who wrote it."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.models import Office, OwnedManager, OwnedModel, OwnedQuerySet
from gagyo.common.models import NamedModel, TranslatedTextField
from gagyo.common.rules import Actor
from gagyo.meetings.models import AgreedItem
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.registry.models import Body, Country, Place
from gagyo.support.choices import Confidentiality, ItemOutcome, RequestField, RequestState
from gagyo.support.models.settings import RequestTemplate
from gagyo.visits.models import Visit

M_co = TypeVar("M_co", bound="models.Model", covariant=True)


class RequestQuerySet(OwnedQuerySet[M_co]):
    """Requests as seen by somebody: by the part that an office or a person has in them, never by their visibility."""

    def for_user(self, actor: Actor, *, archived: bool = False) -> Self:
        """Return what the actor may read; archived rows only when asked for."""
        # The condition asks approvals and legs, which point at requests.
        from gagyo.support.models.readable import request_readable

        return self.filter(request_readable(actor), archived_at__isnull=not archived)

    def own(self, actor: Actor) -> Self:
        """Return what the actor's present office asked and the actor may read."""
        return self.for_user(actor).filter(office_id=actor.office_id) if actor.office_id else self.none()


class RequestManager(OwnedManager[M_co]):
    """The door to support requests."""

    def get_queryset(self) -> RequestQuerySet[M_co]:
        """Return the rows with for_user()."""
        return RequestQuerySet(self.model, using=self._db)


class SupportRequest(OwnedModel, NamedModel):
    """
    What an office asks of the ministry, missions abroad, agencies or its province's ambassador.

    office: the asking office; router: the ministry's office that routes it and gives the one answer.
    round: which answer is being made, from 1; a reopened request goes into its next round.
    Its words stay out of the audit record, which is read by more people than a restricted request.
    """

    PERSONAL = frozenset({"name_ko", "name_en", "wanted", "state_reason"})

    number = models.CharField(_("Number"), max_length=40, unique=True)
    field = models.CharField(_("Field"), max_length=16, choices=RequestField.choices)
    template = models.ForeignKey(
        RequestTemplate, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Template")
    )
    asker = models.ForeignKey(Body, models.PROTECT, related_name="support_requests", verbose_name=_("Who asks"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Officer")
    )
    router = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Routed by")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Country")
    )
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("City abroad")
    )
    wanted = TranslatedTextField(verbose_name=_("What is wanted"))
    wanted_by = models.DateField(_("Wanted by"), null=True, blank=True)
    confidentiality = models.CharField(
        _("Read by"), max_length=10, choices=Confidentiality.choices, default=Confidentiality.NORMAL
    )
    tie = models.ForeignKey(
        Tie, models.SET_NULL, null=True, blank=True, related_name="support_requests", verbose_name=_("Tie")
    )
    visit = models.ForeignKey(
        Visit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="support_requests",
        verbose_name=_("Delegation visit"),
    )
    project = models.ForeignKey(
        ExchangeProject,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="support_requests",
        verbose_name=_("Exchange project"),
    )
    agreed_item = models.ForeignKey(
        AgreedItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="support_requests",
        verbose_name=_("Agreed item"),
    )
    state = models.CharField(_("State"), max_length=16, choices=RequestState.choices, default=RequestState.DRAFT)
    state_reason = models.CharField(_("Reason"), max_length=500, blank=True)
    document_number = models.CharField(_("Document number"), max_length=60, blank=True)
    round = models.PositiveSmallIntegerField(_("Answer"), default=1)
    attempt = models.PositiveSmallIntegerField(_("Approval"), default=0)
    created_at = models.DateTimeField(_("Entered"))
    sent_at = models.DateTimeField(_("Sent"), null=True, blank=True)
    next_due_at = models.DateTimeField(_("Next due"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True)
    closed_at = models.DateTimeField(pgettext_lazy("support request", "Closed"), null=True, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: RequestManager["SupportRequest"] = RequestManager()

    class Meta:
        verbose_name = _("support request")
        verbose_name_plural = _("support requests")
        indexes = [
            models.Index(fields=["office", "state", "-id"], name="support_office_state"),
            models.Index(fields=["state", "-id"], name="support_state"),
            models.Index(fields=["country", "state"], name="support_country_state"),
            models.Index(fields=["router", "state"], name="support_router_state"),
            models.Index(fields=["officer"], name="support_officer"),
            models.Index(fields=["next_due_at", "-id"], name="support_next_due"),
            models.Index(fields=["state", "next_due_at", "-id"], name="support_state_next_due"),
            # All that decides who reads a request: the ministry's counts are answered by it without the wide rows.
            models.Index(
                fields=[
                    "state",
                    "confidentiality",
                    "sent_at",
                    "office",
                    "next_due_at",
                    "officer",
                    "router",
                    "archived_at",
                    "id",
                ],
                name="support_reading",
            ),
        ]
        constraints = [models.CheckConstraint(condition=Q(round__gte=1), name="support_round_from_one")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def audit_label(self) -> str:
        """What the audit record calls it: the title would outlive who may read it."""
        return self.number

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("support:request", kwargs={"request_id": self.pk})


class RequestNumbers(models.Model):
    """The last number given in an office's year, locked while the next is given."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("numbers of requests")
        verbose_name_plural = _("numbers of requests")
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="support_numbers_once")]

    def __str__(self) -> str:
        return f"{self.office_id}-{self.year}: {self.last}"


class RequestItem(models.Model):
    """
    One thing that is wanted, decided on its own.

    outcome, answer: as last sent to the asker; what is being drafted stands in AnswerItem.
    """

    PERSONAL = frozenset({"text", "answer"})

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    text = TranslatedTextField(verbose_name=_("What is wanted"), blank=False)
    outcome = models.CharField(_("Outcome"), max_length=10, choices=ItemOutcome.choices, default=ItemOutcome.OPEN)
    answer = TranslatedTextField(verbose_name=_("Answer"))
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("item of a request")
        verbose_name_plural = _("items of requests")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.text)

    @property
    def audit_label(self) -> str:
        """What the audit record calls it, without its words."""
        return f"#{self.pk}"


class RequestReader(models.Model):
    """An office, or one person in it, that a restricted request names as its readers."""

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="readers")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("Office"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Person")
    )

    class Meta:
        verbose_name = _("reader of a restricted request")
        verbose_name_plural = _("readers of restricted requests")
        constraints = [
            # Two, for SQLite holds two rows without a person for different ones.
            models.UniqueConstraint(fields=["request", "office", "user"], name="support_reader_person_once"),
            models.UniqueConstraint(
                fields=["request", "office"], condition=Q(user=None), name="support_reader_office_once"
            ),
        ]
        indexes = [models.Index(fields=["office", "user"], name="support_reader_office")]

    def __str__(self) -> str:
        return f"{self.office} · {self.user}" if self.user_id else str(self.office)


class Writer(models.Model):
    """Who wrote a request or its answer: nobody approves what they wrote."""

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="writers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("Person"))
    of_answer = models.BooleanField(_("Of the answer"), default=False)

    class Meta:
        verbose_name = _("writer of a request")
        verbose_name_plural = _("writers of requests")
        constraints = [models.UniqueConstraint(fields=["request", "user", "of_answer"], name="support_writer_once")]

    def __str__(self) -> str:
        return str(self.user)


class Rating(models.Model):
    """What the asker thinks of an answer, one for each."""

    PERSONAL = frozenset({"words"})

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField(_("Answer"))
    stars = models.PositiveSmallIntegerField(_("Rating (1 to 5)"))
    words = models.CharField(_("Words"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("Rated by")
    )
    at = models.DateTimeField(_("Rated"))

    class Meta:
        verbose_name = _("rating of an answer")
        verbose_name_plural = _("ratings of answers")
        constraints = [
            models.UniqueConstraint(fields=["request", "round"], name="support_rating_once"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="support_rating_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.stars}/5"
