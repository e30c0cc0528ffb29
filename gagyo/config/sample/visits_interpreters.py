"""Invented staff who interpret, marked as sample: a pool for Sejong, a small one for Namyangju, with some tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from secrets import token_urlsafe

from django.utils import timezone

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import NAMYANGJU, SEJONG, local_code
from gagyo.registry.choices import ConsentState
from gagyo.registry.models import Person
from gagyo.visits.choices import AnswerState, VisitState
from gagyo.visits.models import (
    Interpreter,
    InterpreterLanguage,
    InterpreterTask,
    InterpreterTime,
    Stop,
    Visit,
)
from gagyo.visits.rules.interpreting import hashes_of

RETENTION_DAYS = 3 * 365
# Korean and English name, department, languages with levels, hours a year, and how the manager's consent stands.
Row = tuple[str, str, str, str, int, str]
POOL_OF_SEJONG: tuple[Row, ...] = (
    ("강하늘", "Kang Haneul", "기획조정실", "en:fluent", 60, "open"),
    ("권다온", "Kwon Daon", "스마트도시과", "en:native", 60, "year"),
    ("문새벽", "Moon Saebyeok", "세정과", "zh:fluent en:working", 60, "year"),
    ("민가람", "Min Garam", "문화예술과", "zh:native", 40, "year"),
    ("배초롱", "Bae Chorong", "관광진흥과", "ja:fluent", 60, "open"),
    ("서한별", "Seo Hanbyeol", "보건정책과", "vi:native", 40, "year"),
    ("송이든", "Song Ideun", "여성가족과", "vi:working en:working", 40, "year"),
    ("심해찬", "Sim Haechan", "교통정책과", "mn:fluent ru:working", 60, "year"),
    ("안보름", "An Boreum", "도시계획과", "mn:working", 40, "none"),
    ("오누리", "Oh Nuri", "회계과", "ru:fluent kk:basic", 60, "year"),
    ("유슬아", "Yu Seula", "정보통계담당관", "uz:fluent ru:working", 60, "year"),
    ("임다솜", "Im Dasom", "노인장애인과", "id:fluent en:working", 40, "over"),
    ("차예솔", "Cha Yesol", "농업정책과", "th:fluent", 40, "year"),
    ("허아라", "Heo Ara", "투자유치과", "es:fluent fr:working en:fluent", 60, "open"),
)
POOL_OF_NAMYANGJU: tuple[Row, ...] = (
    ("최통역", "Choi Tongyeok", "문화관광과", "en:fluent", 60, "year"),
    ("구름이", "Gu Reumi", "공원관리과", "en:working ja:fluent", 60, "year"),
    ("나래솔", "Na Raesol", "도서관정책과", "en:native zh:working", 40, "none"),
)
# Which language each sample visit around today needs, by its Korean name.
LANGUAGES = {
    "베트남 하이퐁시 대표단": "vi",
    "아세안 디지털정부 연수단": "en",
    "몽골 다르항올주 대표단": "mn",
    "우즈베키스탄 타슈켄트 대표단": "uz",
    "다트퍼드 시장 대표단": "en",
}
PAST = {"MN": "mn", "VN": "vi", "UZ": "uz", "CN": "zh", "JP": "ja", "ID": "id", "TH": "th"}
MOST_PAST = 12


@dataclass(frozen=True)
class Loaded:
    """The pools by their offices' ids, in the order of the rows."""

    rows: Mapping[int, list[Interpreter]]


def load_interpreters(*, offices: Mapping[str, Office], visits: Sequence[Visit], by: Actor, now: datetime) -> Loaded:
    """Make the pools, say which stops need a language, and ask some of the people; no mail goes out."""
    pools = {
        offices[local_code(SEJONG)].pk: _pool(offices[local_code(SEJONG)], POOL_OF_SEJONG, by=by, now=now),
        offices[local_code(NAMYANGJU)].pk: _pool(offices[local_code(NAMYANGJU)], POOL_OF_NAMYANGJU, by=by, now=now),
    }
    named = {visit.name_ko: visit for visit in visits}
    for name, language in LANGUAGES.items():
        if name in named:
            Stop.objects.filter(visit=named[name]).exclude(kind="transfer").update(language=language)
    _past_tasks(visits, pools, now=now)
    _coming_tasks(named, pools, now=now)
    return Loaded(pools)


def _pool(office: Office, rows: Sequence[Row], *, by: Actor, now: datetime) -> list[Interpreter]:
    return [_interpreter(office, row, number=n, by=by, now=now) for n, row in enumerate(rows, start=1)]


def _interpreter(office: Office, row: Row, *, number: int, by: Actor, now: datetime) -> Interpreter:
    name_ko, name_en, department, languages, hours, consent = row
    today = timezone.localdate(now)
    # The sample account of the role has this address, so that it finds its own tasks.
    own = name_ko == "최통역"
    person = Person.objects.create(
        office=office,
        name_ko=name_ko if own else f"{name_ko} (가상)",
        name_en=name_en if own else f"{name_en} (invented)",
        email="interpreter@example.org" if own else f"interpreter{office.pk}-{number}@example.com",
        languages=", ".join(pair.split(":")[0] for pair in languages.split()),
        consent=ConsentState.GIVEN,
        consent_on=today,
        retain_until=today + timedelta(days=RETENTION_DAYS),
        visibility=Visibility.OFFICE,
        is_sample=True,
    )
    since, until = _consent(consent, today=today)
    made = Interpreter.objects.create(
        office=office,
        person=person,
        department=department,
        consent_on=since,
        consent_until=until,
        hours_a_year=hours,
        is_sample=True,
    )
    InterpreterLanguage.objects.bulk_create(
        InterpreterLanguage(interpreter=made, code=code, level=level)
        for code, level in (pair.split(":") for pair in languages.split())
    )
    record(event="person.created", by=by, at=now, about=person, after=values_of(person), people=[person.pk])
    record(event="interpreter.created", by=by, at=now, about=made, after=values_of(made), people=[person.pk])
    return made


def _consent(kind: str, *, today: date) -> tuple[date | None, date | None]:
    """Return the first and last day of the manager's consent; the past years' tasks were agreed to as well."""
    since = date(2023, 1, 2)
    return {
        "open": (since, None),
        "year": (since, today + timedelta(days=365)),
        "over": (since, today - timedelta(days=20)),
        "none": (None, None),
    }[kind]


def _past_tasks(visits: Sequence[Visit], pools: Mapping[int, list[Interpreter]], *, now: datetime) -> None:
    """Let those who speak the language of past visits have interpreted, in turn."""
    done = [visit for visit in visits if visit.state == VisitState.DONE and visit.office_id in pools]
    for visit in sorted(done, key=lambda each: each.starts_on)[-MOST_PAST:]:
        country = visit.parties.values_list("country_id", flat=True).first() or ""
        language = PAST.get(country, "en")
        speakers = [
            row
            for row in pools[visit.office_id or 0]
            if row.consent_on and row.languages.filter(code=language).exclude(level="basic").exists()
        ]
        stop = visit.stops.first()
        if not speakers or stop is None:
            continue
        Stop.objects.filter(pk=stop.pk).update(language=language)
        _task(stop, speakers[visit.pk % len(speakers)], language, AnswerState.ACCEPTED, asked=10, now=now)


def _coming_tasks(named: Mapping[str, Visit], pools: Mapping[int, list[Interpreter]], *, now: datetime) -> None:
    """Ask for the visits around today: one covered, one waiting, one where somebody dropped out."""
    sejong, namyangju = (list(rows) for rows in pools.values())
    by_name = {str(row.person).split(" ")[0]: row for row in [*sejong, *namyangju]}
    for name, who, state in (
        ("우즈베키스탄 타슈켄트 대표단", "유슬아", AnswerState.ACCEPTED),
        ("몽골 다르항올주 대표단", "심해찬", AnswerState.ASKED),
        ("아세안 디지털정부 연수단", "강하늘", AnswerState.DROPPED),
        ("다트퍼드 시장 대표단", "최통역", AnswerState.ASKED),
    ):
        visit = named.get(name)
        for stop in visit.stops.exclude(language="") if visit else []:
            _task(stop, by_name[who], stop.language, state, asked=2, now=now)
    for row in (by_name["강하늘"], by_name["최통역"]):
        first = timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=19), time(9)))
        InterpreterTime.objects.create(interpreter=row, starts_at=first, ends_at=first + timedelta(hours=33))


def _task(
    stop: Stop, row: Interpreter, language: str, state: AnswerState, *, asked: int, now: datetime
) -> InterpreterTask:
    asked_at = min(now, stop.starts_at) - timedelta(days=asked)
    return InterpreterTask.objects.create(
        stop=stop,
        interpreter=row,
        language=language,
        state=state,
        token_hash=hashes_of(token_urlsafe(32))[0],
        asked_at=asked_at,
        answered_at=None if state == AnswerState.ASKED else asked_at + timedelta(hours=5),
    )
