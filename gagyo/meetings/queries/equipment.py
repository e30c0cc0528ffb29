"""What a round has to share: features of tables, equipment, vehicles, venues; and who needs what of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from gagyo.meetings.choices import BlockKind, EquipmentKind
from gagyo.meetings.models import Delegate, MeetingRound, Participant, RoundBlock
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.rules.needs import Needed, needed_by, words_in
from gagyo.meetings.rules.seats import marks_of
from gagyo.meetings.rules.times import Slot
from gagyo.meetings.rules.venues import Ride, Stage, Vehicle, rides_of


@dataclass(frozen=True)
class Shared:
    """
    What meetings of a round share.

    features: of the tables on site, by table, with marks for their seats; seats: of each of them;
    stock: names and numbers of equipment; by_name: its keys;
    mixed: what every meeting needs of which one side is online
    """

    features: dict[int, frozenset[str]] = field(default_factory=dict)
    stock: dict[int, tuple[str, int]] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)
    mixed: frozenset[int] = frozenset()
    vehicles: tuple[Vehicle, ...] = ()
    seats: tuple[int, ...] = ()

    def needs_of(self, participant: Participant) -> Needed:
        """Return what a participant needs at its table."""
        features = frozenset().union(*self.features.values())
        return needed_by(participant.table_wanted, features=features, equipment=self.by_name)

    def equipment_of(self, first: Participant, second: Participant) -> frozenset[int]:
        """Return the equipment that a meeting of two takes."""
        is_mixed = first.is_online != second.is_online
        return self.needs_of(first).equipment | self.needs_of(second).equipment | (self.mixed if is_mixed else set())


def shared_of(meeting_round: MeetingRound) -> Shared:
    """Return what meetings of a round share; two queries."""
    tables = list(meeting_round.tables.filter(is_online=False).order_by("order", "pk"))
    seats = tuple(table.seats for table in tables)
    rows = list(meeting_round.equipment.all())
    things = [row for row in rows if row.kind == EquipmentKind.EQUIPMENT]
    return Shared(
        features={
            table.pk: frozenset(words_in(table.features)) | marks_of(table.seats, fewest=min(seats)) for table in tables
        },
        stock={row.pk: (row.name, row.count) for row in things},
        by_name={name.casefold(): row.pk for row in things for name in (row.name_ko, row.name_en) if name},
        mixed=frozenset(row.pk for row in things if row.for_mixed),
        vehicles=tuple(
            Vehicle(row.name, row.count, row.seats)
            for row in rows
            if row.kind == EquipmentKind.VEHICLE and row.seats is not None
        ),
        seats=seats,
    )


def unknown_needs(shared: Shared, participants: Iterable[Participant]) -> list[tuple[Participant, str]]:
    """Return the words of participants that name nothing which this round has."""
    return [(one, word) for one in participants for word in shared.needs_of(one).unknown]


def crowded(shared: Shared, participants: Iterable[Participant]) -> list[tuple[Participant, int]]:
    """Return who comes on site with so many persons that no table seats them with one of the other side."""
    most = max(shared.seats, default=0)
    rows = {one.pk: one for one in participants if not one.is_online}
    counts = Delegate.objects.filter(participant__in=rows).values("participant").annotate(n=Count("pk"))
    return [(rows[row["participant"]], row["n"]) for row in counts.order_by("participant") if row["n"] >= most > 0]


def meeting_blocks(meeting_round: MeetingRound) -> list[RoundBlock]:
    """Return the parts of days with meetings, as slots count them; one query."""
    rows = RoundBlock.objects.filter(round=meeting_round, kind=BlockKind.MEETINGS).select_related("venue")
    return list(rows.order_by("starts_at", "pk"))


def rides_in(meeting_round: MeetingRound, slots: Iterable[Slot]) -> tuple[Ride, ...]:
    """Return the ways between the venues of a round; one query."""
    blocks = meeting_blocks(meeting_round)
    stages = [Stage(row.venue_id, row.venue.way_minutes if row.venue else 0) for row in blocks]
    if len({stage.venue_id for stage in stages}) < 2:
        return ()
    home = max((stage.minutes for stage in stages), default=0)
    # Back to the round's own venue it is as far as from it.
    return rides_of(list(slots), [stage if stage.venue_id else Stage(None, home) for stage in stages])


def venue_names(meeting_round: MeetingRound) -> dict[int | None, str]:
    """Return the names of a round's venues by key; None is its own."""
    names: dict[int | None, str] = {row.pk: row.name for row in meeting_round.venues.all()}
    return {**names, None: meeting_round.venue or meeting_round.name}


def venue_at(meeting_round: MeetingRound) -> dict[datetime, str]:
    """
    Return the name of the venue at each slot's beginning; nothing for a round that is at its own all the time.

    One query then, three otherwise.
    """
    blocks = meeting_blocks(meeting_round)
    if not any(row.venue_id for row in blocks):
        return {}
    names = venue_names(meeting_round)
    return {slot.starts_at: names[blocks[slot.block].venue_id] for slot in slots_of_round(meeting_round)}
