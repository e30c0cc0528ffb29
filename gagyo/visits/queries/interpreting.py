"""Who interprets at a visit: what is needed, who was asked, who could be; and the tasks behind a link."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gagyo.common.rules import Actor
from gagyo.visits.choices import AnswerState, VisitState
from gagyo.visits.models import EndedLink, Interpreter, InterpreterTask, InterpreterTime, Stop, Visit
from gagyo.visits.queries.interpreters import minutes_by_interpreter, year_bounds
from gagyo.visits.rules.interpreting import LIVING, OPEN, Asked
from gagyo.visits.rules.suggest import Booked, Candidate, Need, Span, Suggestion, level_for, suggestions

# Long enough for the night's rest to the tasks of the day before and after.
AROUND = timedelta(days=2)
# Of tasks: whoever has left the pool, or whose contact was destroyed, does not come.
IN_POOL = Q(interpreter__archived_at=None, interpreter__person__isnull=False)


@dataclass(frozen=True)
class DayNeed:
    """
    What a visit needs interpreted from one language on one day.

    stops: all of them; open_stops: those to come for which nobody has said yes; tasks: who was asked, newest first
    """

    day: date
    language: str
    stops: tuple[Stop, ...]
    open_stops: tuple[Stop, ...]
    tasks: tuple[InterpreterTask, ...]
    need: Need | None
    fitting: tuple[Suggestion, ...] = ()
    left_out: tuple[Suggestion, ...] = ()

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return f"{self.day.isoformat()}-{self.language}"

    @property
    def is_covered(self) -> bool:
        """Whether somebody said yes for every stop that is to come."""
        return not self.open_stops

    @property
    def is_waiting(self) -> bool:
        """Whether somebody was asked for each open stop and has not answered."""
        asked = {task.stop_id for task in self.tasks if task.state == AnswerState.ASKED and not has_left(task)}
        return bool(self.open_stops) and {stop.pk for stop in self.open_stops} <= asked


def has_left(task: InterpreterTask) -> bool:
    """Tell whether who was asked is in the pool no more: IN_POOL of a row that is read."""
    return task.interpreter.archived_at is not None or task.interpreter.person_id is None


def ahead(tasks: Iterable[InterpreterTask], *, now: datetime) -> list[InterpreterTask]:
    """Return the tasks whose stops are not over: of these alone is an answer taken."""
    return [task for task in tasks if task.stop.ends_at > now]


def span_of(stop: Stop) -> Span:
    """Return a stop's time."""
    return Span(stop.starts_at, stop.ends_at)


def need_of(visit: Visit, stops: Sequence[Stop], *, language: str) -> Need:
    """Return what is to be interpreted at these stops."""
    return Need(
        visit_id=visit.pk,
        language=language,
        level=level_for(stop.kind for stop in stops),
        spans=tuple(span_of(stop) for stop in stops),
        stop_ids=tuple(stop.pk for stop in stops),
    )


def needs_of_visit(*, visit: Visit, now: datetime) -> list[DayNeed]:
    """Return what a visit needs, day by day, with suggestions for what is open; in constant queries."""
    bare = [_day_need(visit, key, stops, tasks, now=now) for key, stops, tasks in stops_and_tasks(visit=visit)]
    people = candidates(office_id=visit.office_id, needs=[each.need for each in bare if each.need], now=now)
    return [_with_suggestions(each, people) for each in bare]


def stops_and_tasks(*, visit: Visit) -> list[tuple[tuple[date, str], list[Stop], list[InterpreterTask]]]:
    """Return the stops that need a language with who was asked, by day and language; in two queries."""
    stops = list(visit.stops.select_related("site").exclude(language=""))
    tasks = tasks_at(stops=stops)
    groups: dict[tuple[date, str], list[Stop]] = defaultdict(list)
    for stop in stops:
        groups[timezone.localdate(stop.starts_at), stop.language].append(stop)
    found = []
    for key, held in sorted(groups.items()):
        ids = {stop.pk for stop in held}
        # What was asked for before the language changed says nothing about this one.
        found.append((key, held, [task for task in tasks if task.stop_id in ids and task.language == key[1]]))
    return found


def _day_need(
    visit: Visit, key: tuple[date, str], stops: list[Stop], tasks: list[InterpreterTask], *, now: datetime
) -> DayNeed:
    day, language = key
    here = tuple(tasks)
    taken = {task.stop_id for task in here if task.state == AnswerState.ACCEPTED and not has_left(task)}
    still = tuple(stop for stop in stops if stop.pk not in taken and stop.ends_at > now)
    need = need_of(visit, still, language=language) if still and visit.state in LIVING else None
    return DayNeed(day, language, tuple(stops), still, here, need)


def _with_suggestions(each: DayNeed, people: dict[Need, list[Candidate]]) -> DayNeed:
    if each.need is None:
        return each
    fitting, left_out = suggestions(people[each.need], each.need)
    return DayNeed(
        each.day,
        each.language,
        each.stops,
        each.open_stops,
        each.tasks,
        each.need,
        fitting=tuple(fitting),
        left_out=tuple(left_out),
    )


def tasks_at(*, stops: Iterable[Stop]) -> list[InterpreterTask]:
    """Return who was asked for these stops, the latest first."""
    return list(
        InterpreterTask.objects.filter(stop__in=[stop.pk for stop in stops])
        .select_related("interpreter__person", "stop__site", "noted_by")
        .order_by("-asked_at", "stop__starts_at", "pk")
    )


def candidates(*, office_id: int | None, needs: Sequence[Need], now: datetime) -> dict[Need, list[Candidate]]:
    """Return the office's pool as the rule sees it, for each need; in constant queries for needs of one year."""
    if not needs or office_id is None:
        return {need: [] for need in needs}
    whole = [need.whole for need in needs]
    first, last = min(each.starts_at for each in whole) - AROUND, max(each.ends_at for each in whole) + AROUND
    rows = list(
        Interpreter.objects.past_access(because="an office is proposed its own pool, shown to its own officers")
        .filter(office_id=office_id, archived_at=None)
        .exclude(person=None)
        .select_related("person")
        .prefetch_related("languages")
    )
    ids = [row.pk for row in rows]
    parts = _Parts.read(ids=ids, needs=needs, first=first, last=last, now=now)
    return {need: [parts.candidate(row, need) for row in rows] for need in needs}


@dataclass(frozen=True)
class _Parts:
    """What is known of many interpreters at once, by their ids; waiting: asked for, to come and not answered."""

    booked: dict[int, list[Booked]]
    times: dict[int, list[InterpreterTime]]
    refused: dict[int, set[int]]
    minutes: dict[int, dict[int, int]]
    waiting: dict[int, list[Span]]

    @classmethod
    def read(cls, *, ids: list[int], needs: Sequence[Need], first: datetime, last: datetime, now: datetime) -> "_Parts":
        years = sorted({need.whole.day.year for need in needs})
        times: dict[int, list[InterpreterTime]] = defaultdict(list)
        for row in InterpreterTime.objects.filter(interpreter__in=ids, ends_at__gte=first, starts_at__lte=last):
            times[row.interpreter_id].append(row)
        stops = {stop for need in needs for stop in need.stop_ids}
        refused: dict[int, set[int]] = defaultdict(set)
        said_no = InterpreterTask.objects.filter(stop__in=stops, state__in=[AnswerState.DECLINED, AnswerState.DROPPED])
        for interpreter_id, stop_id in said_no.values_list("interpreter_id", "stop_id"):
            refused[interpreter_id].add(stop_id)
        minutes = {year: minutes_by_interpreter(interpreter_ids=ids, year=year) for year in years}
        return cls(
            booked=_booked(ids, first=first, last=last, now=now),
            times=times,
            refused=refused,
            minutes=minutes,
            waiting=_waiting(ids, years=years, now=now),
        )

    def candidate(self, row: Interpreter, need: Need) -> Candidate:
        """Return one interpreter as the rule sees one for this need."""
        year, times = need.whole.day.year, self.times.get(row.pk, [])
        return Candidate(
            interpreter_id=row.pk,
            name=str(row),
            languages={language.code: language.level for language in row.languages.all()},
            department=row.department,
            consent_on=row.consent_on,
            consent_until=row.consent_until,
            hours_a_year=row.hours_a_year,
            minutes=self.minutes[year].get(row.pk, 0),
            open_minutes=sum(each.minutes for each in self.waiting.get(row.pk, []) if each.day.year == year),
            booked=tuple(self.booked.get(row.pk, [])),
            free=tuple(Span(each.starts_at, each.ends_at) for each in times if each.is_free),
            unfree=tuple(Span(each.starts_at, each.ends_at) for each in times if not each.is_free),
            refused=frozenset(self.refused.get(row.pk, set())),
        )


def _booked(ids: list[int], *, first: datetime, last: datetime, now: datetime) -> dict[int, list[Booked]]:
    """Return what was accepted, or asked for and can still be answered, between two moments."""
    holds = Q(state=AnswerState.ACCEPTED) | Q(stop__ends_at__gt=now)
    found: dict[int, list[Booked]] = defaultdict(list)
    for task in open_tasks(interpreter_ids=ids).filter(holds, stop__ends_at__gte=first, stop__starts_at__lte=last):
        visit, accepted = task.stop.visit, task.state == AnswerState.ACCEPTED
        found[task.interpreter_id].append(Booked(span_of(task.stop), visit.pk, visit.name, task.stop_id, accepted))
    return found


def _waiting(ids: list[int], *, years: Sequence[int], now: datetime) -> dict[int, list[Span]]:
    """Return what was asked for in these years, is to come and has no answer."""
    first, after = year_bounds(years[0])[0], year_bounds(years[-1])[1]
    rows = open_tasks(interpreter_ids=ids).filter(
        state=AnswerState.ASKED, stop__ends_at__gt=now, stop__starts_at__gte=first, stop__starts_at__lt=after
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for interpreter_id, starts_at, ends_at in rows.values_list("interpreter", "stop__starts_at", "stop__ends_at"):
        found[interpreter_id].append(Span(starts_at, ends_at))
    return found


def open_tasks(*, interpreter_ids: Iterable[int]) -> "QuerySet[InterpreterTask]":
    """Return what these interpreters, if in the pool, were asked for or accepted; not for visits that will not be."""
    return (
        InterpreterTask.objects.filter(
            IN_POOL, interpreter__in=interpreter_ids, state__in=OPEN, stop__visit__archived_at=None
        )
        .exclude(stop__visit__state=VisitState.CANCELLED)
        .select_related("stop__visit")
    )


def link_tasks(*, hashes: list[str], locked: bool = False) -> list[InterpreterTask]:
    """Return what one mail asked for, in the order of the stops; none for a key that leads nowhere."""
    rows = InterpreterTask.objects.filter(token_hash__in=hashes)
    return _in_order(rows.select_for_update(of=("self",)) if locked else rows)


def was_ended(*, hashes: list[str]) -> bool:
    """Tell whether a link once led to a stop that was taken out since."""
    return EndedLink.objects.filter(token_hash__in=hashes).exists()


def batch_of(*, task_id: int, interpreter: Interpreter | None, locked: bool = False) -> list[InterpreterTask]:
    """Return what was asked together with a task of this interpreter: the same visit, at the same moment."""
    if interpreter is None:
        return []
    task = InterpreterTask.objects.filter(pk=task_id, interpreter=interpreter).select_related("stop").first()
    if task is None:
        return []
    rows = InterpreterTask.objects.filter(
        interpreter=interpreter, stop__visit=task.stop.visit_id, asked_at=task.asked_at
    )
    return _in_order(rows.select_for_update(of=("self",)) if locked else rows)


def _in_order(rows: "QuerySet[InterpreterTask]") -> list[InterpreterTask]:
    return list(
        rows.select_related(
            "stop__visit__office", "stop__visit__officer", "stop__site", "stop__room", "interpreter__person"
        )
        .prefetch_related("stop__visit__parties__country")
        .order_by("stop__starts_at", "pk")
    )


def as_asked(tasks: Iterable[InterpreterTask]) -> list[Asked]:
    """Return tasks as the rules see them."""
    return [
        Asked(
            state=task.state,
            asked_at=task.asked_at,
            ends_at=task.stop.ends_at,
            visit_state=task.stop.visit.state,
            is_archived=task.stop.visit.archived_at is not None,
            has_left=has_left(task),
        )
        for task in tasks
    ]


def missing_stops(*, actor: Actor, now: datetime) -> "QuerySet[Stop]":
    """Return the stops to come in the actor's office that need an interpreter and have nobody who said yes."""
    accepted = InterpreterTask.objects.filter(
        IN_POOL, stop=OuterRef("pk"), language=OuterRef("language"), state=AnswerState.ACCEPTED
    )
    visits = Visit.objects.own(actor).filter(state__in=LIVING).values("pk")
    return (
        Stop.objects.filter(visit__in=visits, ends_at__gt=now)
        .exclude(language="")
        .filter(~Exists(accepted))
        .select_related("visit", "site")
        .order_by("starts_at", "pk")
    )
