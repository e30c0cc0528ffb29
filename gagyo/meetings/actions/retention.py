"""People's names and addresses of rounds that ended long enough ago are destroyed; what was agreed stays."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.meetings.models import (
    Absence,
    Delegate,
    MeetingRound,
    Participant,
    ParticipantLink,
    Rating,
    RoundInterpreter,
)

NAMED = ~Q(name="", title="", email="")
REACHED = ~Q(name="", email="", phone="")


@transaction.atomic
def destroy_names(*, by: Actor, now: datetime) -> int:
    """
    Destroy what names people of rounds past their retention period, and return of how many rounds.

    Delegates' names and addresses, why somebody was away, where invitations went, interpreters' contact data,
    comments of ratings, which may name somebody, and links that have ended. A link made late stays until it ends,
    without the address that it was sent to.
    """
    last = timezone.localdate(now) - timedelta(days=settings.RETENTION_DAYS_MEETINGS)
    held = _rounds_with_names(before=last, now=now)
    rounds = MeetingRound.objects.past_access(because="the nightly destruction shows nobody anything").filter(
        pk__in=held
    )
    for meeting_round in rounds.select_for_update(of=("self",)):
        record(
            event="round.names_destroyed",
            by=by,
            at=now,
            about=meeting_round,
            after=_destroy(meeting_round, now=now),
            reason=f"Retention period ended before {timezone.localdate(now).isoformat()}",
        )
    return len(held)


def _rounds_with_names(*, before: date, now: datetime) -> set[int]:
    """Return the rounds that ended before a day and still name somebody."""
    old, of_old = Q(round__ends_on__lt=before), Q(participant__round__ends_on__lt=before)
    found = set(Participant.objects.filter(old).exclude(email="").values_list("round_id", flat=True))
    found |= set(RoundInterpreter.objects.filter(old & REACHED).values_list("round_id", flat=True))
    for rows in (
        Delegate.objects.filter(of_old & NAMED),
        Absence.objects.filter(of_old).exclude(reason=""),
        Rating.objects.filter(of_old).exclude(comment=""),
        _ended_links(now=now).filter(of_old),
        ParticipantLink.objects.filter(of_old).exclude(sent_to=""),
    ):
        found |= set(rows.values_list("participant__round_id", flat=True))
    return found


def _ended_links(*, now: datetime) -> "QuerySet[ParticipantLink]":
    return ParticipantLink.objects.filter(Q(expires_at__lte=now) | Q(withdrawn_at__isnull=False))


def _destroy(meeting_round: MeetingRound, *, now: datetime) -> dict[str, int]:
    """Empty one round of its people, and return how many rows of each kind named somebody."""
    of_round = Q(participant__round=meeting_round)
    return {
        "delegates": Delegate.objects.filter(of_round & NAMED).update(name="", title="", email=""),
        "absences": Absence.objects.filter(of_round).exclude(reason="").update(reason=""),
        "comments": Rating.objects.filter(of_round).exclude(comment="").update(comment=""),
        "addresses": Participant.objects.filter(round=meeting_round).exclude(email="").update(email=""),
        "interpreters": RoundInterpreter.objects.filter(REACHED, round=meeting_round).update(
            name="", email="", phone=""
        ),
        "links": _ended_links(now=now).filter(of_round).delete()[0],
        "links_unaddressed": ParticipantLink.objects.filter(of_round).exclude(sent_to="").update(sent_to=""),
    }
