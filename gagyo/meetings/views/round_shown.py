"""What a round's page shows: facts, days with their slots, and to its organiser what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from gagyo.common.components import Action, Term
from gagyo.meetings.choices import BlockKind, MeetingForm, RoundState
from gagyo.meetings.models import MeetingRound, RoundBlock
from gagyo.meetings.rules.languages import kept_codes, names_of
from gagyo.meetings.rules.rounds import Readiness
from gagyo.meetings.rules.times import Slot


@dataclass(frozen=True)
class Part:
    """A part of a day as its page shows it."""

    block: RoundBlock
    slots: int

    @property
    def is_meetings(self) -> bool:
        """Tell whether meetings are held in it."""
        return self.block.kind == BlockKind.MEETINGS


@dataclass(frozen=True)
class Day:
    """A day of a round with its parts."""

    day: date
    parts: list[Part]


@dataclass(frozen=True)
class Step:
    """One thing to do for a round: how far it is, and where it is done."""

    label: str
    state: str
    href: str
    done: bool


def facts(row: MeetingRound, ready: Readiness, *, is_inside: bool) -> list[Term]:
    """Return the facts at the top of a round's page; is_inside: for those who run it or take part."""
    held_at_once = _("%(slots)d slots at %(tables)d tables") % {"slots": ready.slots, "tables": ready.tables}
    terms = [
        Term(_("Edition"), row.number or ""),
        Term(_("From"), row.starts_on),
        Term(_("Until"), row.ends_on),
        Term(_("Venue"), row.venue),
        Term(_("Form"), row.get_form_display()),
        Term(_("Languages"), names_of(kept_codes(row.languages), language=get_language() or "ko")),
        Term(_("Minutes of a meeting"), row.slot_minutes),
        Term(_("Room for meetings"), held_at_once),
        Term(_("Participants"), ready.participants),
        Term(_("Who decides"), row.get_wish_mode_display()),
        Term(_("Wishes until"), row.wishes_close_at),
        Term(_("Organiser"), str(row.office) if row.office else ""),
        Term(_("Visible to"), row.get_visibility_display()),
    ]
    if row.previous:
        terms.insert(1, Term(_("Previous round"), row.previous.name, row.previous.get_absolute_url()))
    if is_inside and row.form != MeetingForm.ON_SITE:
        terms.append(Term(_("Link for meetings online"), row.online_link))
    return [term for term in terms if term.value not in ("", None)]


def days_shown(blocks: Iterable[RoundBlock], slots: Iterable[Slot]) -> list[Day]:
    """Return the days of a round in their order, each part with the number of its slots."""
    starts = [slot.starts_at for slot in slots]
    days: dict[date, list[Part]] = {}
    for block in blocks:
        held = sum(block.starts_at <= each < block.ends_at for each in starts)
        part = Part(block, held if block.kind == BlockKind.MEETINGS else 0)
        days.setdefault(timezone.localdate(block.starts_at), []).append(part)
    return [Day(day, parts) for day, parts in sorted(days.items())]


def steps(row: MeetingRound, ready: Readiness) -> list[Step]:
    """Return what a round needs, in the order in which it is usually done."""
    found = [
        Step(
            _("Days and hours"),
            ngettext("%(n)d slot", "%(n)d slots", ready.slots) % {"n": ready.slots},
            rows_href(row, "days"),
            ready.slots > 0,
        ),
        Step(
            _("Tables and rooms"),
            ngettext("%(n)d table", "%(n)d tables", ready.tables) % {"n": ready.tables},
            rows_href(row, "tables"),
            ready.tables > 0,
        ),
        Step(
            _("Sides"),
            ngettext("%(n)d side", "%(n)d sides", ready.sides) % {"n": ready.sides},
            rows_href(row, "sides"),
            ready.sides > 0,
        ),
        Step(_("Topics"), "", rows_href(row, "topics"), row.topics.exists()),
        Step(
            pgettext("one-to-one meeting", "Interpreters"),
            "",
            rows_href(row, "interpreters"),
            row.interpreters.exists(),
        ),
        Step(_("Equipment and vehicles"), "", rows_href(row, "equipment"), row.equipment.exists()),
        Step(_("Other venues"), "", rows_href(row, "venues"), row.venues.exists()),
    ]
    participants = ngettext("%(n)d body", "%(n)d bodies", ready.participants) % {"n": ready.participants}
    if href := link("participants", row):
        found.append(Step(_("Participants"), participants, href, ready.participants >= 2))
    if href := link("round_wishes", row):
        found.append(Step(_("Wishes"), "", href, row.state not in {RoundState.DRAFT, RoundState.WISHING}))
    if href := link("timetable", row):
        found.append(Step(_("Timetable"), "", href, ready.is_published))
    if href := link("day", row):
        found.append(Step(_("The day"), "", href, row.state == RoundState.DONE))
    if href := link("waiting", row):
        found.append(Step(_("Waiting list"), "", href, row.state == RoundState.DONE))
    found += after_steps(row)
    return found


def after_steps(row: MeetingRound) -> list[Step]:
    """Return what follows the meetings of a round."""
    done = row.state == RoundState.DONE
    wanted = [
        ("round_meetings", pgettext("one-to-one meeting", "Meetings")),
        ("round_agreed", _("Agreed items")),
        ("round_figures", _("Figures of the round")),
    ]
    return [Step(label, "", href, done) for name, label in wanted if (href := link(name, row))]


def rows_href(row: MeetingRound, kind: str) -> str:
    """Return the address at which one kind of a round's rows is kept."""
    return reverse("meetings:round_rows", args=[row.pk, kind])


def link(name: str, row: MeetingRound) -> str:
    """Return the address of a screen of a round; empty for a screen that is not there."""
    try:
        return reverse(f"meetings:{name}", args=[row.pk])
    except NoReverseMatch:
        return ""


def round_actions(row: MeetingRound) -> dict[str, Any]:
    """Return the one main action for a round as it stands, and the quieter ones."""
    if row.archived_at:
        return {"action": Action(_("Bring back"), reverse("meetings:round_restore", args=[row.pk]), method="post")}
    state = reverse("meetings:round_state", args=[row.pk])
    words = {
        RoundState.DRAFT: (_("Take wishes"), RoundState.WISHING),
        RoundState.WISHING: (_("Close the wishes"), RoundState.SCHEDULING),
        RoundState.PUBLISHED: (_("Begin the round"), RoundState.RUNNING),
        RoundState.RUNNING: (_("Finish the round"), RoundState.DONE),
    }
    label, then = words.get(RoundState(row.state), (_("Change state"), None))
    return {
        "action": Action(label, f"{state}?state={then.value}" if then else state),
        "more_actions": [
            Action(_("Edit"), reverse("meetings:round_edit", args=[row.pk]), kind="tertiary"),
            Action(_("Change state"), state, kind="tertiary"),
        ],
    }
