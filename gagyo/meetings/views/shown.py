"""How rounds look on every screen: badges, links, columns, the way to a page."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from gagyo.common.components import Badge, Column, Link, Tone
from gagyo.common.views.shown import crumbs
from gagyo.meetings.choices import RoundState
from gagyo.meetings.models import MeetingRound

TONES: dict[str, Tone] = {
    RoundState.DRAFT: "neutral",
    RoundState.WISHING: "info",
    RoundState.SCHEDULING: "info",
    RoundState.PUBLISHED: "primary",
    RoundState.RUNNING: "primary",
    RoundState.DONE: "success",
    RoundState.CANCELLED: "warning",
}


def round_badge(row: MeetingRound) -> Badge:
    """Return how far a round has come."""
    return Badge(row.get_state_display(), TONES[row.state])


def round_href(row: MeetingRound) -> str:
    """Return the address of a round's page."""
    return reverse("meetings:round", args=[row.pk])


def way(*links: tuple[str, str]) -> Sequence[Link]:
    """Return the way from the rounds to a page."""
    return crumbs((_("One-to-one meetings"), reverse("meetings:rounds")), *links)


def way_in(row: MeetingRound, *links: tuple[str, str]) -> Sequence[Link]:
    """Return the way from a round to a page of it."""
    return way((row.name, round_href(row)), *links)


def round_columns() -> list[Column]:
    """Return the columns of a list of rounds."""
    return [
        Column(
            "name",
            _("Meeting round"),
            sort="name",
            row_header=True,
            draw=lambda row: Link(row.name, round_href(row)),
        ),
        Column("starts_on", _("From"), sort="from"),
        Column("ends_on", _("Until")),
        Column("venue", _("Venue")),
        Column("office", _("Organiser"), sort="office", draw=lambda row: str(row.office) if row.office else ""),
        Column("participants_count", _("Participants"), sort="participants", numeric=True),
        Column("state", _("State"), sort="state", draw=round_badge),
    ]
