"""Mail to the side that did not write: the minutes of its meeting, and what was newly agreed."""

from collections.abc import Sequence

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gagyo.meetings.choices import ParticipantState
from gagyo.meetings.models import AgreedItem, Meeting, Minutes, Participant

GONE = frozenset({ParticipantState.DECLINED, ParticipantState.WITHDRAWN})


def tell_of_minutes(minutes: Minutes, items: Sequence[AgreedItem], *, written_by: int | None) -> list[Participant]:
    """
    Send both sides of a meeting what was written, each in its language, and return who was told.

    items: those that are new; written_by: the side that wrote, which is not told, or None for the organiser
    """
    meeting = minutes.meeting
    both = (meeting.first, meeting.second)
    told = [one for one in both if one.pk != written_by and one.email and one.state not in GONE]
    for one in told:
        with translation.override(one.language):
            subject = _("Minutes of your meeting: %(round)s") % {"round": meeting.round.name}
            values = {
                "meeting": meeting,
                "round": meeting.round,
                "who": _name_of_writer(meeting, written_by),
                "outcome": minutes.outcome.in_language(one.language)[0],
                "lines": [(item.what.in_language(one.language)[0], item.owner.name, item.due_on) for item in items],
            }
            body = render_to_string("meetings/mail/minutes.txt", values)
            send_mail(" ".join(subject.split()), body, None, [one.email])
    return told


def _name_of_writer(meeting: Meeting, written_by: int | None) -> str:
    if written_by is None:
        return str(meeting.round.office or _("The organiser"))
    return (meeting.first if meeting.first_id == written_by else meeting.second).name
