"""What the audit record says happened to postings, activities and advice, in words for those who read it."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "posting.created": _("Ambassador posted"),
    "posting.changed": _("Posting edited"),
    "posting.ended": _("Posting ended"),
    "posting.archived": _("Posting put away"),
    "posting.restored": _("Posting brought back"),
    "posting.taken_over": _("Open work taken over"),
}
