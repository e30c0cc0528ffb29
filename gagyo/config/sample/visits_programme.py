"""Hosts, vehicles, rooms, ways and programmes that show what clashes, marked as sample; nobody of them is real."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gagyo.accounts.models import Office
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import NAMYANGJU, SEJONG, local_code
from gagyo.config.sample.people import RETENTION_DAYS, make_person
from gagyo.registry.models import Person
from gagyo.visits.choices import StopKind, VisitState
from gagyo.visits.models import (
    ProgrammeVersion,
    Room,
    Site,
    Stop,
    TravelTime,
    Unavailability,
    Vehicle,
    Visit,
    VisitParty,
)
from gagyo.visits.queries.programme_versions import content_of

HOSTS = {
    SEJONG: (
        ("도안내 (가상)", "Do Annae (invented)"),
        ("서대리 (가상)", "Seo Daeri (invented)"),
    ),
    NAMYANGJU: (
        ("남해설 (가상)", "Nam Haeseol (invented)"),
        ("조안동 (가상)", "Jo Andong (invented)"),
    ),
}
VEHICLES = (("중형버스 1호", "Bus 1", 25), ("승합차", "Van", 11))
ROOMS = (("국제회의실", "International meeting room", 30), ("접견실", "Reception room", 12))
BECAUSE = "the sample's own rows"


def load_programmes(*, offices: Mapping[str, Office], by: Actor, now: datetime) -> None:
    """Give both cities hosts, vehicles and rooms, and their next visits what can be looked at."""
    for code in (SEJONG, NAMYANGJU):
        office = offices[local_code(code)]
        people = _hosts(office, HOSTS[code], today=timezone.localdate(now))
        for person in people:
            record(event="person.created", by=by, at=now, about=person, after=values_of(person), people=[person.pk])
        for site in _sites(office):
            site.host, site.stand_in = people[0], people[1]
            site.save(update_fields=["host", "stand_in"])
        _resources(office)
    _ways(offices[local_code(SEJONG)])
    _planned(offices[local_code(SEJONG)])
    _partner(offices[local_code(NAMYANGJU)], now=now)


def _hosts(office: Office, names: tuple[tuple[str, str], ...], *, today: date) -> list[Person]:
    return [
        make_person(
            office=office,
            name=name,
            email=f"host{office.pk}-{number}@example.com",
            languages="ko, en",
            retain_until=today + timedelta(days=RETENTION_DAYS),
            consent_on=today,
        )
        for number, name in enumerate(names, start=1)
    ]


def _sites(office: Office) -> list[Site]:
    return list(Site.objects.past_access(because=BECAUSE).filter(office=office).order_by("pk"))


def _resources(office: Office) -> None:
    for name_ko, name_en, seats in VEHICLES:
        Vehicle.objects.create(office=office, name_ko=name_ko, name_en=name_en, seats=seats, is_sample=True)
    for name_ko, name_en, seats in ROOMS:
        Room.objects.create(office=office, name_ko=name_ko, name_en=name_en, seats=seats, is_sample=True)


def _ways(office: Office) -> None:
    first, second, *_others = _sites(office)
    TravelTime.objects.create(first=first, second=second, minutes=20)


def _next(office: Office, state: VisitState) -> Visit | None:
    rows = Visit.objects.past_access(because=BECAUSE).filter(office=office, state=state)
    return rows.order_by("-starts_on").first()


def _planned(office: Office) -> None:
    """Give the visit that is being planned a fixed meeting, a bus, and a repair of that bus which clashes."""
    visit = _next(office, VisitState.PLANNED)
    bus = Vehicle.objects.past_access(because=BECAUSE).filter(office=office).order_by("pk").first()
    room = Room.objects.past_access(because=BECAUSE).filter(office=office).order_by("pk").first()
    if visit is None or bus is None:
        return
    Stop.objects.filter(visit=visit).update(vehicle=bus)
    last = Stop.objects.filter(visit=visit).order_by("-starts_at").first()
    if last is not None:
        Stop.objects.filter(pk=last.pk).update(language="en")
        Unavailability.objects.create(
            office=office,
            vehicle=bus,
            starts_at=last.ends_at - timedelta(minutes=30),
            ends_at=last.ends_at + timedelta(hours=2),
            reason="정기 점검",
        )
    Stop.objects.create(
        visit=visit,
        kind=StopKind.MEETING,
        title_ko="국제협력 간담회",
        title_en="Talks on cooperation",
        starts_at=_at(visit.starts_on, time(16, 10)),
        ends_at=_at(visit.starts_on, time(17)),
        room=room,
        is_fixed=True,
    )


def _partner(office: Office, *, now: datetime) -> None:
    """Send the partner its programme, then give it a site on the second day: what changed since can be seen."""
    visit = _next(office, VisitState.CONFIRMED)
    site = next(iter(_sites(office)), None)
    van = Vehicle.objects.past_access(because=BECAUSE).filter(office=office, seats__lt=20).first()
    if visit is None or site is None:
        return
    VisitParty.objects.filter(visit=visit).update(
        lodging_ko="시청앞호텔",
        lodging_en="City Hall Hotel",
        lodging_address_ko="시청로 12",
        lodging_address_en="12 Sicheong-ro",
    )
    ProgrammeVersion.objects.create(
        visit=visit, number=1, sent_at=now, recipients=["mayor.office@example.com"], content=content_of(visit)
    )
    day = visit.starts_on + timedelta(days=1)
    Stop.objects.create(
        visit=visit,
        kind=StopKind.SITE,
        site=site,
        starts_at=_at(day, time(10)),
        ends_at=_at(day, time(11)),
        vehicle=van,
        language="en",
    )


def _at(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
