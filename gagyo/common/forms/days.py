"""Days and moments that a person enters: of years in which something can be planned or has been written down."""

from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200


def check_year(day: date) -> None:
    """
    Refuse a slip of the year; near the ends of the calendar a moment has no place in another time zone either.

    day: a date or a datetime
    :raises ValidationError: saying which years are taken
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("The year %(year)d is none that we keep. Enter one from %(first)d to %(last)d."),
            code="year",
            params={"year": day.year, "first": FIRST_YEAR, "last": LAST_YEAR},
        )
