"""Adding and editing a project, recording its result, and the worksheet of the list."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.choices import Visibility
from gagyo.accounts.rules import check_write
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.actions.files import UnableToStoreFile
from gagyo.common.forms.merging import Answers, Part, answers_of, as_post, from_kept, kept
from gagyo.common.forms.numbers import id_sent, number_sent
from gagyo.common.forms.texts import text_initial
from gagyo.common.rules import Actor
from gagyo.common.views.conflicts import Saves, conflict_answer, decided, parts_of
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.partnerships.actions.documents import attach_to_project
from gagyo.partnerships.actions.projects import UnableToSaveProject, add_project, edit_project, record_result
from gagyo.partnerships.forms.projects import ProjectForm, ResultForm, project_initial
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.partnerships.queries.project_sheet import projects_sheet
from gagyo.partnerships.queries.projects import listed_projects
from gagyo.partnerships.queries.ties import (
    own_body,
    project_for,
    tie_for,
    values_of_project,
    with_parties,
)
from gagyo.partnerships.rules.results import UnableToRecordResult, check_result
from gagyo.partnerships.rules.values import ProjectValues
from gagyo.partnerships.views.projects import asked, living_project
from gagyo.partnerships.views.shown import project_href

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def ties_to_choose(request: HttpRequest, *more: int | None) -> Any:
    """Return the office's ties, and those that a project hangs on already."""
    return with_parties(Tie.objects.offered(actor_of(request), held=more).order_by("id"))


def first_values(request: HttpRequest) -> dict[str, Any]:
    """Return what a new project's form holds: the own government, and what follows from the tie it is added to."""
    actor, today = actor_of(request), today_of()
    own = own_body(actor)
    found: dict[str, Any] = {"starts_on": today, "ends_on": today, "visibility": Visibility.PUBLIC.value}
    if own:
        found["lead"] = own.pk
    if partner := id_sent(request.GET.get("partner")):
        found["partner_1"] = partner
    tie_id = id_sent(request.GET.get("tie"))
    if tie_id is not None:
        try:
            tie = tie_for(actor=actor, tie_id=tie_id)
        except Tie.DoesNotExist:
            return found
        others = [party.body for party in tie.parties.all() if own is None or party.body_id != own.pk]
        found.update({f"partner_{n}": body.pk for n, body in enumerate(others[:3], start=1)}, tie=tie.pk)
    return found


def enter_project(
    request: HttpRequest,
    *,
    initial: Mapping[str, Any],
    also: Callable[[ExchangeProject], object] | None = None,
    refusals: tuple[type[Exception], ...] = (),
    title: str = "",
) -> HttpResponse:
    """
    Return the form of a new project, filled in as far as the way here knew, or the way to it once it is entered.

    title: of the page, where the way here has its own
    also: what is to be done with it in the same transaction; refusals: what that raises
    """
    actor = actor_of(request)
    check_write(actor=actor, office_id=actor.office_id, what=_("A new project"))
    ties = ties_to_choose(request, initial.get("tie"), id_sent(request.POST.get("tie")))
    form = ProjectForm(request.POST or None, ties=ties, initial={**initial})
    refused: tuple[type[Exception], ...] = (UnableToSaveProject, *refusals)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = add_project(values=form.values(), by=actor, now=timezone.now())
                if also is not None:
                    also(made)
        except refused as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("partnerships:project_archive", args=[made.pk])
            tell(request, _("“%(project)s” was entered.") % {"project": made.name}, undo=undo)
            return redirect(project_href(made))
    return _form_answer(request, form, title=title)


@require_http_methods(["GET", "POST"])
@signed_in
def project_add(request: HttpRequest) -> HttpResponse:
    """Enter a project."""
    return enter_project(request, initial=first_values(request))


def answers_for(request: HttpRequest, values: ProjectValues) -> Answers:
    """Return what a browser would send for a project that nobody changed."""
    return answers_of(ProjectForm(ties=ties_to_choose(request, values.tie_id), initial=project_initial(values)))


@require_http_methods(["GET", "POST"])
@signed_in
def project_edit(request: HttpRequest, project_id: int) -> HttpResponse:
    """Edit a project."""
    actor = actor_of(request)
    row = living_project(actor, project_id)
    check_write(actor=actor, office_id=row.office_id, what=row.name)
    current = values_of_project(row)
    ties = ties_to_choose(request, row.tie_id, id_sent(request.POST.get("tie")))
    if request.method != "POST":
        return _form_answer(request, ProjectForm(ties=ties, initial=project_initial(current)), row=row)
    data, parts = request.POST.copy(), parts_of(ProjectForm(ties=ties))
    if "merge" in data:
        mine = {name: data.getlist(name) for name in data}
        theirs = answers_for(request, current)
        merged = decided(request, parts=parts, theirs=theirs, mine=mine)
        data = as_post({**merged, "was": [kept(theirs)]})
    form = ProjectForm(data, ties=ties, initial=project_initial(current))
    if form.is_valid():
        values = form.values()
        try:
            with transaction.atomic():
                edit_project(
                    project_id=project_id,
                    values=values,
                    expected=number_sent(data.get("version")),
                    by=actor,
                    now=timezone.now(),
                )
        except UnableToSaveProject as error:
            form.add_error(None, str(error))
        except SavedMeanwhileError:
            fresh = project_for(actor=actor, project_id=project_id)
            saves = Saves(
                before=from_kept(data.get("was", "")),
                theirs=answers_for(request, values_of_project(fresh)),
                mine=answers_for(request, values),
            )
            return second_save(request, row=fresh, saves=saves, parts=parts)
        else:
            tell(request, _("“%(project)s” was saved.") % {"project": row.name})
            return redirect(project_href(row))
    return _form_answer(request, form, row=row, was=data.get("was", ""), version=data.get("version", ""))


def second_save(request: HttpRequest, *, row: ExchangeProject, saves: Saves, parts: list[Part]) -> HttpResponse:
    """Return the page with both versions of a project."""
    hidden = {"version": str(row.version), "merge": "yes"}
    return conflict_answer(request, row=row, saves=saves, parts=parts, hidden=hidden, title=row.name)


def _form_answer(
    request: HttpRequest,
    form: ProjectForm,
    *,
    row: ExchangeProject | None = None,
    was: str = "",
    version: str = "",
    title: str = "",
) -> HttpResponse:
    title = title or (_("Edit the project") if row else _("Enter a project"))
    way = [(_("Exchange projects"), reverse("partnerships:projects"))]
    way += [(row.name, project_href(row))] if row else []
    context = {
        "form": form,
        "title": title,
        "project": row,
        "was": was or (kept(answers_for(request, values_of_project(row))) if row else ""),
        "seen_version": version or (str(row.version) if row else ""),
        "crumbs": crumbs(*way, (title, "")),
        "back": project_href(row) if row else reverse("partnerships:projects"),
    }
    return render(request, "partnerships/project_form.html", context, status=422 if form.errors else 200)


def result_initial(row: ExchangeProject) -> dict[str, Any]:
    """Return what the form of a result holds."""
    numbers = {name: getattr(row, name) for name in ("persons_out", "persons_in", "budget_krw")}
    return {**numbers, **text_initial(row.outcome)}


def result_answers(row: ExchangeProject) -> Answers:
    """Return what a browser would send for a result that nobody changed."""
    return answers_of(ResultForm(initial=result_initial(row)))


@require_http_methods(["GET", "POST"])
@signed_in
def project_result(request: HttpRequest, project_id: int) -> HttpResponse:
    """Record what came of a project, with its evidence."""
    actor, now = actor_of(request), timezone.now()
    row = living_project(actor, project_id)
    check_write(actor=actor, office_id=row.office_id, what=row.name)
    try:
        check_result(state=row.state, starts_on=row.starts_on, today=today_of())
    except UnableToRecordResult as error:
        messages.error(request, str(error))
        return redirect(project_href(row))
    data = request.POST.copy()
    parts = [part for part in parts_of(ResultForm()) if part.key not in {"evidence", "evidence_title"}]
    if "merge" in data:
        theirs = result_answers(row)
        mine = {name: data.getlist(name) for name in data}
        data = as_post({**decided(request, parts=parts, theirs=theirs, mine=mine), "was": [kept(theirs)]})
    form = ResultForm(data or None, request.FILES or None, initial=result_initial(row))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            with transaction.atomic():
                attach_evidence(project_id, values, actor)
                record_result(
                    project_id=project_id,
                    outcome=form.text_values(old=row.outcome),
                    persons_out=values["persons_out"],
                    persons_in=values["persons_in"],
                    budget_krw=values["budget_krw"],
                    expected=number_sent(data.get("version")),
                    by=actor,
                    now=now,
                )
        except UnableToStoreFile as error:
            form.add_error("evidence", str(error))
        except UnableToSaveProject as error:
            form.add_error(None, str(error))
        except SavedMeanwhileError:
            # The evidence is kept at once: a file cannot go along with the two versions.
            attach_evidence(project_id, values, actor)
            fresh = project_for(actor=actor, project_id=project_id)
            saves = Saves(before=from_kept(data.get("was", "")), theirs=result_answers(fresh), mine=_posted(data, form))
            return second_save(request, row=fresh, saves=saves, parts=parts)
        else:
            tell(request, _("The result of “%(project)s” was recorded.") % {"project": row.name})
            return redirect(project_href(row))
    context = {
        "form": form,
        "project": row,
        "was": data.get("was") or kept(result_answers(row)),
        "seen_version": data.get("version") or row.version,
        "crumbs": crumbs(
            (_("Exchange projects"), reverse("partnerships:projects")), (row.name, project_href(row)), (_("Result"), "")
        ),
        "back": project_href(row),
    }
    return render(request, "partnerships/result_form.html", context, status=422 if form.errors else 200)


def attach_evidence(project_id: int, values: dict[str, Any], actor: Actor) -> None:
    """Attach the evidence that came with a result, if any did."""
    upload = values["evidence"]
    if not upload:
        return
    upload.seek(0)
    attach_to_project(
        project_id=project_id,
        upload=upload,
        title=values["evidence_title"],
        is_evidence=True,
        by=actor,
        now=timezone.now(),
    )


def _posted(data: Any, form: ResultForm) -> Answers:
    found = {field.html_name: [value for value in data.getlist(field.html_name) if value] for field in form}
    return {name: values for name, values in found.items() if values}


@require_GET
def projects_xlsx(request: HttpRequest) -> HttpResponse:
    """Give the list as a worksheet: the same filters, the same order, every page of it."""
    from gagyo.kernels.documents.xlsx import write_xlsx

    today = today_of()
    form = asked(request)
    rows = listed_projects(
        actor=actor_of(request),
        wanted=form.wanted(),
        result=request.GET.get("result", ""),
        sort=request.GET.get("sort", ""),
        today=today,
    )
    sheet = projects_sheet(rows=rows, actor=actor_of(request), today=today, filter_words=_filters(form))
    answer = HttpResponse(write_xlsx([sheet], made_at=timezone.now()), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="projects-{today.isoformat()}.xlsx"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _filters(form: Any) -> list[str]:
    from gagyo.common.components.filters import shown_value

    active = [(field, str(form.data.get(field.html_name, ""))) for field in form]
    return [f"{field.label}: {shown_value(field, value)}" for field, value in active if value]
