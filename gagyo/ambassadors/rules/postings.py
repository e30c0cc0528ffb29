"""Who enters postings, and what is refused of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.rules import NotYoursError
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.words import Language, date_text

POSTS_FROM_MINISTRY: Final = frozenset({Role.DESK_OFFICER, Role.MANAGER})


class UnableToSavePosting(Exception):
    """What was entered makes no posting; the sentence says what to change."""


@dataclass(frozen=True)
class PostingValues:
    """A posting as its form gives it."""

    province_id: int
    name_ko: str
    starts_on: date
    name_en: str = ""
    ends_on: date | None = None
    email: str = ""
    phone: str = ""
    person_id: int | None = None
    user_id: int | None = None


@dataclass(frozen=True)
class Held:
    """Another posting of the same province."""

    name: str
    starts_on: date
    ends_on: date | None


def may_post(*, actor: Actor, office_kind: str) -> bool:
    """Tell whether the actor posts ambassadors: the foreign ministry does, and so does the operator."""
    if actor.is_system or actor.role == Role.OPERATOR:
        return True
    return office_kind == OfficeKind.MINISTRY and actor.role in POSTS_FROM_MINISTRY


def check_post(*, actor: Actor, office_kind: str) -> None:
    """
    Refuse to enter a posting to whoever does not post ambassadors.

    :raises NotYoursError: with the sentence
    """
    if not may_post(actor=actor, office_kind=office_kind):
        raise NotYoursError(_("Postings are entered by the foreign ministry and the operator. Ask one of them."))


def check_dates(values: PostingValues, *, others: Iterable[Held]) -> None:
    """
    Refuse days that run backwards, or a time in which somebody else is posted to the province.

    :raises UnableToSavePosting: naming the other posting
    """
    if values.ends_on is not None and values.ends_on < values.starts_on:
        raise UnableToSavePosting(_("The last day comes before the first. Check both days."))
    for each in others:
        if overlap(values.starts_on, values.ends_on, each.starts_on, each.ends_on):
            raise UnableToSavePosting(
                _("%(name)s is posted to this province %(time)s. End that posting first, or choose other days.")
                % {"name": each.name, "time": time_words(each.starts_on, each.ends_on)}
            )


def overlap(first_from: date, first_until: date | None, second_from: date, second_until: date | None) -> bool:
    """Tell whether two times share a day; both ends are within, None is open."""
    return (first_until is None or second_from <= first_until) and (second_until is None or first_from <= second_until)


def time_words(starts_on: date, ends_on: date | None) -> str:
    """Return a time in words: from a day on, or from a day until another."""
    language: Language = "en" if (get_language() or "ko").startswith("en") else "ko"
    first = date_text(starts_on, language)
    if ends_on is None:
        return _("from %(first)s on") % {"first": first}
    return _("from %(first)s until %(last)s") % {"first": first, "last": date_text(ends_on, language)}
