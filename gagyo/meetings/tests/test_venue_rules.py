"""What participants need at the table, and the ways between venues: plain values in and out."""

from dataclasses import replace
from datetime import timedelta

from gagyo.meetings.rules.mending import Stood
from gagyo.meetings.rules.needs import Needed, needed_by
from gagyo.meetings.rules.plan import Guest, Place, Plan, Voice, Wanted
from gagyo.meetings.rules.presence import Someone
from gagyo.meetings.rules.times import Slot
from gagyo.meetings.rules.venues import Ride, Stage, Trip, Vehicle, rides_of, seats_on, trips_of
from gagyo.meetings.rules.waiting import Hall
from gagyo.meetings.tests.make import at

HALF_HOUR = timedelta(minutes=30)
CLOCKS = (("10:00", 0), ("10:30", 0), ("12:00", 1), ("12:30", 1))
SLOTS = [Slot(n, at(clock), at(clock) + HALF_HOUR, block) for n, (clock, block) in enumerate(CLOCKS, start=1)]


def test_words_are_matched_with_what_tables_have_and_with_the_equipment() -> None:
    found = needed_by("Screen, VIDEO  set; quiet", features={"screen"}, equipment={"video set": 4})
    assert found == Needed(frozenset({"screen"}), frozenset({4}), ("quiet",))


def ride(minutes: int) -> Ride:
    (found,) = rides_of(SLOTS, [Stage(), Stage(7, minutes)])
    return found


def test_a_way_leaves_when_meetings_end_and_nobody_is_at_both_venues_too_soon() -> None:
    found = ride(60)
    assert (found.leaves_at, found.begins_at, found.trips) == (at("11:00"), at("12:00"), 1)
    assert found.too_near == frozenset()
    assert ride(75).too_near == {(at("10:30"), at("12:00"))}
    assert ride(20).trips == 2
    assert rides_of(SLOTS, [Stage(), Stage()]) == ()
    days = [*SLOTS[:2], *(replace(slot, starts_at=slot.starts_at + timedelta(days=1)) for slot in SLOTS[2:])]
    assert rides_of(days, [Stage(), Stage(7, 30)]) == ()


def test_vehicles_are_filled_in_turn_and_a_large_delegation_goes_on_in_the_next() -> None:
    times = {1: {at("10:00"), at("12:30")}, 2: {at("10:30"), at("12:00")}, 3: {at("10:00")}}
    vans = [Vehicle("Van", 2, 4)]
    assert seats_on(ride(20), vans) == 16
    assert seats_on(ride(20), []) is None
    assert trips_of(ride(20), times, {1: 5, 2: 3, 3: 9}, vans) == [
        Trip("Van 1", 1, at("11:00"), 4, {2: 3, 1: 1}),
        Trip("Van 2", 1, at("11:00"), 4, {1: 4}),
    ]


def free(plan: Plan, *stood: Stood) -> list[str]:
    """Return the hours at which 1 and 2, who wait, could meet."""
    places = Hall(plan, stood, tables=[20, 21]).free_places(Wanted(1, 2))
    return [f"{place.starts_at:%H:%M}" for place in places]


def test_who_waits_is_offered_no_slot_from_which_there_is_no_time_or_no_seat_for_the_way() -> None:
    guests = tuple(Guest(pk, people=(Someone(), Someone())) for pk in (1, 2, 3))
    plan = Plan(slots=tuple(SLOTS), guests=guests, wanted=(), tables=2, rides=(ride(75),))
    early = Stood(1, 1, 3, Place(at("10:30"), 20))
    assert free(plan, early) == ["10:00", "12:30"]
    assert free(replace(plan, seats={ride(75).key: 2}), early) == ["10:00", "12:30"]
    full = replace(plan, seats={ride(75).key: 1})
    assert free(full, early) == ["10:00"]
    # Whoever rides already is not asked for a seat again.
    rides = (Stood(1, 1, 3, Place(at("10:00"), 20)), Stood(2, 1, 3, Place(at("12:30"), 20)))
    assert free(full, *rides) == ["10:30", "12:00"]


def test_an_interpreter_has_time_for_the_way_as_well() -> None:
    guests = (Guest(1, languages=("en",)), Guest(2, languages=("ko",)), Guest(3), Guest(4))
    plan = Plan(
        slots=tuple(SLOTS), guests=guests, wanted=(), tables=2, rides=(ride(75),), voices=(Voice(9, ("en", "ko")),)
    )
    assert free(plan, Stood(1, 3, 4, Place(at("10:30"), 20, 9))) == ["10:00", "12:30"]
