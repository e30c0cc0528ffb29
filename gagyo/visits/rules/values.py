"""What a person enters for a visit, as plain values, and what is refused of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.accounts.choices import Visibility
from gagyo.common.models import TranslatedText
from gagyo.visits.choices import FollowUpKind, OrganiserKind

# One or two letters and seven or eight digits, or nine digits, as passports of nearly all states are numbered
# (ICAO Doc 9303: up to nine characters).
PASSPORT = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,2}[ -]?\d{7,8}|\d{9})(?![A-Za-z0-9])")


# Longer is a slip of the year; a programme draws each of its days.
MOST_DAYS = 366
LAST_YEAR = 2200


class UnableToSaveVisit(Exception):
    """What was entered makes no visit; the sentence says what to change."""


@dataclass(frozen=True)
class MemberValues:
    """A named member of a party."""

    name: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class PartyValues:
    """The people of one country; party_id: of a party that is there already."""

    country_id: str
    persons: int
    party_id: int | None = None
    body_id: int | None = None
    name: str = ""
    head_name: str = ""
    head_rank: str = ""
    person_days: int | None = None


@dataclass(frozen=True)
class VisitValues:
    """A visit as its form, a request or an import gives it."""

    name_ko: str
    starts_on: date
    ends_on: date
    name_en: str = ""
    purpose: TranslatedText = field(default_factory=TranslatedText)
    organiser_id: int | None = None
    organiser_kind: str = OrganiserKind.GOVERNMENT.value
    asked_by_id: int | None = None
    asked_by_person_id: int | None = None
    asked_on: date | None = None
    tie_id: int | None = None
    mission_id: int | None = None
    project_id: int | None = None
    course_id: int | None = None
    officer_id: int | None = None
    theme_ids: tuple[int, ...] = ()
    gifts_given: str = ""
    gifts_received: str = ""
    parties: tuple[PartyValues, ...] = ()
    visibility: str = Visibility.OFFICE.value


@dataclass(frozen=True)
class FollowUpValues:
    """What is to be done after a visit, by whom, until when; answer_id: of the survey answer that asks for it."""

    what: str
    due_on: date
    kind: str = FollowUpKind.TASK.value
    owner_id: int | None = None
    answer_id: int | None = None


def holds_passport_number(text: str) -> bool:
    """Tell whether a text seems to hold a passport's number."""
    return bool(PASSPORT.search(text))


def check_no_passport(*texts: str) -> None:
    """
    Refuse what looks like a passport's number: they are never kept.

    :raises UnableToSaveVisit: naming where it stands
    """
    for text in texts:
        if holds_passport_number(text):
            raise UnableToSaveVisit(
                _("“%(text)s” looks as if it held a passport number. Passport numbers are not kept: take it out.")
                % {"text": text}
            )


def check_fields(texts: Mapping[str, str]) -> None:
    """
    Refuse what looks like a passport's number in one of several fields; texts: by the field's label.

    :raises UnableToSaveVisit: naming the field, and what in it
    """
    for label, text in texts.items():
        if found := PASSPORT.search(text):
            raise UnableToSaveVisit(
                _("%(field)s: “%(text)s” looks like a passport number. Passport numbers are not kept: take it out.")
                % {"field": label, "text": found.group()}
            )


def check_follow_up(*, what: str = "", outcome: str = "") -> None:
    """
    Refuse words of a follow-up that hold a passport number.

    :raises UnableToSaveVisit: naming the field
    """
    check_fields({_("What"): what, _("Follow-up outcome"): outcome})


def check_values(values: VisitValues, *, countries: Mapping[str, str] | None = None) -> None:
    """
    Refuse a visit whose dates or parties cannot be; countries: names by code, for the sentences.

    :raises UnableToSaveVisit: with the sentence for the officer
    """
    if not values.name_ko.strip():
        raise UnableToSaveVisit(_("Give the visit a name, such as “Delegation of Ulaanbaatar”."))
    if values.ends_on < values.starts_on:
        raise UnableToSaveVisit(_("The visit ends before it begins. Check both days."))
    check_fields(_texts_of(values))
    days = (values.ends_on - values.starts_on).days + 1
    if days > MOST_DAYS:
        raise UnableToSaveVisit(
            _("The visit would last %(days)s days; %(most)s are the most. Check the year of both days.")
            % {"days": days, "most": MOST_DAYS}
        )
    if values.ends_on.year > LAST_YEAR:
        raise UnableToSaveVisit(
            _("The visit would be in the year %(year)s. Check the year of both days.") % {"year": values.ends_on.year}
        )
    for number, party in enumerate(values.parties, start=1):
        _check_party(party, number=number, days=days, country=(countries or {}).get(party.country_id, party.country_id))


def _texts_of(values: VisitValues) -> dict[str, str]:
    """Return what is written of a visit, by the label of its field."""
    words = [values.purpose.original, *(text for text, _state in values.purpose.translations.values())]
    return {
        _("Korean name"): values.name_ko,
        _("English name"): values.name_en,
        _("Purpose"): " / ".join(words),
        _("Gifts given"): values.gifts_given,
        _("Gifts received"): values.gifts_received,
    }


def _check_party(party: PartyValues, *, number: int, days: int, country: str) -> None:
    words = {"n": number, "country": country}
    named = pgettext("visit", "Party %(n)s (%(country)s)") % words
    texts = {
        _("Name of the delegation"): party.name,
        _("Head's name"): party.head_name,
        _("Head's rank"): party.head_rank,
    }
    check_fields({f"{named}, {label}": text for label, text in texts.items()})
    if party.persons < 1:
        raise UnableToSaveVisit(
            _("%(party)s has no person. Give the number of persons, or take the party out.") % {"party": named}
        )
    if party.person_days is not None and not party.persons <= party.person_days <= party.persons * days:
        raise UnableToSaveVisit(
            _(
                "%(party)s: %(persons)s persons on %(days)s days make %(least)s to %(most)s person-days, "
                "not %(given)s. Correct one of the numbers."
            )
            % {
                "party": named,
                "persons": party.persons,
                "days": days,
                "least": party.persons,
                "most": party.persons * days,
                "given": party.person_days,
            }
        )


def person_days_of(*, persons: int, person_days: int | None, starts_on: date, ends_on: date) -> int:
    """Return the person-days (연인원) of a party: as recorded, or everybody on every day of the visit."""
    return person_days if person_days is not None else persons * ((ends_on - starts_on).days + 1)
