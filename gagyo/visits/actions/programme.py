"""A visit's programme: stops added, edited, moved, taken out, each to be undone."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.actions import record, save_version, values_of
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.registry.models import Person
from gagyo.visits.actions.interpreter_tasks import release_languages, release_stops
from gagyo.visits.actions.visits import locked
from gagyo.visits.choices import AnswerState
from gagyo.visits.models import Interpreter, Room, Site, Stop, StopParty, Vehicle, Visit, VisitParty
from gagyo.visits.queries.programme import impossible_with, last_of_day
from gagyo.visits.queries.sites import given_minutes, minutes_between
from gagyo.visits.rules.programme import (
    StopValues,
    UnableToSaveStop,
    UnableToUndoProgramme,
    check_stop,
    fitted,
    minute_of,
    start_between,
    time_of,
)
from gagyo.visits.rules.suggest import day_words

EVENTS = (
    "visit.stop_added",
    "visit.stop_changed",
    "visit.stop_moved",
    "visit.stop_removed",
    "visit.programme_proposed",
)
Snapshot = dict[str, Any]


@transaction.atomic
def add_stop(*, visit_id: int, values: StopValues, by: Actor, now: datetime) -> tuple[Stop, int]:
    """
    Add a stop; return it and the id of its record, by which it is undone.

    :raises UnableToSaveStop: if it cannot be, or is impossible beside the other stops
    """
    visit = locked(visit_id, by=by)
    stop = Stop(visit=visit)
    assign(stop, values, by=by)
    stop.save()
    write_parties(stop, values.party_ids)
    left = finish(visit=visit, before={stop.pk: None}, event="visit.stop_added", by=by, now=now)
    return stop, left


@transaction.atomic
def edit_stop(*, visit_id: int, stop_id: int, values: StopValues, expected: int, by: Actor, now: datetime) -> int:
    """
    Change a stop; return the id of its record.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveStop: if it cannot be, or is impossible beside the other stops
    """
    visit = locked(visit_id, by=by)
    stop = Stop.objects.select_for_update(of=("self",)).get(pk=stop_id, visit=visit)
    before = snapshots([stop_id])
    assign(stop, values, by=by)
    save_version(row=stop, expected=expected)
    write_parties(stop, values.party_ids)
    return finish(visit=visit, before=before, event="visit.stop_changed", by=by, now=now)


@transaction.atomic
def move_stop(
    *,
    visit_id: int,
    stop_id: int,
    expected: int,
    by: Actor,
    now: datetime,
    minutes: int = 0,
    days: int = 0,
    day: date | None = None,
    after_id: int | None = None,
) -> tuple[Stop, int]:
    """
    Move a stop by minutes or days, or to a day behind another stop (day without after_id: to its head).

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveStop: if it is impossible there, or no day of the visit
    """
    visit = locked(visit_id, by=by)
    stop = Stop.objects.select_for_update(of=("self",)).select_related("site").get(pk=stop_id, visit=visit)
    before = snapshots([stop_id])
    starts, ends = timezone.localtime(stop.starts_at), timezone.localtime(stop.ends_at)
    length = int((ends - starts).total_seconds() // 60)
    start = minute_of(starts.time()) + minutes
    target = day or starts.date() + timedelta(days=days)
    if not visit.starts_on <= target <= visit.ends_on:
        raise UnableToSaveStop(
            _("%(day)s is no day of the visit. Choose one of its days, or change the visit's dates first.")
            % {"day": day_words(target)}
        )
    if day is not None:
        start = _start_at(stop, day=day, after_id=after_id, length=length, now=start)
    first, last = fitted(start=start, minutes=length)
    stop.starts_at, stop.ends_at = at_minute(target, first), at_minute(target, last)
    save_version(row=stop, expected=expected)
    left = finish(visit=visit, before=before, event="visit.stop_moved", by=by, now=now)
    return stop, left


@transaction.atomic
def remove_stop(*, visit_id: int, stop_id: int, expected: int, by: Actor, now: datetime) -> int:
    """
    Take a stop out; return the id of its record.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveStop: if it is over and was interpreted
    """
    visit = locked(visit_id, by=by)
    stop = Stop.objects.select_for_update(of=("self",)).get(pk=stop_id, visit=visit)
    before = snapshots([stop_id])
    save_version(row=stop, expected=expected)
    release_stops(visit, stop_ids=[stop_id], by=by, now=now)
    stop.delete()
    return _leave(visit, before=before, event="visit.stop_removed", by=by, now=now)


@transaction.atomic
def undo_programme(*, visit_id: int, record_id: int, by: Actor, now: datetime) -> None:
    """
    Put the stops of one change back as they were before it.

    :raises UnableToUndoProgramme: if one of them was changed since, or was for parties that are there no more
    """
    visit = locked(visit_id, by=by)
    left = AuditRecord.objects.filter(
        pk=record_id, about_type=visit._meta.label_lower, about_id=str(visit.pk), event__in=EVENTS
    ).first()
    if left is None:
        raise UnableToUndoProgramme(_("This change is not there to be undone."))
    wanted = {int(key.removeprefix("stop:")): value for key, value in _stops_in(left.before).items()}
    made = {int(key.removeprefix("stop:")): value for key, value in _stops_in(left.after).items()}
    current = snapshots(wanted)
    if any(current[pk] != made.get(pk) for pk in wanted):
        raise UnableToUndoProgramme(
            _("Somebody changed these stops since, so they stay as they are. Change them by hand.")
        )
    try:
        release_stops(visit, stop_ids=[pk for pk, value in wanted.items() if value is None], by=by, now=now)
        for pk, value in wanted.items():
            _put_back(visit, pk, value)
    except UnableToSaveStop as error:
        raise UnableToUndoProgramme(str(error)) from None
    finish(visit=visit, before=current, event="visit.programme_undone", by=by, now=now, check=False)


def assign(stop: Stop, values: StopValues, *, by: Actor) -> None:
    """
    Give a stop its values.

    :raises UnableToSaveStop: if it cannot be so, or names what is not the office's
    """
    check_stop(values)
    stop.kind, stop.title_ko, stop.title_en = values.kind, values.title_ko.strip(), values.title_en.strip()
    stop.place, stop.language, stop.note = values.place.strip(), values.language, values.note.strip()
    stop.place_en, stop.is_fixed = values.place_en.strip(), values.is_fixed
    stop.starts_at = at_minute(values.day, minute_of(values.starts))
    stop.ends_at = at_minute(values.day, minute_of(values.ends))
    stop.site_id = _seen(Site, values.site_id, stop.site_id, by=by)
    stop.room_id = _seen(Room, values.room_id, stop.room_id, by=by)
    stop.vehicle_id = _seen(Vehicle, values.vehicle_id, stop.vehicle_id, by=by)
    stop.host_id = _seen(Person, values.host_id, stop.host_id, by=by)


def write_parties(stop: Stop, party_ids: Iterable[int]) -> None:
    """
    Say for whom a stop is; all parties of the visit, or none named, is for all.

    :raises UnableToSaveStop: if parties are named and none of them is in the visit any more
    """
    known, named = set(VisitParty.objects.filter(visit=stop.visit_id).values_list("pk", flat=True)), set(party_ids)
    wanted = known & named
    if named and not wanted:
        raise UnableToSaveStop(
            _("The parties that “%(stop)s” was for are not in the visit any more. Choose again for whom it is.")
            % {"stop": stop.title}
        )
    wanted = set() if wanted == known else wanted
    StopParty.objects.filter(stop=stop).exclude(party_id__in=wanted).delete()
    held = set(StopParty.objects.filter(stop=stop).values_list("party_id", flat=True))
    StopParty.objects.bulk_create(StopParty(stop=stop, party_id=pk) for pk in sorted(wanted - held))


def snapshots(stop_ids: Iterable[int]) -> dict[int, Snapshot | None]:
    """Return stops as the database has them, with the ids of their parties; None for one that is not there."""
    ids = list(stop_ids)
    rows = Stop.objects.filter(pk__in=ids).prefetch_related("party_rows")
    found = {
        row.pk: {**values_of(row), "parties": sorted(each.party_id for each in row.party_rows.all())} for row in rows
    }
    return {pk: found.get(pk) for pk in ids}


def finish(
    *, visit: Visit, before: Mapping[int, Snapshot | None], event: str, by: Actor, now: datetime, check: bool = True
) -> int:
    """
    Refuse what is impossible, leave the record, from which those concerned are told; return its id.

    :raises UnableToSaveStop: with the sentences of what is impossible
    """
    after = snapshots(before)
    changed = [pk for pk in before if after[pk] is not None and after[pk] != before[pk]]
    if check and changed:
        _lock_what_visits_share(changed)
        if sentences := impossible_with(visit, stop_ids=changed):
            raise UnableToSaveStop(*sentences)
    release_languages(visit, stop_ids=changed, by=by, now=now)
    return _leave(visit, before=before, event=event, by=by, now=now)


def _lock_what_visits_share(stop_ids: Iterable[int]) -> None:
    """
    Lock the rooms and the interpreters of some stops, in one order.

    Two visits that take one of them at the same moment each see it free; so the second waits here, and then sees.
    """
    ids = list(stop_ids)
    because = "two visits take turns for what they share; nothing of it is shown"
    rooms = Room.objects.past_access(because=because).filter(stops__in=ids)
    people = Interpreter.objects.past_access(because=because).filter(
        tasks__stop__in=ids, tasks__state=AnswerState.ACCEPTED
    )
    for rows, model in ((rooms, Room), (people, Interpreter)):
        held = model.objects.past_access(because=because).filter(pk__in=rows.values("pk")).order_by("pk")
        list(held.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def at_minute(day: date, minute: int) -> datetime:
    """Return a minute of a day as a moment."""
    return timezone.make_aware(datetime.combine(day, time_of(minute)))


def _leave(visit: Visit, *, before: Mapping[int, Snapshot | None], event: str, by: Actor, now: datetime) -> int:
    after = snapshots(before)
    left = record(
        event=event,
        by=by,
        at=now,
        about=visit,
        before={f"stop:{pk}": value for pk, value in before.items()},
        after={f"stop:{pk}": value for pk, value in after.items()},
    )
    return left.pk


def _stops_in(values: dict[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (values or {}).items() if key.startswith("stop:")}


def _put_back(visit: Visit, pk: int, value: Snapshot | None) -> None:
    """Make a stop what it was; one that was taken out comes back under its number, without those who were asked."""
    held = Stop.objects.filter(pk=pk).first()
    if value is None:
        if held is not None:
            held.delete()
        return
    stop = held or Stop(pk=pk, visit=visit)
    fields = {field.attname: field for field in Stop._meta.concrete_fields}
    for name, one in {**value, **_gone_since(value)}.items():
        if name in fields and name != "visit_id":
            setattr(stop, name, fields[name].to_python(one))
    if held is None:
        stop.save(force_insert=True)
    else:
        save_version(row=stop, expected=held.version)
    write_parties(stop, value["parties"])


def _gone_since(value: Snapshot) -> Snapshot:
    """Return as empty what a stop named and is destroyed since: a contact whose retention period ended, a room."""
    because = "what a stop named is looked for, and not shown"
    links = {
        "host_id": Person.objects.past_access(because=because),
        "room_id": Room.objects.past_access(because=because),
        "vehicle_id": Vehicle.objects.past_access(because=because),
    }
    return {name: None for name, rows in links.items() if value[name] and not rows.filter(pk=value[name]).exists()}


def _start_at(stop: Stop, *, day: date, after_id: int | None, length: int, now: int) -> int:
    """Return the minute at which a stop begins on a day, behind another or at its head."""
    others = list(
        Stop.objects.filter(last_of_day(day), visit_id=stop.visit_id)
        .exclude(pk=stop.pk)
        .select_related("site")
        .order_by("starts_at", "pk")
    )
    above = next((one for one in others if one.pk == after_id), None)
    if after_id is not None and above is None:
        raise UnableToSaveStop(_("The stop above is not there any more. Look at the programme again."))
    first = others[0] if others else None
    return start_between(
        before=minute_of(timezone.localtime(above.ends_at).time()) if above else None,
        way=_way(above, stop),
        first=minute_of(timezone.localtime(first.starts_at).time()) if first else None,
        way_on=_way(stop, first),
        minutes=length,
        now=now,
    )


def _way(one: Stop | None, other: Stop | None) -> int:
    if one is None or other is None or one.site is None or other.site is None:
        return 0
    given = given_minutes([one.site.pk, other.site.pk])
    return minutes_between(one.site, other.site, given=given) or 0


def _seen(
    model: type[Site] | type[Room] | type[Vehicle] | type[Person], wanted: int | None, held: int | None, *, by: Actor
) -> int | None:
    """Return the wanted row's id; what the stop already names stays, even if it was archived meanwhile."""
    if wanted is not None and wanted != held and not model.objects.for_user(by).filter(pk=wanted).exists():
        raise UnableToSaveStop(
            _("That %(what)s is not there any more. Choose another, or none.") % {"what": model._meta.verbose_name}
        )
    return wanted
