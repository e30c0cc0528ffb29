"""The office's pool of interpreters: who is in it, their hours of a year, their tasks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from gagyo.accounts.models import User
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.visits.choices import AnswerState, VisitState
from gagyo.visits.models import Interpreter, InterpreterTask

HOURS: Final = CountingRule(
    code="interpreter-hours",
    name_ko="올해 통역 시간",
    name_en="Hours interpreted this year",
    sentence_ko="그해에 시작하는 일정 가운데 수락한 통역의 시간을 더합니다. 취소하거나 보관한 방문은 뺍니다.",
    sentence_en="The time of all accepted tasks that begin in the year; cancelled and archived visits are left out.",
)
POOL: Final = CountingRule(
    code="interpreters-listed",
    name_ko="외국어지원단",
    name_en="Interpreters listed",
    sentence_ko="선택한 조건에 맞는 외국어지원단원을 1명씩 셉니다. 보관한 사람은 뺍니다.",
    sentence_en="The interpreters of the pool that fit the filters, each once; archived ones are left out.",
)


@dataclass(frozen=True)
class PoolFilter:
    """What the list is narrowed to; empty is all. state: "ready" or "waiting" (for the manager's consent)."""

    q: str = ""
    language: str = ""
    state: str = ""
    archived: bool = False


@dataclass(frozen=True)
class Member:
    """An interpreter of the list with the hours of this year."""

    row: Interpreter
    minutes: int
    year: int
    hours: Figure = field(compare=False)

    @property
    def pk(self) -> int:
        """The interpreter's id."""
        return self.row.pk


def year_of(now: datetime) -> int:
    """Return the year in Korea."""
    return timezone.localtime(now).year


def year_bounds(year: int) -> tuple[datetime, datetime]:
    """Return the first moment of a year in Korea, and that of the next."""
    zone = timezone.get_default_timezone()
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def pool(*, actor: Actor, wanted: PoolFilter | None = None, now: datetime) -> "QuerySet[Interpreter]":
    """Return the interpreters that the actor reads, by name, with their languages."""
    asked = wanted or PoolFilter()
    rows = Interpreter.objects.for_user(actor, archived=asked.archived).exclude(person=None)
    if asked.q:
        rows = rows.filter(
            Q(person__name_ko__icontains=asked.q)
            | Q(person__name_en__icontains=asked.q)
            | Q(department__icontains=asked.q)
        )
    if asked.language:
        rows = rows.filter(languages__code=asked.language)
    today = timezone.localdate(now)
    agreed = Q(consent_on__lte=today) & (Q(consent_until=None) | Q(consent_until__gte=today))
    if asked.state == "ready":
        rows = rows.filter(agreed)
    elif asked.state == "waiting":
        rows = rows.exclude(agreed)
    return rows.select_related("person", "office").prefetch_related("languages").order_by("person__name_ko", "pk")


def counted_tasks(*, interpreter_ids: Iterable[int], year: int) -> "QuerySet[InterpreterTask]":
    """Return the tasks that the hours of a year count."""
    first, after = year_bounds(year)
    return (
        InterpreterTask.objects.filter(
            interpreter__in=interpreter_ids,
            state=AnswerState.ACCEPTED,
            stop__starts_at__gte=first,
            stop__starts_at__lt=after,
            stop__visit__archived_at=None,
        )
        .exclude(stop__visit__state=VisitState.CANCELLED)
        .select_related("stop__visit", "stop__site")
        .order_by("stop__starts_at", "pk")
    )


def minutes_by_interpreter(*, interpreter_ids: Iterable[int], year: int) -> dict[int, int]:
    """Return the minutes of a year by interpreter; those without any are missing."""
    found: dict[int, int] = defaultdict(int)
    spans = counted_tasks(interpreter_ids=interpreter_ids, year=year).values_list(
        "interpreter_id", "stop__starts_at", "stop__ends_at"
    )
    for interpreter_id, starts_at, ends_at in spans:
        found[interpreter_id] += int((ends_at - starts_at).total_seconds() // 60)
    return dict(found)


def hours_figure(*, interpreter_id: int, minutes: int, year: int, now: datetime, own: bool = False) -> Figure:
    """Return the hours of a year; they open the tasks that they count. own: on the interpreter's own page."""
    hours = Decimal(minutes) / 60
    value = int(hours) if hours == int(hours) else hours.quantize(Decimal("0.1"))
    page = reverse("visits:my_interpreting") if own else reverse("visits:interpreter", args=[interpreter_id])
    return Figure(value, "hour", timezone.localdate(now), HOURS, f"{page}?year={year}#counted")


def members(rows: Iterable[Interpreter], *, now: datetime) -> list[Member]:
    """Return interpreters with their hours of this year, in two queries however many."""
    held, year = list(rows), year_of(now)
    minutes = minutes_by_interpreter(interpreter_ids=[row.pk for row in held], year=year)
    return [
        Member(
            row,
            minutes.get(row.pk, 0),
            year,
            hours_figure(interpreter_id=row.pk, minutes=minutes.get(row.pk, 0), year=year, now=now),
        )
        for row in held
    ]


def interpreter_for(*, actor: Actor, interpreter_id: int) -> Interpreter:
    """
    Return an interpreter that the actor reads, archived or not, with languages and times.

    :raises Interpreter.DoesNotExist: if there is none
    """
    rows = Interpreter.objects.for_user(actor) | Interpreter.objects.for_user(actor, archived=True)
    return rows.select_related("person", "office").prefetch_related("languages").get(pk=interpreter_id)


def own_interpreter(*, actor: Actor) -> Interpreter | None:
    """
    Return the actor's own row in the pool of the present office.

    An account is told by its confirmed e-mail address, which the contact has too.
    """
    if actor.user_id is None or actor.office_id is None:
        return None
    email = User.objects.filter(pk=actor.user_id).values_list("email", flat=True).first()
    if not email:
        return None
    rows = Interpreter.objects.own(actor).filter(person__email__iexact=email, person__archived_at=None)
    return rows.select_related("person", "office").prefetch_related("languages").order_by("pk").first()


def tasks_of(*, interpreter: Interpreter) -> "QuerySet[InterpreterTask]":
    """Return everything that an interpreter was asked, the latest day first."""
    return (
        InterpreterTask.objects.filter(interpreter=interpreter, stop__visit__archived_at=None)
        .select_related("stop__visit", "stop__site")
        .order_by("-stop__starts_at", "-pk")
    )


def coming_tasks(*, interpreter: Interpreter, now: datetime) -> "QuerySet[InterpreterTask]":
    """Return the tasks asked for or accepted that are not over, the nearest first."""
    return (
        tasks_of(interpreter=interpreter)
        .filter(state__in=[AnswerState.ASKED, AnswerState.ACCEPTED], stop__ends_at__gt=now)
        .exclude(stop__visit__state=VisitState.CANCELLED)
        .order_by("stop__starts_at", "pk")
    )


def coming_midnight(now: datetime) -> datetime:
    """Return the first moment of today in Korea, from which times are listed."""
    return timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
