"""What a counting rule must be before it is used: figures are published by it, so it is never changed afterwards."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from gagyo.visits.choices import DatedBy, VisitState

CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_CODE: Final = 60
LONGEST_NAME: Final = 200
COUNTABLE: Final = tuple(state.value for state in VisitState if state != VisitState.CANCELLED)


class UnfitRuleError(ValueError):
    """A counting rule that cannot be used; the sentence says why, and what to write instead."""


@dataclass(frozen=True)
class RuleValues:
    """A rule as somebody wants it; starts_on, ends_on: the days on which it is in use, ends_on None for good."""

    code: str
    name_ko: str
    name_en: str
    sentence_ko: str
    sentence_en: str
    states: tuple[str, ...]
    dated_by: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class RuleInUse:
    """Another rule: its code and the days on which it is in use."""

    code: str
    starts_on: date
    ends_on: date | None


def check_rule(wanted: RuleValues, *, others: Iterable[RuleInUse]) -> None:
    """
    Refuse a rule that is not whole, or that would change by which rule a day was counted so far.

    :raises UnfitRuleError: with the sentence
    """
    _check_words(wanted)
    _check_what_counts(wanted)
    if wanted.ends_on and wanted.ends_on < wanted.starts_on:
        raise UnfitRuleError(_("The rule ends before it begins. Give a last day on or after its first."))
    for other in others:
        if other.code == wanted.code:
            raise UnfitRuleError(
                _("There is a rule “%(code)s” already, and a rule is never changed. Choose another code.")
                % {"code": wanted.code}
            )
        after = wanted.starts_on > other.starts_on
        before = wanted.ends_on is not None and wanted.ends_on < other.starts_on
        if not after and not before:
            raise UnfitRuleError(
                _("The rule “%(code)s” is in use from %(day)s. A new rule begins later, or ends before that day.")
                % {"code": other.code, "day": other.starts_on.isoformat()}
            )


def _check_words(wanted: RuleValues) -> None:
    if not CODE.fullmatch(wanted.code) or len(wanted.code) > LONGEST_CODE:
        raise UnfitRuleError(
            _("“%(code)s” is no code. Write small letters, digits and hyphens, such as received-visits-2027.")
            % {"code": wanted.code}
        )
    words = {
        _("Name (Korean)"): wanted.name_ko,
        _("Name (English)"): wanted.name_en,
        _("Counting rule (Korean)"): wanted.sentence_ko,
        _("Counting rule (English)"): wanted.sentence_en,
    }
    missing = [name for name, value in words.items() if not value.strip()]
    if missing:
        raise UnfitRuleError(
            _("Every page says the rule in both languages. Missing: %(names)s.") % {"names": ", ".join(missing)}
        )
    if max(len(wanted.name_ko), len(wanted.name_en)) > LONGEST_NAME:
        raise UnfitRuleError(_("A name has at most %(n)d letters. Say the rest in the sentence.") % {"n": LONGEST_NAME})


def _check_what_counts(wanted: RuleValues) -> None:
    unknown = [state for state in wanted.states if state not in COUNTABLE]
    if unknown or not wanted.states:
        raise UnfitRuleError(
            _("Say which states count, from: %(known)s. Not one of them: %(unknown)s.")
            % {"known": ", ".join(COUNTABLE), "unknown": ", ".join(unknown) or "-"}
        )
    if wanted.dated_by not in DatedBy.values:
        raise UnfitRuleError(
            _("“%(text)s” is no day of a visit. Visits are dated by %(known)s.")
            % {"text": wanted.dated_by, "known": ", ".join(DatedBy.values)}
        )
