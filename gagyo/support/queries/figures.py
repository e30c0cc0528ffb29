"""Figures of support requests as of a day: received, answered, withdrawn, open, fulfilled, late, and hours taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count
from django.utils.translation import gettext as _

from gagyo.accounts.models import Office
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.support.models import Answer, Leg, LegPause, SupportRequest
from gagyo.support.queries.hours import hours_of
from gagyo.support.queries.lists import RequestFilter
from gagyo.support.queries.standing import STANDINGS, end_of, stood
from gagyo.support.rules.clock import Hours, worked_hours
from gagyo.support.rules.figures import nearest_rank

RULE: Final = "support-requests"
SENTENCE_KO: Final = (
    "기준일까지 기관 밖으로 나간 지원요청을 셉니다. 회신한 뒤 다시 열린 요청은 미결, 철회한 요청은 철회로 세어 "
    "접수 = 회신 + 철회 + 미결입니다. 모든 항목이 수용되어야 충족이며, 열람이 제한된 요청도 수에는 들어갑니다."
)
SENTENCE_EN: Final = (
    "Requests that had left their office by the as-of date. One reopened after its answer counts as open, one "
    "withdrawn as withdrawn: received = answered + withdrawn + open. Fulfilled means that every item was granted. "
    "Requests with restricted readers count in the numbers."
)
HOURS_KO: Final = (
    "요청이 나간 때부터 첫 답까지 외교부 근무시간이며, 요청 기관의 답을 기다린 시간은 뺍니다. 값은 중앙값입니다."
)
HOURS_EN: Final = (
    "Working hours of the ministry from the request to the first answer of any office, without the time in which the "
    "asker was asked something; the median of all that had one by the as-of date."
)
WORDS: Final = {
    "received": ("접수", "Received"),
    "answered": ("회신", "Answered"),
    "withdrawn": ("철회", "Withdrawn"),
    "open": ("미결", "Open"),
    "fulfilled": ("전부 충족", "Fulfilled in whole"),
    "fulfilled_in_part": ("일부 충족", "Fulfilled in part"),
    "overdue": ("기한 초과", "Overdue"),
}
FIRST_ANSWER: Final = "median_working_hours_to_first_answer"


class UnableToCount(Exception):
    """What was asked for cannot be counted; the sentence says which part, and what to do."""


@dataclass(frozen=True)
class RequestFigures:
    """The figures as of a day, by name; those of hours have no value where nothing was answered."""

    as_of: date
    figures: Mapping[str, Figure]

    def as_json(self) -> dict[str, Any]:
        """Return the numbers by name, then what they were counted by."""
        numbers = {name: plain(figure.value) for name, figure in self.figures.items()}
        return {**numbers, "rule": RULE, "as_of": self.as_of.isoformat()}


def plain(value: int | Decimal | None) -> int | float | None:
    """Return a figure's number as programs take it."""
    return float(value) if isinstance(value, Decimal) else value


def request_figures(*, actor: Actor, as_of: str | date | None, now: datetime, today: date) -> RequestFigures:
    """
    Return the figures of all requests as of a day, the same for every reader; rows open as far as one may read them.

    as_of: a day such as 2026-06-30; today if empty
    :raises UnableToCount: for what is no day, or one that is still to come
    """
    day = day_of(as_of, today=today)
    until = end_of(day, now=now)
    figures = counts_of(actor=actor, day=day, until=until)
    hours = sorted(each.first for each in hours_by_request(until=until).values())
    value = nearest_rank(hours, share=Decimal("0.5"))
    figures[FIRST_ANSWER] = Figure(value, "hour", day, HOURS_RULE, None)
    return RequestFigures(day, figures)


def counts_of(*, actor: Actor, day: date, until: datetime) -> dict[str, Figure]:
    """Return how many requests stood in each way at the end of a day; one query."""
    numbers = counted().aggregate(**{name: Count("pk", filter=stood(name, until=until)) for name in STANDINGS})
    return {
        name: Figure(int(numbers[name]), "request", day, rule_of(name), href_of(name, day, actor=actor))
        for name in STANDINGS
    }


def day_of(text: str | date | None, *, today: date) -> date:
    """
    Return the as-of day.

    :raises UnableToCount: for what is no day, or one that is still to come
    """
    try:
        day = text if isinstance(text, date) else date.fromisoformat(text) if text else today
    except ValueError:
        raise UnableToCount(_("“%(text)s” is no day. Write it as 2024-06-19.") % {"text": text}) from None
    if day > today:
        raise UnableToCount(_("%(day)s is still to come. Choose today or an earlier day.") % {"day": day.isoformat()})
    return day


def counted() -> Any:
    """Return all requests: a number shows nobody's words (docs/decisions/0009)."""
    return SupportRequest.objects.past_access(because="figures count every request and show none")


def href_of(standing: str, day: date, *, actor: Actor) -> str | None:
    """Return the address of the rows counted, for who may read any request at all."""
    return None if actor.is_anonymous else RequestFilter(stood=standing, as_of=day.isoformat(), state="all").href()


def rule_of(name: str) -> CountingRule:
    """Return the counting rule as a figure says it."""
    name_ko, name_en = WORDS[name]
    return CountingRule(RULE, name_ko, name_en, SENTENCE_KO, SENTENCE_EN)


HOURS_RULE: Final = CountingRule(
    "hours-to-first-answer", "첫 답까지 근무시간", "Working hours to the first answer", HOURS_KO, HOURS_EN
)


@dataclass(frozen=True)
class Taken:
    """Working hours from a request to its first answer, and to the one answer that went back; None: not yet."""

    first: Decimal
    end: Decimal | None


def hours_by_request(*, until: datetime) -> dict[int, Taken]:
    """
    Return the working hours that each request took which had a first answer by then, to a tenth.

    The time in which the first to answer waited for the asker is left out. A reopened request keeps its first answer.
    """
    legs = (
        Leg.objects.filter(first_answer_at__lt=until, request__sent_at__lt=until)
        .order_by("request", "first_answer_at", "pk")
        .values_list("pk", "request", "request__sent_at", "request__router", "first_answer_at")
    )
    first: dict[int, Any] = {}
    for leg in legs:
        first.setdefault(leg[1], leg)
    # The earliest last, so that it is the one that is kept.
    sent = Answer.objects.filter(sent_at__lt=until).order_by("-sent_at")
    ends: dict[int, Any] = dict(sent.values_list("request", "sent_at"))
    pauses = pauses_of([pk for pk, *_rest in first.values()])
    hours = hours_of_offices({router for _pk, _request, _asked, router, _answered in first.values()})
    found: dict[int, Taken] = {}
    for pk, request, asked, router, answered in first.values():
        waited = pauses.get(pk, ())
        taken = worked_hours(hours[router], start=asked, end=answered, pauses=waited)
        end = worked_hours(hours[router], start=asked, end=ends[request], pauses=waited) if request in ends else None
        found[request] = Taken(tenths(taken), None if end is None else tenths(end))
    return found


def tenths(hours: float) -> Decimal:
    """Return hours to a tenth."""
    return Decimal(hours).quantize(Decimal("0.1"))


def pauses_of(legs: list[int]) -> dict[int, list[tuple[datetime, datetime | None]]]:
    """Return the pauses of legs, by leg."""
    wanted, found = set(legs), dict[int, list[tuple[datetime, datetime | None]]]()
    for leg, starts, ends in LegPause.objects.order_by().values_list("leg", "starts_at", "ends_at"):
        if leg in wanted:
            found.setdefault(leg, []).append((starts, ends))
    return found


def hours_of_offices(offices: set[int | None]) -> dict[int | None, Hours]:
    """Return the working hours of offices by id; None: the usual ones."""
    found: dict[int | None, Hours] = {None: Hours()}
    for office in Office.objects.filter(pk__in=[pk for pk in offices if pk]):
        found[office.pk] = hours_of(office)
    return found
