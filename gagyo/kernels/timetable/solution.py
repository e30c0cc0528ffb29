"""What a solver answers: a timetable, what is proven about it, and what clashes where there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gagyo.kernels.timetable.problem import Seat


class Status(StrEnum):
    """OPTIMAL and INFEASIBLE are proven; FEASIBLE has a timetable; UNKNOWN has neither timetable nor proof."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class DemandKind(StrEnum):
    """What can clash, or keep a meeting out. The keys of a demand are those of the parts named here."""

    HELD = "held"  # meeting: it is held
    ONCE = "once"  # participant: at most one meeting in a slot
    AWAY = "away"  # participant: its forbidden slots
    BLOCK = "block"  # meeting: in one of its blocks, out of its forbidden slots
    PIN = "pin"  # meeting: where a person put it
    TABLES = "tables"  # none: meetings at once
    TABLE = "table"  # meeting: a named table with its features and seats
    INTERPRETER = "interpreter"  # meeting: an interpreter of one of its languages
    EQUIPMENT = "equipment"  # equipment: no more of it at once than there is
    TRAVEL = "travel"  # participant: time for the way to another place
    RIDE = "ride"  # transfer: no more persons than seats
    PRECEDENCE = "precedence"  # two meetings: the first is in an earlier slot
    MOST_MEETINGS = "most_meetings"  # participant: no more meetings than its limit
    DIFFERENCE = "difference"  # none: numbers of breaks of any two participants


_WORDS = {
    DemandKind.HELD: "meeting {0} is held",
    DemandKind.ONCE: "participant {0} has one meeting at a time",
    DemandKind.AWAY: "participant {0} is away in its forbidden slots",
    DemandKind.BLOCK: "meeting {0} is in its blocks and out of its forbidden slots",
    DemandKind.PIN: "meeting {0} stays where it is pinned",
    DemandKind.TABLES: "no more meetings at once than tables",
    DemandKind.TABLE: "meeting {0} has a table that suits it",
    DemandKind.INTERPRETER: "meeting {0} has an interpreter",
    DemandKind.EQUIPMENT: "no more of the equipment {0} is in use at once than there is",
    DemandKind.TRAVEL: "participant {0} has time for the way to another place",
    DemandKind.RIDE: "no more persons ride on transfer {0} than it has seats",
    DemandKind.PRECEDENCE: "meeting {0} is earlier than meeting {1}",
    DemandKind.MOST_MEETINGS: "participant {0} has no more meetings than its limit",
    DemandKind.DIFFERENCE: "breaks are shared evenly between participants",
}


@dataclass(frozen=True, slots=True)
class Demand:
    """keys: of the parts it is about, in the order its kind tells."""

    kind: DemandKind
    keys: tuple[str, ...] = ()

    def __str__(self) -> str:
        return _WORDS[self.kind].format(*self.keys)


@dataclass(frozen=True, slots=True)
class Clash:
    """
    Demands that no timetable keeps together.

    is_smallest: each of them is needed for the clash: without any one of them, all the others can be kept
    """

    demands: tuple[Demand, ...]
    is_smallest: bool

    def __str__(self) -> str:
        return "These cannot all be kept: " + "; ".join(map(str, self.demands)) + "."


@dataclass(frozen=True, slots=True)
class Missing:
    """A meeting that was left out. demands: the cheapest to drop so that it could be held; none if not looked for."""

    meeting: str
    demands: tuple[Demand, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """What one aim reached, and the best that is not yet ruled out."""

    reached: int
    bound: int

    @property
    def gap(self) -> float:
        """Distance to the bound as a share of what was reached, 0 if it is proven."""
        return abs(self.reached - self.bound) / max(1, abs(self.reached))


@dataclass(frozen=True)
class Solution:
    """
    seats: by meeting; without those left out, and empty if there is no timetable
    breaks: fewer is better; None without a timetable
    bound: fewest breaks that any timetable can have, as far as proven, also without a timetable
    worst_share: of what it could get alone, that the worst-off participant gets, in tenths; more is better
    value: of the meetings held, where some may be left out; more is better
    changes: cost of all changes against the timetable before, if there was one; fewer is better
    seconds_to_best, seconds: until this timetable was found, and until the end
    """

    status: Status
    seats: Mapping[str, Seat] = field(default_factory=dict)
    breaks: Layer | None = None
    bound: int = 0
    worst_share: Layer | None = None
    value: Layer | None = None
    changes: Layer | None = None
    missing: tuple[Missing, ...] = ()
    clash: Clash | None = None
    seconds_to_best: float = field(default=0.0, compare=False)
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the search stands. breaks: of the best timetable so far, None before the first."""

    seconds: float
    breaks: int | None
    bound: int
    value: int | None = None
    changes: int | None = None
