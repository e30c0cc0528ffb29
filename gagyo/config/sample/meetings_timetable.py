"""A timetable for a sample round: each wanted meeting where it makes the fewest breaks, one after the other."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from random import Random

from django.utils import timezone

from gagyo.meetings.choices import MeetingState, Proof, VersionState
from gagyo.meetings.models import (
    Assignment,
    Meeting,
    MeetingRound,
    Participant,
    RoundInterpreter,
    RoundTable,
    TimetableVersion,
    UnmetPair,
)
from gagyo.meetings.queries.demand import Pair, wanted_pairs
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.rules.times import Slot


@dataclass(frozen=True)
class Seat:
    """When and where two participants meet; interpreter_id: None where they share a language."""

    pair: Pair
    slot: Slot
    table: RoundTable
    interpreter_id: int | None = None


@dataclass
class Hall:
    """What is free while a timetable grows: busy holds slot numbers by participant, or by interpreter."""

    slots: list[Slot]
    tables: list[RoundTable]
    interpreters: list[int]
    languages: dict[int, set[str]]
    rest_after: int
    busy: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    interpreting: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    taken: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    @cached_property
    def days(self) -> dict[int, date]:
        """The day of each slot, by its number."""
        return {slot.number: timezone.localdate(slot.starts_at) for slot in self.slots}

    def seat(self, pair: Pair) -> Seat | None:
        """Seat a pair and return where; None if there is no room any more."""
        both = (pair.first_id, pair.second_id)
        needs_interpreter = not self.languages[both[0]] & self.languages[both[1]]
        free = [
            slot
            for slot in self.slots
            if self.taken[slot.number] < len(self.tables)
            and not any(slot.number in self.busy[each] for each in both)
            and (not needs_interpreter or self.interpreter_for(slot) is not None)
        ]
        if not free:
            return None
        slot = min(free, key=lambda each: (self.breaks_with(both, each), each.number))
        interpreter = self.interpreter_for(slot) if needs_interpreter else None
        seat = Seat(pair, slot, self.tables[self.taken[slot.number]], interpreter)
        self.taken[slot.number] += 1
        for each in both:
            self.busy[each].add(slot.number)
        if interpreter is not None:
            self.interpreting[interpreter].add(slot.number)
        return seat

    def interpreter_for(self, slot: Slot) -> int | None:
        """Return an interpreter who is free then and has had a rest; None if there is none."""
        for each in self.interpreters:
            theirs = self.interpreting[each] | {slot.number}
            if slot.number not in self.interpreting[each] and self.longest_run(theirs) <= self.rest_after:
                return each
        return None

    def longest_run(self, numbers: set[int]) -> int:
        """Return how many slots follow one another at most."""
        longest = run = 0
        for slot in self.slots:
            run = run + 1 if slot.number in numbers else 0
            longest = max(longest, run)
        return longest

    def breaks_with(self, both: tuple[int, int], slot: Slot) -> int:
        """Return the breaks that two participants would have if they met in a slot."""
        return sum(self.breaks(self.busy[each] | {slot.number}) for each in both)

    def breaks(self, numbers: Iterable[int]) -> int:
        """Return the runs of free slots between two meetings of one day."""
        days = self.days
        return sum(days[one] == days[next_] and next_ - one > 1 for one, next_ in pairwise(sorted(numbers)))


def load_timetable(meeting_round: MeetingRound, *, seed: int) -> list[tuple[Meeting, Seat]]:
    """Make a version that was replaced and the published one; return the meetings of the latter with their seats."""
    pairs = wanted_pairs(meeting_round)
    meetings = {
        (row.first_id, row.second_id): row
        for row in Meeting.objects.bulk_create(
            Meeting(round=meeting_round, first_id=pair.first_id, second_id=pair.second_id, is_sample=True)
            for pair in pairs
        )
    }
    published: list[tuple[Meeting, Seat]] = []
    for number, state in enumerate((VersionState.REPLACED, VersionState.PUBLISHED), start=1):
        hall = _hall(meeting_round)
        seats = _arranged(pairs, hall, dice=Random(seed + number))  # noqa: S311  # sample data, not a secret
        version = _version(meeting_round, seats, hall, number=number, state=state)
        published = [(meetings[seat.pair.first_id, seat.pair.second_id], seat) for seat in seats]
        _write(version, published, unmet=_left_out(pairs, seats))
    seated = [meeting.pk for meeting, _seat in published]
    Meeting.objects.filter(round=meeting_round).exclude(pk__in=seated).update(state=MeetingState.WAITING)
    return published


def _hall(meeting_round: MeetingRound) -> Hall:
    spoken = Participant.objects.filter(round=meeting_round).values_list("pk", "languages")
    return Hall(
        slots=slots_of_round(meeting_round),
        tables=list(RoundTable.objects.filter(round=meeting_round)),
        interpreters=list(RoundInterpreter.objects.filter(round=meeting_round).values_list("pk", flat=True)),
        languages={pk: set(languages.split()) for pk, languages in spoken},
        rest_after=meeting_round.rest_after,
    )


def _arranged(pairs: list[Pair], hall: Hall, *, dice: Random) -> list[Seat]:
    """Seat what must be first, then by what it is worth; equals as the dice fall."""
    turns = sorted(pairs, key=lambda pair: (not pair.is_must, -pair.value, dice.random()))
    return [seat for seat in map(hall.seat, turns) if seat is not None]


def _left_out(pairs: list[Pair], seats: list[Seat]) -> list[Pair]:
    """Return the pairs for which there was no room."""
    seated = {(seat.pair.first_id, seat.pair.second_id) for seat in seats}
    return [pair for pair in pairs if (pair.first_id, pair.second_id) not in seated]


def _version(
    meeting_round: MeetingRound, seats: list[Seat], hall: Hall, *, number: int, state: VersionState
) -> TimetableVersion:
    made_at = _before(meeting_round.starts_on, days=20 - number)
    return TimetableVersion.objects.create(
        round=meeting_round,
        number=number,
        state=state,
        note="희망 마감 후 첫 시간표" if number == 1 else "참가기관 확인을 거친 시간표",
        proof=Proof.FEASIBLE,
        seed=number,
        value=sum(seat.pair.value for seat in seats),
        breaks=sum(hall.breaks(numbers) for numbers in hall.busy.values()),
        made_at=made_at,
        published_at=made_at + timedelta(hours=2),
    )


def _before(day: date, *, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(day - timedelta(days=days), time(10)))


def _write(version: TimetableVersion, seated: list[tuple[Meeting, Seat]], *, unmet: list[Pair]) -> None:
    Assignment.objects.bulk_create(
        Assignment(
            timetable=version,
            meeting=meeting,
            starts_at=seat.slot.starts_at,
            table=seat.table,
            interpreter_id=seat.interpreter_id,
            is_pinned=seat.pair.is_must,
        )
        for meeting, seat in seated
    )
    UnmetPair.objects.bulk_create(
        UnmetPair(
            timetable=version,
            first_id=pair.first_id,
            second_id=pair.second_id,
            kind="no_room",
            details={"demands": []},
        )
        for pair in unmet
    )
