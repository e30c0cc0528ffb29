"""How long nothing was recorded for a tie."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gagyo.partnerships.choices import IN_FORCE

Level = Literal["active", "quiet", "dormant", "unknown"]


@dataclass(frozen=True)
class Dormancy:
    """
    days: since the last recorded activity, a lower bound where only its month or year is known;
    None if nothing was ever recorded, which is "unknown" and not "dormant"
    """

    last_on: date | None
    days: int | None
    level: Level


NOT_COUNTED = Dormancy(None, None, "active")


def dormancy(
    *, state: str, activity: Iterable[date | None], today: date, quiet_days: int, dormant_days: int
) -> Dormancy:
    """
    Return how dormant a tie is.

    activity: days of signing, of projects and of state changes; what lies ahead is no activity yet.
    Only a tie in force can be dormant: talks that rest are shown by their state.
    """
    if state not in IN_FORCE:
        return NOT_COUNTED
    past = [day for day in activity if day is not None and day <= today]
    if not past:
        return Dormancy(None, None, "unknown")
    last_on = max(past)
    days = (today - last_on).days
    level: Level = "dormant" if days >= dormant_days else "quiet" if days >= quiet_days else "active"
    return Dormancy(last_on, days, level)
