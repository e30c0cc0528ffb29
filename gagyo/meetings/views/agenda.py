"""A participant's timetable, by link or by account; updates by itself as versions are published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gagyo.meetings.models import Participant
from gagyo.meetings.queries.timetable import agenda_of, published_version
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.views.acting import acting_url
from gagyo.meetings.views.joining import crumbs_for

FORMS = ("pdf", "hwpx")


@require_GET
def agenda(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Show a participant whom it meets, when and at which table."""
    rows = agenda_of(participant)
    lines = [(row, row.meeting.second if row.meeting.first_id == participant.pk else row.meeting.first) for row in rows]
    context = {
        "one": participant,
        "round": participant.round,
        "lines": lines,
        "published": published_version(participant.round),
        "calendar_href": acting_url(acting, "calendar"),
        "files": [
            (f"{words} {form.upper()}", acting_url(acting, "paper", language=code, form_name=form))
            for code, words in (("ko", _("Korean")), ("en", _("English")))
            for form in FORMS
        ],
        "crumbs": crumbs_for(participant, acting, (_("Your timetable"), "")),
    }
    return render(request, "meetings/agenda.html", context)
