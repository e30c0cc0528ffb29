"""Mail about interpreting, through the outbox: to those who are asked, and to the officer who needs a stand-in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Role
from gagyo.accounts.models import User
from gagyo.accounts.queries import membership_holds
from gagyo.visits.models import Interpreter, InterpreterTask, Visit
from gagyo.visits.queries.interpreting import has_left
from gagyo.visits.rules.languages import language_name
from gagyo.visits.rules.suggest import Suggestion, day_words

BETWEEN = "\n" + "-" * 40 + "\n\n"


def send_asked(*, visit: Visit, interpreter: Interpreter, tasks: Sequence[InterpreterTask], key: str) -> None:
    """Send the question with its link, in Korean and then in English."""
    parts = []
    for code in ("ko", "en"):
        with translation.override(code):
            link = settings.BASE_URL + reverse("visits:interpreting_answer", args=[key])
            values = {**_values(visit, tasks), "link": link}
            parts.append(render_to_string("visits/mail/interpreter_asked.txt", values))
    with translation.override("ko"):
        subject = _("Will you interpret on %(day)s? %(visit)s") % _subject(visit, tasks)
    _send(interpreter, subject, parts)


def send_not_needed(*, visit: Visit, interpreter: Interpreter, tasks: Sequence[InterpreterTask]) -> None:
    """Tell somebody that the office needs them no more, in Korean and then in English."""
    parts = []
    for code in ("ko", "en"):
        with translation.override(code):
            parts.append(render_to_string("visits/mail/interpreter_not_needed.txt", _values(visit, tasks)))
    with translation.override("ko"):
        subject = _("You are not needed on %(day)s: %(visit)s") % _subject(visit, tasks)
    _send(interpreter, subject, parts)


def send_stand_in(*, visit: Visit, tasks: Sequence[InterpreterTask], best: Suggestion | None, now: datetime) -> None:
    """Tell the visit's officers who cannot come and who could instead, each in the own language."""
    for user in officers_of(visit, now=now):
        with translation.override(user.language):
            page = reverse("visits:visit_interpreters", args=[visit.pk])
            values = {**_values(visit, tasks), "interpreter": tasks[0].interpreter, "answer": tasks[0], "best": best}
            values["has_left"] = has_left(tasks[0])
            values["link"] = f"{settings.BASE_URL}{page}#{_anchor(tasks[0])}"
            subject = _("Interpreter missing on %(day)s: %(visit)s") % _subject(visit, tasks)
            body = render_to_string("visits/mail/interpreter_stand_in.txt", values)
        send_mail(subject, body, None, [user.email])


def officers_of(visit: Visit, *, now: datetime) -> "QuerySet[User]":
    """Return whom to tell: the visit's officer while at work there, or else the office's officers and managers."""
    today = timezone.localdate(now)
    there = User.objects.filter(
        membership_holds(today, "memberships__"),
        memberships__office=visit.office_id,
        memberships__role__in=[Role.OFFICER, Role.MANAGER],
        is_active=True,
    )
    own = there.filter(pk=visit.officer_id or 0)
    return (own if own.exists() else there).distinct().order_by("pk")


def _values(visit: Visit, tasks: Sequence[InterpreterTask]) -> dict[str, Any]:
    # Words are made here, in the language of the mail.
    first = tasks[0]
    return {
        "visit": visit,
        "office": visit.office,
        "tasks": tasks,
        "language": language_name(first.language),
        "day": day_words(timezone.localdate(first.stop.starts_at)),
    }


def _subject(visit: Visit, tasks: Sequence[InterpreterTask]) -> dict[str, str]:
    return {"day": day_words(timezone.localdate(tasks[0].stop.starts_at)), "visit": visit.name}


def _anchor(task: InterpreterTask) -> str:
    return f"{timezone.localdate(task.stop.starts_at).isoformat()}-{task.language}"


def _send(interpreter: Interpreter, subject: str, parts: Sequence[str]) -> None:
    if interpreter.person is not None and interpreter.person.email:
        send_mail(subject, BETWEEN.join(parts), None, [interpreter.person.email])
