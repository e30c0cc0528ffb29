"""
Timetables of meetings: breaks, proven bound, seconds to the best and to the proof, memory; beside two plain models.

Input: instance files (.dzn) in the folder given, by default `../shared/data/timetable`, which holds the published
instances (not part of this project) and generated ones. Each is solved in a fresh process: by `solve`, by a plain
incremental SAT encoding (CaDiCaL, bound raised from 0) and by a plain CP-SAT model (two workers). Seconds on the clock
count from the start of the process, so with imports; seconds of processor time count both cores.
Every timetable is checked by the kernel's checker.
Run: python bench/timetable.py [--folder DIR] [--only PART] [--time-limit 60] [--solvers ours sat cp_sat]
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gagyo.kernels.timetable.problem import Problem

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "timetable"
SOLVERS = ("ours", "sat", "cp_sat")


def ours(problem: Problem, time_limit: float) -> dict[str, Any]:
    """Solve by the kernel."""
    from gagyo.kernels.timetable.solve import solve

    solution = solve(problem, seed=1, time_limit=time_limit)
    return {
        "status": solution.status.value,
        "breaks": None if solution.breaks is None else solution.breaks.reached,
        "bound": solution.bound,
        "to_best": solution.seconds_to_best,
        "slots": {key: seat.slot for key, seat in solution.seats.items()},
    }


def run_one(solver: str, file: Path, time_limit: float) -> None:
    """Solve one instance in this process and print what came out."""
    from bench.timetable_plain import by_cp_sat, by_sat
    from gagyo.kernels.timetable.checking import check
    from gagyo.kernels.timetable.dzn import read_dzn
    from gagyo.kernels.timetable.problem import Seat

    ways: dict[str, Callable[[Problem, float], dict[str, Any]]] = {"ours": ours, "sat": by_sat, "cp_sat": by_cp_sat}
    problem = read_dzn(file.read_text())
    found = ways[solver](problem, time_limit)
    slots = found.pop("slots")
    if slots:
        report = check(problem=problem, seats={key: Seat(slot) for key, slot in slots.items()})
        assert not report.violations, report.violations[:3]
        assert report.breaks == found["breaks"], (report.breaks, found["breaks"])
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    found["processor"] = sum(one.ru_utime + one.ru_stime for one in used)
    found["megabytes"] = sum(one.ru_maxrss for one in used) // 1024
    print(json.dumps(found))


def measured(solver: str, file: Path, time_limit: float) -> dict[str, Any]:
    """Solve one instance in a fresh process."""
    import subprocess  # each instance's own process has no use for it

    command = [sys.executable, "-m", "bench.timetable", "--one", solver, str(file), "--time-limit", str(time_limit)]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=time_limit * 3 + 60)
    found: dict[str, Any] = json.loads(done.stdout)
    found["seconds"] = time.perf_counter() - began
    return found


def main() -> None:
    """Print a line for each instance and solver, then totals and ratios."""
    import statistics

    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--only", default="")
    parser.add_argument("--time-limit", type=float, default=60)
    parser.add_argument("--solvers", nargs="+", choices=SOLVERS, default=SOLVERS)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        run_one(asked.one[0], Path(asked.one[1]), asked.time_limit)
        return
    solvers = asked.solvers
    files = [file for file in sorted(asked.folder.glob("*.dzn")) if asked.only in file.name]
    if not files:
        parser.error(f"There is no instance in {asked.folder}. Give --folder.")
    rows: dict[str, list[dict[str, Any]]] = {solver: [] for solver in solvers}
    print(f"{'instance':28} {'solver':7} {'status':11} breaks bound  to best  seconds  processor  MB")
    for file in files:
        for solver in solvers:
            row = measured(solver, file, asked.time_limit)
            rows[solver].append(row)
            print(
                f"{file.stem:28} {solver:7} {row['status']:11} {row['breaks']!s:>6} {row['bound']!s:>5} "
                f"{row['to_best'] or 0:8.2f} {row['seconds']:8.2f} {row['processor']:10.2f} {row['megabytes']:4}",
                flush=True,
            )
    for solver, found in rows.items():
        seconds = [row["seconds"] for row in found]
        proven = sum(row["status"] in ("optimal", "infeasible") for row in found)
        print(
            f"{solver}: {proven} of {len(found)} proven, {sum(seconds):.1f} s in all, median "
            f"{statistics.median(seconds):.2f}, slowest {max(seconds):.2f}; "
            f"{sum(row['processor'] for row in found):.1f} s of processor time"
        )


if __name__ == "__main__":
    main()
