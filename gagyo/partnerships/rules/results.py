"""Where an exchange project stands, and whether it owes its officer's result."""

from datetime import date

from django.utils.translation import gettext as _

from gagyo.partnerships.choices import ProjectState


class UnableToRecordResult(Exception):
    """The project can have no result yet; the sentence says when."""


def state_on(*, state: str, starts_on: date, ends_on: date, today: date) -> ProjectState:
    """Return where a project stands on a day: its dates say it, unless it was cancelled."""
    if state == ProjectState.CANCELLED:
        return ProjectState.CANCELLED
    if today < starts_on:
        return ProjectState.PLANNED
    return ProjectState.RUNNING if today <= ends_on else ProjectState.DONE


def owes_result(*, state: str, ends_on: date, outcome_on: date | None, today: date) -> bool:
    """Tell whether a project has ended and nobody has recorded what came of it."""
    return state != ProjectState.CANCELLED and ends_on < today and outcome_on is None


def check_result(*, state: str, starts_on: date, today: date) -> None:
    """
    Refuse a result for what has not begun or was cancelled.

    :raises UnableToRecordResult: with the sentence for the officer
    """
    if state == ProjectState.CANCELLED:
        raise UnableToRecordResult(_("The project was cancelled. Take the cancellation back to record a result."))
    if today < starts_on:
        raise UnableToRecordResult(
            _("The project begins on %(day)s. Record its result when it has begun.") % {"day": starts_on.isoformat()}
        )
