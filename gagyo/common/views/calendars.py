"""A calendar behind a secret address, for calendar programs."""

from collections.abc import Iterable

from django.http import HttpResponse

from gagyo.kernels.documents.ics import Event, write_calendar


def calendar_answer(*, title: str, events: Iterable[Event], name: str) -> HttpResponse:
    """
    Return the calendar.

    name: the file's name without ending
    """
    answer = HttpResponse(write_calendar(title, events), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    # The address is the secret: no shared cache may keep what it opened, nor a log of referrers.
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
