"""Participants for the screens: the organiser's list, one of them, and a profile made from the registry."""

from collections import Counter
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from gagyo.common.models import TranslatedText, TranslationState
from gagyo.common.rules import ANYBODY
from gagyo.meetings.choices import LinkPurpose, ParticipantState, WishKind
from gagyo.meetings.models import MeetingRound, Participant, ParticipantLink
from gagyo.meetings.rules.participants import Line
from gagyo.partnerships.choices import IN_FORCE
from gagyo.partnerships.models import Tie
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, MissionCoverage

ORDERS: Final = {
    "name": "name_ko",
    "side": "side__order",
    "state": "state",
    "wishes": "wishes_count",
    "country": "body__country__name_ko",
}


def listed_participants(
    meeting_round: MeetingRound, *, words: str = "", side: int | None = None, state: str = "", sort: str = ""
) -> "QuerySet[Participant]":
    """Return the participants of a round with their wishes counted, by side unless said."""
    rows = Participant.objects.filter(round=meeting_round).select_related("side", "body", "body__country")
    for word in words.split()[:8]:
        rows = rows.filter(Q(name_ko__icontains=word) | Q(name_en__icontains=word))
    if side:
        rows = rows.filter(side=side)
    if state in ParticipantState.values:
        rows = rows.filter(state=state)
    rows = rows.annotate(wishes_count=Count("wishes", filter=Q(wishes__kind=WishKind.WISH)))
    column = ORDERS.get(sort.removeprefix("-"))
    if column is None:
        return rows.order_by("side__order", "order", "pk")
    return rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk")


def participant_of(meeting_round: MeetingRound, *, participant_id: int) -> Participant:
    """
    Return a participant of a round.

    :raises Participant.DoesNotExist: if the round has none such
    """
    rows = Participant.objects.filter(round=meeting_round)
    return rows.select_related("side", "body", "body__country").get(pk=participant_id)


def link_in_force(participant: Participant) -> ParticipantLink | None:
    """Return the link by which a participant acts now."""
    rows = ParticipantLink.objects.filter(participant=participant, purpose=LinkPurpose.TAKE_PART, withdrawn_at=None)
    return rows.order_by("-pk").first()


def not_invited(meeting_round: MeetingRound) -> "QuerySet[Participant]":
    """Return who can be invited and was not yet: entered, with an e-mail address."""
    rows = Participant.objects.filter(round=meeting_round, state=ParticipantState.ENTERED).exclude(email="")
    return rows.select_related("side", "body").order_by("side__order", "order", "pk")


def bodies_named(lines: list[Line]) -> dict[int, Body | None]:
    """Return the living body that each line names exactly, in Korean or English; None where none or several do."""
    names = [line.name for line in lines]
    rows = Body.objects.for_user(ANYBODY).filter(Q(name_ko__in=names) | Q(name_en__in=names), merged_into=None)
    by_name: dict[str, list[Body]] = {}
    for body in rows.select_related("country"):
        for name in {body.name_ko, body.name_en}:
            by_name.setdefault(name, []).append(body)
    found = {line.number: by_name.get(line.name, []) for line in lines}
    return {number: bodies[0] if len(bodies) == 1 else None for number, bodies in found.items()}


def profile_from_registry(body: Body) -> TranslatedText:
    """Return what the registry says of a body, in Korean with its English beside it: ties by country, or by city."""
    ties = Tie.objects.for_user(ANYBODY).filter(state__in=IN_FORCE)
    if body.kind == BodyKind.MISSION_IN_KOREA:
        codes = {body.country_id, *MissionCoverage.objects.filter(mission=body).values_list("country", flat=True)}
        ties = ties.filter(bodies__country__in=codes)
    else:
        ties = ties.filter(bodies=body)
    rows = list(ties.distinct().prefetch_related("parties__body__country"))
    if not rows:
        return TranslatedText()
    texts = {}
    for code in ("ko", "en"):
        with translation.override(code):
            texts[code] = _in_words(body, rows)
    return TranslatedText(texts["ko"], "ko", {"en": (texts["en"], TranslationState.REVIEWED.value)})


def _in_words(body: Body, ties: list[Tie]) -> str:
    kinds = Counter(str(tie.get_kind_display()) for tie in ties)
    counted = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    others: Counter[str] = Counter()
    for tie in ties:
        for party in tie.parties.all():
            if body.kind == BodyKind.MISSION_IN_KOREA:
                if party.body.country_id == "KR":
                    others[party.body.name] += 1
            elif party.body_id != body.pk:
                others[party.body.country.name] += 1
    named = ", ".join(name for name, _count in others.most_common(8))
    if body.kind == BodyKind.MISSION_IN_KOREA:
        return _("Ties with Korean local governments: %(counted)s. With: %(named)s.") % {
            "counted": counted,
            "named": named,
        }
    return _("Ties: %(counted)s. In: %(named)s.") % {"counted": counted, "named": named}
