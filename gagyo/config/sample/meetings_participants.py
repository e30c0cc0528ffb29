"""Who takes part in the sample's rounds: missions and local governments that exist, with invented people."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from gagyo.common.models import TranslatedText, TranslationState
from gagyo.meetings.choices import ParticipantState
from gagyo.meetings.models import Delegate, MeetingRound, Participant, RoundSide, RoundTopic
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body

# Countries whose embassies take part, and codes of local governments: Namyangju and its two partners come first.
GUESTS = (
    *("US", "GB", "FR", "DE", "VN", "MN", "IT", "PL", "HU", "CZ", "NL", "SE"),
    *("AU", "NZ", "CA", "MX", "PE", "CO", "BR", "IN", "ID", "MY", "PH", "TH"),
)
HOSTS = (
    *("41360", "26", "41", "36", "11", "27", "28", "29", "30", "31", "51", "43"),
    *("44", "52", "46", "47", "48", "50", "41110", "48120", "43110", "52110", "47110", "41270"),
)
NEIGHBOURS = ("41360", "41310", "41450", "41650", "41820", "41830")
# What two of them were called until 2023 and 2024.
NAMES_OF_2022 = {"51": ("강원도", "Gangwon Province"), "52": ("전라북도", "North Jeolla Province")}
ANSWERS = (ParticipantState.COMING,) * 7 + (ParticipantState.INVITED, ParticipantState.COMING, ParticipantState.ENTERED)
FAMILIES = ("김", "이", "박", "최", "정", "강", "조", "윤")
GIVEN_NAMES = ("하늘", "바다", "누리", "가람", "다솜", "한별")
FIRST_NAMES = ("Alex", "Jamie", "Sam", "Robin", "Chris", "Kim")
LAST_NAMES = ("Green", "Hill", "Rivers", "Field", "Woods", "Stone")


@dataclass(frozen=True)
class Guests:
    """
    Who is asked to a round: countries of embassies, codes of local governments.

    name_people: a round past the retention period has nobody's name any more
    """

    countries: tuple[str, ...]
    codes: tuple[str, ...]
    name_people: bool = True
    all_coming: bool = True


class MissingBodyError(Exception):
    """The registry lacks bodies of the sample's rounds."""

    def __init__(self, lacking: Iterable[str]) -> None:
        super().__init__(f"The registry lacks {', '.join(lacking)}. Load the reference data first.")


def load_participants(meeting_round: MeetingRound, guests: Guests, *, dice: Random) -> list[Participant]:
    """Make the participants of a round, the missions first, with their people and topics; return them."""
    sides = list(RoundSide.objects.filter(round=meeting_round))
    bodies = [(sides[0], body) for body in embassies(guests.countries)]
    bodies += [(sides[1], body) for body in governments(guests.codes)]
    topics = list(RoundTopic.objects.filter(round=meeting_round))
    offered, sought = ([dice.sample(topics, 2) for _body in bodies] for _both in range(2))
    made = Participant.objects.bulk_create(
        _participant(meeting_round, side, body, guests, order=order, topics=offered[order - 1])
        for order, (side, body) in enumerate(bodies, start=1)
    )
    if guests.name_people:
        Delegate.objects.bulk_create(person for row in made for person in _people(row, dice=dice))
    for link, given in ((Participant.offer_topics.through, offered), (Participant.seek_topics.through, sought)):
        link._default_manager.bulk_create(
            link(participant_id=row.pk, roundtopic_id=topic.pk)
            for row, of_row in zip(made, given, strict=True)
            for topic in of_row
        )
    return made


def embassies(countries: Iterable[str]) -> list[Body]:
    """
    Return the embassies of countries in Korea, in their order.

    :raises MissingBodyError: if the registry lacks one
    """
    # Consulates are called "주부산 ...", offices of provinces otherwise.
    rows = Body.objects.filter(kind=BodyKind.MISSION_IN_KOREA, country__in=countries, name_ko__startswith="주한")
    found = {row.country_id: row for row in rows.filter(name_ko__endswith="대사관").order_by("-pk")}
    if lacking := sorted(set(countries) - set(found)):
        raise MissingBodyError(f"the embassy of {code}" for code in lacking)
    return [found[code] for code in countries]


def governments(codes: Iterable[str]) -> list[Body]:
    """
    Return local governments by their codes, in their order.

    :raises MissingBodyError: if the registry lacks one
    """
    found = {row.code or "": row for row in Body.objects.filter(code__in=codes)}
    if lacking := sorted(set(codes) - set(found)):
        raise MissingBodyError(lacking)
    return [found[code] for code in codes]


def _participant(
    meeting_round: MeetingRound,
    side: RoundSide,
    body: Body,
    guests: Guests,
    *,
    order: int,
    topics: Sequence[RoundTopic],
) -> Participant:
    is_mission = body.kind == BodyKind.MISSION_IN_KOREA
    state = ParticipantState.COMING if guests.all_coming else ANSWERS[order % len(ANSWERS)]
    names = (body.name_ko, body.name_en)
    if meeting_round.starts_on.year == 2022:
        names = NAMES_OF_2022.get(body.code or "", names)
    asked_at = meeting_round.wishes_open_at
    was_asked = asked_at is not None and state != ParticipantState.ENTERED
    return Participant(
        round=meeting_round,
        side=side,
        body=body,
        name_ko=names[0],
        name_en=names[1],
        state=state,
        email=f"guest{order}@example.org" if guests.name_people else "",
        language="en" if is_mission else "ko",
        # Every third embassy has somebody who speaks Korean, every second local government English.
        languages=("en ko" if order % 3 == 0 else "en") if is_mission else ("ko en" if order % 2 else "ko"),
        profile=_profile(topics, is_mission=is_mission),
        invited_at=asked_at if was_asked else None,
        answered_at=asked_at + timedelta(days=2) if asked_at and state == ParticipantState.COMING else None,
        badge_key=secrets.token_urlsafe(18),
        order=order,
        is_sample=True,
    )


def _profile(topics: Sequence[RoundTopic], *, is_mission: bool) -> TranslatedText:
    """Return an invented profile that names the topics which the participant brings along."""
    ko, en = (", ".join(getattr(topic, name) for topic in topics) for name in ("name_ko", "name_en"))
    if is_mission:
        ko, en = f"{ko} 분야에서 함께할 지방자치단체를 찾습니다.", f"Looks for local governments to work with on: {en}."
    else:
        ko, en = f"{ko} 사업을 해외 지역과 함께하고자 합니다.", f"Wishes to work with regions abroad on: {en}."
    return TranslatedText(f"{ko} (가상)", "ko", {"en": (f"{en} (invented)", TranslationState.REVIEWED.value)})


def _people(row: Participant, *, dice: Random) -> list[Delegate]:
    """Return two invented people of a participant, not yet saved."""
    titles = ("Counsellor", "Second Secretary") if row.language == "en" else ("국제협력과장", "주무관")
    return [
        Delegate(
            participant=row,
            name=_name(row.language, dice=dice),
            title=title,
            languages=row.languages,
            is_head=order == 0,
            order=order,
        )
        for order, title in enumerate(titles)
    ]


def _name(language: str, *, dice: Random) -> str:
    if language == "en":
        return f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)} (invented)"
    return f"{dice.choice(FAMILIES)}{dice.choice(GIVEN_NAMES)} (가상)"
