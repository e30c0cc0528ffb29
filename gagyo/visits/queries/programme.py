"""A visit's programme as the screens show it: days, stops in their order, and beside each what clashes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from gagyo.kernels.programme.clashes import Clash, ClashKind
from gagyo.visits.choices import AnswerState, StopKind
from gagyo.visits.models import InterpreterTask, Stop, Visit, VisitParty
from gagyo.visits.queries.programme_plan import plan_of
from gagyo.visits.rules.clash_words import Names, clash_words, short_words
from gagyo.visits.rules.languages import language_name
from gagyo.visits.rules.programme_clashes import Plan, clashes_of

# What is said once for a day, not beside each of its stops.
OF_THE_DAY = frozenset({ClashKind.NO_MEAL, ClashKind.INTERPRETER_HOURS})


@dataclass(frozen=True)
class StopShown:
    """
    A stop with what stands beside it.

    parties: their names, none where the stop is for all; interpreters: who said yes, asked: how many have not answered
    """

    stop: Stop
    starts: datetime
    ends: datetime
    parties: tuple[str, ...]
    language: str
    interpreters: tuple[str, ...]
    asked: int
    clashes: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where the stop's day and language stand on the page of interpreters."""
        return f"{self.starts.date().isoformat()}-{self.stop.language}"


@dataclass(frozen=True)
class DayShown:
    """A day of the programme; clashes: sentences about the day as a whole; is_outside: not a day of the visit."""

    day: date
    stops: tuple[StopShown, ...]
    clashes: tuple[str, ...]
    is_outside: bool


@dataclass(frozen=True)
class Programme:
    """All days of a visit, and those besides on which there is a stop."""

    visit: Visit
    days: tuple[DayShown, ...]
    plan: Plan = field(repr=False)

    @property
    def clash_count(self) -> int:
        """How many sentences stand in it."""
        return sum(len(day.clashes) + sum(len(one.clashes) for one in day.stops) for day in self.days)

    @property
    def stop_count(self) -> int:
        """How many stops there are."""
        return sum(len(day.stops) for day in self.days)


def stops_of(visit: Visit) -> QuerySet[Stop]:
    """Return a visit's stops with all that a card shows, in order."""
    tasks = InterpreterTask.objects.filter(state__in=[AnswerState.ASKED, AnswerState.ACCEPTED])
    return (
        Stop.objects.filter(visit=visit)
        .select_related("site", "site__host", "site__stand_in", "room", "vehicle", "host")
        .prefetch_related(
            Prefetch("parties", VisitParty.objects.select_related("country", "body")),
            Prefetch("interpreter_tasks", tasks.select_related("interpreter__person")),
        )
        .order_by("starts_at", "pk")
    )


def programme_of(visit: Visit) -> Programme:
    """Return a visit's programme with every clash as a sentence in the active language."""
    stops = list(stops_of(visit))
    plan, other_names = plan_of(visit=visit, stops=stops)
    clashes = clashes_of(plan)
    names = names_of(visit=visit, stops=stops, others=other_names)
    by_stop: defaultdict[str, list[str]] = defaultdict(list)
    by_day: defaultdict[date, list[str]] = defaultdict(list)
    for clash in clashes:
        if clash.kind in OF_THE_DAY:
            by_day[clash.day].append(clash_words(clash, names=names, beside=""))
            continue
        for key in clash.stops:
            by_stop[key].append(clash_words(clash, names=names, beside=key))
    everybody = len(visit.parties.all())
    shown = [_shown(stop, everybody=everybody, clashes=by_stop[str(stop.pk)]) for stop in stops]
    return Programme(visit, tuple(_days(visit, shown, by_day)), plan)


def impossible_with(visit: Visit, *, stop_ids: Sequence[int]) -> list[str]:
    """Return the sentences of what is impossible about some of a visit's stops as they stand now."""
    stops = list(stops_of(visit))
    plan, other_names = plan_of(visit=visit, stops=stops)
    wanted = {str(pk) for pk in stop_ids}
    found = [clash for clash in clashes_of(plan) if clash.is_impossible and wanted & set(clash.stops)]
    if not found:
        return []
    names = names_of(visit=visit, stops=stops, others=other_names)
    sentences = [
        clash_words(clash, names=names, beside=next(key for key in clash.stops if key in wanted)) for clash in found
    ]
    return list(dict.fromkeys(sentences))


def clashes_in(visit: Visit) -> list[Clash]:
    """Return what is wrong with a visit's programme, as kinds, keys and numbers."""
    plan, _names = plan_of(visit=visit, stops=list(stops_of(visit)))
    return clashes_of(plan)


def names_of(*, visit: Visit, stops: Sequence[Stop], others: dict[str, str]) -> Names:
    """Return the names that sentences about a programme need, in the active language."""
    own = {str(stop.pk): f"{timezone.localtime(stop.starts_at):%H:%M} {stop.title}" for stop in stops}
    people = {
        str(task.interpreter_id): str(task.interpreter) for stop in stops for task in stop.interpreter_tasks.all()
    }
    parties = {str(party.pk): str(party) for party in visit.parties.all()}
    return Names(
        stops={**others, **own},
        foreign=frozenset(others),
        sites={str(stop.site_id): stop.site.name for stop in stops if stop.site},
        parties={**parties, f"v{visit.pk}": visit.name},
        rooms={str(stop.room_id): stop.room.name for stop in stops if stop.room},
        vehicles={str(stop.vehicle_id): stop.vehicle.name for stop in stops if stop.vehicle},
        interpreters=people,
        hosts={str(stop.pk): ", ".join(receivers(stop)) for stop in stops},
        languages={str(stop.pk): language_name(stop.language) for stop in stops},
    )


def receivers(stop: Stop) -> list[str]:
    """Return who could receive a stop, the host first."""
    if stop.host:
        return [stop.host.name]
    people = (stop.site.host, stop.site.stand_in) if stop.site else ()
    return [person.name for person in people if person]


def next_stop_of(visit: Visit, *, now: datetime) -> Stop | None:
    """Return the stop that is under way or comes next."""
    return Stop.objects.filter(visit=visit, ends_at__gt=now).select_related("site").order_by("starts_at", "pk").first()


def last_of_day(day: date) -> Q:
    """Return the condition for stops that begin on a day, in the time zone of the site."""
    first = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    return Q(starts_at__gte=first, starts_at__lt=first + timedelta(days=1))


def _shown(stop: Stop, *, everybody: int, clashes: list[str]) -> StopShown:
    tasks, parties = list(stop.interpreter_tasks.all()), [str(party) for party in stop.parties.all()]
    return StopShown(
        stop=stop,
        starts=timezone.localtime(stop.starts_at),
        ends=timezone.localtime(stop.ends_at),
        parties=tuple(parties) if len(parties) < everybody else (),
        language=language_name(stop.language),
        interpreters=tuple(str(one.interpreter) for one in tasks if one.state == AnswerState.ACCEPTED),
        asked=sum(one.state == AnswerState.ASKED for one in tasks),
        clashes=(*_short(stop), *clashes),
    )


def _short(stop: Stop) -> list[str]:
    """Return the sentence of a stop that is shorter than its site needs."""
    have = int((stop.ends_at - stop.starts_at).total_seconds() // 60)
    if stop.kind != StopKind.SITE or stop.site is None or have >= stop.site.visit_minutes:
        return []
    return [short_words(site=stop.site.name, need=stop.site.visit_minutes, have=have)]


def _days(visit: Visit, shown: Sequence[StopShown], by_day: dict[date, list[str]]) -> list[DayShown]:
    held: defaultdict[date, list[StopShown]] = defaultdict(list)
    for one in shown:
        held[one.starts.date()].append(one)
    inside = [visit.starts_on + timedelta(days=n) for n in range((visit.ends_on - visit.starts_on).days + 1)]
    return [
        DayShown(day, tuple(held.get(day, ())), tuple(by_day.get(day, ())), day not in inside)
        for day in sorted({*inside, *held})
    ]
