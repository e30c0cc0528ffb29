"""Background tasks of one-to-one meetings."""

import os
import socket

from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import task

from gagyo.common.rules import system
from gagyo.meetings.actions.retention import destroy_names
from gagyo.meetings.actions.solving import claim, run_claimed


@task()
def solve_timetable(run_id: int) -> str:
    """
    Compute a timetable, and return the state that it ended in; empty if another worker has it.

    A second run does no harm: the computation belongs to one worker at a time, under a lease.
    """
    worker = f"{socket.gethostname()} {os.getpid()} {get_random_string(8)}"
    if not claim(run_id, worker=worker, now=timezone.now()):
        return ""
    # Its solvers cost memory that only a process which computes needs.
    from gagyo.kernels.timetable.plan import solve_any as solve

    return run_claimed(run_id, worker=worker, clock=timezone.now, solve=solve)


@task()
def destroy_names_of_rounds() -> int:
    """Destroy what names people of rounds past the retention period, and return of how many rounds; nightly."""
    return destroy_names(by=system(label="nightly.destroy_names_of_rounds"), now=timezone.now())
