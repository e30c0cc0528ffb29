"""How requests, items and legs are shown: badges, times in both zones, links."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.components import Badge, Tone
from gagyo.common.components.cells import language
from gagyo.kernels.indicators.words import date_text
from gagyo.support.choices import HeardState, ItemOutcome, LegState, RequestState
from gagyo.support.models import Leg, RequestItem, SupportRequest

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


def request_href(row: SupportRequest) -> str:
    """Return the address of a request's page."""
    return reverse("support:request", args=[row.pk])


def leg_href(leg: Leg, name: str = "leg") -> str:
    """Return the address of a leg's page, or of one of its steps."""
    return reverse(f"support:{name}", args=[leg.pk])


def request_badge(row: SupportRequest) -> Badge:
    """Return the state of a request."""
    # Not get_state_display(), which makes a table of all labels each time: lists show hundreds.
    return Badge(RequestState(row.state).label, STATE_TONES[row.state])


def outcome_badge(item: RequestItem) -> Badge:
    """Return what became of an item."""
    return Badge(item.get_outcome_display(), OUTCOME_TONES[item.outcome])


def leg_badges(leg: Leg, *, now: datetime) -> list[Badge]:
    """Return the state of a leg, and whether it is overdue."""
    state = Badge(LegState(leg.state).label, LEG_TONES[leg.state])
    if not is_overdue(leg, now=now):
        return [state]
    told = _("Overdue: the ministry is told") if leg.escalated_further_at else _("Overdue: the managers are told")
    return [state, Badge(told if leg.escalated_at or leg.escalated_further_at else _("Overdue"), "danger")]


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
