"""
Clocks in working time: how long it takes to reckon and to read them, and how that grows.

Input: 300,000 open legs made from a seed, started over the last 400 days; 60 calendars: 40 offices in Seoul with
closed days of their own and 20 missions in other time zones with their countries' holidays; 4 to 80 working hours
allowed, a reminder 4 hours before, escalations after 8 and 24; every fourth leg with one to three pauses, every
tenth of those still lasting. Two runs: every moment of every leg reckoned anew from its start, and how each stands
read from its kept moments, as an escalation run does.
Also: adding 4, 400 and 40,000 working hours; they should take the same time, since nothing is walked through.
Run: python bench/worktime.py
"""

import random
import resource
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from gagyo.kernels.worktime.calendar import Holidays, Span, WorkCalendar, weekdays
from gagyo.kernels.worktime.clock import Allowance, Moments, moments, moments_between, state_of_clock
from gagyo.kernels.worktime.pauses import Pause
from gagyo.kernels.worktime.reckon import add_work, due_at

NOW = datetime(2026, 10, 7, 3, tzinfo=UTC)
LEGS = 300_000
AIM_SECONDS = 5.0
OFFICE = weekdays(Span.of_clock("09:00", "12:00"), Span.of_clock("13:00", "18:00"))
MISSIONS = (
    ("America/New_York", "US"),
    ("Asia/Ho_Chi_Minh", "VN"),
    ("Africa/Nairobi", "KE"),
    ("Europe/Berlin", "DE"),
    ("Asia/Tokyo", "JP"),
    ("Asia/Kolkata", "IN"),
    ("Australia/Sydney", "AU"),
    ("America/Sao_Paulo", "BR"),
    ("Asia/Ulaanbaatar", "MN"),
    ("Europe/London", "GB"),
)
Leg = tuple[WorkCalendar, datetime, Allowance, tuple[Pause, ...]]


def calendars() -> list[WorkCalendar]:
    at_home = [
        WorkCalendar(
            "Asia/Seoul", OFFICE, (Holidays("KR"),), closed=frozenset({date(2026, 5, 4) + timedelta(7 * index)})
        )
        for index in range(40)
    ]
    abroad = [
        WorkCalendar(zone, OFFICE, (Holidays(country),), closed=frozenset({date(2026, 3, 2) + timedelta(office)}))
        for zone, country in MISSIONS
        for office in range(2)
    ]
    return at_home + abroad


def legs() -> list[Leg]:
    chance = random.Random(1)
    known = calendars()
    allowances = [
        Allowance(timedelta(hours=hours), timedelta(hours=4), (timedelta(hours=8), timedelta(hours=24)))
        for hours in (4, 8, 16, 24, 40, 80)
    ]
    found = []
    for index in range(LEGS):
        start = NOW - timedelta(minutes=chance.randrange(400 * 1440))
        found.append((chance.choice(known), start, chance.choice(allowances), _pauses(chance, start, index)))
    return found


def _pauses(chance: random.Random, start: datetime, index: int) -> tuple[Pause, ...]:
    if index % 4:
        return ()
    at, found = start, []
    for _ in range(chance.randint(1, 3)):
        begin = at + timedelta(minutes=chance.randrange(3 * 1440))
        at = begin + timedelta(minutes=chance.randrange(5 * 1440))
        found.append(Pause(begin, at))
    return (*found, Pause(at)) if index % 40 == 0 else tuple(found)


def print_runs(rows: list[Leg]) -> None:
    began = time.process_time()
    add_work(rows[0][0], NOW, timedelta(hours=1))
    print(f"loading the package of holidays and a first answer: {time.process_time() - began:.2f} s of processor")
    for turn in ("with nothing kept", "with the calendars kept"):
        began = time.process_time()
        for calendar, start, allowed, pauses in rows:
            due_at(calendar, start, allowed.work, pauses)
        _print(f"due moments alone, {turn}", began)
    began = time.process_time()
    kept: list[Moments] = [moments(*row) for row in rows]
    # No run does this for all: a leg's moments are reckoned when it starts, pauses or goes on.
    _print("all four moments of each", began, has_aim=False)
    began = time.process_time()
    states: Counter[str] = Counter()
    to_do = 0
    before = NOW - timedelta(minutes=5)
    for (_, _, _, pauses), found in zip(rows, kept, strict=True):
        is_paused = any(one.covers(NOW) for one in pauses)
        states[state_of_clock(NOW, found, is_paused=is_paused)] += 1
        to_do += len(moments_between(found, before, NOW))
    _print("escalation run: how each stands, and what fell due in the last 5 minutes", began)
    print(f"  {dict(states)}, {to_do} things to do")


def _print(what: str, began: float, *, has_aim: bool = True) -> None:
    seconds = time.process_time() - began
    within = "within" if seconds < AIM_SECONDS else "NOT within"
    aim = f" ({within} the aim of {AIM_SECONDS:g} s)" if has_aim else ""
    print(f"{what}: {seconds:.2f} s of processor for {LEGS:,} legs{aim}")


def print_growth(calendar: WorkCalendar) -> None:
    print("adding working hours, calendar kept:")
    for hours in (4, 400, 40_000):
        work = timedelta(hours=hours)
        due = add_work(calendar, NOW, work)
        began = time.process_time()
        for _ in range(10_000):
            add_work(calendar, NOW, work)
        print(f"  {hours:6} hours, until {due:%Y-%m-%d}: {(time.process_time() - began) * 100:.1f} microseconds")


def main() -> int:
    rows = legs()
    print_runs(rows)
    print_growth(rows[0][0])
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
