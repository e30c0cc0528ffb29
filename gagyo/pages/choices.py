"""The words of what an audit record tells: "tie.created" becomes 결연 등록."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gagyo.ambassadors.queries.history import WORDS as AMBASSADOR_WORDS
from gagyo.ambassadors.queries.plan_history import WORDS as PLAN_WORDS
from gagyo.meetings.queries.history import WORDS as MEETING_WORDS
from gagyo.support.queries.history import WORDS as SUPPORT_WORDS
from gagyo.visits.queries.history import WORDS as VISIT_WORDS

NOUNS: dict[str, Promise] = {
    "account": _("Account"),
    "audit": _("Audit record"),
    "body": _("Body"),
    "calendar_feed": _("Calendar address"),
    "council_rule": _("Council rule"),
    "import": _("Import"),
    "invitation": _("Invitation"),
    "members": _("Members"),
    "membership": _("Membership"),
    "office": _("Office"),
    "operator": _("Operator"),
    "people": _("Contacts"),
    "person": _("Contact"),
    "place": _("Place"),
    "project": _("Exchange project"),
    "reference": _("Reference data"),
    "sample": _("Sample data"),
    "session": _("Session"),
    "task": _("Background work"),
    "tie": _("Tie"),
    "token": _("API token"),
    "council": _("Working council"),
    "course": _("Training course"),
    "room": _("Room"),
    "vehicle": _("Vehicle"),
    "interpreter": _("Interpreter"),
    "interpreters": _("Interpreters"),
    "site": _("Site"),
    "unavailability": _("Time away"),
    "visit": _("Delegation visit"),
    "visit_figures": _("Half-year figures"),
    "visit_rule": _("Counting rule of visits"),
    "visit_request": _("Request to visit"),
    "visit_requests": _("Requests to visit"),
}
VERBS: dict[str, Promise] = {
    "added": _("added"),
    "closed_days_added": _("closed days added"),
    "closed_days_removed": _("closed days removed"),
    "meeting_added": _("meeting entered"),
    "meeting_changed": _("meeting changed"),
    "member_added": _("member added"),
    "member_back": _("end of membership taken back"),
    "member_ended": _("membership ended"),
    "briefed": _("briefing downloaded"),
    "moved": _("moved"),
    "names_listed": _("list of names downloaded"),
    "published": _("published"),
    "time_added": _("time added"),
    "time_removed": _("time removed"),
    "travel_time_set": _("travel time set"),
    "forgotten": _("destroyed"),
    "accepted": _("accepted"),
    "applied": _("applied"),
    "archived": _("archived"),
    "cancelled": _("cancelled"),
    "changed": _("changed"),
    "columns_set": _("columns set"),
    "contact_added": _("contact added"),
    "contact_removed": _("contact removed"),
    "created": _("created"),
    "destroyed": _("destroyed"),
    "document_attached": _("document attached"),
    "document_removed": _("document removed"),
    "ended": _("ended"),
    "exported": _("exported"),
    "loaded": _("loaded"),
    "made": _("made"),
    "mending_set": _("correction set"),
    "merged": _("merged"),
    "names_decided": _("names decided"),
    "read": _("read"),
    "removed": _("removed"),
    "restored": _("restored"),
    "result_recorded": _("result recorded"),
    "resumed": _("resumed"),
    "retried": _("retried"),
    "revoked": _("revoked"),
    "sent": _("sent"),
    "set": _("set"),
    "started": _("started"),
    "state_change_undone": _("state change undone"),
    "state_changed": _("state changed"),
    "undone": _("undone"),
    "uploaded": _("uploaded"),
    "withdrawn": _("withdrawn"),
}


def event_words(event: str) -> str:
    """Return an event in the reader's language; a word that is missing here stays as it is written in the record."""
    for words in (VISIT_WORDS, MEETING_WORDS, SUPPORT_WORDS, AMBASSADOR_WORDS, PLAN_WORDS):
        if event in words:
            return str(words[event])
    noun, _dot, verb = event.partition(".")
    return f"{NOUNS.get(noun, noun)} · {VERBS.get(verb, verb.replace('_', ' '))}"
