"""Every timetable of a small problem, tried one after the other and judged by the checker alone."""

from collections.abc import Iterator
from itertools import product

from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.problem import Meeting, Problem, Seat

Score = tuple[int, ...]


def timetables(problem: Problem) -> Iterator[dict[str, Seat]]:
    """Yield every timetable that keeps every rule."""
    for chosen in product(*(_seats(problem, meeting) for meeting in problem.meetings)):
        seats = {one.key: seat for one, seat in zip(problem.meetings, chosen, strict=True) if seat is not None}
        if not check(problem=problem, seats=seats).violations:
            yield seats


def _seats(problem: Problem, meeting: Meeting) -> list[Seat | None]:
    tables: list[str | None] = [one.key for one in problem.named_tables] if meeting.needs_table else []
    interpreters: list[str | None] = [one.key for one in problem.interpreters] if meeting.languages else []
    found: list[Seat | None] = [] if meeting.must else [None]
    for slot, table, interpreter in product(range(problem.slots), tables or [None], interpreters or [None]):
        found.append(Seat(slot, table, interpreter))
    return found


def score(problem: Problem, seats: dict[str, Seat]) -> Score:
    """Return what a timetable reaches, aim by aim, each better if higher; written apart from the solver."""
    report = check(problem=problem, seats=seats)
    if problem.previous:
        kept = sum(key in seats for key in problem.previous)
        return (kept, -report.changes, report.value, -report.breaks)
    shares = [10 * report.values_of[key] // most for key, most in _alone(problem).items() if most]
    return (min(shares, default=10), report.value, -report.breaks)


def best(problem: Problem) -> Score | None:
    """Return the best that can be reached; None if no timetable keeps every rule."""
    return max((score(problem, seats) for seats in timetables(problem)), default=None)


def _alone(problem: Problem) -> dict[str, int]:
    """Return what each could get if it were the only one who wishes."""
    found = {}
    for who in problem.participants:
        values, free = [], set()
        for meeting in problem.meetings_of[who.key]:
            slots = problem.possible_slots(meeting)
            if slots:
                values.append(meeting.values[meeting.participants.index(who.key)] if meeting.values else 0)
                free |= set(slots)
        room = min(len(free), who.most_meetings if who.most_meetings is not None else len(free))
        found[who.key] = sum(sorted(values, reverse=True)[:room])
    return found
