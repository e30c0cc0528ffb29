"""The ways to another venue, for the organiser: who rides in which vehicle, and when it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gagyo.meetings.models import MeetingRound
from gagyo.meetings.queries.equipment import venue_names
from gagyo.meetings.rules.moves import Frame
from gagyo.meetings.rules.timetable import Sitting, clock
from gagyo.meetings.rules.venues import Ride, Trip, riders_of, trips_of


@dataclass(frozen=True)
class RideShown:
    """A way as the page shows it: when and where, how many ride, and each vehicle's riders."""

    title: str
    words: str
    trips: list[str]


def rides_shown(row: MeetingRound, sittings: Sequence[Sitting], *, frame: Frame) -> list[RideShown]:
    """Return the ways of a version; one query if there is one."""
    if not frame.rides:
        return []
    venues = venue_names(row)
    times: dict[int, set[datetime]] = {}
    for one in sittings:
        for who in (one.first_id, one.second_id):
            times.setdefault(who, set()).add(one.starts_at)
    return [_shown(ride, venues, times, frame=frame) for ride in frame.rides]


def _shown(ride: Ride, venues: dict[int | None, str], times: dict[int, set[datetime]], *, frame: Frame) -> RideShown:
    riders = riders_of(ride, times)
    persons = sum(frame.persons.get(who, 1) for who in riders)
    words = ngettext("%(n)d person rides", "%(n)d persons ride", persons) % {"n": persons}
    seats = frame.seats.get(ride.key)
    room = _("no vehicle is entered") if seats is None else _("%(n)d seats") % {"n": seats}
    minutes = _("%(n)d minutes on the way") % {"n": ride.minutes}
    trips = trips_of(ride, times, frame.persons, frame.vehicles)
    return RideShown(
        f"{clock(ride.leaves_at)} → {venues.get(ride.venue_id, '')}",
        " · ".join((words, room, minutes)),
        [_trip(trip, frame=frame) for trip in trips],
    )


def _trip(trip: Trip, *, frame: Frame) -> str:
    who = ", ".join(f"{frame.names[pk]} {persons}" for pk, persons in trip.riders.items())
    words = {"at": clock(trip.leaves_at), "vehicle": trip.vehicle, "who": who, "n": trip.persons, "seats": trip.seats}
    return _("%(at)s %(vehicle)s (%(n)d of %(seats)d seats): %(who)s") % words
