"""The pool of interpreters, who interprets at a visit, and the answer behind a link."""

from datetime import date
from functools import cached_property

from django.utils import timezone

from gagyo.visits.models import Interpreter, InterpreterTask
from gagyo.visits.rules.interpreting import hashes_of
from gagyo.visits.tests.make import make_stop
from gagyo.visits.tests.make_interpreters import make_interpreter, make_task
from tests.access.groups import (
    CHANGES,
    CHANGES_PERSON,
    CONTACTS,
    GONE,
    NO_ROW,
    PUBLIC,
    READS_PERSON,
    SIGNED_IN,
    WRITERS,
    Line,
    back,
)
from tests.access.visits import VisitRows

KEY = "a-key-of-the-access-table"


class InterpreterRows(VisitRows):
    """An interpreter of the office's pool, and a task for which the link is KEY's."""

    @cached_property
    def interpreter(self) -> Interpreter:
        """An interpreter of the office."""
        return make_interpreter(office=self.office)

    @cached_property
    def interpreter_task(self) -> InterpreterTask:
        """Something that the interpreter is asked for, far ahead."""
        stop = make_stop(visit=self.visit, site=None, day=date(2060, 5, 4), language="vi")
        return make_task(stop=stop, interpreter=self.interpreter, token_hash=hashes_of(KEY)[0], asked_at=timezone.now())


def answered(world: object) -> dict[str, str]:
    """Return the link's key, once there is something to answer."""
    assert getattr(world, "interpreter_task", None)
    return {"key": KEY}


URLS: dict[str, Line] = {
    "visits:interpreters": Line(CONTACTS),
    "visits:interpreter_add": Line(WRITERS),
    "visits:interpreters_export": Line(CONTACTS),
    "visits:interpreter": Line(READS_PERSON, args=lambda world: {"interpreter_id": world.interpreter.pk}),
    "visits:interpreter_edit": Line(CHANGES_PERSON, args=lambda world: {"interpreter_id": world.interpreter.pk}),
    "visits:interpreter_archive": Line(
        back(CHANGES_PERSON), args=lambda world: {"interpreter_id": world.interpreter.pk}, method="post"
    ),
    "visits:interpreter_restore": Line(
        back(CHANGES_PERSON), args=lambda world: {"interpreter_id": world.interpreter.pk}, method="post"
    ),
    "visits:interpreter_time_add": Line(
        back(CHANGES),
        args=lambda world: {"interpreter_id": world.interpreter.pk},
        method="post",
        data={"is_free": "yes", "day": "2060-05-04", "starts": "09:00", "ends": "12:00"},
    ),
    "visits:interpreter_time_remove": Line(
        CHANGES.answering(ok=404),
        args=lambda world: {"interpreter_id": world.interpreter.pk, "time_id": NO_ROW},
        method="post",
    ),
    "visits:my_interpreting": Line(SIGNED_IN),
    "visits:my_interpreting_calendar": Line(GONE.answering(nobody=302)),
    "visits:my_interpreting_answer": Line(
        GONE.answering(nobody=302), args=lambda world: {"task_id": NO_ROW}, method="post", data={"answer": "accepted"}
    ),
    "visits:interpreting_answer": Line(PUBLIC, args=answered),
    "visits:visit_interpreters": Line(READS_PERSON, args=lambda world: {"visit_id": world.visit.pk}),
    "visits:interpreters_ask": Line(
        back(CHANGES_PERSON), args=lambda world: {"visit_id": world.visit.pk}, method="post", data={"language": "vi"}
    ),
    "visits:interpreters_ask_all": Line(
        back(CHANGES_PERSON), args=lambda world: {"visit_id": world.visit.pk}, method="post"
    ),
    "visits:interpreters_languages": Line(
        back(CHANGES_PERSON), args=lambda world: {"visit_id": world.visit.pk}, method="post", data={"language": "vi"}
    ),
    "visits:interpreter_answer_noted": Line(
        CHANGES_PERSON.answering(ok=404),
        args=lambda world: {"visit_id": world.visit.pk, "task_id": NO_ROW},
        method="post",
        data={"answer": "accepted"},
    ),
    "visits:interpreter_withdraw": Line(
        CHANGES_PERSON.answering(ok=404),
        args=lambda world: {"visit_id": world.visit.pk, "task_id": NO_ROW},
        method="post",
    ),
}
