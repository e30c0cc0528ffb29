"""Half-year figures for programs: the command line and the API give the very same answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import Figure
from gagyo.visits.models import VisitRule
from gagyo.visits.queries.half_years import HalfQuestion, half_year_figures
from gagyo.visits.queries.offices import UnknownOfficeError, office_by_code
from gagyo.visits.queries.rules import NoCountingRuleError, rule_in_use
from gagyo.visits.rules.halves import Half, UnfitDayError, UnknownHalfError, check_as_of, half_of


class UnableToAnswer(Exception):
    """What was asked for is not there; the sentence says which part, and what to do."""


class NothingThereError(UnableToAnswer):
    """The office or the rule that was named does not exist."""


@dataclass(frozen=True)
class HalfYearAnswer:
    """The figures of a half by name, and what they were counted by; as_of: the day asked for."""

    office: str
    half: Half
    as_of: date
    rule: VisitRule
    figures: Mapping[str, Figure]

    def as_json(self) -> dict[str, Any]:
        """Return the numbers by name, then what they were counted by."""
        numbers = {name: int(figure.value or 0) for name, figure in self.figures.items()}
        return {
            "office": self.office,
            "half": str(self.half),
            **numbers,
            "rule": self.rule.code,
            "as_of": self.as_of.isoformat(),
        }


def half_year_answer(
    *, actor: Actor, office: str, half: str, as_of: str | date | None, rule: str, today: date
) -> HalfYearAnswer:
    """
    Return the figures for an office's code, a half-year such as 2024H1, a day (today, if empty) and a rule's code.

    :raises UnableToAnswer: naming the part that is not there
    """
    try:
        found = office_by_code(office)
        wanted = half_of(half)
        day = as_of if isinstance(as_of, date) else date.fromisoformat(as_of) if as_of else today
        check_as_of(day, half=wanted, today=today)
        asked = HalfQuestion(
            actor=actor,
            half=wanted,
            as_of=day,
            rule=rule_in_use(day=day, code=rule),
            office=found.pk,
        )
    except (UnknownOfficeError, NoCountingRuleError) as error:
        raise NothingThereError(str(error)) from None
    except (UnknownHalfError, UnfitDayError) as error:
        raise UnableToAnswer(str(error)) from None
    except ValueError:
        raise UnableToAnswer(_("“%(text)s” is no day. Write it as 2024-06-19.") % {"text": as_of}) from None
    return HalfYearAnswer(office=office, half=wanted, as_of=day, rule=asked.rule, figures=half_year_figures(asked))
