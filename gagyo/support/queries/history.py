"""What the audit record says happened to a request, in words for those who read it."""

from django.utils.translation import gettext_lazy as _

from gagyo.common.queries import Happening, happenings_about, happenings_in_office
from gagyo.common.rules import Actor
from gagyo.support.models import HeardMeeting, SupportRequest

WORDS = {
    "support.created": _("Request drafted"),
    "support.changed": _("Request edited"),
    "support.archived": _("Draft archived"),
    "support.restored": _("Draft brought back"),
    "support.submitted": _("Submitted for approval"),
    "support.recalled": _("Taken back from approval"),
    "support.approved": _("Approval step passed"),
    "support.sent": _("Approved and sent"),
    "support.returned": _("Returned by the approver"),
    "support.withdrawn": _("Request withdrawn by the asker"),
    "support.item_withdrawn": _("Item withdrawn by the asker"),
    "support.officer_changed": _("Handed to another officer"),
    "support.routing_proposed": _("Routing proposed"),
    "support.routed": _("Routing confirmed"),
    "support.leg_dropped": _("Proposed office left out"),
    "support.leg_accepted": _("Accepted by an office"),
    "support.leg_owned": _("Owner named"),
    "support.leg_decided": _("Items answered by an office"),
    "support.leg_answered": _("Answered by an office"),
    "support.leg_refused": _("Refused by an office"),
    "support.leg_passed_on": _("Passed on to another office"),
    "support.leg_split": _("Divided between offices"),
    "support.leg_joined": _("Joined with another office's part"),
    "support.leg_paused": _("Asker was asked something"),
    "support.leg_resumed": _("Work went on"),
    "support.leg_withdrawn": _("Taken back from an office"),
    "support.rehomed": _("Asking office abolished: moved to its successor"),
    "support.router_gone": _("Routing office abolished: any office of the ministry routes it"),
    "due_calendar.made": _("Calendar address made"),
    "due_calendar.revoked": _("Calendar address revoked"),
    "support.leg_rehomed": _("Office abolished: moved to its successor"),
    "support.leg_orphaned": _("Office abolished: back to the ministry"),
    "support.answer_drafted": _("Answer drafted"),
    "support.answer_submitted": _("Answer submitted for approval"),
    "support.answer_recalled": _("Answer taken back from approval"),
    "support.answer_approved": _("Answer: approval step passed"),
    "support.answered": _("Answer approved and sent"),
    "support.answer_returned": _("Answer returned by the approver"),
    "support.confirmed": _("Answer confirmed by the asker"),
    "support.rated": _("Answer rated"),
    "support.reopened": _("Reopened by the asker"),
    "support.commented": _("Comment written"),
    "support.comment_archived": _("Comment taken away"),
    "support.comment_restored": _("Comment brought back"),
    "support.mention_seen": _("Mention seen"),
    "support.attached": _("File attached"),
    "support.attachment_removed": _("File taken off"),
    "support.attachment_restored": _("File put back"),
    "support_absence.set": _("Absence and stand-in entered"),
    "support_absence.ended": _("Absence taken back"),
    "support_hours.set": _("Working hours set"),
    "support_hours.cleared": _("Usual working hours set again"),
    "support_bureau.added": _("Bureau for a field named"),
    "support_bureau.removed": _("Bureau for a field removed"),
    "support_clock.told": _("Reminded of due answers, and told of overdue ones"),
    "support_filter.saved": _("Filter kept"),
    "support_filter.removed": _("Kept filter removed"),
    "support_template.saved": _("Template of a request saved"),
}
WORDS_OF_MEETING = {
    "heard.created": _("Meeting entered"),
    "heard.changed": _("Meeting edited"),
    "heard.archived": _("Meeting archived"),
    "heard.restored": _("Meeting brought back"),
    "heard.item_added": _("Item voiced: entered"),
    "heard.item_changed": _("Item voiced: edited"),
    "heard.item_reported": _("Item voiced: reported on"),
    "heard.item_asked": _("Item voiced: became a support request"),
    "heard.item_archived": _("Item voiced: archived"),
    "heard.item_restored": _("Item voiced: brought back"),
    "heard.document_attached": _("Document attached"),
    "heard.document_removed": _("Document taken off"),
    "heard.document_restored": _("Document put back"),
}
# What is said of the answer before it is sent is not the asker's to read.
BEFORE_ANSWER = frozenset(
    {
        "support.leg_decided",
        "support.answer_drafted",
        "support.answer_submitted",
        "support.answer_recalled",
        "support.answer_approved",
        "support.answer_returned",
    }
)


def history_of_request(request: SupportRequest, *, drafts: bool, limit: int = 80) -> list[Happening]:
    """Return what was done to a request, newest first. drafts: from rules.readers.sees_drafts"""
    found = happenings_about(row=request, words=WORDS, limit=limit)
    return found if drafts else [each for each in found if each.event not in BEFORE_ANSWER]


def history_of_meeting(meeting: HeardMeeting, *, limit: int = 60) -> list[Happening]:
    """Return what was done to a meeting and its items, newest first."""
    return happenings_about(row=meeting, words=WORDS_OF_MEETING, limit=limit)


def support_changes_of_office(*, actor: Actor, limit: int = 15) -> list[Happening]:
    """Return what the actor's office did lately to support requests, newest first."""
    return happenings_in_office(actor=actor, words=WORDS, limit=limit)
