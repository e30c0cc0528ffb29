"""When the next ambassador may take over."""

from datetime import date, datetime

from django.utils.translation import gettext as _


class UnableToTakeOver(Exception):
    """The open work cannot be taken over; the sentence says why and what to do."""


def check_take_over(
    *, successor: str, starts_on: date | None, has_account: bool, taken_at: datetime | None, left: int, today: date
) -> None:
    """
    Refuse to hand work to nobody, to somebody who cannot open it or has not come yet, or twice.

    successor: the name, empty where nobody is entered; left: how much the predecessor still owns
    :raises UnableToTakeOver: with the sentence
    """
    if not successor or starts_on is None:
        raise UnableToTakeOver(_("Nobody is entered as successor yet. The foreign ministry enters the posting first."))
    if not has_account:
        raise UnableToTakeOver(
            _("%(name)s has no account yet. Invite the ambassador, and let the ministry enter it in the posting.")
            % {"name": successor}
        )
    if starts_on > today:
        raise UnableToTakeOver(_("%(name)s is not posted yet. Take over on the first day.") % {"name": successor})
    if taken_at is not None and not left:
        raise UnableToTakeOver(_("Everything was taken over already. Load the page again."))
