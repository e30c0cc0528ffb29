"""Two workers share the timetables of several rounds on one PostgreSQL; one is killed, and the other finishes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.machines import Machine, MakeMachine, server_url

ROUNDS, SECONDS, MOST_SECONDS = 6, 30, 200
OPEN = frozenset({"waiting", "running"})
# Rounds large enough that a search takes its time, and small enough that it always ends with a timetable.
ASK = f"""
import django
django.setup()
from django.utils import timezone
from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.meetings.actions.solving import ask_for_timetable
from gagyo.meetings.models import Wish
from gagyo.meetings.tests.make import at, make_participant, make_round
member = make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))
for number in range({ROUNDS}):
    made = make_round(office=member.office, tables=6, state="scheduling")
    sides = [[make_participant(of=made, side=side) for _n in range(8)] for side in (0, 1)]
    Wish.objects.bulk_create(
        Wish(asker=asker, wanted=wanted, rank=1 + (a * 3 + w * 5) % 8, made_at=at("09:00"))
        for a, asker in enumerate(sides[0])
        for w, wanted in enumerate(sides[1])
        if (a + w) % 2
    )
    by = make_actor(membership=member)
    ask_for_timetable(round_id=made.pk, seconds={SECONDS}, based_on_id=None, by=by, now=timezone.now())
"""


@contextmanager
def working(machine: Machine, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `gagyo worker` as a process of its own; end it on leaving."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gagyo", "worker", "--interval", "0.2"],
            cwd=machine.folder,
            env=machine.environment(),
            stdout=output,
            stderr=output,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def runs(machine: Machine) -> list[dict[str, Any]]:
    """Return all computations as they stand."""
    columns = ("id", "state", "worker", "attempts", "result_id")
    with psycopg.connect(machine.database_url) as connection:
        found = connection.execute(f"SELECT {', '.join(columns)} FROM meetings_solverun ORDER BY id").fetchall()  # noqa: S608
    return [dict(zip(columns, row, strict=True)) for row in found]


def computing(machine: Machine) -> list[dict[str, Any]]:
    """Return the computations that a worker holds."""
    return [run for run in runs(machine) if run["state"] == "running"]


def wait_for(what: Callable[[], Any]) -> Any:
    """Wait until something is so, and return it."""
    ends = time.monotonic() + MOST_SECONDS
    while time.monotonic() < ends:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("It did not come to that in time.")


def pid_of(run: dict[str, Any]) -> int:
    """Return the process that computes: a worker's name is its host, its process and a word."""
    return int(run["worker"].split()[1])


@pytest.mark.postgres
def test_two_workers_share_rounds_and_one_finishes_what_the_killed_one_began(
    tmp_path: Path, machine: MakeMachine
) -> None:
    if not server_url():
        pytest.fail("SQLite is one machine's: run this with GAGYO_DATABASE_URL of a PostgreSQL.")
    with machine(tmp_path, name="workers", laid_out=True) as shared:
        prepared = shared.gagyo("prepare", "--empty")
        assert prepared.returncode == 0, prepared.stderr
        asked = shared.python("-c", ASK)
        assert asked.returncode == 0, asked.stderr
        with working(shared, tmp_path / "one.log") as one, working(shared, tmp_path / "two.log") as two:

            def both_compute() -> dict[str, Any] | None:
                if {pid_of(run) for run in computing(shared)} != {one.pid, two.pid}:
                    return None
                # Held still first: else it could end in the moment before it is killed.
                os.kill(one.pid, signal.SIGSTOP)
                held = next((run for run in computing(shared) if pid_of(run) == one.pid), None)
                os.kill(one.pid, signal.SIGCONT if held is None else signal.SIGKILL)
                return held

            left = wait_for(both_compute)
            one.wait()
            # As if half a minute had passed: who is dead cannot prolong its lease, so the other may have the round.
            with psycopg.connect(shared.database_url) as connection:
                sql = "UPDATE meetings_solverun SET lease_until = now() - interval '1 second' WHERE worker = %s"
                connection.execute(sql, [left["worker"]])
            wait_for(lambda: not OPEN & {run["state"] for run in runs(shared)})
        ended = runs(shared)
        assert [run["state"] for run in ended] == ["done"] * ROUNDS, (tmp_path / "two.log").read_text()
        assert [run["id"] for run in ended if run["attempts"] != 1] == [left["id"]]
        again = next(run for run in ended if run["id"] == left["id"])
        assert (again["attempts"], pid_of(again)) == (2, two.pid)
        # Each round was solved once: every computation has its own version, and there is no other.
        with psycopg.connect(shared.database_url) as connection:
            sql = "SELECT round_id, count(*) FROM meetings_timetableversion GROUP BY round_id"
            solved = connection.execute(sql).fetchall()
        assert [count for _round, count in solved] == [1] * ROUNDS
        assert len({run["result_id"] for run in ended}) == ROUNDS
