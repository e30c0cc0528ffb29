"""Who wishes to meet whom, and what the organiser decided."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gagyo.common.models import TranslatedTextField, VersionedModel
from gagyo.meetings.choices import PairDecision, WishAnswer, WishKind
from gagyo.meetings.models.participants import Participant
from gagyo.meetings.models.rounds import MeetingRound, RoundTopic


class Wish(VersionedModel):
    """
    One participant's wish to meet another, or not to; mutual where both have one.

    rank: 1 for the first wish; answer: what the wanted side said
    """

    asker = models.ForeignKey(Participant, models.CASCADE, related_name="wishes")
    wanted = models.ForeignKey(Participant, models.CASCADE, related_name="wished_by")
    kind = models.CharField(_("Kind"), max_length=4, choices=WishKind.choices, default=WishKind.WISH)
    rank = models.PositiveSmallIntegerField(_("Rank"), default=1)
    reason = TranslatedTextField(verbose_name=_("Reason"))
    topics: "models.ManyToManyField[RoundTopic, models.Model]" = models.ManyToManyField(
        RoundTopic, related_name="+", blank=True, verbose_name=_("Topics")
    )
    answer = models.CharField(_("Answer"), max_length=8, choices=WishAnswer.choices, default=WishAnswer.OPEN)
    answer_note = models.CharField(_("Note"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("Made"))
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False)

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["asker", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["asker", "wanted"], name="wish_once"),
            models.CheckConstraint(condition=~Q(asker=F("wanted")), name="wish_for_another"),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} → {self.wanted_id}"


class OrganiserPair(VersionedModel):
    """
    What the organiser decided about two participants; first has the smaller key.

    decision: empty for one that was taken back; its row stays, so that whoever decides next notices
    """

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="pairs")
    first = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    second = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    decision = models.CharField(_("Decision"), max_length=4, choices=PairDecision.choices, blank=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("organiser's decision")
        verbose_name_plural = _("organiser's decisions")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_decided_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"
