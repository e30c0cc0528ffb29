"""
Timetables of wishes: rounds of a city's size to the proof, and growth from 50 to 10,000 participants.

Input: made from a seed: two sides of equal size; each of the first side wishes to meet some of the other, worth 1 to 8
to the one and 0 to 8 to the other; 16 slots of a morning and an afternoon; 12 meetings each at most; tables for half.
Also: a participant who comes three slots late to a round of 24 and 24, planned again.
Prints a line for each, and with a FILE draws growth there: processor time until the first timetable and in all.
Run: python -m bench.timetable_large [SECONDS of each] [FILE.svg]
"""

import random
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

from bench.timetable_plot import Line, drawn
from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.plan import solve_any
from gagyo.kernels.timetable.problem import Block, Meeting, Participant, Problem
from gagyo.kernels.timetable.solution import Progress, Solution

SIZES = ((50, 8), (500, 8), (1000, 8), (2500, 8), (5000, 8), (10_000, 8))


def round_of(*, participants: int, wishes: int, seed: int = 1) -> Problem:
    chance = random.Random(seed)
    half = participants // 2
    pairs = sorted({(f"a{one}", f"b{other}") for one in range(half) for other in chance.sample(range(half), wishes)})
    people = tuple(Participant(f"{side}{at}", most_meetings=12) for side in "ab" for at in range(half))
    meetings = tuple(
        Meeting("-".join(pair), pair, must=False, values=(chance.randint(1, 8), chance.randint(0, 8))) for pair in pairs
    )
    return Problem((Block("one", 8), Block("two", 8, continues=True)), people, meetings, tables=half)


def processor() -> float:
    """Return seconds of processor time so far, of this process and of those it has ended."""
    return time.process_time() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def row(name: str, problem: Problem, seconds: float) -> tuple[Solution, float, float]:
    """Solve and print. Return also the processor time until the first timetable, and of all."""
    first: list[float] = []
    worked: list[float] = []
    began = processor()

    def progress(news: Progress) -> None:
        first.append(news.seconds)
        worked.append(processor() - began)

    solution = solve_any(problem, seed=1, time_limit=seconds, progress=progress)
    whole = processor() - began
    assert not check(problem=problem, seats=solution.seats).violations
    value, breaks = solution.value, solution.breaks
    print(
        f"{name:<22} {len(problem.meetings):>6} meetings  {solution.status:<9} held {len(solution.seats):>6}  "
        f"value gap {value.gap if value else 0:.4f}  breaks {breaks.reached if breaks else '-'}  "
        f"first {first[0] if first else 0:.2f} s  end {solution.seconds:.2f} s  processor {whole:.2f} s  "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB",
        flush=True,
    )
    return solution, worked[0] if worked else whole, whole


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    small = round_of(participants=48, wishes=10)
    seats = row("24 and 24", small, seconds)[0].seats
    late = tuple(replace(one, forbidden=frozenset({0, 1, 2})) if one.key == "a3" else one for one in small.participants)
    row("24 and 24, one late", replace(small, participants=late, previous=seats), seconds)
    points = []
    for participants, wishes in SIZES:
        given = round_of(participants=participants, wishes=wishes)
        _, first, whole = row(f"{participants} participants", given, seconds)
        points.append((len(given.meetings), first, whole))
    if len(sys.argv) > 2:
        lines = (
            Line("first timetable", tuple((number, first) for number, first, _ in points)),
            Line("in all", tuple((number, whole) for number, _, whole in points)),
        )
        Path(sys.argv[2]).write_text(drawn(lines, across="meetings", up="seconds of processor time"), encoding="utf-8")


if __name__ == "__main__":
    main()
