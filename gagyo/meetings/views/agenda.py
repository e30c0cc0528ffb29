"""A participant's timetable, by link or by account; updates by itself as versions are published."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gagyo.meetings.choices import MeetingForm
from gagyo.meetings.models import Assignment, Participant
from gagyo.meetings.queries.after import other_of
from gagyo.meetings.queries.equipment import venue_at
from gagyo.meetings.queries.timetable import agenda_of, published_version
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.views.acting import acting_url
from gagyo.meetings.views.joining import crumbs_for

FORMS = ("pdf", "hwpx")


@dataclass(frozen=True)
class Line:
    """
    A meeting of the agenda.

    briefing: the address of its sheet; venue: where the round is not all at one; link: for meetings online, or mixed
    """

    row: Assignment
    other: Participant
    ends_at: datetime
    briefing: str
    venue: str = ""
    link: str = ""


@require_GET
def agenda(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Show a participant whom it meets, when and at which table."""
    length = timedelta(minutes=participant.round.slot_minutes)
    venues = venue_at(participant.round)
    lines = [
        Line(
            row,
            other_of(row.meeting, participant.pk),
            row.starts_at + length,
            acting_url(acting, "briefing", meeting_id=row.meeting_id),
            venues.get(row.starts_at, "") if row.table else "",
            "" if row.meeting.form == MeetingForm.ON_SITE else participant.round.online_link,
        )
        for row in agenda_of(participant)
    ]
    days = groupby(lines, key=lambda line: timezone.localdate(line.row.starts_at))
    named = [(code, words, form) for code, words in (("ko", _("Korean")), ("en", _("English"))) for form in FORMS]
    context = {
        "one": participant,
        "round": participant.round,
        "days": [(day, list(of_day)) for day, of_day in days],
        "published": published_version(participant.round),
        "calendar_href": acting_url(acting, "calendar"),
        "files": [
            (
                label,
                [
                    (f"{words} {form.upper()}", acting_url(acting, name, language=code, form_name=form))
                    for code, words, form in named
                ],
            )
            for name, label in (("paper", _("Timetable")), ("booklet", _("Briefing booklet")))
        ],
        "crumbs": crumbs_for(participant, acting, (_("Your timetable"), "")),
    }
    return render(request, "meetings/agenda.html", context)
