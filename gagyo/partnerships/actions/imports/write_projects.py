"""Writing the exchange projects of an import, and putting changed ones back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from gagyo.common.actions import Entry, values_of
from gagyo.partnerships.actions.imports.bulk import SIZE, Writing, Written, as_text, differing, save_columns
from gagyo.partnerships.choices import RowMark
from gagyo.partnerships.models import ExchangeProject, ProjectPartner
from gagyo.partnerships.queries.imports.records import chunks
from gagyo.partnerships.rules.imports.plans import RowPlan

DAYS: Final = ("starts_on", "ends_on", "outcome_on")
COLUMN_OF: Final = {"country": "country_id"}


def write_projects(*, plans: Sequence[RowPlan], writing: Writing, countries: Mapping[int, str]) -> list[Written]:
    """
    Write the new and the changed projects of a plan.

    countries: body -> its country, for projects whose row names none
    """
    new = [plan for plan in plans if plan.mark == RowMark.NEW]
    changed = [plan for plan in plans if plan.mark == RowMark.CHANGED]
    return _write_new(new, writing, countries) + _write_changed(changed, writing)


def _write_new(plans: list[RowPlan], writing: Writing, countries: Mapping[int, str]) -> list[Written]:
    projects = []
    for plan in plans:
        lead, *partners = writing.parties(plan)
        abroad = [countries[body] for body in partners if body in countries]
        project = ExchangeProject(
            office_id=plan.office_id,
            visibility=writing.visibility,
            batch_id=writing.batch_id,
            lead_id=lead,
            country_id=abroad[0] if abroad else None,
        )
        _assign(project, plan.row.values)
        projects.append(project)
    ExchangeProject.objects.bulk_create(projects, batch_size=SIZE)
    pairs = list(zip(projects, plans, strict=True))
    ProjectPartner.objects.bulk_create(
        [
            ProjectPartner(project=project, body_id=body)
            for project, plan in pairs
            for body in writing.parties(plan)[1:]
        ],
        batch_size=SIZE,
    )
    return [
        Written(
            plan.row.number,
            project.pk,
            project.version,
            None,
            Entry(project, plan.name, None, {"columns": values_of(project), "partners": writing.parties(plan)[1:]}),
        )
        for project, plan in pairs
    ]


def _write_changed(plans: list[RowPlan], writing: Writing) -> list[Written]:
    by_id = {plan.record.id: plan for plan in plans if plan.record}
    rows = ExchangeProject.objects.select_for_update()
    projects = [project for piece in chunks(by_id) for project in rows.filter(pk__in=piece)]
    befores = snapshots(projects)
    written, columns = [], {}
    for project in projects:
        plan, before = by_id[project.pk], befores[project.pk]
        after: dict[str, Any] = {}
        _assign(project, {key: pair[1] for key, pair in plan.changes.items() if key != "partner"})
        kept = {"columns": before["columns"]}
        if "partner" in plan.changes:
            kept["partners"] = before["partners"]
            project.lead_id, *partners = writing.parties(plan)
            _set_partners(project, partners)
            after["partners"] = partners
        project.version += 1
        columns[project] = [
            "version",
            "lead_id",
            *(COLUMN_OF.get(key, key) for key in plan.changes if key != "partner"),
        ]
        after["columns"] = values_of(project)
        entry = Entry(project, plan.name, before, {**before, **after})
        written.append(Written(plan.row.number, project.pk, project.version, kept, entry))
    save_columns(columns)
    return written


def _assign(project: ExchangeProject, values: dict[str, Any]) -> None:
    """Put the values of a row into a project."""
    for key, value in values.items():
        if key in DAYS:
            setattr(project, key, date.fromisoformat(value))
        elif key == "outcome":
            project.outcome = as_text(value)
        elif key == "country":
            project.country_id = value
        else:
            setattr(project, key, value)


def _set_partners(project: ExchangeProject, partners: Sequence[int]) -> None:
    ProjectPartner.objects.filter(project=project).exclude(body__in=partners).delete()
    held = set(ProjectPartner.objects.filter(project=project).values_list("body_id", flat=True))
    ProjectPartner.objects.bulk_create(
        [ProjectPartner(project=project, body_id=body) for body in partners if body not in held]
    )


def snapshots(projects: Sequence[ExchangeProject]) -> dict[int, dict[str, Any]]:
    """Return each project as it is: its columns and partners."""
    partners: dict[int, list[int]] = defaultdict(list)
    for piece in chunks(project.pk for project in projects):
        for project_id, body in (
            ProjectPartner.objects.filter(project__in=piece).order_by("id").values_list("project_id", "body_id")
        ):
            partners[project_id].append(body)
    return {project.pk: {"columns": values_of(project), "partners": partners[project.pk]} for project in projects}


def put_back_projects(projects: Sequence[ExchangeProject], befores: dict[int, dict[str, Any]]) -> None:
    """Give projects the values that they had; the version goes on, so that an open form notices."""
    columns = {}
    for project in projects:
        columns[project] = [*differing(project, befores[project.pk]["columns"]), "version"]
        project.version += 1
    save_columns(columns)
    for project in projects:
        if "partners" in befores[project.pk]:
            ProjectPartner.objects.filter(project=project).delete()
            ProjectPartner.objects.bulk_create(
                ProjectPartner(project=project, body_id=body) for body in befores[project.pk]["partners"]
            )
