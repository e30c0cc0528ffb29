"""Interpreters are asked and answer by their link, for tests."""

import re
from datetime import date, datetime

from django.core.mail import EmailMessage

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_member
from gagyo.common.rules import ANYBODY
from gagyo.visits.actions.interpreting import (
    answer_by_link,
    ask_interpreters,
)
from gagyo.visits.choices import StopKind, VisitState
from gagyo.visits.models import Interpreter, InterpreterTask, Visit
from gagyo.visits.tests.make import make_stop, make_visit

DAY = date(2026, 6, 10)


def visit_to_interpret(*, office: Office) -> Visit:
    """Make a visit in a month, with an officer, and two stops to interpret from Vietnamese."""
    officer = make_member(office=office, role=Role.OFFICER).user
    row = make_visit(office=office, starts_on=DAY, state=VisitState.CONFIRMED, officer=officer, visibility="office")
    make_stop(
        visit=row, site=None, kind=StopKind.OTHER, title_ko="청사 견학", title_en="Tour of the hall", language="vi"
    )
    make_stop(
        visit=row,
        site=None,
        kind=StopKind.OTHER,
        title_ko="공원",
        title_en="Park",
        starts="13:00",
        ends="14:00",
        language="vi",
    )
    return row


def ask(visit: Visit, *people: Interpreter, now: datetime = NOW) -> list[InterpreterTask]:
    """Ask for every stop of a visit."""
    return ask_interpreters(
        visit_id=visit.pk,
        stop_ids=list(visit.stops.values_list("pk", flat=True)),
        interpreter_ids=[row.pk for row in people],
        language="vi",
        by=make_actor(office=visit.office),
        now=now,
    )


def key_in(mail: EmailMessage) -> str:
    """Return the key of the link in a mail."""
    found = re.search(r"/interpreting/answer/([^/\s]+)/", str(mail.body))
    assert found, mail.body
    return found[1]


def states(row: Interpreter) -> list[str]:
    """Return how somebody's tasks stand."""
    return list(InterpreterTask.objects.filter(interpreter=row).order_by("pk").values_list("state", flat=True))


def say(key: str, wanted: str, *, now: datetime = NOW, note: str = "") -> list[InterpreterTask]:
    """Answer by a link."""
    return answer_by_link(key=key, wanted=wanted, note=note, by=ANYBODY, now=now)
