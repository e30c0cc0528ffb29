"""What the kernel found, kept as a draft of the timetable."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from gagyo.kernels.timetable.solution import DemandKind, Solution, Status
from gagyo.meetings.choices import Proof, VersionState
from gagyo.meetings.models import Assignment, Meeting, MeetingRound, TimetableVersion, UnmetPair
from gagyo.meetings.rules.mending import why_out
from gagyo.meetings.rules.plan import Place, Plan, Wanted, tables_by_turn
from gagyo.meetings.rules.presence import is_away


def keep_solution(
    meeting_round: MeetingRound,
    plan: Plan,
    solution: Solution,
    *,
    based_on: TimetableVersion | None,
    seed: int,
    made_by_id: int | None,
    now: datetime,
    state: str = VersionState.DRAFT,
) -> TimetableVersion:
    """Write a timetable as a new version, with what it does not hold and why; the round must be locked."""
    last = TimetableVersion.objects.filter(round=meeting_round).aggregate(n=Max("number"))["n"] or 0
    version = TimetableVersion.objects.create(
        round=meeting_round,
        number=last + 1,
        state=state,
        based_on=based_on,
        proof=Proof.OPTIMAL if solution.status == Status.OPTIMAL else Proof.FEASIBLE,
        seed=seed,
        seconds=round(solution.seconds, 2),
        value=solution.value.reached if solution.value else None,
        value_bound=solution.value.bound if solution.value else None,
        breaks=solution.breaks.reached if solution.breaks else None,
        breaks_bound=solution.breaks.bound if solution.breaks else solution.bound,
        made_at=now,
        made_by_id=made_by_id,
    )
    _write_seats(version, plan, solution)
    return version


def _write_seats(version: TimetableVersion, plan: Plan, solution: Solution) -> None:
    wanted = {one.key: one for one in plan.wanted}
    meetings = meetings_for(version.round_id, [(one.first_id, one.second_id) for one in plan.wanted])
    found = _places(version.round, plan, solution)
    gone = _taken_away(version.round, plan, found)
    places = {key: place for key, place in found.items() if key not in gone}
    Assignment.objects.bulk_create(
        Assignment(
            timetable=version,
            meeting_id=meetings[wanted[key].first_id, wanted[key].second_id],
            starts_at=place.starts_at,
            table_id=place.table_id,
            interpreter_id=place.interpreter_id,
            is_pinned=wanted[key].pinned_at is not None,
        )
        for key, place in places.items()
    )
    reasons: dict[str, list[dict[str, object]]] = {
        missing.meeting: [{"kind": each.kind.value, "keys": list(each.keys)} for each in missing.demands]
        for missing in solution.missing
    }
    UnmetPair.objects.bulk_create(
        _unmet(version, one, plan, reasons.get(one.key, []), gone=gone.get(one.key))
        for one in plan.wanted
        if one.key not in places
    )


def _taken_away(meeting_round: MeetingRound, plan: Plan, places: Mapping[str, Place]) -> dict[str, DemandKind]:
    """Return the meetings whose table or interpreter was taken out of the round while the timetable was computed."""
    online = {guest.pk for guest in plan.guests if guest.is_online}
    voices = set(meeting_round.interpreters.values_list("pk", flat=True))
    found = {}
    for one in plan.wanted:
        place = places.get(one.key)
        if place is None or one.fact is not None:
            continue
        if place.table_id is None and not {one.first_id, one.second_id} <= online:
            found[one.key] = DemandKind.TABLES
        elif place.interpreter_id is not None and place.interpreter_id not in voices:
            found[one.key] = DemandKind.INTERPRETER
    return found


def _unmet(
    version: TimetableVersion,
    one: Wanted,
    plan: Plan,
    demands: list[dict[str, object]],
    *,
    gone: DemandKind | None,
) -> UnmetPair:
    before = plan.previous.get(one.key)
    if gone is not None:
        demands = [{"kind": gone.value, "keys": []}]
    elif before is not None:
        # Why it lost its place says more than what it would take to find it another.
        demands = [why_out(one, plan, before)]
    return UnmetPair(
        timetable=version,
        first_id=one.first_id,
        second_id=one.second_id,
        kind=str(demands[0]["kind"]) if demands else "no_room",
        details={"demands": demands, **({"was": before.starts_at.isoformat()} if before else {})},
    )


def _places(meeting_round: MeetingRound, plan: Plan, solution: Solution) -> dict[str, Place]:
    """Return where each meeting is held: facts as they were, the others where the kernel put them, at a table."""
    slots = {slot.number - 1: slot for slot in plan.slots}
    wanted = {one.key: one for one in plan.wanted}
    facts = {key: one.fact for key, one in wanted.items() if one.fact is not None}
    ahead = {key: place for key, place in facts.items() if place.starts_at not in plan.begun and place.table_id}
    at = {key: slots[seat.slot].starts_at for key, seat in solution.seats.items() if key not in facts}
    at |= {key: place.starts_at for key, place in ahead.items()}
    suited = {key: int(seat.table) for key, seat in solution.seats.items() if seat.table and plan.has_needs}
    tables = _tables(meeting_round, plan, at, wanted, suited=suited)
    return facts | {
        key: Place(
            begins,
            tables.get((wanted[key].first_id, wanted[key].second_id)),
            facts[key].interpreter_id if key in facts else _voice(solution, key),
        )
        for key, begins in at.items()
    }


def _tables(
    meeting_round: MeetingRound,
    plan: Plan,
    at: Mapping[str, datetime],
    wanted: Mapping[str, Wanted],
    *,
    suited: Mapping[str, int],
) -> dict[tuple[int, int], int]:
    """
    Return the tables of meetings that need one; whoever stays in its slot keeps its table.

    suited: tables that the kernel chose by what they have, by meeting
    """
    online = {guest.pk for guest in plan.guests if guest.is_online}
    there = list(meeting_round.tables.filter(is_online=False).order_by("order", "pk").values_list("pk", flat=True))
    before = {(wanted[key].first_id, wanted[key].second_id): plan.previous.get(key) for key in at}
    facts = {(one.first_id, one.second_id): one.fact for one in wanted.values() if one.fact}
    stays = {pair: place for pair, place in {**before, **facts}.items() if place and place.table_id}
    begins = {(wanted[key].first_id, wanted[key].second_id): moment for key, moment in at.items()}
    return tables_by_turn(
        [(moment, *pair) for pair, moment in begins.items() if not set(pair) <= online],
        tables=there,
        home={who: place.table_id for pair, place in stays.items() for who in pair if place.table_id},
        kept={
            pair: place.table_id
            for pair, place in stays.items()
            if place.table_id and begins.get(pair) == place.starts_at
        }
        | {(wanted[key].first_id, wanted[key].second_id): table for key, table in suited.items() if key in at},
        shut={pk: [slot for slot in plan.slots if is_away(times, slot)] for pk, times in plan.shut_tables.items()},
    )


def _voice(solution: Solution, key: str) -> int | None:
    interpreter = solution.seats[key].interpreter
    return int(interpreter) if interpreter else None


def meetings_for(round_id: int, pairs: list[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return the key of each pair's meeting, made where there was none."""
    rows = Meeting.objects.filter(round=round_id).values_list("first_id", "second_id", "pk")
    there = {(first, second): pk for first, second, pk in rows}
    new = [
        Meeting(round_id=round_id, first_id=first, second_id=second)
        for first, second in pairs
        if (first, second) not in there
    ]
    for row in Meeting.objects.bulk_create(new):
        there[row.first_id, row.second_id] = row.pk
    return there
