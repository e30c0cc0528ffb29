"""Tables by turn, and the breaks of a timetable: plain values in and out."""

from datetime import date, timedelta

from gagyo.meetings.rules.plan import tables_by_turn
from gagyo.meetings.rules.times import Slot
from gagyo.meetings.rules.timetable import Sitting, breaks_in
from gagyo.meetings.tests.make import at


def test_a_mission_stays_at_its_table_where_it_can() -> None:
    seats = [(at("10:00"), 1, 11), (at("10:00"), 2, 12), (at("10:30"), 2, 11), (at("10:30"), 1, 12)]
    placed = tables_by_turn(seats, tables=[7, 8], home={})
    assert placed == {(1, 11): 7, (2, 12): 8, (2, 11): 8, (1, 12): 7}


def test_a_night_between_two_days_is_no_break() -> None:
    days = [date(2030, 6, 16), date(2030, 6, 17)]
    clocks = ("10:00", "10:30", "11:00")
    slots = [
        Slot(n, at(clock, day=day), at(clock, day=day) + timedelta(minutes=30), n // 3)
        for n, (day, clock) in enumerate((day, clock) for day in days for clock in clocks)
    ]
    wished = [("10:00", days[0]), ("11:00", days[0]), ("11:00", days[1])]
    version = [Sitting(n, 1, 100 + n, at(clock, day=day)) for n, (clock, day) in enumerate(wished)]
    assert breaks_in(version, slots)[1] == 1
