"""How ambassadors, their postings and what they do are shown."""

from datetime import date

from django.utils.translation import gettext as _

from gagyo.ambassadors.choices import ActivityOutcome
from gagyo.ambassadors.models import Activity, Posting
from gagyo.common.components import Badge, Tone
from gagyo.common.components.cells import language
from gagyo.kernels.indicators.words import date_text


def posting_badge(row: Posting, *, today: date) -> Badge:
    """Return whether a posting holds, has ended, or is still to begin."""
    if row.starts_on > today:
        return Badge(_("From %(day)s") % {"day": date_text(row.starts_on, language())}, "info")
    if row.ends_on is not None and row.ends_on < today:
        return Badge(_("Until %(day)s") % {"day": date_text(row.ends_on, language())}, "neutral")
    return Badge(_("Posted now"), "success")


def gap_words(last: Posting | None, following: Posting | None) -> str:
    """Return in words that nobody is posted: since when, and who comes when."""
    if following is not None:
        return _("Nobody is posted. %(name)s comes on %(day)s.") % {
            "name": following.name,
            "day": date_text(following.starts_on, language()),
        }
    if last is not None and last.ends_on is not None:
        return _("Nobody has been posted since %(day)s.") % {"day": date_text(last.ends_on, language())}
    return _("Nobody has been posted yet.")


OUTCOME_TONES: dict[str, Tone] = {
    ActivityOutcome.DONE: "neutral",
    ActivityOutcome.AGREED: "success",
    ActivityOutcome.PROMISED: "warning",
    ActivityOutcome.NOTHING: "neutral",
}


def outcome_badge(row: Activity) -> Badge:
    """Return what came of an activity, and of a promise whether it was kept."""
    if row.outcome == ActivityOutcome.PROMISED and row.kept_on is not None:
        return Badge(_("Promise kept"), "success")
    return Badge(row.get_outcome_display(), OUTCOME_TONES[row.outcome])
