"""What is set for requests, by whom: working hours as people write them, stand-ins, bureaus, templates."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.common.rules import Actor
from gagyo.support.rules.clock import Hours
from gagyo.support.rules.readers import APPROVES, ROUTES
from gagyo.support.rules.values import UnableToSaveSupport

DAYS: Final = range(7)
MOST_HOURS: Final = 2000
CLOCK: Final = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


def keeps_settings(*, actor: Actor, office_kind: str) -> bool:
    """
    Tell whether somebody sets what holds for everybody: hours of a kind of office, bureaus, templates.

    The operator does, and the ministry's own people. office_kind: of the actor's office
    """
    if actor.is_system or actor.role == Role.OPERATOR:
        return True
    return office_kind == OfficeKind.MINISTRY and actor.role in ROUTES


def sets_hours(*, actor: Actor) -> bool:
    """Tell whether somebody sets the working hours of the own office."""
    return actor.office_id is not None and actor.role in APPROVES


def spans_of(text: str) -> list[list[str]]:
    """
    Return the hours of a day as they are kept, from what somebody wrote: "9:00-12:00, 13:00-18:00"; none if empty.

    :raises UnableToSaveSupport: for what is no such text, or hours that overlap or end before they begin
    """
    found: list[list[str]] = []
    for part in re.split(r"[,;\n]", text.replace("–", "-").replace("~", "-")):
        if not part.strip():
            continue
        ends = [each.strip() for each in part.split("-")]
        if len(ends) != 2 or not all(_is_clock(each) for each in ends):
            raise UnableToSaveSupport(
                _("“%(text)s” cannot be read as working hours. Write them as 09:00-12:00, 13:00-18:00.")
                % {"text": part.strip()}
            )
        start, end = (each.zfill(5) for each in ends)
        if not start < end:
            raise UnableToSaveSupport(
                _("Working hours from %(start)s to %(end)s end before they begin. Write the earlier time first.")
                % {"start": start, "end": end}
            )
        if found and start < found[-1][1]:
            raise UnableToSaveSupport(
                _("The hours from %(start)s begin before those that end at %(end)s. Write them one after the other.")
                % {"start": start, "end": found[-1][1]}
            )
        found.append([start, end])
    return found


def _is_clock(text: str) -> bool:
    found = CLOCK.fullmatch(text)
    return found is not None and (int(found[1]) < 24 or found[2] == "00")


def spans_words(spans: Sequence[Sequence[str]]) -> str:
    """Return the hours of a day as somebody writes them."""
    return ", ".join(f"{start}-{end}" for start, end in spans)


def days_of(text: str) -> tuple[str, ...]:
    """
    Return the ISO days that stand in a text, one in each line or with commas, in order and each once.

    :raises UnableToSaveSupport: for what is no day
    """
    found = set()
    for part in re.split(r"[,;\s]+", text.strip()):
        if not part:
            continue
        try:
            found.add(date.fromisoformat(part))
        except ValueError:
            raise UnableToSaveSupport(
                _("“%(text)s” is no day. Write each day as in 2026-12-24, one in a line.") % {"text": part}
            ) from None
    return tuple(day.isoformat() for day in sorted(found))


def check_hours(hours: Hours) -> None:
    """
    Refuse hours by which nothing would ever be due, or the answer before the first one.

    :raises UnableToSaveSupport: with the sentence
    """
    if not any(hours.hours.get(str(day)) for day in DAYS):
        raise UnableToSaveSupport(_("Write the working hours of at least one day, or nothing would ever be due."))
    if not 1 <= hours.first_answer_hours <= hours.answer_hours <= MOST_HOURS:
        raise UnableToSaveSupport(
            _("The first answer is due no later than the answer, both within 1 to %(most)d working hours.")
            % {"most": MOST_HOURS}
        )


def items_of(korean: str, english: str) -> list[dict[str, str]]:
    """
    Return the items of a template from two texts with one item in each line.

    english: the same lines in English, or empty
    :raises UnableToSaveSupport: if there is none, or the lines do not pair
    """
    ko, en = ([line.strip() for line in text.splitlines() if line.strip()] for text in (korean, english))
    if not ko:
        raise UnableToSaveSupport(_("Write at least one item in Korean, one in each line."))
    if en and len(en) != len(ko):
        raise UnableToSaveSupport(
            _("There are %(ko)d items in Korean and %(en)d in English. Write each in both, in the same order.")
            % {"ko": len(ko), "en": len(en)}
        )
    return [{"ko": one, "en": other} for one, other in zip(ko, en or [""] * len(ko), strict=True)]


def week_words(hours: Mapping[str, Sequence[Sequence[str]]]) -> list[tuple[int, str]]:
    """Return (weekday from 0 on Monday, its hours in words) of each day on which somebody works."""
    return [(day, spans_words(hours[str(day)])) for day in DAYS if hours.get(str(day))]
