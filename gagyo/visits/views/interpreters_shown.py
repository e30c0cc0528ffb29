"""How interpreters and their tasks look on a screen."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.common.components import Badge, Column, Link, Term, TimelineEntry, Tone
from gagyo.common.models.bases import in_language
from gagyo.kernels.indicators.figure import Figure
from gagyo.visits.choices import AnswerState
from gagyo.visits.models import Interpreter, InterpreterTask, Stop, Visit
from gagyo.visits.queries.interpreters import hours_figure
from gagyo.visits.queries.interpreting import stops_and_tasks
from gagyo.visits.rules.languages import language_name
from gagyo.visits.rules.suggest import Span, consent_holds, day_words
from gagyo.visits.views.shown import countries_words

ANSWER_TONES: dict[str, Tone] = {
    AnswerState.ASKED: "info",
    AnswerState.ACCEPTED: "success",
    AnswerState.DECLINED: "warning",
    AnswerState.DROPPED: "danger",
    AnswerState.WITHDRAWN: "neutral",
}


def interpreter_href(row: Interpreter) -> str:
    """Return the address of an interpreter's page."""
    return reverse("visits:interpreter", args=[row.pk])


def languages_words(row: Interpreter) -> list[str]:
    """Return the languages with their levels, each on a line."""
    return [f"{language_name(each.code)} · {each.get_level_display()}" for each in row.languages.all()]


def consent_badge(row: Interpreter, *, today: date) -> Badge:
    """Return whether the manager's consent holds today."""
    if consent_holds(consent_on=row.consent_on, consent_until=row.consent_until, day=today):
        if row.consent_until is None:
            return Badge(pgettext("consent of the manager", "Agreed"), "success")
        return Badge(_("Agreed until %(day)s") % {"day": day_words(row.consent_until)}, "success")
    if row.consent_on is None:
        return Badge(_("Manager not asked yet"), "warning")
    if row.consent_on > today:
        return Badge(_("Agreed from %(day)s") % {"day": day_words(row.consent_on)}, "info")
    return Badge(_("Consent is over"), "danger")


def answer_badge(task: InterpreterTask) -> Badge:
    """Return how somebody answered."""
    return Badge(task.get_state_display(), ANSWER_TONES[task.state])


def pool_columns(*, today: date, addresses: bool = False) -> list[Column]:
    """Return the columns of the list; e-mail addresses only in the worksheet, for which a reason was given."""
    email = [Column("email", _("E-mail"), draw=lambda each: each.row.person.email)] if addresses else []
    return [
        Column("name", _("Name"), row_header=True, draw=lambda each: Link(str(each.row), interpreter_href(each.row))),
        Column("department", _("Department"), draw=lambda each: each.row.department),
        *email,
        Column("languages", _("Languages"), draw=lambda each: languages_words(each.row)),
        Column("consent", _("Manager's consent"), draw=lambda each: consent_badge(each.row, today=today)),
        Column("hours", _("Hours this year"), numeric=not addresses, draw=lambda each: each.hours),
        Column("most", _("At most, hours a year"), numeric=True, draw=lambda each: each.row.hours_a_year),
    ]


def when_words(task: InterpreterTask) -> str:
    """Return day and times of a task."""
    span = Span(task.stop.starts_at, task.stop.ends_at)
    return f"{day_words(span.day)} {span.words()}"


def task_columns(*, own: bool = False) -> list[Column]:
    """Return the columns of an interpreter's tasks; own: on the interpreter's own page, who sees the visit's name."""
    return [
        Column("when", _("When"), row_header=True, draw=when_words),
        Column("visit", _("Visit"), draw=lambda task: visit_link(task, own=own)),
        Column("where", pgettext("of a task", "Where"), draw=lambda task: task.stop.title),
        Column("language", _("Language"), draw=lambda task: language_name(task.language)),
        Column("minutes", _("Minutes"), numeric=True, draw=task_minutes),
        Column("state", _("Answer"), draw=answer_badge),
    ]


def visit_link(task: InterpreterTask, *, own: bool) -> Link | str:
    """Return the visit, with the way to it."""
    name = task.stop.visit.name
    return Link(name, reverse("visits:visit", args=[task.stop.visit_id]) if own else task_href(task))


def task_href(task: InterpreterTask) -> str:
    """Return the address of the visit's interpreters."""
    return reverse("visits:visit_interpreters", args=[task.stop.visit_id])


def task_minutes(task: InterpreterTask) -> int:
    """Return how long a task takes."""
    return Span(task.stop.starts_at, task.stop.ends_at).minutes


def hours_of(
    row: Interpreter, counted: Sequence[InterpreterTask], *, year: int, now: datetime, own: bool = False
) -> Figure:
    """Return the hours that these tasks make."""
    minutes = sum(task_minutes(task) for task in counted)
    return hours_figure(interpreter_id=row.pk, minutes=minutes, year=year, now=now, own=own)


def interpreter_facts(row: Interpreter, *, today: date, own: bool = False) -> list[Term]:
    """Return the facts of an interpreter; the address is on the contact's page, which records who read it."""
    person = row.person
    contact = [] if own or person is None else [Term(_("Contact"), Link(person.name, person.get_absolute_url()))]
    no_mail = [] if person and person.email else [Term(_("E-mail"), Badge(_("No address: cannot be asked"), "danger"))]
    return [
        *contact,
        *no_mail,
        Term(_("Department"), row.department),
        Term(_("Languages"), languages_words(row)),
        Term(_("Manager's consent"), consent_badge(row, today=today)),
        Term(_("Manager agreed on"), row.consent_on),
        Term(_("At most, hours a year"), row.hours_a_year),
    ]


def missing_columns() -> list[Column]:
    """Return the columns of the stops that lack an interpreter."""
    return [
        Column("when", _("When"), row_header=True, draw=lambda stop: Link(stop_words(stop), need_href(stop))),
        Column("visit", _("Visit"), draw=lambda stop: stop.visit.name),
        Column("language", _("Language"), draw=lambda stop: language_name(stop.language)),
        Column("answer", _("Latest answer"), draw=latest_answer),
    ]


def latest_answer(stop: Stop) -> Badge | str:
    """Return how the one asked last for a stop answered; its tasks were read the latest first."""
    tasks = list(stop.interpreter_tasks.all())
    return answer_badge(tasks[0]) if tasks else _("Nobody was asked")


def missing_entry(stop: Stop, *, today: date) -> tuple[date, TimelineEntry]:
    """Return a stop that lacks an interpreter as one thing that is due."""
    day = timezone.localdate(stop.starts_at)
    badge = Badge(_("Interpreter missing"), "danger")
    return day, TimelineEntry(stop.visit.name, at=day, href=need_href(stop), badge=badge, ahead=day > today)


def asked_columns() -> list[Column]:
    """Return the columns of what is asked of oneself."""
    page = reverse("visits:my_interpreting")
    return [
        Column("when", _("When"), row_header=True, draw=lambda task: Link(when_words(task), page)),
        Column("visit", _("Visit"), draw=lambda task: task.stop.visit.name),
        Column("language", _("Language"), draw=lambda task: language_name(task.language)),
    ]


def need_href(stop: Stop) -> str:
    """Return the place on the visit's page of interpreters where a stop's day stands."""
    page = reverse("visits:visit_interpreters", args=[stop.visit_id])
    return f"{page}#{timezone.localdate(stop.starts_at).isoformat()}-{stop.language}"


def interpreting_summary(visit: Visit) -> list[tuple[str, Badge, str]]:
    """Return for each language of each day the words, how it stands, and who comes; in two queries."""
    found = []
    for key, stops, tasks in stops_and_tasks(visit=visit):
        day, language = key
        taken = {task.stop_id for task in tasks if task.state == AnswerState.ACCEPTED}
        people = dict.fromkeys(str(task.interpreter) for task in tasks if task.state == AnswerState.ACCEPTED)
        asked = any(task.state == AnswerState.ASKED for task in tasks)
        badge = Badge(_("Covered"), "success")
        if {stop.pk for stop in stops} - taken:
            badge = Badge(_("Waiting for an answer"), "info") if asked else Badge(_("Interpreter missing"), "danger")
        found.append((f"{day_heading(day)} · {language_name(language)}", badge, ", ".join(people)))
    return found


def stop_words(stop: Stop) -> str:
    """Return a stop with its day and times."""
    span = Span(stop.starts_at, stop.ends_at)
    return f"{day_words(span.day)} {span.words()} · {stop.title}"


def place_words(task: InterpreterTask) -> str:
    """Return where a task is: the place, the room, the site with its address."""
    stop = task.stop
    site = stop.site
    address = in_language(ko=site.address_ko, en=site.address_en) if site else ""
    parts = [stop.place_shown, str(stop.room) if stop.room else "", str(site) if site else "", address]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def link_columns() -> list[Column]:
    """Return the columns of the page behind a link."""
    return [
        Column("when", _("When"), row_header=True, draw=when_words),
        Column("what", pgettext("of a task", "What"), draw=lambda task: task.stop.title),
        Column("where", pgettext("of a task", "Where"), draw=place_words),
        Column("minutes", _("Minutes"), numeric=True, draw=task_minutes),
        Column("state", _("Answer"), draw=answer_badge),
    ]


def asked_terms(visit: Visit, tasks: Sequence[InterpreterTask]) -> list[Term]:
    """Return what somebody who is asked must know: for whom, which language, whom to call."""
    parties = list(visit.parties.all())
    languages = dict.fromkeys(language_name(task.language) for task in tasks)
    terms = [
        Term(_("Language to interpret"), ", ".join(languages)),
        Term(_("Countries"), countries_words(parties)),
        Term(_("Persons"), sum(party.persons for party in parties)),
        Term(_("Office"), str(visit.office) if visit.office else ""),
        Term(_("Officer"), str(visit.officer) if visit.officer else ""),
    ]
    return [term for term in terms if term.value]


def batch_notice(tasks: Sequence[InterpreterTask]) -> tuple[Tone, str]:
    """Return how the tasks of one mail stand, for the one who was asked."""
    states = {task.state for task in tasks}
    if AnswerState.ASKED in states:
        return "info", _("The office asks you to interpret. Please answer yes or no.")
    if AnswerState.ACCEPTED in states:
        return "success", _("You have said yes. If you cannot come after all, say so here: a stand-in will be found.")
    if AnswerState.WITHDRAWN in states:
        return "neutral", _("The office does not need you for this any more. You need not do anything.")
    if AnswerState.DROPPED in states:
        return "warning", _("You have dropped out. The office looks for a stand-in.")
    return "neutral", _("You have said no. You need not do anything more.")


def day_heading(day: date) -> str:
    """Return a day with its weekday."""
    return f"{day_words(day)} ({WEEKDAYS_ABBR[day.weekday()]})"
