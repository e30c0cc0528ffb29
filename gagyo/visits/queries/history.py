"""What the audit record says happened to a visit, in words for those who keep it."""

from django.utils.translation import gettext_lazy as _

from gagyo.common.queries import Happening, happenings_about, happenings_in_office
from gagyo.common.rules import Actor
from gagyo.visits.models import TrainingCourse, Visit, WorkingCouncil

WORDS = {
    "visit.created": _("Visit entered"),
    "visit.changed": _("Visit edited"),
    "visit.asked": _("Put back to “asked for”"),
    "visit.planned": _("Planning begun"),
    "visit.confirmed": _("Visit confirmed"),
    "visit.under_way": _("Visit begun"),
    "visit.done": _("Visit done"),
    "visit.cancelled": _("Visit cancelled"),
    "visit.reported": _("Report written"),
    "visit.archived": _("Visit archived"),
    "visit.restored": _("Visit brought back"),
    "visit.members_written": _("List of names written"),
    "visit.lodging_set": _("Lodging written"),
    "visit.names_destroyed": _("Names destroyed"),
    "visit.follow_up_added": _("Follow-up added"),
    "visit.follow_up_done": _("Follow-up done"),
    "visit.follow_up_reopened": _("Follow-up opened again"),
    "visit.document_attached": _("Document attached"),
    "visit.document_removed": _("Document removed"),
    "visit.document_restored": _("Document put back"),
    "visit.survey_opened": _("Survey opened"),
    "visit.survey_answered": _("Survey answered"),
    "visit_request.sent": _("Request sent"),
    "visit_request.received": _("E-mail address confirmed"),
    "visit_request.accepted": _("Request accepted"),
    "visit_request.declined": _("Request declined"),
    "visit_request.withdrawn": _("Request withdrawn"),
    "visit.stop_added": _("Stop added"),
    "visit.stop_changed": _("Stop changed"),
    "visit.stop_moved": _("Stop moved"),
    "visit.stop_removed": _("Stop taken out"),
    "visit.programme_proposed": _("Proposed stops put in"),
    "visit.programme_undone": _("Change of the programme undone"),
    "visit.programme_told": _("Those concerned told of changes"),
    "visit.programme_sent": _("Programme sent to the visitors"),
    "visit.languages_set": _("Languages to interpret set"),
    "visit.interpreter_asked": _("Interpreter asked"),
    "visit.interpreter_accepted": _("Interpreter said yes"),
    "visit.interpreter_declined": _("Interpreter said no"),
    "visit.interpreter_dropped": _("Interpreter dropped out"),
    "visit.interpreter_accepted_by_telephone": _("Interpreter's yes by telephone noted"),
    "visit.interpreter_declined_by_telephone": _("Interpreter's no by telephone noted"),
    "visit.interpreter_dropped_by_telephone": _("Interpreter's dropping out by telephone noted"),
    "visit.interpreter_withdrawn": _("Interpreter not needed any more"),
}

COURSE_WORDS = {
    "course.created": _("Training course entered"),
    "course.changed": _("Training course edited"),
    "course.moved": _("Stage changed"),
    "course.archived": _("Training course archived"),
    "course.restored": _("Training course brought back"),
    "council.created": _("Working council entered"),
    "council.changed": _("Working council edited"),
    "council.member_added": _("Member added"),
    "council.member_ended": _("Membership ended"),
    "council.member_back": _("End of membership taken back"),
    "council.meeting_added": _("Meeting entered"),
    "council.meeting_changed": _("Meeting edited"),
    "council.archived": _("Working council archived"),
    "council.restored": _("Working council brought back"),
}


def history_of_course(row: TrainingCourse | WorkingCouncil, *, limit: int = 60) -> list[Happening]:
    """Return what was done to a course or a council, newest first; for people of its office only."""
    return happenings_about(row=row, words=COURSE_WORDS, limit=limit)


def history_of_visit(*, visit: Visit, limit: int = 60) -> list[Happening]:
    """Return what was done to a visit, newest first; for people of its office only."""
    return happenings_about(row=visit, words=WORDS, limit=limit)


def visit_changes_of_office(*, actor: Actor, limit: int = 15) -> list[Happening]:
    """Return what the actor's office did lately to its visits, newest first."""
    return happenings_in_office(actor=actor, words=WORDS, limit=limit)
