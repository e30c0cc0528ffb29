"""The office's pool of interpreters: adding, changing, free times, archiving."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gagyo.accounts.rules import NotYoursError, check_write, may_keep_registry, may_write
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.registry.actions.people import PersonValues, add_person
from gagyo.registry.models import Person
from gagyo.visits.actions.interpreter_stand_ins import lock_visits_of, release_all_who_left, release_leaving
from gagyo.visits.choices import LanguageLevel
from gagyo.visits.models import Interpreter, InterpreterLanguage, InterpreterTask, InterpreterTime
from gagyo.visits.queries.interpreters import own_interpreter
from gagyo.visits.rules.languages import LANGUAGES

FIELDS = ("department", "consent_on", "consent_until", "hours_a_year")


class UnableToSaveInterpreter(Exception):
    """What was entered makes no interpreter; the sentence says what to change."""


@dataclass(frozen=True)
class InterpreterValues:
    """
    An interpreter as the form gives one.

    person_id: a contact of the office, or None and `new_person` for somebody who is not there yet
    languages: (code, level) of each
    """

    languages: tuple[tuple[str, str], ...]
    person_id: int | None = None
    new_person: PersonValues | None = None
    department: str = ""
    consent_on: date | None = None
    consent_until: date | None = None
    hours_a_year: int = 60


@dataclass(frozen=True)
class TimeValues:
    """A time in which an interpreter is free or is not."""

    starts_at: datetime
    ends_at: datetime
    is_free: bool = True
    note: str = ""


def snapshot(row: Interpreter) -> dict[str, Any]:
    """Return an interpreter with the languages for the audit record."""
    languages = InterpreterLanguage.objects.filter(interpreter=row)
    return {**values_of(row), "languages": [f"{each.code} {each.level}" for each in languages]}


@transaction.atomic
def add_interpreter(*, values: InterpreterValues, by: Actor, now: datetime) -> Interpreter:
    """
    Take somebody of any department into the pool of the actor's office.

    :raises UnableToSaveInterpreter: without a person or a language, or if the person is in the pool
    :raises NotYoursError: if the actor enters nothing for that office
    """
    check_write(actor=by, office_id=by.office_id, what=_("The pool of interpreters"))
    check_values(values)
    person = _person(values, by=by, now=now)
    if Interpreter.objects.past_access(because="nobody is twice in a pool, archived or not").filter(
        office=by.office_id, person=person
    ):
        raise UnableToSaveInterpreter(
            _("%(name)s is in the pool already. Open that page, or bring an archived entry back.") % {"name": person}
        )
    row = Interpreter(office_id=by.office_id, person=person)
    _assign(row, values)
    row.save()
    _write_languages(row, values.languages)
    record(event="interpreter.created", by=by, at=now, about=row, after=snapshot(row), people=[person.pk])
    return row


@transaction.atomic
def edit_interpreter(
    *, interpreter_id: int, values: InterpreterValues, expected: int, by: Actor, now: datetime
) -> Interpreter:
    """
    Change an interpreter's department, languages, consent and hours.

    :raises SavedMeanwhileError: if somebody saved it in between
    """
    row = _locked(interpreter_id, by=by)
    check_values(values)
    before = snapshot(row)
    _assign(row, values)
    save_version(row=row, expected=expected)
    _write_languages(row, values.languages)
    after = snapshot(row)
    record(event="interpreter.changed", by=by, at=now, about=row, before=before, after=after, people=_people(row))
    return row


@transaction.atomic
def archive_interpreter(*, interpreter_id: int, by: Actor, now: datetime) -> Interpreter:
    """Take somebody out of the pool; what was done stays, what was still to do is withdrawn and needs a stand-in."""
    lock_visits_of([interpreter_id], now=now)
    row = _locked(interpreter_id, by=by)
    archive(row=row, by=by, now=now, event="interpreter.archived", people=_people(row))
    release_leaving(row, by=by, now=now)
    return row


@transaction.atomic
def restore_interpreter(*, interpreter_id: int, by: Actor, now: datetime) -> Interpreter:
    """Bring somebody back into the pool."""
    row = _locked(interpreter_id, by=by, archived=True)
    restore(row=row, by=by, now=now, event="interpreter.restored", people=_people(row))
    return row


@transaction.atomic
def add_time(*, interpreter_id: int, values: TimeValues, by: Actor, now: datetime) -> InterpreterTime:
    """
    Note a time in which an interpreter is free or is not; by the office, or by the interpreter's own account.

    :raises UnableToSaveInterpreter: if it ends before it begins, or is over
    :raises NotYoursError: if it is somebody else's
    """
    row = _own_or_locked(interpreter_id, by=by)
    if values.ends_at <= values.starts_at:
        raise UnableToSaveInterpreter(_("This time ends before it begins. Check both times."))
    if values.ends_at <= now:
        raise UnableToSaveInterpreter(_("This time is over. Give one that is to come."))
    made = InterpreterTime.objects.create(
        interpreter=row,
        starts_at=values.starts_at,
        ends_at=values.ends_at,
        is_free=values.is_free,
        note=values.note.strip(),
    )
    record(event="interpreter.time_added", by=by, at=now, about=row, after=_time(made), people=_people(row))
    return made


@transaction.atomic
def remove_time(*, interpreter_id: int, time_id: int, by: Actor, now: datetime) -> None:
    """
    Take a time back.

    :raises InterpreterTime.DoesNotExist: if it is not there any more
    """
    row = _own_or_locked(interpreter_id, by=by)
    held = InterpreterTime.objects.select_for_update().get(pk=time_id, interpreter=row)
    before = _time(held)
    held.delete()
    record(event="interpreter.time_removed", by=by, at=now, about=row, before=before, people=_people(row))


@transaction.atomic
def forget_destroyed(*, by: Actor, now: datetime) -> int:
    """
    Destroy times and notes of interpreters whose contact was destroyed, and return of how many; the hours stay.

    What those who have left were still to do is withdrawn, and needs a stand-in.
    :raises NotYoursError: if the actor neither keeps the registry nor is the nightly task
    """
    if not may_keep_registry(actor=by):
        raise NotYoursError("Only the nightly task and the operator destroy expired data. Ask the operator.")
    release_all_who_left(by=by, now=now)
    gone = Interpreter.objects.past_access(because="what the destroyed left behind, in every office").filter(
        person=None
    )
    times, notes = InterpreterTime.objects.filter(interpreter__in=gone), _notes_of(gone)
    found = set(times.values_list("interpreter", flat=True)) | set(notes.values_list("interpreter", flat=True))
    if not found:
        return 0
    times.delete()
    notes.update(note="")
    record(event="interpreters.forgotten", by=by, at=now, rows=len(found), after={"interpreters": sorted(found)})
    return len(found)


def _notes_of(rows: "QuerySet[Interpreter]") -> "QuerySet[InterpreterTask]":
    return InterpreterTask.objects.filter(interpreter__in=rows).exclude(note="")


def check_values(values: InterpreterValues) -> None:
    """
    Refuse what makes no interpreter.

    :raises UnableToSaveInterpreter: with the sentence for the officer
    """
    codes = [code for code, _level in values.languages]
    if not codes:
        raise UnableToSaveInterpreter(_("Give at least one language with its level."))
    if len(set(codes)) < len(codes):
        raise UnableToSaveInterpreter(_("A language is given twice. Keep one of the two rows."))
    if set(codes) - LANGUAGES.keys() or {level for _code, level in values.languages} - set(LanguageLevel.values):
        raise UnableToSaveInterpreter(_("Choose a language and its level from the lists."))
    if values.consent_until and not values.consent_on:
        raise UnableToSaveInterpreter(_("Give the day on which the manager agreed."))
    if values.consent_until and values.consent_on and values.consent_until < values.consent_on:
        raise UnableToSaveInterpreter(_("The manager's consent ends before it begins. Check both days."))


def _person(values: InterpreterValues, *, by: Actor, now: datetime) -> Person:
    if values.person_id is not None:
        found = Person.objects.own(by).filter(pk=values.person_id).first()
        if found is None:
            raise UnableToSaveInterpreter(_("That contact is not your office's. Choose another, or enter a new one."))
        return found
    if not values.new_person or not values.new_person.get("name_ko"):
        raise UnableToSaveInterpreter(_("Choose a contact of the office, or give the name of a new one."))
    return add_person(values=values.new_person, by=by, now=now)


def _assign(row: Interpreter, values: InterpreterValues) -> None:
    for name in FIELDS:
        setattr(row, name, getattr(values, name))


def _write_languages(row: Interpreter, wanted: tuple[tuple[str, str], ...]) -> None:
    InterpreterLanguage.objects.filter(interpreter=row).delete()
    InterpreterLanguage.objects.bulk_create(
        InterpreterLanguage(interpreter=row, code=code, level=level) for code, level in wanted
    )


def _locked(interpreter_id: int, *, by: Actor, archived: bool = False) -> Interpreter:
    rows = Interpreter.objects.for_user(by, archived=archived).select_for_update(of=("self",))
    row = rows.get(pk=interpreter_id)
    check_write(actor=by, office_id=row.office_id, what=_("This interpreter"))
    return row


def _own_or_locked(interpreter_id: int, *, by: Actor) -> Interpreter:
    row = Interpreter.objects.for_user(by).select_for_update(of=("self",)).get(pk=interpreter_id)
    if may_write(actor=by, office_id=row.office_id):
        return row
    own = own_interpreter(actor=by)
    if own is None or own.pk != row.pk:
        raise NotYoursError(_("These are somebody else's times. You change only your own."))
    return row


def _people(row: Interpreter) -> list[int]:
    return [row.person_id] if row.person_id else []


def _time(row: InterpreterTime) -> dict[str, Any]:
    # What somebody does elsewhere stands in the note; only that there is one is kept.
    return {"starts_at": row.starts_at, "ends_at": row.ends_at, "is_free": row.is_free, "has_note": bool(row.note)}
