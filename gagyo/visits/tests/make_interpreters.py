"""Interpreters, their times and tasks for tests."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import count

from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW
from gagyo.registry.models import Person
from gagyo.registry.tests.make import make_person
from gagyo.visits.models import Interpreter, InterpreterLanguage, InterpreterTask, InterpreterTime, Stop
from gagyo.visits.tests.make import SEOUL

_numbers = count(1)


def make_interpreter(
    *,
    office: Office | None,
    name_ko: str = "박통역",
    languages: Sequence[tuple[str, str]] = (("vi", "fluent"),),
    email: str = "",
    person: Person | None = None,
    **values: object,
) -> Interpreter:
    """Make an interpreter whose manager agreed in 2020 without a last day."""
    values.setdefault("consent_on", date(2020, 1, 1))
    address = email or f"interpreter{next(_numbers)}@example.org"
    held = person or make_person(office=office, name_ko=name_ko, email=address)
    row = Interpreter.objects.create(office=office, person=held, **values)
    InterpreterLanguage.objects.bulk_create(
        InterpreterLanguage(interpreter=row, code=code, level=level) for code, level in languages
    )
    return row


def make_time(
    *,
    interpreter: Interpreter,
    day: date = date(2060, 5, 4),
    starts: str = "09:00",
    ends: str = "18:00",
    **values: object,
) -> InterpreterTime:
    """Make a time in which an interpreter is free, or is not."""
    return InterpreterTime.objects.create(
        interpreter=interpreter,
        starts_at=datetime.combine(day, time.fromisoformat(starts), SEOUL),
        ends_at=datetime.combine(day, time.fromisoformat(ends), SEOUL),
        **values,
    )


def make_task(*, stop: Stop, interpreter: Interpreter, **values: object) -> InterpreterTask:
    """Make a task for which an interpreter is asked."""
    values.setdefault("token_hash", f"hash-{next(_numbers)}")
    values.setdefault("asked_at", NOW)
    values.setdefault("language", stop.language or "vi")
    return InterpreterTask.objects.create(stop=stop, interpreter=interpreter, **values)
