"""Whom a participant might meet, each with its reasons: ties, anniversaries, topics, earlier rounds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gagyo.common.rules import ANYBODY
from gagyo.meetings.choices import AgreedState, MeetingState
from gagyo.meetings.models import AgreedItem, Meeting, Participant
from gagyo.partnerships.choices import IN_FORCE
from gagyo.partnerships.models import Tie
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import MissionCoverage

TIE_SCORE, ANNIVERSARY_SCORE, TOPIC_SCORE, EARLIER_SCORE, OPEN_ITEM_SCORE = 4, 3, 2, 1, 5
ANNIVERSARY_EVERY = 5


@dataclass(frozen=True)
class Suggestion:
    """How much speaks for meeting a participant, and the sentences that say why."""

    participant_id: int
    score: int
    reasons: tuple[str, ...]


def suggestions_for(participant: Participant, others: Sequence[Participant]) -> dict[int, Suggestion]:
    """Return for each of the others what speaks for meeting it; constant queries, those without a reason left out."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for give in (_by_ties, _by_topics, _by_earlier_rounds):
        for pk, score, words in give(participant, others):
            found[pk].append((score, words))
    return {
        pk: Suggestion(pk, sum(score for score, _words in each), tuple(words for _score, words in each))
        for pk, each in found.items()
    }


def _countries(participants: Sequence[Participant]) -> dict[int, set[str]]:
    """Return the countries that each mission among them is responsible for."""
    missions = {one.body_id: one.pk for one in participants if one.body.kind == BodyKind.MISSION_IN_KOREA}
    found = {one.pk: {one.body.country_id} for one in participants if one.body_id in missions}
    for mission, country in MissionCoverage.objects.filter(mission__in=missions).values_list("mission", "country"):
        found[missions[mission]].add(country)
    return found


def _by_ties(participant: Participant, others: Sequence[Participant]) -> list[tuple[int, int, str]]:
    everybody = [participant, *others]
    of_country = _countries(everybody)
    bodies = {one.body_id: one.pk for one in everybody if one.pk not in of_country}
    ties = Tie.objects.for_user(ANYBODY).filter(state__in=IN_FORCE, bodies__in=bodies).distinct()
    met: dict[int, list[Tie]] = defaultdict(list)
    for tie in ties.prefetch_related("parties__body__country"):
        members = {bodies[party.body_id] for party in tie.parties.all() if party.body_id in bodies}
        countries = {party.body.country_id for party in tie.parties.all()}
        members |= {pk for pk, codes in of_country.items() if codes & countries}
        if participant.pk in members:
            for pk in members - {participant.pk}:
                met[pk].append(tie)
    year = participant.round.starts_on.year
    found = []
    for pk, rows in met.items():
        cities = ", ".join(_far_side(tie) for tie in rows[:3])
        words = ngettext("%(n)d tie: %(cities)s", "%(n)d ties: %(cities)s", len(rows))
        found.append((pk, TIE_SCORE, words % {"n": len(rows), "cities": cities}))
        found += [(pk, ANNIVERSARY_SCORE, words) for tie in rows if (words := _anniversary(tie, year=year))]
    return found


def _far_side(tie: Tie) -> str:
    names = [party.body.name for party in tie.parties.all()]
    return " – ".join(names)


def _anniversary(tie: Tie, *, year: int) -> str:
    signed: date | None = tie.signed_on
    years = year - signed.year if signed else 0
    if years <= 0 or years % ANNIVERSARY_EVERY:
        return ""
    return _("%(years)d years of the tie %(tie)s in %(year)d") % {"years": years, "tie": _far_side(tie), "year": year}


def _by_topics(participant: Participant, others: Sequence[Participant]) -> list[tuple[int, int, str]]:
    pks = [one.pk for one in (participant, *others)]
    names = {topic.pk: topic.name for topic in participant.round.topics.all()}
    offered = _topics(Participant.offer_topics.through, pks)
    sought = _topics(Participant.seek_topics.through, pks)
    found = []
    for other in others:
        if give := offered[participant.pk] & sought[other.pk]:
            words = _("They seek what you offer: %(topics)s")
            found.append((other.pk, TOPIC_SCORE * len(give), words % {"topics": _named(give, names)}))
        if take := sought[participant.pk] & offered[other.pk]:
            words = _("They offer what you seek: %(topics)s")
            found.append((other.pk, TOPIC_SCORE * len(take), words % {"topics": _named(take, names)}))
    return found


def _topics(through: object, pks: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = through._default_manager.filter(participant__in=pks)  # type: ignore[attr-defined]  # a through model
    for participant_id, topic_id in rows.values_list("participant_id", "roundtopic_id"):
        found[participant_id].add(topic_id)
    return found


def _named(topics: set[int], names: dict[int, str]) -> str:
    return ", ".join(names[pk] for pk in sorted(topics) if pk in names)


def _by_earlier_rounds(participant: Participant, others: Sequence[Participant]) -> list[tuple[int, int, str]]:
    bodies = {one.body_id: one.pk for one in others}
    own, theirs = Q(first__body=participant.body_id), Q(second__body=participant.body_id)
    rows = Meeting.objects.filter(own & Q(second__body__in=bodies) | theirs & Q(first__body__in=bodies))
    # Only what took place: another round's plans are its organiser's alone.
    rows = rows.filter(
        state=MeetingState.HELD, round__archived_at=None, round__starts_on__lt=participant.round.starts_on
    ).select_related("round", "first", "second")
    meetings = list(rows.order_by("round__starts_on"))
    open_items = AgreedItem.objects.filter(meeting__in=meetings, state=AgreedState.OPEN)
    waiting: dict[int, int] = defaultdict(int)
    for meeting_id in open_items.values_list("meeting_id", flat=True):
        waiting[meeting_id] += 1
    found = []
    for meeting in meetings:
        other = meeting.second if meeting.first.body_id == participant.body_id else meeting.first
        pk = bodies[other.body_id]
        words, score = _("Met at “%(round)s”") % {"round": meeting.round.name}, EARLIER_SCORE
        if count := waiting[meeting.pk]:
            still = ngettext("%(n)d agreed item is open", "%(n)d agreed items are open", count) % {"n": count}
            words, score = f"{words}: {still}", score + OPEN_ITEM_SCORE
        found.append((pk, score, words))
    return found
