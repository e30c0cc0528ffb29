"""
Full rounds with a hidden timetable without breaks: seconds until one is found again.

Input: made from a seed by gagyo/kernels/timetable/tests/planted.py. Every timetable is checked.
Run: python -m bench.timetable_planted [--tables 40 139 280] [--slots 16] [--seed 1] [--time-limit 60]
"""

import argparse
import resource

from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.solve import solve
from gagyo.kernels.timetable.tests.planted import planted


def processor() -> float:
    """Return seconds of processor time so far, of this process and of those it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Print a line for each round."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tables", type=int, nargs="+", default=[40, 139, 280])
    parser.add_argument("--slots", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=60)
    asked = parser.parse_args()
    for tables in asked.tables:
        before = processor()
        problem = planted(tables=tables, slots=asked.slots, seed=asked.seed)
        solution = solve(problem, seed=1, time_limit=asked.time_limit)
        assert not check(problem=problem, seats=solution.seats).violations
        most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(
            f"{len(problem.participants):>5} participants {len(problem.meetings):>6} meetings {tables:>4} tables  "
            f"{solution.status:<9} breaks {solution.breaks.reached if solution.breaks else '-'}  "
            f"best after {solution.seconds_to_best:.1f} s, end {solution.seconds:.1f} s, "
            f"processor {processor() - before:.1f} s, {most // 1024} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
