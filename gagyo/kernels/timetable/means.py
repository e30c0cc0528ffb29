"""Which tables and interpreters can serve a meeting, and who gets which in a finished timetable."""

from collections.abc import Iterable, Mapping, Sequence

from gagyo.kernels.timetable.problem import Interpreter, Meeting, Problem, Table


def suitable_tables(problem: Problem, meeting: Meeting) -> frozenset[str]:
    """Return the named tables that have the seats and features of a meeting; of a pinned table, only that."""
    pinned = None if meeting.pin is None else meeting.pin.table
    return frozenset(
        table.key
        for table in problem.named_tables
        if meeting.needs_table and pinned in (None, table.key) and _suits(table, meeting)
    )


def suitable_interpreters(problem: Problem, meeting: Meeting) -> frozenset[str]:
    """Return the interpreters who have one of the meeting's language pairs; of a pinned one, only that."""
    pinned = None if meeting.pin is None else meeting.pin.interpreter
    return frozenset(
        one.key for one in problem.interpreters if pinned in (None, one.key) and meeting.languages & one.languages
    )


def is_out_of_question(problem: Problem, meeting: Meeting) -> bool:
    """Tell whether a meeting is pinned to a table or an interpreter that it does not take."""
    pin = meeting.pin
    if pin is None:
        return False
    needless_table = pin.table is not None and not (meeting.needs_table and problem.named_tables)
    return needless_table or (pin.interpreter is not None and not meeting.languages)


def possible_slots(problem: Problem, key: str) -> frozenset[int]:
    """Return the slots of a meeting, none if it is pinned to what it does not take."""
    meeting = problem.meeting_of[key]
    return frozenset() if is_out_of_question(problem, meeting) else frozenset(problem.possible_slots(meeting))


def open_tables(problem: Problem, slot: int) -> tuple[Table, ...]:
    """Return the named tables that can be used in a slot."""
    return tuple(table for table in problem.named_tables if slot not in table.forbidden)


def windows(problem: Problem, interpreter: Interpreter) -> Iterable[range]:
    """Yield the runs of slots in one of which each an interpreter must rest."""
    if interpreter.most_in_a_row is None:
        return
    length = interpreter.most_in_a_row + 1
    for slots in problem.slots_of.values():
        for first in range(slots.start, slots.stop - length + 1):
            yield range(first, first + length)


def too_near(problem: Problem) -> tuple[tuple[int, int], ...]:
    """Return pairs of slots at two places between which nobody has time for the way."""
    return tuple(sorted({pair for transfer in problem.transfers for pair in transfer.too_near}))


def matched(
    wanting: Sequence[str], suitable: Mapping[str, Iterable[str]], before: Mapping[str, str | None]
) -> dict[str, str]:
    """
    Give each its own of what suits it, as many as can be, each what it had before where that is free.

    Source: H. W. Kuhn, "The Hungarian Method for the Assignment Problem", 1955, its augmenting paths.
    """
    taken: dict[str, str] = {}
    choices = {one: sorted(suitable[one], key=lambda key: (key != before.get(one), key)) for one in wanting}
    first = [one for one in wanting if before.get(one) in set(choices[one])]
    for one in (*first, *(other for other in wanting if other not in set(first))):
        _give(one, choices, taken, set())
    return {one: key for key, one in taken.items()}


def _give(one: str, choices: Mapping[str, Sequence[str]], taken: dict[str, str], tried: set[str]) -> bool:
    for key in choices[one]:
        if key not in taken:
            taken[key] = one
            return True
    for key in choices[one]:
        if key not in tried:
            tried.add(key)
            if _give(taken[key], choices, taken, tried):
                taken[key] = one
                return True
    return False


def _suits(table: Table, meeting: Meeting) -> bool:
    return meeting.features <= table.features and (table.seats is None or meeting.persons <= table.seats)
