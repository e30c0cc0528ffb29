"""What a side reads before its meetings: the other, both wishes, ties, what was agreed at earlier rounds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, prefetch_related_objects

from gagyo.common.rules import ANYBODY
from gagyo.meetings.choices import AgreedState, MeetingState, VersionState, WishKind, WishMode
from gagyo.meetings.models import AgreedItem, Assignment, Meeting, Participant, Wish
from gagyo.meetings.queries.after import other_of, with_pair
from gagyo.meetings.queries.agreed import with_meeting
from gagyo.meetings.queries.open_requests import OpenRequest
from gagyo.partnerships.choices import IN_FORCE
from gagyo.partnerships.models import Tie
from gagyo.partnerships.queries.ties import with_parties
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import MissionCoverage

TIES_SHOWN = 20


@dataclass(frozen=True)
class Briefing:
    """
    What one side reads before a meeting; all of it is public, of the round, or of the two themselves.

    seat: where and when they meet, None while no timetable is published; wishes: own first; ties_of_country: None
    where both are of Korea; items: what the two agreed, the open ones first
    """

    meeting: Meeting
    reader: Participant
    other: Participant
    seat: Assignment | None
    wishes: Sequence[Wish]
    ties: Sequence[Tie]
    ties_between: int
    ties_of_country: int | None
    earlier: Sequence[Meeting]
    items: Sequence[AgreedItem]
    requests: Sequence[OpenRequest] = ()


def briefing_of(
    meeting: Meeting, *, reader_id: int, by_organiser: bool, requests: Sequence[OpenRequest] = ()
) -> Briefing:
    """Return what one side is told before one meeting; as `briefings_of`."""
    return briefings_of([meeting], reader_id=reader_id, by_organiser=by_organiser, requests=requests)[0]


def briefings_of(
    meetings: Sequence[Meeting], *, reader_id: int, by_organiser: bool, requests: Sequence[OpenRequest] = ()
) -> list[Briefing]:
    """
    Return what one side is told before each of its meetings; the number of queries does not grow with them.

    meetings: of one round, with their pair; by_organiser: then only rounds of the same office count, as another's
    minutes are not the organiser's to read; requests: what the reader's office waits for, whatever the country
    """
    if not meetings:
        return []
    others = [other_of(meeting, reader_id) for meeting in meetings]
    reader = other_of(meetings[0], others[0].pk)
    prefetch_related_objects(others, "offer_topics", "seek_topics")
    countries = _countries([reader, *others])
    ties = _ties_of_bodies([reader, *others])
    of_country = _ties_by_country(set().union(*countries.values()) - {"KR"})
    seats, wishes = _seats(meetings), _wishes(reader, others)
    earlier = _earlier(reader, others, by_organiser=by_organiser)
    items = _items([*meetings, *(row for rows in earlier.values() for row in rows)])
    # Where the organiser decides, a wish is told to the other side once the two are to meet.
    told = reader.round.wish_mode != WishMode.ORGANISER
    found = []
    for meeting, other in zip(meetings, others, strict=True):
        abroad = (countries[reader.pk] | countries[other.pk]) - {"KR"}
        pair = {reader.body_id, other.body_id}
        between = [tie for tie in ties if _concerns(tie, pair=pair, abroad=abroad)]
        before = earlier[other.body_id]
        agreed = [item for row in (meeting, *before) for item in items[row.pk]]
        found.append(
            Briefing(
                meeting=meeting,
                reader=reader,
                other=other,
                seat=seats.get(meeting.pk),
                wishes=[
                    wish
                    for wish in wishes
                    if wish.wanted_id == other.pk or (wish.asker_id == other.pk and (told or meeting.pk in seats))
                ],
                ties=between[:TIES_SHOWN],
                ties_between=len(between),
                ties_of_country=len(set().union(*(of_country[code] for code in abroad))) if abroad else None,
                earlier=before,
                requests=[each for each in requests if each.country in abroad],
                items=sorted(agreed, key=lambda item: (item.state != AgreedState.OPEN, item.due_on, item.pk)),
            )
        )
    return found


def _countries(people: Sequence[Participant]) -> dict[int, set[str]]:
    """Return for which countries each participant speaks: a mission for all that it covers."""
    found = {one.pk: {one.body.country_id} for one in people}
    missions = {one.body_id: one.pk for one in people if one.body.kind == BodyKind.MISSION_IN_KOREA}
    for mission, country in MissionCoverage.objects.filter(mission__in=missions).values_list("mission", "country"):
        found[missions[mission]].add(country)
    return found


def _ties_of_bodies(people: Sequence[Participant]) -> list[Tie]:
    """Return the public ties in force of any of them, the oldest first; missions have none themselves."""
    rows = Tie.objects.for_user(ANYBODY).filter(state__in=IN_FORCE, bodies__in=[one.body_id for one in people])
    return list(with_parties(rows.distinct()).order_by("signed_on", "pk"))


def _ties_by_country(codes: set[str]) -> dict[str, set[int]]:
    """Return the keys of the public ties in force with bodies of each country."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = Tie.objects.for_user(ANYBODY).filter(state__in=IN_FORCE, bodies__country__in=codes).order_by()
    for pk, code in rows.values_list("pk", "bodies__country"):
        found[code].add(pk)
    return found


def _concerns(tie: Tie, *, pair: set[int], abroad: set[str]) -> bool:
    """Tell whether a tie is one of both, or of one of the two with a country of the other."""
    bodies = [party.body for party in tie.parties.all()]
    keys = {body.pk for body in bodies}
    return pair <= keys or (bool(pair & keys) and bool(abroad & {body.country_id for body in bodies}))


def _seats(meetings: Sequence[Meeting]) -> dict[int, Assignment]:
    rows = Assignment.objects.filter(meeting__in=meetings, timetable__state=VersionState.PUBLISHED)
    return {row.meeting_id: row for row in rows.select_related("table", "timetable__round")}


def _wishes(reader: Participant, others: Sequence[Participant]) -> list[Wish]:
    """Return the reader's wishes for the others and theirs for it, its own first."""
    wanted = Q(asker=reader, wanted__in=others) | Q(asker__in=others, wanted=reader)
    rows = Wish.objects.filter(wanted, kind=WishKind.WISH).select_related("asker").prefetch_related("topics")
    return sorted(rows, key=lambda wish: (wish.asker_id != reader.pk, wish.rank))


def _earlier(reader: Participant, others: Sequence[Participant], *, by_organiser: bool) -> dict[int, list[Meeting]]:
    """Return by the other's body the meetings of the same two at earlier rounds, the latest first, with minutes."""
    own, bodies = reader.body_id, [one.body_id for one in others]
    pairs = Q(first__body=own, second__body__in=bodies) | Q(second__body=own, first__body__in=bodies)
    rows = Meeting.objects.filter(
        pairs, state=MeetingState.HELD, round__archived_at=None, round__starts_on__lt=reader.round.starts_on
    )
    if by_organiser:
        rows = rows.filter(round__office=reader.round.office_id)
    found: dict[int, list[Meeting]] = defaultdict(list)
    for row in with_pair(rows).select_related("minutes").order_by("-round__starts_on", "pk"):
        found[row.second.body_id if row.first.body_id == own else row.first.body_id].append(row)
    return found


def _items(meetings: Sequence[Meeting]) -> dict[int, list[AgreedItem]]:
    found: dict[int, list[AgreedItem]] = defaultdict(list)
    for item in with_meeting(AgreedItem.objects.filter(meeting__in=meetings)):
        found[item.meeting_id].append(item)
    return found
