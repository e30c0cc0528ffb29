"""The ties of the sample: those of the list of twin towns, Namyangju's dated ones, and a few invented ones."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText, TranslationState
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import NAMYANGJU, local_code
from gagyo.config.sample.tables import governments_abroad
from gagyo.config.sample.twin_towns import Decision, decisions
from gagyo.partnerships.choices import CouncilConsent, DatePrecision, ExchangeField, TieKind, TieState
from gagyo.partnerships.models import Tie, TieField, TieParty, TieStateChange
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body

SOURCE = "Wikipedia (CC BY-SA 4.0), by github.com/Hekman/twincities (MIT)"
SOURCE_URL = "https://github.com/Hekman/twincities"
PRESS = "Namyangju in the press, June 2022"
LISTED = (
    "자매·우호도시 목록에서 옮긴 것이다. 결연의 종류와 체결일은 확인이 필요하다.",
    "Taken from a list of twin towns and sister cities. Kind and date of signing are to be confirmed.",
)
KEPT_BY_JEJU = (
    "제주시와 서귀포시는 2006년부터 자체 의회가 없는 행정시이므로 제주특별자치도의 것으로 적었다.",
    "Jeju City and Seogwipo have had no council of their own since 2006, so the tie stands under the province.",
)
# Said in the tie itself where the place was not in the list but found by us, by the fault that was mended.
FOUND = {
    "state": (
        "목록에 주가 없어 좌표로 정하였다. 확인이 필요하다.",
        "The list drops the state; it was taken from the coordinate and is to be confirmed.",
    ),
    "place": (
        "목록의 좌표는 이름이 같은 다른 곳이라 고쳐 적었다. 확인이 필요하다.",
        "The list's coordinate is another place of the name; this was mended and is to be confirmed.",
    ),
}
DARTFORD = (
    "2022년 6월 언론 보도에 26년째 교류로 나온다. 체결 월일과 종류는 확인이 필요하다.",
    "In its 26th year according to the press of June 2022. Day and kind are to be confirmed.",
)
ONLINE = (
    "2020년에 비대면으로 체결하였다. 체결 월일과 종류는 확인이 필요하다.",
    "Signed online in 2020. Day and kind are to be confirmed.",
)


@dataclass(frozen=True)
class Plan:
    """A tie still to be made, by the keys of its parties; lines: where the list of twin towns has it."""

    code: str
    key: str
    kind: TieKind = TieKind.SISTER
    year: int | None = None
    online: bool = False
    lines: tuple[int, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    source: str = SOURCE


def plans() -> list[Plan]:
    """Return the real ties: the list's, with Namyangju's dates, in the order of the list."""
    notes = {each.key: (each.note_ko, each.note) for each in governments_abroad() if each.note}
    lines: dict[tuple[str, str], list[Decision]] = {}
    for each in decisions():
        if each.outcome != "left out":
            lines.setdefault((each.code, each.key), []).append(each)
    listed = {pair: _listed(pair, rows, notes.get(pair[1])) for pair, rows in lines.items()}
    listed |= {(each.code, each.key): each for each in namyangju(listed)}
    return list(listed.values())


def _listed(pair: tuple[str, str], rows: list[Decision], note: tuple[str, str] | None) -> Plan:
    faults = {what for row in rows for what, _why in row.mended}
    kept = (KEPT_BY_JEJU,) if "not a local government" in faults else ()
    found = tuple(words for fault, words in FOUND.items() if fault in faults)
    notes = (LISTED, *kept, *found, *((note,) if note else ()))
    return Plan(*pair, lines=tuple(row.pair.line for row in rows), notes=notes)


def namyangju(listed: dict[tuple[str, str], Plan]) -> list[Plan]:
    """Return what the press of June 2022 says of Namyangju: three of its ten partners abroad with a year."""
    dartford = listed[NAMYANGJU, "GB:Dartford"]
    source = f"{PRESS}; {SOURCE}"
    return [
        Plan(NAMYANGJU, "GB:Dartford", year=1996, lines=dartford.lines, notes=(DARTFORD,), source=source),
        Plan(NAMYANGJU, "US:Brea", kind=TieKind.OTHER, year=2020, online=True, notes=(ONLINE,), source=PRESS),
        Plan(NAMYANGJU, "US:Fort Lee", kind=TieKind.OTHER, year=2020, online=True, notes=(ONLINE,), source=PRESS),
    ]


def both_languages(notes: tuple[tuple[str, str], ...]) -> TranslatedText:
    """Return sentences as one text in Korean with its English."""
    korean, english = (" ".join(note[n] for note in notes) for n in (0, 1))
    return TranslatedText(korean, "ko", {"en": (english, TranslationState.REVIEWED.value)})


def load_ties(
    *, bodies: dict[str, Body], abroad: dict[str, Body], offices: dict[str, Office], by: Actor, now: datetime
) -> list[Tie]:
    """Make the real ties and return them; bodies: Korean ones by code, abroad: by key."""
    ties, parties, states = [], [], []
    for plan in plans():
        tie = _tie(plan, office=offices[local_code(plan.code)])
        ties.append(tie)
        parties += [
            TieParty(tie=tie, body=bodies[plan.code], order=0),
            TieParty(tie=tie, body=abroad[plan.key], order=1),
        ]
        if tie.signed_on:
            states.append(TieStateChange(tie=tie, state=TieState.SIGNED, changed_on=tie.signed_on))
    Tie.objects.bulk_create(ties)
    TieParty.objects.bulk_create(parties)
    TieStateChange.objects.bulk_create(states)
    prefetch_related_objects(ties, "parties__body")  # the audit record's label names both
    for tie in ties:
        record(event="tie.created", by=by, at=now, about=tie, after=values_of(tie))
    return ties


def _tie(plan: Plan, *, office: Office) -> Tie:
    where = f" ({'line' if len(plan.lines) == 1 else 'lines'} {', '.join(map(str, plan.lines))})" if plan.lines else ""
    return Tie(
        office=office,
        visibility=Visibility.PUBLIC,
        kind=plan.kind,
        state=TieState.SIGNED,
        signed_on=date(plan.year, 1, 1) if plan.year else None,
        signed_precision=DatePrecision.YEAR if plan.year else DatePrecision.UNKNOWN,
        signed_online=plan.online,
        summary=both_languages(plan.notes),
        source=f"{plan.source}{where}",
        source_url=SOURCE_URL if plan.lines else "",
    )


@dataclass(frozen=True)
class Invented:
    """A tie with an invented city, so that each state has something to show without a word about a real one."""

    country: str
    name_ko: str
    name_en: str
    state: TieState
    signed_on: date | None = None
    planned_year: int | None = None
    ended_on: date | None = None
    reason: str = ""
    changes: tuple[tuple[TieState, date, str], ...] = ()
    fields: tuple[ExchangeField, ...] = field(default=(ExchangeField.CULTURE, ExchangeField.YOUTH))


def invented(*, today: date) -> list[Invented]:
    """Return the invented ties: one in each state that the list does not show, one with an anniversary coming."""
    soon = today + timedelta(days=40)
    signed = date(soon.year - 10, soon.month, min(soon.day, 28))
    quiet = today - timedelta(days=400)
    return [
        Invented(
            *("VN", "예시시(가상)", "Exampleville (invented)", TieState.PLANNED),
            planned_year=today.year + 1,
            changes=((TieState.PLANNED, today - timedelta(days=60), ""),),
        ),
        Invented(
            *("UZ", "보기시(가상)", "Sampletown (invented)", TieState.TALKS),
            changes=((TieState.TALKS, today - timedelta(days=90), "실무 협의 시작"),),
        ),
        Invented(
            *("JP", "가교시(가상)", "Bridgetown (invented)", TieState.SIGNED),
            signed_on=signed,
            changes=((TieState.SIGNED, signed, ""),),
        ),
        Invented(
            *("FR", "휴면시(가상)", "Quietville (invented)", TieState.DORMANT),
            signed_on=date(2005, 9, 12),
            reason="양측 담당 부서가 바뀐 뒤 연락이 끊김",
            changes=(
                (TieState.SIGNED, date(2005, 9, 12), ""),
                (TieState.DORMANT, quiet, "양측 담당 부서가 바뀐 뒤 연락이 끊김"),
            ),
        ),
        Invented(
            *("US", "종료시(가상)", "Formerton (invented)", TieState.ENDED),
            signed_on=date(2001, 5, 21),
            ended_on=date(2019, 12, 31),
            reason="상대 도시의 요청으로 종료",
            changes=(
                (TieState.SIGNED, date(2001, 5, 21), ""),
                (TieState.ENDED, date(2019, 12, 31), "상대 도시의 요청으로 종료"),
            ),
        ),
    ]


def load_invented_ties(*, lead: Body, office: Office, by: Actor, now: datetime) -> list[Tie]:
    """Make the invented ties of one government, seen by its own office only, and return them."""
    return [
        _invented_tie(each, lead=lead, office=office, by=by, now=now)
        for each in invented(today=timezone.localdate(now))
    ]


def _invented_tie(each: Invented, *, lead: Body, office: Office, by: Actor, now: datetime) -> Tie:
    partner = Body.objects.create(
        kind=BodyKind.FOREIGN_GOVERNMENT,
        country_id=each.country,
        name_ko=each.name_ko,
        name_en=each.name_en,
        is_sample=True,
        kept_by=office,
    )
    tie = Tie.objects.create(
        office=office,
        visibility=Visibility.OFFICE,
        kind=TieKind.FRIENDSHIP,
        state=each.state,
        state_reason=each.reason,
        planned_year=each.planned_year,
        signed_on=each.signed_on,
        signed_precision=DatePrecision.DAY if each.signed_on else DatePrecision.UNKNOWN,
        ended_on=each.ended_on,
        council_consent=CouncilConsent.NOT_REQUIRED,
        summary=both_languages((("화면을 보이기 위해 지어낸 결연이다.", "An invented tie, to show the screens."),)),
        source="Invented",
        is_sample=True,
    )
    TieParty.objects.bulk_create([TieParty(tie=tie, body=lead, order=0), TieParty(tie=tie, body=partner, order=1)])
    TieField.objects.bulk_create(TieField(tie=tie, field=each_field) for each_field in each.fields)
    TieStateChange.objects.bulk_create(
        TieStateChange(tie=tie, state=state, changed_on=day, reason=reason) for state, day, reason in each.changes
    )
    record(event="tie.created", by=by, at=now, about=tie, after=values_of(tie))
    return tie
