"""Computing a timetable: asked for, taken by one worker at a time under a lease, and kept as a version."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Self

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks.base import Task

from gagyo.common.actions import record
from gagyo.common.rules import Actor, system
from gagyo.kernels.timetable.solution import Progress, Solution, Status
from gagyo.meetings.actions.rounds import locked
from gagyo.meetings.actions.solved import keep_solution
from gagyo.meetings.choices import RoundState, RunState
from gagyo.meetings.models import MeetingRound, SolveRun, TimetableVersion
from gagyo.meetings.queries.timetable import plan_of
from gagyo.meetings.rules.plan import Plan, problem_of
from gagyo.meetings.rules.timetable import UnableToSolve

# By its path, since tasks stand above actions.
TASK: Final = "gagyo.meetings.tasks.solve_timetable"
LEASE = timedelta(seconds=30)
BEAT_SECONDS = 2.0
# A queue may be busy with other computations for so long.
PATIENCE = timedelta(minutes=2)
TRIES = 3
SOLVABLE = frozenset({RoundState.WISHING, RoundState.SCHEDULING, RoundState.PUBLISHED, RoundState.RUNNING})
Solver = Callable[..., Solution]
log = logging.getLogger("gagyo.meetings")


def ask_for_timetable(
    *, round_id: int, seconds: int, based_on_id: int | None, by: Actor, now: datetime, is_near: bool = False
) -> SolveRun:
    """
    Put a computation into the queue.

    based_on_id: the version whose pins it keeps; is_near: and from which as few meetings as possible move
    :raises UnableToSolve: if one is computed already, or there is nothing to compute
    """
    with transaction.atomic():
        meeting_round = locked(round_id, by=by)
        if meeting_round.state not in SOLVABLE:
            raise UnableToSolve(_("Take wishes first: the timetable is made from them."))
        base = TimetableVersion.objects.filter(round=meeting_round, pk=based_on_id or 0).first()
        plan = plan_of(meeting_round, based_on=base, is_near=is_near, now=now)
        if not plan.wanted:
            raise UnableToSolve(_("No two participants are to meet yet. Look at the wishes."))
        if not plan.slots or not plan.tables:
            raise UnableToSolve(_("There are no slots or no tables yet. Enter them on the round's page."))
        try:
            with transaction.atomic():
                run = SolveRun.objects.create(
                    round=meeting_round,
                    based_on=base,
                    seconds_at_most=seconds,
                    question={"is_near": is_near},
                    asked_at=now,
                    asked_by_id=by.user_id,
                )
        except IntegrityError as error:
            raise UnableToSolve(_("A timetable is being computed already. Wait for it, or stop it.")) from error
        record(event="timetable.asked", by=by, at=now, about=meeting_round, after={"seconds": seconds})
        # In the same transaction as the run: a process that ends here leaves both or neither.
        enqueue(run.pk)
    run.refresh_from_db()
    return run


def enqueue(run_id: int) -> None:
    """Put the task of a computation into the queue."""
    task: Task[..., Any] = import_string(TASK)
    task.enqueue(run_id)


@transaction.atomic
def stop_run(*, round_id: int, by: Actor, now: datetime) -> None:
    """Stop what is computed: the best so far is kept."""
    meeting_round = locked(round_id, by=by)
    rows = SolveRun.objects.filter(round=meeting_round)
    rows.filter(state=RunState.WAITING).update(state=RunState.STOPPED, ended_at=now)
    rows.filter(state=RunState.RUNNING).update(is_stop_wanted=True)
    record(event="timetable.stopped", by=by, at=now, about=meeting_round)


def resume_left_runs(*, now: datetime) -> list[int]:
    """
    Queue once more the computations that nobody computes, and return them.

    Those whose worker died, that is whose lease ran out, and those that wait for longer than PATIENCE, as the queue
    may have lost them; a computation that is in the queue twice is still computed once. Each is marked before it is
    queued, so that of several schedules only one queues it. One that ended its worker TRIES times is given up, so
    that it does not end all of them in turn.
    """
    dead = SolveRun.objects.filter(state=RunState.RUNNING, lease_until__lt=now, attempts__gte=TRIES)
    dead.update(state=RunState.FAILED, ended_at=now, answer={"failed": "worker"})
    lost = Q(state=RunState.WAITING) & (Q(lease_until__lt=now) | Q(lease_until=None, asked_at__lt=now - PATIENCE))
    left = Q(state=RunState.RUNNING, lease_until__lt=now) | lost
    return [pk for pk in SolveRun.objects.filter(left).values_list("pk", flat=True) if _requeued(pk, left, now=now)]


@transaction.atomic
def _requeued(pk: int, left: Q, *, now: datetime) -> bool:
    rows = SolveRun.objects.filter(left, pk=pk)
    # Until when it is not queued once more.
    taken = rows.update(state=RunState.WAITING, worker="", lease_until=now + PATIENCE)
    if taken:
        enqueue(pk)
    return bool(taken)


def claim(run_id: int, *, worker: str, now: datetime) -> bool:
    """Take a computation, if nobody has it or its worker died; of two workers only one does."""
    free = Q(state=RunState.WAITING) | Q(state=RunState.RUNNING, lease_until__lt=now)
    taken = SolveRun.objects.filter(free, pk=run_id).update(
        state=RunState.RUNNING,
        worker=worker,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        began_at=now,
    )
    return taken == 1


@dataclass
class Lease:
    """
    A worker's hold on a computation, prolonged every two seconds by a thread of its own while the kernel computes.

    is_lost: another worker has it now, as this one was thought dead; nothing is written then
    told: what the kernel told last
    """

    run_id: int
    worker: str
    clock: Callable[[], datetime]
    is_lost: bool = False
    is_stop_wanted: bool = False
    told: dict[str, Any] = field(default_factory=dict)
    _done: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._done.wait(BEAT_SECONDS):
                try:
                    self.prolong()
                except DatabaseError:
                    # A database that is busy or restarts must not end what is computed: the next beat tries again.
                    log.warning("lease_not_prolonged", extra={"run": self.run_id}, exc_info=True)
        finally:
            # The connection is this thread's own.
            connection.close()

    def prolong(self) -> None:
        """Prolong the lease, tell how far the kernel is, and ask whether it is to stop."""
        rows = SolveRun.objects.filter(pk=self.run_id)
        held = rows.filter(worker=self.worker, state=RunState.RUNNING)
        if held.update(lease_until=self.clock() + LEASE, progress=self.told):
            self.is_stop_wanted = held.filter(is_stop_wanted=True).exists()
        else:
            self.is_lost = rows.exclude(worker=self.worker).exists()

    def ends(self) -> bool:
        """Tell whether to stop; asked by the kernel many times a second."""
        return self.is_lost or self.is_stop_wanted

    def hear(self, progress: Progress) -> None:
        """Keep what the kernel tells, for the next beat."""
        self.told = {
            "seconds": round(progress.seconds, 1),
            "breaks": progress.breaks,
            "bound": progress.bound,
            "value": progress.value,
        }


def run_claimed(run_id: int, *, worker: str, clock: Callable[[], datetime], solve: Solver) -> str:
    """
    Compute what this worker has claimed, and return the state that it ended in; empty if the lease was lost.

    solve: the kernel's door
    """
    try:
        return _computed(run_id, worker=worker, clock=clock, solve=solve)
    except Exception:
        # Told at once: the organiser would else wait until the lease has run out three times.
        log.exception("timetable_failed", extra={"run": run_id})
        return _failed(run_id, worker=worker, now=clock())


def _computed(run_id: int, *, worker: str, clock: Callable[[], datetime], solve: Solver) -> str:
    run = SolveRun.objects.select_related("round", "based_on").get(pk=run_id)
    is_near = bool(run.question.get("is_near"))
    plan = plan_of(run.round, based_on=run.based_on, is_near=is_near, now=clock())
    with Lease(run_id, worker, clock) as lease:
        solution = solve(
            problem_of(plan), seed=run.seed, time_limit=run.seconds_at_most, progress=lease.hear, stop=lease.ends
        )
    if lease.is_lost:
        return ""
    return _keep(run_id, worker=worker, plan=plan, solution=solution, stopped=lease.is_stop_wanted, now=clock())


@transaction.atomic
def _failed(run_id: int, *, worker: str, now: datetime) -> str:
    run = SolveRun.objects.select_for_update().filter(pk=run_id, worker=worker, state=RunState.RUNNING).first()
    if run is None:
        return ""
    run.state, run.ended_at, run.answer = RunState.FAILED, now, {"failed": "error"}
    run.save()
    by = system(label="solve_timetable")
    record(event="timetable.computed", by=by, at=now, about=run.round, after={"state": str(run.state)})
    return str(run.state)


@transaction.atomic
def _keep(run_id: int, *, worker: str, plan: Plan, solution: Solution, stopped: bool, now: datetime) -> str:
    run = SolveRun.objects.select_for_update().filter(pk=run_id, worker=worker, state=RunState.RUNNING).first()
    if run is None:
        return ""
    # Whoever copies a version holds the round as well: two never take the same number.
    MeetingRound.objects.past_access(because="Locked for a computation that its organiser asked for").filter(
        pk=run.round_id
    ).select_for_update().get()
    run.ended_at, run.answer = now, {"status": solution.status.value}
    if solution.seats:
        run.result = keep_solution(
            run.round, plan, solution, based_on=run.based_on, seed=run.seed, made_by_id=run.asked_by_id, now=now
        )
        run.state = RunState.STOPPED if stopped else RunState.DONE
    elif solution.status == Status.INFEASIBLE:
        run.state = RunState.IMPOSSIBLE
        run.answer["clash"] = [
            {"kind": demand.kind.value, "keys": list(demand.keys)}
            for demand in (solution.clash.demands if solution.clash else ())
        ]
    else:
        run.state = RunState.STOPPED if stopped else RunState.FAILED
    run.save()
    by = system(label="solve_timetable")
    record(event="timetable.computed", by=by, at=now, about=run.round, after={"state": str(run.state)})
    return str(run.state)
