"""How requests, items and legs are shown: badges, times in both zones, links."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.components import Badge, Tone
from gagyo.common.components.cells import language
from gagyo.kernels.indicators.words import date_text
from gagyo.support.choices import HeardState, ItemOutcome, LegState, RequestState
from gagyo.support.models import Leg, RequestItem, SupportRequest
from gagyo.support.queries.rows import OpenLeg, RequestRow

NO_BREAK = "\N{NO-BREAK SPACE}"
STATE_TONES: dict[str, Tone] = {
    RequestState.DRAFT: "neutral",
    RequestState.APPROVAL: "info",
    RequestState.RETURNED: "warning",
    RequestState.SENT: "info",
    RequestState.UNDER_WAY: "primary",
    RequestState.ANSWER_APPROVAL: "primary",
    RequestState.ANSWERED: "success",
    RequestState.CONFIRMED: "success",
    RequestState.REOPENED: "warning",
    RequestState.WITHDRAWN: "neutral",
}
OUTCOME_TONES: dict[str, Tone] = {
    ItemOutcome.OPEN: "neutral",
    ItemOutcome.GRANTED: "success",
    ItemOutcome.PART: "warning",
    ItemOutcome.REFUSED: "danger",
    ItemOutcome.WITHDRAWN: "neutral",
}
LEG_TONES: dict[str, Tone] = {
    LegState.PROPOSED: "neutral",
    LegState.SENT: "info",
    LegState.ACCEPTED: "primary",
    LegState.WAITING: "warning",
    LegState.ANSWERED: "success",
    LegState.REFUSED: "danger",
    LegState.PASSED_ON: "neutral",
    LegState.JOINED: "neutral",
    LegState.WITHDRAWN: "neutral",
}


HEARD_TONES: dict[str, Tone] = {
    HeardState.OPEN: "info",
    HeardState.UNDER_WAY: "primary",
    HeardState.FULFILLED: "success",
    HeardState.PART: "warning",
    HeardState.NOT_POSSIBLE: "danger",
}


class Keyed(Protocol):
    """What has an address of its own by its key."""

    @property
    def pk(self) -> int:
        """Its key."""


def request_href(row: Keyed) -> str:
    """Return the address of a request's page."""
    return reverse("support:request", args=[row.pk])


def leg_href(leg: Keyed, name: str = "leg") -> str:
    """Return the address of a leg's page, or of one of its steps."""
    return reverse(f"support:{name}", args=[leg.pk])


def request_badge(row: SupportRequest | RequestRow) -> Badge:
    """Return the state of a request."""
    # Not get_state_display(), which makes a table of all labels each time: lists show hundreds.
    return Badge(RequestState(row.state).label, STATE_TONES[row.state])


def outcome_badge(item: RequestItem) -> Badge:
    """Return what became of an item."""
    return Badge(item.get_outcome_display(), OUTCOME_TONES[item.outcome])


def leg_badges(leg: Leg, *, now: datetime) -> list[Badge]:
    """Return the state of a leg, and whether it is overdue."""
    told = "ministry" if leg.escalated_further_at else "managers" if leg.escalated_at else ""
    return badges_of_leg(leg.state, is_late=is_overdue(leg, now=now), told=told)


def open_leg_badges(leg: OpenLeg) -> list[Badge]:
    """Return the state of a part in a list, and whether it is overdue."""
    return badges_of_leg(leg.state, is_late=leg.is_late, told=leg.told)


def badges_of_leg(state: str, *, is_late: bool, told: str) -> list[Badge]:
    """Return the badges of a leg in a state. told: whom of its delay, "", "managers" or "ministry" """
    found = [Badge(LegState(state).label, LEG_TONES[state])]
    if is_late:
        words = {
            "ministry": _("Overdue: the ministry is told"),
            "managers": _("Overdue: the managers are told"),
        }
        found.append(Badge(words.get(told) or _("Overdue"), "danger"))
    return found


def is_overdue(leg: Leg, *, now: datetime) -> bool:
    """Tell whether an open leg is past its due time."""
    return leg.state in {LegState.SENT, LegState.ACCEPTED, LegState.WAITING} and bool(leg.due_at and leg.due_at < now)


def moment_words(at: datetime) -> str:
    """Return a moment as every page writes one, by the clock that it is in; no line ends within its day."""
    return f"{date_text(at.date(), language()).replace(' ', NO_BREAK)} {at:%H:%M}"


def both_zones(at: datetime | None, zone: str) -> list[tuple[str, datetime]]:
    """Return a moment as (zone, moment there): in Korea, and in the office's own zone where that is another."""
    if at is None:
        return []
    here = timezone.get_default_timezone_name()
    found = [(here, at.astimezone(ZoneInfo(here)))]
    return found if zone == here else [*found, (zone, at.astimezone(ZoneInfo(zone)))]
