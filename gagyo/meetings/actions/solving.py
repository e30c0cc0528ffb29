"""Computing a timetable: asked for, taken by one worker at a time under a lease, and kept as a version."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Self

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Max, Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks.base import Task

from gagyo.common.actions import record
from gagyo.common.rules import Actor, system
from gagyo.kernels.timetable.solution import Progress, Solution, Status
from gagyo.meetings.actions.rounds import locked
from gagyo.meetings.choices import Proof, RoundState, RunState, VersionState
from gagyo.meetings.models import Assignment, Meeting, MeetingRound, SolveRun, TimetableVersion, UnmetPair
from gagyo.meetings.queries.timetable import plan_of
from gagyo.meetings.rules.plan import Plan, problem_of, tables_by_turn
from gagyo.meetings.rules.timetable import UnableToSolve

# By its path, since tasks stand above actions.
TASK: Final = "gagyo.meetings.tasks.solve_timetable"
LEASE = timedelta(seconds=30)
BEAT_SECONDS = 2.0
TRIES = 3
SOLVABLE = frozenset({RoundState.WISHING, RoundState.SCHEDULING, RoundState.PUBLISHED, RoundState.RUNNING})
Solver = Callable[..., Solution]
log = logging.getLogger("gagyo.meetings")


def ask_for_timetable(*, round_id: int, seconds: int, based_on_id: int | None, by: Actor, now: datetime) -> SolveRun:
    """
    Put a computation into the queue.

    based_on_id: the version whose pins it keeps
    :raises UnableToSolve: if one is computed already, or there is nothing to compute
    """
    with transaction.atomic():
        meeting_round = locked(round_id, by=by)
        if meeting_round.state not in SOLVABLE:
            raise UnableToSolve(_("Take wishes first: the timetable is made from them."))
        base = TimetableVersion.objects.filter(round=meeting_round, pk=based_on_id or 0).first()
        plan = plan_of(meeting_round, based_on=base)
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
                    asked_at=now,
                    asked_by_id=by.user_id,
                )
        except IntegrityError as error:
            raise UnableToSolve(_("A timetable is being computed already. Wait for it, or stop it.")) from error
        record(event="timetable.asked", by=by, at=now, about=meeting_round, after={"seconds": seconds})
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
    Queue once more the computations whose worker died, that is whose lease ran out, and return them.

    Each is marked before it is queued, so that of several schedules only one queues it. One that ended its worker
    TRIES times is given up, so that it does not end all of them in turn.
    """
    dead = SolveRun.objects.filter(state=RunState.RUNNING, lease_until__lt=now, attempts__gte=TRIES)
    dead.update(state=RunState.FAILED, ended_at=now)
    found = []
    for pk in SolveRun.objects.filter(state=RunState.RUNNING, lease_until__lt=now).values_list("pk", flat=True):
        rows = SolveRun.objects.filter(pk=pk, state=RunState.RUNNING, lease_until__lt=now)
        if rows.update(state=RunState.WAITING, worker="", lease_until=None):
            enqueue(pk)
            found.append(pk)
    return found


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
    run = SolveRun.objects.select_related("round", "based_on").get(pk=run_id)
    plan = plan_of(run.round, based_on=run.based_on)
    with Lease(run_id, worker, clock) as lease:
        solution = solve(
            problem_of(plan), seed=run.seed, time_limit=run.seconds_at_most, progress=lease.hear, stop=lease.ends
        )
    if lease.is_lost:
        return ""
    return _keep(run_id, worker=worker, plan=plan, solution=solution, stopped=lease.is_stop_wanted, now=clock())


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
        run.result = _version(run, plan, solution, now=now)
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


def _version(run: SolveRun, plan: Plan, solution: Solution, *, now: datetime) -> TimetableVersion:
    last = TimetableVersion.objects.filter(round=run.round_id).aggregate(n=Max("number"))["n"] or 0
    version = TimetableVersion.objects.create(
        round_id=run.round_id,
        number=last + 1,
        state=VersionState.DRAFT,
        based_on=run.based_on,
        proof=Proof.OPTIMAL if solution.status == Status.OPTIMAL else Proof.FEASIBLE,
        seed=run.seed,
        seconds=round(solution.seconds, 2),
        value=solution.value.reached if solution.value else None,
        value_bound=solution.value.bound if solution.value else None,
        breaks=solution.breaks.reached if solution.breaks else None,
        breaks_bound=solution.breaks.bound if solution.breaks else solution.bound,
        made_at=now,
        made_by_id=run.asked_by_id,
    )
    _write_seats(version, run, plan, solution)
    return version


def _write_seats(version: TimetableVersion, run: SolveRun, plan: Plan, solution: Solution) -> None:
    slots = {slot.number - 1: slot for slot in plan.slots}
    wanted = {one.key: one for one in plan.wanted}
    meetings = meetings_for(run.round_id, [(one.first_id, one.second_id) for one in plan.wanted])
    seated = {key: slots[seat.slot].starts_at for key, seat in solution.seats.items()}
    online = {guest.pk for guest in plan.guests if guest.is_online}
    at_tables = [
        (at, wanted[key].first_id, wanted[key].second_id)
        for key, at in seated.items()
        if not {wanted[key].first_id, wanted[key].second_id} <= online
    ]
    tables = list(run.round.tables.filter(is_online=False).order_by("order", "pk").values_list("pk", flat=True))
    places = tables_by_turn(at_tables, tables=tables, home={})
    Assignment.objects.bulk_create(
        Assignment(
            timetable=version,
            meeting=meetings[wanted[key].first_id, wanted[key].second_id],
            starts_at=at,
            table_id=places.get((wanted[key].first_id, wanted[key].second_id)),
            interpreter_id=int(seat) if (seat := solution.seats[key].interpreter) else None,
            is_pinned=wanted[key].pinned_at is not None,
        )
        for key, at in seated.items()
    )
    reasons = {missing.meeting: missing.demands for missing in solution.missing}
    UnmetPair.objects.bulk_create(
        UnmetPair(
            timetable=version,
            first_id=one.first_id,
            second_id=one.second_id,
            kind=reasons[one.key][0].kind.value if reasons.get(one.key) else "no_room",
            details={
                "demands": [{"kind": each.kind.value, "keys": list(each.keys)} for each in reasons.get(one.key, ())]
            },
        )
        for one in plan.wanted
        if one.key not in seated
    )


def meetings_for(round_id: int, pairs: list[tuple[int, int]]) -> dict[tuple[int, int], Meeting]:
    """Return the meeting of each pair, made where there was none."""
    there = {(row.first_id, row.second_id): row for row in Meeting.objects.filter(round=round_id)}
    new = [
        Meeting(round_id=round_id, first_id=first, second_id=second)
        for first, second in pairs
        if (first, second) not in there
    ]
    for row in Meeting.objects.bulk_create(new):
        there[row.first_id, row.second_id] = row
    return there
