"""What is written into plans and cases, and what cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from gagyo.common.models import TranslatedText
from gagyo.support.choices import RequestField

# In each of these a province is to have a goal; an incident cannot be planned.
GOAL_FIELDS: Final = (
    RequestField.INVESTMENT,
    RequestField.EXPORTS,
    RequestField.EVENTS,
    RequestField.PUBLIC_DIPLOMACY,
    RequestField.DEVELOPMENT,
    RequestField.EXCHANGE,
)
MOST_KRW: Final = 10**15


class UnableToSavePlan(Exception):
    """These values cannot be saved; the sentence says what to change."""


@dataclass(frozen=True)
class GoalValues:
    """A goal in one field."""

    field: str
    words: TranslatedText


@dataclass(frozen=True)
class ActivityValues:
    """A planned activity; partner_ids: bodies; countries: ISO codes."""

    goal_id: int
    name_ko: str
    month: int
    name_en: str = ""
    budget_krw: int | None = None
    partner_ids: tuple[int, ...] = ()
    partner_words: str = ""
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResultValues:
    """What is told of a planned activity with the results, besides the activities that fulfil it."""

    spent_krw: int | None = None
    not_held_reason: str = ""


def check_goal(values: GoalValues) -> None:
    """
    Refuse a goal without words, or in a field that does not exist.

    :raises UnableToSavePlan: with the sentence
    """
    if values.field not in RequestField.values:
        raise UnableToSavePlan(_("Choose a field from the list."))
    if not values.words:
        raise UnableToSavePlan(_("Say what the goal is."))


def check_activity(values: ActivityValues) -> None:
    """
    Refuse an activity without a name, in no month, or with an impossible budget.

    :raises UnableToSavePlan: with the sentence
    """
    if not (values.name_ko.strip() or values.name_en.strip()):
        raise UnableToSavePlan(_("Give the activity a name."))
    if not 1 <= values.month <= 12:
        raise UnableToSavePlan(_("Choose a month from January to December."))
    check_krw(values.budget_krw)


def check_krw(amount: int | None) -> None:
    """
    Refuse an amount of won that cannot be.

    :raises UnableToSavePlan: with the sentence
    """
    if amount is not None and not 0 <= amount <= MOST_KRW:
        raise UnableToSavePlan(_("That amount cannot be. Enter it in won, without decimals."))


def check_submittable(*, goals: int, activities: int, idle_goals: Sequence[str]) -> None:
    """
    Refuse to submit a plan without a goal, without an activity, or with a goal for which nothing is planned.

    :raises UnableToSavePlan: with the sentence
    """
    if not goals or not activities:
        raise UnableToSavePlan(_("A plan needs at least one goal and one activity. Add them first."))
    if idle_goals:
        raise UnableToSavePlan(
            _("Nothing is planned for the goal “%(goal)s”. Plan an activity for it, or remove it.")
            % {"goal": idle_goals[0]}
        )


def check_results(*, unexplained: Sequence[str]) -> None:
    """
    Refuse results in which a planned activity neither was held nor says why not.

    unexplained: names of such activities
    :raises UnableToSavePlan: with the sentence
    """
    if unexplained:
        raise UnableToSavePlan(
            _("“%(name)s” has no recorded activity. Say why it was not held, or link the activity that fulfilled it.")
            % {"name": unexplained[0]}
        )
