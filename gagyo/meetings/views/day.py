"""The organiser's screen of the day: who is there, and what becomes of the meetings of a slot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_time
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action, Badge, Tab, Tone
from gagyo.common.components.cells import language as language_now
from gagyo.common.forms.numbers import day_sent, id_sent, number_sent
from gagyo.common.views.shown import tell
from gagyo.kernels.indicators.words import date_text
from gagyo.meetings.actions.day import note_course, note_presence
from gagyo.meetings.choices import MeetingState, PresenceState
from gagyo.meetings.models import Assignment, Meeting, MeetingRound, Participant, Presence
from gagyo.meetings.queries.day import Attending, attending_on, held_in
from gagyo.meetings.queries.mending import broken_in
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.queries.timetable import published_version
from gagyo.meetings.queries.waiting import waiting_in
from gagyo.meetings.rules.day import UnableToNote, day_shown, expected_moment, slot_shown
from gagyo.meetings.rules.times import Slot
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in

PRESENCE_TONES: dict[str, Tone] = {
    PresenceState.ARRIVED: "success",
    PresenceState.LATE: "warning",
    PresenceState.ABSENT: "danger",
}
COURSE_TONES: dict[str, Tone] = {
    MeetingState.PLANNED: "neutral",
    MeetingState.HELD: "success",
    MeetingState.NO_SHOW: "warning",
    MeetingState.CANCELLED: "danger",
}


@dataclass(frozen=True)
class SideShown:
    """A side with those who take part; words: how many have arrived."""

    name: str
    rows: list[tuple[Attending, Badge]]
    words: str


@dataclass(frozen=True)
class Held:
    """A meeting of the shown slot; warnings: who of the two is late or does not come."""

    row: Assignment
    badge: Badge
    warnings: list[str]

    @property
    def is_open(self) -> bool:
        """Whether nothing has become of it yet."""
        return self.row.meeting.state == MeetingState.PLANNED


def day_href(row: MeetingRound, *, day: date, slot: int | None = None, at: str = "") -> str:
    """Return the address of a day of a round; at: a place on the page."""
    query: dict[str, str | int] = {"day": day.isoformat(), **({"slot": slot} if slot else {})}
    return f"{reverse('meetings:day', args=[row.pk])}?{urlencode(query)}{at and '#'}{at}"


@never_cache
@require_GET
@signed_in
def day(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show the organiser who is there today and what is held now."""
    row = own_round(actor_of(request), round_id)
    return _page(request, row, wanted=request.GET)


@require_POST
@signed_in
def day_presence(request: HttpRequest, round_id: int) -> HttpResponse:
    """Note whether a participant is there."""
    actor, sent = actor_of(request), request.POST
    row = own_round(actor, round_id)
    on, participant_id = _day_sent(row, sent), id_sent(sent.get("participant", ""))
    clock = _clock_sent(sent.get("expected", ""))
    try:
        noted = note_presence(
            round_id=round_id,
            participant_id=participant_id or 0,
            day=on,
            state=sent.get("state", ""),
            expected_at=expected_moment(day=on, clock=clock, zone=timezone.get_default_timezone()),
            by=actor,
            now=timezone.now(),
        )
    except UnableToNote as error:
        return _page(request, row, wanted=sent, refusal=str(error), status=422)
    except Participant.DoesNotExist:
        raise Http404(_("This participant is not in this round any more. Load the list again.")) from None
    if clock is None and noted is not None and noted.expected_at is not None:
        words = _("No hour was given: “%(name)s” is expected at %(at)s. Enter another hour once you know it.")
        tell(request, words % {"name": noted.participant.name, "at": clock_of(noted.expected_at)})
    slot = number_sent(sent.get("slot", ""))
    return redirect(day_href(row, day=on, slot=slot, at=f"participant-{participant_id}"))


@require_POST
@signed_in
def day_meeting(request: HttpRequest, round_id: int) -> HttpResponse:
    """Note what became of a meeting."""
    actor, sent = actor_of(request), request.POST
    row = own_round(actor, round_id)
    note, _mark, absent = sent.get("note", "").partition(":")
    try:
        note_course(
            round_id=round_id,
            meeting_id=id_sent(sent.get("meeting", "")) or 0,
            note=note,
            absent_id=id_sent(absent),
            expected=number_sent(sent.get("version")),
            by=actor,
            now=timezone.now(),
        )
    except UnableToNote as error:
        return _page(request, row, wanted=sent, refusal=str(error), status=422)
    except SavedMeanwhileError:
        words = _("Somebody noted something else of this meeting in between. Look at it and press again.")
        return _page(request, row, wanted=sent, refusal=words, status=409)
    tell(request, _("Noted."))
    return redirect(day_href(row, day=_day_sent(row, sent), slot=number_sent(sent.get("slot", "")), at="slot"))


def _page(
    request: HttpRequest, row: MeetingRound, *, wanted: Any, refusal: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    on, slots = _day_sent(row, wanted), slots_of_round(row)
    slot = slot_shown(slots, day=on, now=now, wanted=number_sent(wanted.get("slot", "")))
    published = published_version(row)
    attending = attending_on(row, day=on)
    context = {
        "round": row,
        "day": on,
        "now": now,
        "tabs": [tab for _each, tab in day_tabs(row, shown=on)],
        "sides": sides_shown(attending),
        "slot": slot,
        "near": _near(row, slots, slot, day=on),
        "held": held_shown(held_in(row, slot), attending),
        "is_published": published is not None,
        "broken": len(broken_in(row, published, now=now)) if published else 0,
        "seatable": sum(bool(each.free) for each in waiting_in(row, published, now=now)) if published else 0,
        "refusal": refusal,
        "crumbs": way_in(row, (_("The day"), "")),
        "action": Action(_("Mend the timetable"), f"{reverse('meetings:mend', args=[row.pk])}?day={on.isoformat()}"),
        "more_actions": [
            Action(_("Waiting list"), reverse("meetings:waiting", args=[row.pk]), kind="tertiary"),
            Action(_("Big screen"), reverse("meetings:board", args=[row.board_key]), kind="tertiary"),
            Action(_("Papers to print"), reverse("meetings:papers", args=[row.pk]), kind="tertiary", icon="print"),
        ],
    }
    return render(request, "meetings/day.html", context, status=status)


def sides_shown(attending: Sequence[Attending]) -> list[SideShown]:
    """Return the sides with those who take part and how many have arrived."""
    found = []
    for name, rows in groupby(attending, key=lambda each: each.one.side.name):
        of_side = list(rows)
        counts = Counter(each.state for each in of_side)
        words = _("%(arrived)d of %(all)d have arrived; late: %(late)d; do not come: %(absent)d") % {
            "arrived": counts[PresenceState.ARRIVED],
            "all": len(of_side),
            "late": counts[PresenceState.LATE],
            "absent": counts[PresenceState.ABSENT],
        }
        found.append(SideShown(name, [(each, presence_badge(each.presence)) for each in of_side], words))
    return found


def presence_badge(presence: Presence | None) -> Badge:
    """Return what was noted of a participant, with the hour that belongs to it."""
    if presence is None:
        return Badge(pgettext("presence", "Not there yet"), "neutral")
    words, moment = presence.get_state_display(), None
    if presence.state == PresenceState.ARRIVED:
        moment = presence.noted_at
    elif presence.state == PresenceState.LATE and presence.expected_at:
        words, moment = pgettext("presence", "Late until"), presence.expected_at
    return Badge(f"{words} {clock_of(moment)}" if moment else words, PRESENCE_TONES[presence.state])


def course_badge(meeting: Meeting) -> Badge:
    """Return what became of a meeting so far."""
    if meeting.state == MeetingState.PLANNED and meeting.began_at:
        words = _("Began at %(at)s") % {"at": clock_of(meeting.began_at)}
        return Badge(words, "primary")
    if meeting.state == MeetingState.NO_SHOW and meeting.absent:
        return Badge(_("%(name)s did not come") % {"name": meeting.absent.name}, "warning")
    return Badge(meeting.get_state_display(), COURSE_TONES.get(meeting.state, "neutral"))


def held_shown(rows: Sequence[Assignment], attending: Sequence[Attending]) -> list[Held]:
    """Return the meetings of a slot, with a warning for each participant that is not there."""
    noted = {each.one.pk: each.presence for each in attending}
    found = []
    for row in rows:
        missing = [
            f"{one.name}: {presence_badge(presence).label}"
            for one in (row.meeting.first, row.meeting.second)
            if (presence := noted.get(one.pk)) and presence.state != PresenceState.ARRIVED
        ]
        found.append(Held(row, course_badge(row.meeting), missing))
    return found


def clock_of(moment: datetime) -> str:
    """Return the hour of a moment in Korea: "10:30"."""
    return f"{timezone.localtime(moment):%H:%M}"


def day_tabs(row: MeetingRound, *, shown: date) -> list[tuple[date, Tab]]:
    """Return the days of a round as tabs; none for a round of one day."""
    days = [date.fromordinal(n) for n in range(row.starts_on.toordinal(), row.ends_on.toordinal() + 1)]
    if len(days) < 2:
        return []
    language = language_now()
    return [(each, Tab(date_text(each, language), day_href(row, day=each), active=each == shown)) for each in days]


def _near(row: MeetingRound, slots: Sequence[Slot], slot: Slot | None, *, day: date) -> dict[str, str]:
    """Return the addresses of the slots before and after the shown one, on the same day."""
    numbers = [each.number for each in slots if timezone.localdate(each.starts_at) == day]
    if slot is None:
        return {}
    near = {"before": slot.number - 1, "after": slot.number + 1}
    return {name: day_href(row, day=day, slot=n, at="slot") for name, n in near.items() if n in numbers}


def _day_sent(row: MeetingRound, sent: Any) -> date:
    wanted = day_sent(sent.get("day"))
    return day_shown(starts_on=row.starts_on, ends_on=row.ends_on, today=timezone.localdate(), wanted=wanted)


def _clock_sent(text: str) -> time | None:
    try:
        return parse_time(text)
    except ValueError:
        return None
