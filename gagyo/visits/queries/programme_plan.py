"""What the clashes and the proposal of a programme are made from: the office's rows as plain values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import combinations

from django.db.models import Prefetch, Q
from django.utils import timezone

from gagyo.kernels.programme.problem import MINUTES_A_DAY, Interpreter, Interval, Opening, Room, Site, Vehicle
from gagyo.visits.choices import AnswerState, VisitState
from gagyo.visits.models import Interpreter as InterpreterRow
from gagyo.visits.models import InterpreterTask, Stop, Unavailability, Visit, VisitParty
from gagyo.visits.models import Room as RoomRow
from gagyo.visits.models import Site as SiteRow
from gagyo.visits.models import Vehicle as VehicleRow
from gagyo.visits.queries.sites import given_minutes, minutes_between
from gagyo.visits.rules.programme_clashes import Piece, Place, Plan
from gagyo.visits.rules.suggest import MOST_A_DAY, REST

BECAUSE = "the caller may change the visit; the rows are of its office and are shown as names only"
Dates = tuple[date, date]


def plan_of(*, visit: Visit, stops: Sequence[Stop], more_sites: Iterable[int] = ()) -> tuple[Plan, dict[str, str]]:
    """
    Return a visit's programme beside the other programmes of its office, and the names of the others' stops.

    stops: the visit's, with parties and interpreter tasks read; more_sites: ids of sites that are thought of
    """
    dates = _dates(visit, stops)
    others = _others(visit, dates)
    everything = [*stops, *others]
    sites = _site_rows({stop.site_id for stop in everything if stop.site_id} | set(more_sites))
    visits = {visit.pk: visit, **{stop.visit_id: stop.visit for stop in others}}
    plan = Plan(
        visit=str(visit.pk),
        pieces=tuple(_piece(stop, visits[stop.visit_id]) for stop in everything),
        days={str(pk): (row.starts_on, row.ends_on) for pk, row in visits.items()},
        persons=_persons(visits.values()),
        sites=tuple(kernel_site(site, dates) for site in sites),
        travel=_travel(sites),
        holidays=holidays_between(dates),
        rooms=_rooms(everything, dates),
        vehicles=_vehicles(everything, dates),
        interpreters=_interpreters(everything, dates),
        hosts={str(site.pk): tuple(str(pk) for pk in (site.host_id, site.stand_in_id) if pk) for site in sites},
        busy=_busy_people(visit, dates),
    )
    return plan, {str(stop.pk): f"{stop.visit} {_clock(stop.starts_at)} {stop.title}" for stop in others}


def holidays_between(dates: Dates) -> frozenset[date]:
    """Return the public holidays of Korea from the first to the last date."""
    import holidays  # a slow import that most pages never need

    years = range(dates[0].year, dates[1].year + 1)
    return frozenset(day for day in holidays.country_holidays("KR", years=years) if dates[0] <= day <= dates[1])


def kernel_site(site: SiteRow, dates: Dates) -> Site:
    """Return a site with its hours and the dates on which it is closed; who receives stays apart."""
    hours = tuple(Opening(one.weekday, _minute(one.opens_at), _last_minute(one.closes_at)) for one in site.hours.all())
    closed = {
        day for one in site.closures.all() for day in _days((max(one.starts_on, dates[0]), min(one.ends_on, dates[1])))
    }
    return Site(
        key=str(site.pk),
        minutes=site.visit_minutes,
        openings=hours,
        capacity=max(1, site.capacity),
        languages=frozenset({"ko", *site.language_codes}),
        closed=frozenset(closed),
        open_on_holidays=not site.closed_on_holidays,
    )


def intervals(starts_at: datetime, ends_at: datetime, dates: Dates) -> list[Interval]:
    """Return a time as minutes of each date that it touches, between the first and the last date."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    found = []
    for day in _days((max(start.date(), dates[0]), min(end.date(), dates[1]))):
        first = _minute(start.time()) if day == start.date() else 0
        last = _minute(end.time()) if day == end.date() else MINUTES_A_DAY
        if first < last:
            found.append(Interval(day, first, last))
    return found


def party_keys(stop: Stop, visit: Visit) -> tuple[str, ...]:
    """Return the parties that a stop is for: those named, else all; the visit itself while it has none."""
    named = [str(party.pk) for party in stop.parties.all()]
    return tuple(named or [str(party.pk) for party in visit.parties.all()] or [f"v{visit.pk}"])


def _dates(visit: Visit, stops: Sequence[Stop]) -> Dates:
    days = [timezone.localtime(stop.starts_at).date() for stop in stops]
    return min([visit.starts_on, *days]), max([visit.ends_on, *days])


def _days(dates: Dates) -> list[date]:
    return [dates[0] + timedelta(days=n) for n in range((dates[1] - dates[0]).days + 1)]


def _span(dates: Dates) -> tuple[datetime, datetime]:
    first = timezone.make_aware(datetime.combine(dates[0], time()))
    return first, timezone.make_aware(datetime.combine(dates[1] + timedelta(days=1), time()))


def _others(visit: Visit, dates: Dates) -> list[Stop]:
    """Return the stops of the office's other visits on these dates."""
    first, end = _span(dates)
    living = Visit.objects.past_access(because=BECAUSE).filter(office_id=visit.office_id or 0, archived_at=None)
    rows = Stop.objects.filter(starts_at__lt=end, ends_at__gt=first, visit__in=living.exclude(pk=visit.pk))
    tasks = InterpreterTask.objects.filter(state=AnswerState.ACCEPTED)
    return list(
        rows.exclude(visit__state=VisitState.CANCELLED)
        .select_related("visit", "site")
        .prefetch_related("parties", "visit__parties", Prefetch("interpreter_tasks", tasks))
        .order_by("starts_at", "pk")
    )


def _site_rows(ids: set[int]) -> list[SiteRow]:
    rows = SiteRow.objects.past_access(because=BECAUSE).filter(pk__in=ids)
    return list(rows.prefetch_related("hours", "closures").order_by("pk"))


def _travel(sites: Sequence[SiteRow]) -> dict[Place, int]:
    given = given_minutes([site.pk for site in sites])
    return {
        (str(one.pk), str(other.pk)): minutes_between(one, other, given=given) or 0
        for one, other in combinations(sites, 2)
    }


def _piece(stop: Stop, visit: Visit) -> Piece:
    start, end = timezone.localtime(stop.starts_at), timezone.localtime(stop.ends_at)
    last = _minute(end.time()) if end.date() == start.date() else MINUTES_A_DAY
    return Piece(
        key=str(stop.pk),
        visit=str(visit.pk),
        kind=stop.kind,
        day=start.date(),
        start=_minute(start.time()),
        end=max(last, _minute(start.time()) + 1),
        parties=party_keys(stop, visit),
        site=_key(stop.site_id),
        room=_key(stop.room_id),
        vehicle=_key(stop.vehicle_id),
        host=_key(stop.host_id),
        language=stop.language,
        interpreters=tuple(
            str(task.interpreter_id) for task in stop.interpreter_tasks.all() if task.state == AnswerState.ACCEPTED
        ),
        is_fixed=stop.is_fixed,
    )


def _persons(visits: Iterable[Visit]) -> dict[str, int]:
    return {str(party.pk): party.persons for visit in visits for party in _parties(visit)}


def _parties(visit: Visit) -> Iterable[VisitParty]:
    return visit.parties.all()


def _rooms(stops: Sequence[Stop], dates: Dates) -> tuple[Room, ...]:
    ids = {stop.room_id for stop in stops if stop.room_id}
    rows = RoomRow.objects.past_access(because=BECAUSE).filter(pk__in=ids).order_by("pk")
    away = times_away(Q(room__in=ids), dates)
    return tuple(Room(str(row.pk), "", max(1, row.seats), busy=away.get(("room", row.pk), ())) for row in rows)


def _vehicles(stops: Sequence[Stop], dates: Dates) -> tuple[Vehicle, ...]:
    ids = {stop.vehicle_id for stop in stops if stop.vehicle_id}
    rows = VehicleRow.objects.past_access(because=BECAUSE).filter(pk__in=ids).order_by("pk")
    away = times_away(Q(vehicle__in=ids), dates)
    return tuple(Vehicle(str(row.pk), max(1, row.seats), busy=away.get(("vehicle", row.pk), ())) for row in rows)


def _busy_people(visit: Visit, dates: Dates) -> dict[str, tuple[Interval, ...]]:
    away = times_away(Q(office_id=visit.office_id, person__isnull=False), dates)
    return {str(pk): spans for (_kind, pk), spans in away.items()}


def times_away(wanted: Q, dates: Dates) -> dict[tuple[str, int], tuple[Interval, ...]]:
    """Return when something cannot be had, by ("room", id), ("vehicle", id) or ("person", id)."""
    first, end = _span(dates)
    found: defaultdict[tuple[str, int], list[Interval]] = defaultdict(list)
    for row in Unavailability.objects.filter(wanted, starts_at__lt=end, ends_at__gt=first):
        for kind, pk in (("room", row.room_id), ("vehicle", row.vehicle_id), ("person", row.person_id)):
            if pk is not None:
                found[kind, pk] += intervals(row.starts_at, row.ends_at, dates)
    return {key: tuple(spans) for key, spans in found.items()}


def _interpreters(stops: Sequence[Stop], dates: Dates) -> tuple[Interpreter, ...]:
    ids = {
        task.interpreter_id
        for stop in stops
        for task in stop.interpreter_tasks.all()
        if task.state == AnswerState.ACCEPTED
    }
    rest_minutes = int(REST.total_seconds() // 60)
    return kernel_interpreters(Q(pk__in=ids), dates, rest_minutes=rest_minutes)


def kernel_interpreters(wanted: Q, dates: Dates, *, rest_minutes: int = 0) -> tuple[Interpreter, ...]:
    """Return interpreters with their languages, their times and the most that one interprets on a day."""
    rows = InterpreterRow.objects.past_access(because=BECAUSE).filter(wanted).order_by("pk")
    return tuple(_interpreter(row, dates, rest_minutes) for row in rows.prefetch_related("languages", "times"))


def _interpreter(row: InterpreterRow, dates: Dates, rest_minutes: int) -> Interpreter:
    times = list(row.times.all())
    busy = [span for one in times if not one.is_free for span in intervals(one.starts_at, one.ends_at, dates)]
    free = [span for one in times if one.is_free for span in intervals(one.starts_at, one.ends_at, dates)]
    # Who gave free times for a day is free in them only; about the other days nobody has said anything.
    told = {span.day for span in free}
    silent = [Interval(day, 0, MINUTES_A_DAY) for day in _days(dates) if day not in told]
    pairs = frozenset(frozenset({"ko", one.code}) for one in row.languages.all() if one.code != "ko")
    return Interpreter(
        str(row.pk),
        pairs,
        free=(*free, *silent),
        busy=tuple(busy),
        rest_minutes=rest_minutes,
        minutes_a_day=int(MOST_A_DAY.total_seconds() // 60),
    )


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _last_minute(at: time) -> int:
    """Return when something ends; the last minute that a clock shows stands for midnight."""
    return MINUTES_A_DAY if at >= time(23, 59) else _minute(at)


def _key(pk: int | None) -> str | None:
    return None if pk is None else str(pk)


def _clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"
