"""What waits in an office because of visits, as figures that open: one rule and one list of rows each."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Prefetch
from django.utils import timezone

from gagyo.accounts.rules import may_read_contacts, may_write
from gagyo.common.queries import Waiting
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.visits.choices import AnswerState, VisitState
from gagyo.visits.models import InterpreterTask, Visit
from gagyo.visits.queries.interpreters import coming_tasks, own_interpreter
from gagyo.visits.queries.interpreting import missing_stops
from gagyo.visits.queries.programme_news import news_of_visits
from gagyo.visits.queries.requests import WAITING, waiting_requests
from gagyo.visits.queries.visits import open_follow_ups, parties_prefetch

REPORT_DAYS: Final = 365
NOT_DONE: Final = (VisitState.PLANNED, VisitState.CONFIRMED, VisitState.UNDER_WAY)

FOLLOW_UPS: Final = CountingRule(
    code="waiting-follow-ups",
    name_ko="방문 후속조치",
    name_en="Follow-ups of visits",
    sentence_ko="우리 기관이 맞이한 방문의 후속조치 가운데 아직 끝나지 않은 것을 기한과 관계없이 1건씩 셉니다.",
    sentence_en="What is to be done after the office's visits and is not done yet, whenever it is due, each once.",
)
ASKED: Final = CountingRule(
    code="waiting-visits-asked",
    name_ko="답하지 않은 방문 요청",
    name_en="Visits asked for and unanswered",
    sentence_ko="우리 기관의 방문 가운데 상태가 아직 “요청함”인 것을 1회씩 셉니다.",
    sentence_en="The office's visits that are still in the state “asked for”, each once.",
)
NOT_CLOSED: Final = CountingRule(
    code="waiting-visits-not-done",
    name_ko="끝났지만 완료하지 않은 방문",
    name_en="Visits that ended and are not done",
    sentence_ko="우리 기관의 방문 가운데 어제까지 끝났지만 상태가 “계획 중”, “확정”, “진행 중”인 것을 1회씩 셉니다.",
    sentence_en="The office's visits that ended before today and are still planned, confirmed or under way, each once.",
)
REPORTS: Final = CountingRule(
    code="waiting-visit-reports",
    name_ko="결과 보고가 없는 방문",
    name_en="Visits without a report",
    sentence_ko=f"우리 기관의 완료한 방문 가운데 최근 {REPORT_DAYS}일 안에 끝났고 결과 보고가 없는 것을 1회씩 셉니다.",
    sentence_en=f"The office's visits that are done, ended within {REPORT_DAYS} days and have no report, each once.",
)


UNTOLD: Final = CountingRule(
    code="waiting-programmes-untold",
    name_ko="알리지 않은 일정 변경",
    name_en="Changed programmes not told",
    sentence_ko="우리 기관의 다가오는 방문 가운데 안내 담당이나 통역에게 알리지 않은 변경이 있는 것을 1회씩 셉니다.",
    sentence_en="The office's coming visits with changes that hosts or interpreters were not told of, each once.",
)
INTERPRETERS: Final = CountingRule(
    code="waiting-interpreters",
    name_ko="통역을 구해야 할 일정",
    name_en="Stops without an interpreter",
    sentence_ko="우리 기관 방문의 끝나지 않은 일정 가운데 통역할 언어가 있고 수락한 사람이 없는 것을 1건씩 셉니다.",
    sentence_en="Stops of the office's visits, not over yet, that need a language and that nobody has accepted.",
)
ASKED_OF_ME: Final = CountingRule(
    code="waiting-interpreting",
    name_ko="답을 기다리는 통역 요청",
    name_en="Interpreting asked of me",
    sentence_ko="나에게 온 통역 요청 가운데 아직 답하지 않았고 끝나지 않은 것을 1건씩 셉니다.",
    sentence_en="What I was asked to interpret, have not answered and is not over, each stop once.",
)


def waiting_visits(*, actor: Actor, today: date) -> list[Waiting]:
    """Return what waits in the actor's office because of visits; the number of queries does not grow with the rows."""
    own = (
        Visit.objects.own(actor)
        .select_related("organiser")
        .prefetch_related(parties_prefetch())
        .order_by("starts_on", "pk")
    )
    ended = own.filter(ends_on__lt=today)
    done = ended.filter(state=VisitState.DONE, ends_on__gte=today - timedelta(days=REPORT_DAYS)).order_by("-ends_on")
    requests = list(waiting_requests(actor=actor)) if may_read_contacts(actor=actor) else []
    return [
        Waiting("visit-requests", "request", "visit_requests", WAITING, requests),
        Waiting("follow-ups", "item", "follow_ups", FOLLOW_UPS, list(open_follow_ups(actor=actor))),
        Waiting("visits-asked", "visit", "visits", ASKED, list(own.filter(state=VisitState.ASKED))),
        Waiting("visits-not-done", "visit", "visits", NOT_CLOSED, list(ended.filter(state__in=NOT_DONE))),
        Waiting("visit-reports", "visit", "visits", REPORTS, without_report(done)),
    ]


def waiting_news(*, actor: Actor, now: datetime) -> list[Waiting]:
    """Return the visits with changes that hosts or interpreters were not told of; in constant queries."""
    if not may_write(actor=actor, office_id=actor.office_id):
        return []
    coming = coming_visits(actor=actor, today=timezone.localdate(now), days=REPORT_DAYS)
    untold = news_of_visits(coming, now=now)
    return [Waiting("programmes-untold", "visit", "visits", UNTOLD, [row for row in coming if row.pk in untold])]


def without_report(rows: Iterable[Visit]) -> list[Visit]:
    """Return the visits of which nobody has written what came of them."""
    return [row for row in rows if not row.report]


def has_visits(*, actor: Actor) -> bool:
    """Tell whether the office in which the actor works receives delegations."""
    return Visit.objects.own(actor).exists()


def coming_visits(*, actor: Actor, today: date, days: int = 90) -> list[Visit]:
    """Return the office's visits that are on, or begin within those days, the earliest first."""
    rows = Visit.objects.own(actor).filter(ends_on__gte=today, starts_on__lte=today + timedelta(days=days))
    rows = rows.exclude(state__in=[VisitState.CANCELLED, VisitState.DONE])
    return list(rows.prefetch_related(parties_prefetch()).select_related("organiser").order_by("starts_on", "pk"))


def waiting_interpreting(*, actor: Actor, now: datetime) -> list[Waiting]:
    """Return the stops without an interpreter, for those who ask, and what is asked of oneself; constant queries."""
    found = []
    if may_read_contacts(actor=actor) and may_write(actor=actor, office_id=actor.office_id):
        answers = Prefetch("interpreter_tasks", InterpreterTask.objects.order_by("-asked_at", "-pk"))
        missing = list(missing_stops(actor=actor, now=now).prefetch_related(answers))
        found.append(Waiting("interpreters-missing", "item", "stops", INTERPRETERS, missing))
    own = own_interpreter(actor=actor)
    if own is not None:
        asked = list(coming_tasks(interpreter=own, now=now).filter(state=AnswerState.ASKED))
        found.append(Waiting("interpreting-asked", "item", "interpreting", ASKED_OF_ME, asked))
    return found
