"""Where the round goes on at another venue: who has time for the way, and who rides in which vehicle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from gagyo.meetings.rules.times import Slot


@dataclass(frozen=True)
class Stage:
    """A part of a day with meetings, and its venue; venue_id: None for the round's own; minutes: the way there."""

    venue_id: int | None = None
    minutes: int = 0


@dataclass(frozen=True)
class Vehicle:
    """Vehicles of one kind: how many there are, and how many persons sit in each."""

    name: str
    count: int
    seats: int


@dataclass(frozen=True)
class Ride:
    """
    A way from one venue to the next.

    before, after: slots of that day at which somebody rides who meets in both; too_near: between which nobody has time;
    trips: how often a vehicle can go until the meetings begin there
    """

    leaves_at: datetime
    begins_at: datetime
    venue_id: int | None
    minutes: int
    before: frozenset[datetime]
    after: frozenset[datetime]
    too_near: frozenset[tuple[datetime, datetime]] = frozenset()
    trips: int = 1

    @property
    def key(self) -> str:
        """What the kernel calls it."""
        return self.leaves_at.isoformat()


@dataclass(frozen=True)
class Trip:
    """One vehicle on one of its ways; riders: participants with the number of their persons in it."""

    vehicle: str
    number: int
    leaves_at: datetime
    seats: int
    riders: Mapping[int, int] = field(default_factory=dict)

    @property
    def persons(self) -> int:
        """How many sit in it."""
        return sum(self.riders.values())


def rides_of(slots: Sequence[Slot], stages: Sequence[Stage]) -> tuple[Ride, ...]:
    """Return the ways between venues; stages: by the block of the slots."""
    found = []
    for one in sorted({slot.block for slot in slots}):
        day = timezone.localdate(next(slot.starts_at for slot in slots if slot.block == one))
        today = [slot for slot in slots if timezone.localdate(slot.starts_at) == day]
        before, after = ([slot for slot in today if (slot.block <= one) is early] for early in (True, False))
        if not after or stages[after[0].block].venue_id == stages[one].venue_id:
            continue
        minutes = stages[after[0].block].minutes
        pause = (after[0].starts_at - before[-1].ends_at) // timedelta(minutes=1)
        found.append(
            Ride(
                leaves_at=before[-1].ends_at,
                begins_at=after[0].starts_at,
                venue_id=stages[after[0].block].venue_id,
                minutes=minutes,
                before=frozenset(slot.starts_at for slot in before),
                after=frozenset(slot.starts_at for slot in after),
                too_near=_too_near(before, after, stages),
                # There and back, and there once more.
                trips=max(1, (pause + minutes) // (2 * minutes)) if minutes else 1,
            )
        )
    return tuple(found)


def _too_near(
    before: Sequence[Slot], after: Sequence[Slot], stages: Sequence[Stage]
) -> frozenset[tuple[datetime, datetime]]:
    return frozenset(
        (one.starts_at, other.starts_at)
        for one in before
        for other in after
        if stages[one.block].venue_id != stages[other.block].venue_id
        and other.starts_at - one.ends_at < timedelta(minutes=stages[other.block].minutes)
    )


def seats_on(ride: Ride, vehicles: Sequence[Vehicle]) -> int | None:
    """Return how many persons the vehicles bring in all their trips; None where no vehicle is entered."""
    if not vehicles:
        return None
    return ride.trips * sum(each.count * each.seats for each in vehicles)


def riders_of(ride: Ride, times: Mapping[int, set[datetime]]) -> list[int]:
    """Return who meets before and after a way; times: beginnings of each participant's meetings."""
    return [who for who, theirs in times.items() if theirs & ride.before and theirs & ride.after]


def trips_of(
    ride: Ride, times: Mapping[int, set[datetime]], persons: Mapping[int, int], vehicles: Sequence[Vehicle]
) -> list[Trip]:
    """
    Fill the vehicles one after the other: who meets first after the way rides first.

    A delegation that does not fit into one vehicle goes on in the next.
    """
    first_after = {who: min(times[who] & ride.after) for who in riders_of(ride, times)}
    waiting = [[who, persons.get(who, 1)] for who in sorted(first_after, key=lambda who: (first_after[who], who))]
    found = []
    for number in range(1, ride.trips + 1):
        leaves_at = ride.leaves_at + timedelta(minutes=2 * ride.minutes * (number - 1))
        for vehicle in vehicles:
            for each in range(1, vehicle.count + 1):
                riders = _fill(waiting, vehicle.seats)
                name = vehicle.name if vehicle.count == 1 else f"{vehicle.name} {each}"
                if riders:
                    found.append(Trip(name, number, leaves_at, vehicle.seats, riders))
    return found


def _fill(waiting: list[list[int]], seats: int) -> dict[int, int]:
    riders: dict[int, int] = {}
    while waiting and seats:
        who, left = waiting[0]
        sit = min(left, seats)
        riders[who], seats = sit, seats - sit
        waiting[0][1] -= sit
        if not waiting[0][1]:
            waiting.pop(0)
    return riders
