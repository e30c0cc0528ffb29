"""What the audit record says happened to postings, activities and advice, in words for those who read it."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "advice.asked": _("Ambassador asked"),
    "advice.sent": _("Question of a firm sent"),
    "advice.confirmed": _("Question of a firm confirmed"),
    "advice.withdrawn": _("Question withdrawn"),
    "advice.answered": _("Question answered"),
    "advice.request_made": _("Support request made of a question"),
    "advice.destroyed": _("Data of firms' questions destroyed"),
    "posting.created": _("Ambassador posted"),
    "posting.changed": _("Posting edited"),
    "posting.ended": _("Posting ended"),
    "posting.archived": _("Posting put away"),
    "posting.restored": _("Posting brought back"),
    "posting.taken_over": _("Open work taken over"),
    "activity.created": _("Activity entered"),
    "activity.changed": _("Activity edited"),
    "activity.promise_kept": _("Promise kept"),
    "activity.archived": _("Activity put away"),
    "activity.restored": _("Activity brought back"),
    "activity.file_attached": _("Evidence attached"),
    "activity.file_removed": _("Evidence taken off"),
    "activity.file_restored": _("Evidence put back"),
}
