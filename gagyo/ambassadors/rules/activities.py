"""What a person enters for an activity, as plain values, and what is refused of it."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.ambassadors.choices import ActivityKind, ActivityOutcome
from gagyo.common.models import TranslatedText
from gagyo.support.choices import RequestField

# A trip of two weeks, day and night.
MOST_MINUTES: Final = 14 * 24 * 60


class UnableToSaveActivity(Exception):
    """What was entered makes no activity; the sentence says what to change."""


@dataclass(frozen=True)
class ActivityValues:
    """An activity as its form, the last one or an answer gives it."""

    posting_id: int
    name_ko: str
    day: date
    name_en: str = ""
    kind: str = ActivityKind.ADVICE.value
    minutes: int | None = None
    field: str = RequestField.OTHER.value
    for_body_id: int | None = None
    for_words: str = ""
    country_id: str | None = None
    place_words: str = ""
    outcome: str = ActivityOutcome.DONE.value
    outcome_text: TranslatedText = dataclasses.field(default_factory=TranslatedText)
    promised_by: date | None = None
    request_id: int | None = None
    visit_id: int | None = None
    tie_id: int | None = None
    meeting_id: int | None = None
    planned_id: int | None = None
    visibility: str = Visibility.SHARED.value


def check_activity(values: ActivityValues, *, starts_on: date, ends_on: date | None, today: date) -> None:
    """
    Refuse an activity without words, in the future, or outside of the ambassador's time.

    starts_on, ends_on: of the posting
    :raises UnableToSaveActivity: with the sentence
    """
    if not (values.name_ko.strip() or values.name_en.strip()):
        raise UnableToSaveActivity(_("Say in a few words what was done."))
    if values.day > today:
        raise UnableToSaveActivity(_("This day is still to come. Enter an activity once it was done."))
    if values.day < starts_on or (ends_on is not None and values.day > ends_on):
        raise UnableToSaveActivity(
            _("On this day another ambassador, or nobody, was posted here. Choose the ambassador of that day.")
        )
    if values.minutes is not None and not 1 <= values.minutes <= MOST_MINUTES:
        raise UnableToSaveActivity(_("The minutes cannot be. Write how long it took, or leave it empty."))
    if values.outcome == ActivityOutcome.PROMISED and not values.outcome_text.original.strip():
        raise UnableToSaveActivity(_("Say what was promised, so that whoever comes next can keep it."))
    if values.promised_by is not None and values.outcome != ActivityOutcome.PROMISED:
        raise UnableToSaveActivity(
            _("A day is set for a promise, but nothing was promised. Choose that outcome, or take the day out.")
        )
    if values.promised_by is not None and values.promised_by < values.day:
        raise UnableToSaveActivity(_("The promise would be due before it was made. Check both days."))


def check_kept(*, what: str, outcome: str, day: date, kept_on: date, already: date | None, today: date) -> None:
    """
    Refuse to keep what was no promise, or on a day that cannot be.

    :raises UnableToSaveActivity: with the sentence
    """
    if outcome != ActivityOutcome.PROMISED:
        raise UnableToSaveActivity(_("Nothing was promised in “%(what)s”. Load its page again.") % {"what": what})
    if already is not None:
        raise UnableToSaveActivity(_("This promise was kept already. Load the page again."))
    if not day <= kept_on <= today:
        raise UnableToSaveActivity(_("A promise is kept after it was made, and not in the future. Check the day."))
