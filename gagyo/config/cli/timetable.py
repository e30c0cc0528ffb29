"""`gagyo timetable`: the solver of meeting timetables, without a database."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gagyo.config.cli.start import Refused

if TYPE_CHECKING:
    from gagyo.kernels.timetable.problem import Problem
    from gagyo.kernels.timetable.solution import Solution


@click.group()
def timetable() -> None:
    """
    Solve timetables of one-to-one meetings. No database is needed.

    \b
    Exit codes: 0 answered, 1 refused.
    """


@timetable.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--time-limit", type=click.FloatRange(min=0), default=60.0, show_default=True, help="Seconds at most.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same timetable.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
def solve(*, file: Path, time_limit: float, seed: int, as_json: bool) -> int:
    """
    Find the timetable with the fewest breaks for the meetings of FILE (MiniZinc data, .dzn), and prove it.

    JSON: status (optimal, feasible, infeasible, unknown), slots (the slot of each meeting, counted from 1, null where
    none), breaks, bound, seconds.

    \b
    Exit codes: 0 answered, 1 the file is no instance.
    """
    from gagyo.kernels.timetable.dzn import UnableToReadInstance, read_dzn
    from gagyo.kernels.timetable.solve import solve as solve_problem

    try:
        problem = read_dzn(file.read_text(encoding="utf-8"))
    except (UnableToReadInstance, UnicodeDecodeError) as error:
        raise Refused(f"{file} is no instance. {error}") from None
    solution = solve_problem(problem, seed=seed, time_limit=time_limit)
    click.echo(json.dumps(_as_json(problem, solution)) if as_json else _as_sentence(solution))
    return 0


def _as_json(problem: "Problem", solution: "Solution") -> dict[str, object]:
    seats = solution.seats
    return {
        "status": solution.status.value,
        "slots": [seats[one.key].slot + 1 if one.key in seats else None for one in problem.meetings],
        "breaks": None if solution.breaks is None else solution.breaks.reached,
        "bound": solution.bound,
        "seconds": round(solution.seconds, 3),
    }


def _as_sentence(solution: "Solution") -> str:
    if solution.clash is not None:
        return f"infeasible in {solution.seconds:.2f} s. {solution.clash}"
    breaks = "no timetable" if solution.breaks is None else f"{solution.breaks.reached} breaks"
    return f"{solution.status.value}: {breaks}, at least {solution.bound}, in {solution.seconds:.2f} s."
