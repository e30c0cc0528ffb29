"""What visitors say afterwards: what is refused, until when a survey is open, and from how many answers a mean is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.translation import gettext as _

from gagyo.visits.rules.values import check_no_passport

LEAST_ANSWERS: Final = 3
OPEN_DAYS: Final = 14
MOST_OPEN_DAYS: Final = 180
LEAD_DAYS: Final = 30
SCORES: Final = range(1, 6)


class UnableToOpenSurvey(Exception):
    """The survey cannot be open until that day; the sentence says why."""


class UnknownSurveyError(Exception):
    """No survey belongs to this link, or it is closed."""


@dataclass(frozen=True)
class AnswerValues:
    """One visitor's answer; scores run from 1 to 5. site_scores: by the site's id, only of sites that were seen."""

    overall: int
    site_scores: Mapping[int, int] = field(default_factory=dict)
    would_recommend: bool | None = None
    comment: str = ""
    wanted: str = ""
    party_id: int | None = None


def check_closing_day(*, closes_on: date, starts_on: date, ends_on: date) -> None:
    """
    Refuse a last day before the visit or long after it.

    :raises UnableToOpenSurvey: with the sentence
    """
    if closes_on < starts_on:
        raise UnableToOpenSurvey(_("The visitors have not come by that day. Choose one after the visit begins."))
    if closes_on > ends_on + timedelta(days=MOST_OPEN_DAYS):
        raise UnableToOpenSurvey(
            _("A survey is open for %(n)d days after the visit at most. Choose an earlier day.") % {"n": MOST_OPEN_DAYS}
        )


def is_open(*, closes_on: date, today: date) -> bool:
    """Tell whether a survey still takes answers: on its last day it does."""
    return today <= closes_on


def check_answer(values: AnswerValues) -> None:
    """
    Refuse words that seem to hold a passport number.

    :raises UnableToSaveVisit: naming where it stands
    """
    check_no_passport(values.comment, values.wanted)


def mean_of(scores: Sequence[int]) -> Decimal | None:
    """Return the mean with one decimal, rounded half up; None below LEAST_ANSWERS, where it says more of chance."""
    return mean_from(total=sum(scores), answers=len(scores))


def mean_from(*, total: int, answers: int) -> Decimal | None:
    """Return the mean of so many answers that add up to a total; None below LEAST_ANSWERS."""
    if answers < LEAST_ANSWERS:
        return None
    return (Decimal(total) / answers).quantize(Decimal("0.1"), ROUND_HALF_UP)
