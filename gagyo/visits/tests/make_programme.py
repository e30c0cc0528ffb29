"""Rows and answers for tests of the programme."""

from datetime import date, datetime, time
from typing import Any

from gagyo.accounts.models import Membership
from gagyo.registry.tests.make import make_person
from gagyo.visits.choices import AnswerState, LanguageLevel
from gagyo.visits.forms.programme import values_of_stop
from gagyo.visits.models import (
    Interpreter,
    InterpreterLanguage,
    InterpreterTask,
    Stop,
    Unavailability,
    Visit,
)
from gagyo.visits.queries.programme import Programme, programme_of
from gagyo.visits.tests.make import SEOUL, make_visit

# A Tuesday, and no holiday; the 5th is Children's Day, a Tuesday too in 2026.
DAY = date(2026, 6, 9)
HOLIDAY = date(2026, 5, 5)
NOW = datetime(2026, 5, 4, 10, tzinfo=SEOUL)


def visit_of(member: Membership, **values: Any) -> Visit:
    """Make a visit of two days to the officer's office."""
    values = {"starts_on": DAY, "ends_on": date(2026, 6, 10), "state": "planned", **values}
    return make_visit(office=member.office, **values)


def sentences(visit: Visit) -> list[str]:
    """Return every sentence in a visit's programme."""
    found = shown(visit)
    return [
        sentence
        for day in found.days
        for sentence in (*day.clashes, *(each for one in day.stops for each in one.clashes))
    ]


def shown(visit: Visit) -> Programme:
    """Return a visit's programme read anew."""
    return programme_of(Visit.objects.past_access(because="a test reads its own row").get(pk=visit.pk))


def interpreter_for(member: Membership, *, stop: Stop, state: str = AnswerState.ACCEPTED, code: str = "en") -> Any:
    """Make an interpreter of English who was asked for a stop."""
    person = make_person(office=member.office, name_ko="이통역", name_en="Lee")
    row = Interpreter.objects.create(office=member.office, person=person)
    InterpreterLanguage.objects.create(interpreter=row, code=code, level=LanguageLevel.FLUENT)
    return ask(row, stop=stop, state=state)


def ask(row: Interpreter, *, stop: Stop, state: str = AnswerState.ACCEPTED) -> InterpreterTask:
    """Make a task of an interpreter."""
    return InterpreterTask.objects.create(
        stop=stop, interpreter=row, language="en", state=state, token_hash=f"{stop.pk}-{row.pk}", asked_at=NOW
    )


def away(member: Membership, **of: Any) -> Unavailability:
    """Make a time of the whole morning in which something cannot be had."""
    starts, ends = datetime.combine(DAY, time(9), SEOUL), datetime.combine(DAY, time(12), SEOUL)
    return Unavailability.objects.create(office=member.office, starts_at=starts, ends_at=ends, **of)


def times(stop: Stop) -> str:
    """Return a stop's day and times as the database has them."""
    values = values_of_stop(Stop.objects.get(pk=stop.pk))
    return f"{values.day:%d} {values.starts:%H:%M}-{values.ends:%H:%M}"
