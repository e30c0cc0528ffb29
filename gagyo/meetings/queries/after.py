"""Meetings after they were held: a round's list, one meeting, the same for one of its two participants."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gagyo.meetings.choices import MeetingState, VersionState
from gagyo.meetings.models import Assignment, Meeting, MeetingRound, Minutes, Participant, Rating, TimetableVersion
from gagyo.meetings.rules.after import own_words

ORDERS = {"when": "starts_at", "state": "state", "items": "items_count"}
# What is known to both sides, whatever becomes of the timetable.
TOLD = (MeetingState.HELD, MeetingState.NO_SHOW)


def published_slots() -> "QuerySet[Assignment]":
    """Return where the meetings of the outer query are held in the published timetable."""
    return Assignment.objects.filter(meeting=OuterRef("pk"), timetable__state=VersionState.PUBLISHED)


def begins_at(meeting: Meeting) -> datetime:
    """Return when a meeting begins in the published timetable; where it is in none, the first moment of its round."""
    published = Assignment.objects.filter(meeting=meeting, timetable__state=VersionState.PUBLISHED)
    found = published.values_list("starts_at", flat=True).first()
    return found or datetime.combine(meeting.round.starts_on, time.min, timezone.get_default_timezone())


def place_of(meeting: Meeting) -> Assignment | None:
    """Return where a meeting is held in the published timetable, with table and interpreter; None for nowhere."""
    rows = Assignment.objects.filter(meeting=meeting, timetable__state=VersionState.PUBLISHED)
    return rows.select_related("table", "interpreter").first()


def with_pair(rows: "QuerySet[Meeting]") -> "QuerySet[Meeting]":
    """Return meetings with their two participants, and `starts_at` in the published timetable (None elsewhere)."""
    starts_at = Subquery(published_slots().values("starts_at")[:1])
    sides = ("first__side", "first__body__country", "second__side", "second__body__country")
    return rows.select_related("round__office", "absent", *sides).annotate(starts_at=starts_at)


def has_place(meeting: Meeting) -> bool:
    """Tell whether a meeting stands in the published timetable, or none is published yet."""
    published = TimetableVersion.objects.filter(round=meeting.round_id, state=VersionState.PUBLISHED)
    return not published.exists() or Assignment.objects.filter(meeting=meeting, timetable__in=published).exists()


def listed_meetings(
    meeting_round: MeetingRound, *, state: str = "", participant_id: int | None = None, sort: str = ""
) -> "QuerySet[Meeting]":
    """
    Return the meetings of a round, in the order of the timetable unless said; constant queries.

    sort: a key of ORDERS, with "-" for the other direction
    """
    rows = with_pair(Meeting.objects.filter(round=meeting_round)).select_related("minutes")
    rows = rows.annotate(items_count=Count("agreed_items", distinct=True))
    if state in MeetingState.values:
        rows = rows.filter(state=state)
    if participant_id is not None:
        rows = rows.filter(Q(first=participant_id) | Q(second=participant_id))
    column = ORDERS.get(sort.removeprefix("-"), "starts_at")
    return rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk")


def meeting_of(meeting_round: MeetingRound, *, meeting_id: int) -> Meeting:
    """
    Return a meeting of a round.

    :raises Meeting.DoesNotExist: if it is not one of it
    """
    return with_pair(Meeting.objects.filter(round=meeting_round)).get(pk=meeting_id)


def meetings_told(participant: Participant) -> "QuerySet[Meeting]":
    """Return a participant's own meetings that it may know of: held, missed, or in the published timetable."""
    own = Meeting.objects.filter(Q(first=participant) | Q(second=participant), round=participant.round_id)
    told = Q(state__in=TOLD) | Q(state=MeetingState.PLANNED) & Exists(published_slots())
    return with_pair(own.filter(told)).order_by("starts_at", "pk")


def other_of(meeting: Meeting, participant_id: int) -> Participant:
    """Return the other of the two."""
    return meeting.second if meeting.first_id == participant_id else meeting.first


def minutes_of(meeting: Meeting) -> Minutes | None:
    """Return what was written about a meeting."""
    return Minutes.objects.filter(meeting=meeting).select_related("written_by").prefetch_related("topics").first()


def rating_of(meeting: Meeting, participant_id: int | None) -> Rating | None:
    """Return one side's own rating; the organiser gives none."""
    return Rating.objects.filter(meeting=meeting, participant=participant_id or 0).first()


def minutes_held(minutes: Minutes | None, rating: Rating | None, *, language: str) -> dict[str, Any]:
    """Return what the form of the minutes holds, its texts in the writer's language."""
    found: dict[str, Any] = {}
    if minutes is not None:
        found["topics"] = [str(topic.pk) for topic in minutes.topics.all()]
        found["discussed"] = own_words(minutes.discussed, language=language)
        found["outcome"] = own_words(minutes.outcome, language=language)
    if rating is not None:
        found |= {"score": str(rating.score), "comment": rating.comment}
    return found


def pair_choices(meeting: Meeting) -> Sequence[tuple[str, str]]:
    """Return the two participants as choices."""
    return [(str(one.pk), one.name) for one in (meeting.first, meeting.second)]
