"""Exchange projects: adding, editing, cancelling, archiving, and the result that each one owes."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.actions.locking import locked_row
from gagyo.accounts.rules import check_write
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.partnerships.choices import ProjectState
from gagyo.partnerships.models import ExchangeProject, ProjectPartner, Tie
from gagyo.partnerships.rules.results import check_result, state_on
from gagyo.partnerships.rules.values import ProjectValues

PLAIN_FIELDS = (
    "name_ko",
    "name_en",
    "lead_id",
    "country_id",
    "place_id",
    "kind",
    "starts_on",
    "ends_on",
    "persons_out",
    "persons_in",
    "budget_krw",
    "visibility",
)


class UnableToSaveProject(Exception):
    """What was entered makes no project; the sentence says what to change."""


def snapshot(project: ExchangeProject) -> dict[str, Any]:
    """Return a project with its partners for the audit record."""
    partners = ProjectPartner.objects.filter(project=project).values_list("body_id", flat=True)
    return {**values_of(project), "partners": sorted(partners)}


@transaction.atomic
def add_project(*, values: ProjectValues, by: Actor, now: datetime, office_id: int | None = None) -> ExchangeProject:
    """
    Enter a project for the actor's office.

    :raises UnableToSaveProject: if it ends before it begins, or hangs on a tie that the actor does not see
    :raises NotYoursError: if the actor enters nothing for that office
    """
    owner = office_id if office_id is not None else by.office_id
    check_write(actor=by, office_id=owner, what=_("A new project"))
    project = ExchangeProject(office_id=owner)
    _assign(project, values, by=by, now=now)
    project.save()
    _write_partners(project, values)
    record(event="project.created", by=by, at=now, about=project, after=snapshot(project))
    return project


@transaction.atomic
def edit_project(*, project_id: int, values: ProjectValues, expected: int, by: Actor, now: datetime) -> ExchangeProject:
    """
    Change what is known of a project; its result is recorded by record_result.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveProject: if it ends before it begins
    """
    project = locked(project_id, by=by)
    before = snapshot(project)
    _assign(project, values, by=by, now=now)
    save_version(row=project, expected=expected)
    _write_partners(project, values)
    record(event="project.changed", by=by, at=now, about=project, before=before, after=snapshot(project))
    return project


@transaction.atomic
def record_result(
    *,
    project_id: int,
    outcome: TranslatedText,
    persons_out: int | None,
    persons_in: int | None,
    budget_krw: int | None,
    expected: int,
    by: Actor,
    now: datetime,
) -> ExchangeProject:
    """
    Record what came of a project; its evidence is attached as documents in the same request.

    :raises UnableToRecordResult: before it has begun, or if it was cancelled
    :raises UnableToSaveProject: for an empty result
    :raises SavedMeanwhileError: if somebody saved it in between
    """
    project = locked(project_id, by=by)
    today = timezone.localdate(now)
    check_result(state=project.state, starts_on=project.starts_on, today=today)
    if not outcome.original.strip():
        raise UnableToSaveProject(_("Write what came of the project, in a sentence at least."))
    before = snapshot(project)
    project.outcome, project.outcome_on = outcome, project.outcome_on or today
    project.persons_out, project.persons_in, project.budget_krw = persons_out, persons_in, budget_krw
    save_version(row=project, expected=expected)
    record(event="project.result_recorded", by=by, at=now, about=project, before=before, after=snapshot(project))
    return project


@transaction.atomic
def cancel_project(*, project_id: int, reason: str, by: Actor, now: datetime) -> ExchangeProject:
    """
    Say that a project does not take place.

    :raises UnableToSaveProject: without a reason
    """
    project = locked(project_id, by=by)
    if not reason.strip():
        raise UnableToSaveProject(_("Give the reason, so that the next officer understands it."))
    before = snapshot(project)
    project.state, project.state_reason = ProjectState.CANCELLED.value, reason.strip()
    save_version(row=project, expected=project.version)
    after = snapshot(project)
    record(event="project.cancelled", by=by, at=now, about=project, before=before, after=after, reason=reason.strip())
    return project


@transaction.atomic
def resume_project(*, project_id: int, by: Actor, now: datetime) -> ExchangeProject:
    """Take a cancellation back; the dates say again where the project stands."""
    project = locked(project_id, by=by)
    before = snapshot(project)
    project.state_reason = ""
    project.state = _state_by_dates(project, now=now)
    save_version(row=project, expected=project.version)
    record(event="project.resumed", by=by, at=now, about=project, before=before, after=snapshot(project))
    return project


@transaction.atomic
def archive_project(*, project_id: int, by: Actor, now: datetime, reason: str = "") -> ExchangeProject:
    """Take a project out of lists and figures."""
    project = locked(project_id, by=by)
    archive(row=project, by=by, now=now, event="project.archived", reason=reason)
    return project


@transaction.atomic
def restore_project(*, project_id: int, by: Actor, now: datetime) -> ExchangeProject:
    """Bring an archived project back."""
    project = locked(project_id, by=by, archived=True)
    restore(row=project, by=by, now=now, event="project.restored")
    return project


def locked(project_id: int, *, by: Actor, archived: bool = False) -> ExchangeProject:
    """
    Return a project that the actor may change, locked until the transaction ends.

    :raises ExchangeProject.DoesNotExist: if the actor does not see it
    :raises NotYoursError: if the actor sees it but may not change it
    """
    return locked_row(ExchangeProject.objects, pk=project_id, by=by, archived=archived)


def _assign(project: ExchangeProject, values: ProjectValues, *, by: Actor, now: datetime) -> None:
    if values.ends_on < values.starts_on:
        raise UnableToSaveProject(_("The project ends before it begins. Check both days."))
    # A tie that the project already hangs on stays, even if it was archived meanwhile.
    wanted = values.tie_id if values.tie_id != project.tie_id else None
    if wanted is not None and not Tie.objects.for_user(by).filter(pk=wanted).exists():
        raise UnableToSaveProject(_("That tie is not there any more. Choose another, or none."))
    project.tie_id = values.tie_id
    for name in PLAIN_FIELDS:
        setattr(project, name, getattr(values, name))
    project.state = _state_by_dates(project, now=now) if project.state != ProjectState.CANCELLED else project.state


def _state_by_dates(project: ExchangeProject, *, now: datetime) -> str:
    today = timezone.localdate(now)
    found = state_on(state="", starts_on=project.starts_on, ends_on=project.ends_on, today=today)
    return found.value


def _write_partners(project: ExchangeProject, values: ProjectValues) -> None:
    ProjectPartner.objects.filter(project=project).exclude(body_id__in=values.partner_ids).delete()
    held = set(ProjectPartner.objects.filter(project=project).values_list("body_id", flat=True))
    new = [body_id for body_id in dict.fromkeys(values.partner_ids) if body_id not in held]
    ProjectPartner.objects.bulk_create([ProjectPartner(project=project, body_id=body_id) for body_id in new])
