"""The list of exchange projects and a project's page."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import check_write, may_read, may_write, may_write_own, reads_inside
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.accounts.views.history import history_href
from gagyo.common.components import Action, Link, Term
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found, living
from gagyo.common.views.lists import page_of
from gagyo.common.views.shown import crumbs, history_entries, tell, text_shown, today_of
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.partnerships.actions.projects import (
    UnableToSaveProject,
    archive_project,
    cancel_project,
    restore_project,
    resume_project,
)
from gagyo.partnerships.choices import ProjectState
from gagyo.partnerships.forms.project_filter import ProjectFilterForm
from gagyo.partnerships.forms.projects import ProjectDocumentForm, ReasonForm
from gagyo.partnerships.models import ExchangeProject
from gagyo.partnerships.queries.directory_projects import PROJECTS
from gagyo.partnerships.queries.history import history_of_project
from gagyo.partnerships.queries.projects import countries_of_projects, listed_projects
from gagyo.partnerships.queries.ties import project_for
from gagyo.partnerships.rules.results import owes_result
from gagyo.partnerships.views.shown import project_badge, project_columns, project_href, sample_notice, tie_href

LISTED = CountingRule(
    code="projects-listed",
    name_ko="목록의 교류사업",
    name_en="Exchange projects listed",
    sentence_ko="선택한 조건에 맞는 교류사업을 1건씩 셉니다. 상태를 고르지 않으면 취소한 사업은 뺍니다.",
    sentence_en="Exchange projects that fit the filters, each once; cancelled ones only if their state is chosen.",
)


def find_project(actor: Actor, project_id: int) -> ExchangeProject:
    """
    Return a project that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: project_for(actor=actor, project_id=project_id),
        missing=_("This project does not exist, or is not public. Sign in, or search the list."),
    )


def living_project(actor: Actor, project_id: int) -> ExchangeProject:
    """
    Return a project that can be changed: an archived one is brought back first.

    :raises Http404: if there is none
    """
    return living(
        find_project(actor, project_id), archived=_("This project is archived. Open its page and bring it back first.")
    )


def asked(request: HttpRequest) -> ProjectFilterForm:
    """Return the filters of the address."""
    actor = actor_of(request)
    countries = countries_of_projects(actor)
    return ProjectFilterForm(request.GET, countries=countries, signed_in=not actor.is_anonymous)


@require_GET
def projects(request: HttpRequest) -> HttpResponse:
    """List projects: filters and order in the address, the count as a figure, a file of exactly this."""
    actor, today = actor_of(request), today_of()
    form = asked(request)
    wanted = form.wanted()
    rows = listed_projects(
        actor=actor,
        wanted=wanted,
        result=request.GET.get("result", ""),
        sort=request.GET.get("sort", ""),
        today=today,
    )
    page = page_of(request, rows)
    rule = LISTED if wanted.state or request.GET.get("result") else PROJECTS
    may = may_write_own(actor=actor)
    context = {
        "form": form,
        "page": page,
        "count": Figure(page.paginator.count, "project", today, rule, request.get_full_path()),
        "columns": project_columns(today=today),
        "crumbs": crumbs((_("Exchange projects"), "")),
        "action": Action(_("Add a project"), reverse("partnerships:project_add"), icon="plus") if may else None,
        "more_actions": [Action("XLSX", xlsx_href(request), kind="tertiary", icon="down")],
    }
    return render(request, "partnerships/projects.html", context)


def xlsx_href(request: HttpRequest) -> str:
    """Return the address of the worksheet of exactly what the list shows."""
    return f"{reverse('partnerships:projects_xlsx')}?{request.GET.urlencode()}"


@require_GET
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show a project: facts, result with its evidence, and to its office what is to be done."""
    actor, today = actor_of(request), today_of()
    row = find_project(actor, project_id)
    may = may_write(actor=actor, office_id=row.office_id)
    own = reads_inside(actor=actor, office_id=row.office_id)
    documents = [] if actor.is_anonymous else list(row.documents.filter(archived_at=None).select_related("file"))
    owes = owes_result(state=row.state, ends_on=row.ends_on, outcome_on=row.outcome_on, today=today)
    context: dict[str, Any] = {
        "project": row,
        "crumbs": crumbs((_("Exchange projects"), reverse("partnerships:projects")), (row.name, "")),
        "badge": project_badge(row, today=today),
        "terms": facts(row, actor=actor),
        "outcome": text_shown(row.outcome),
        "owes": owes,
        "documents": documents,
        "sample": sample_notice(row),
        "may_write": may,
        "history": history_entries(history_of_project(project=row)) if own else [],
        "audit_href": history_href(actor=actor, row=row),
        "document_form": ProjectDocumentForm() if may else None,
        **(project_actions(row, owes=owes, today=today) if may else {}),
    }
    return render(request, "partnerships/project.html", context)


def project_actions(row: ExchangeProject, *, owes: bool, today: date) -> dict[str, Any]:
    """Return the one main action for a project as it stands, and the quieter ones."""
    names = ("project_edit", "project_result", "project_cancel", "project_resume", "project_restore")
    address = {name: reverse(f"partnerships:{name}", args=[row.pk]) for name in names}
    if row.archived_at:
        return {"action": Action(_("Bring back"), address["project_restore"], method="post")}
    if row.state == ProjectState.CANCELLED:
        return {"action": Action(_("Take the cancellation back"), address["project_resume"], method="post")}
    edit = Action(_("Edit"), address["project_edit"], kind="tertiary")
    cancel = Action(_("Cancel the project"), address["project_cancel"], kind="tertiary")
    if owes:
        return {"action": Action(_("Record the result"), address["project_result"]), "more_actions": [edit]}
    if row.outcome_on:
        correct = Action(_("Correct the result"), address["project_result"], kind="tertiary")
        return {"action": Action(_("Edit"), address["project_edit"]), "more_actions": [correct]}
    more = [cancel]
    if row.starts_on <= today:
        more.insert(0, Action(_("Record the result"), address["project_result"], kind="secondary"))
    return {"action": Action(_("Edit"), address["project_edit"]), "more_actions": more}


def facts(row: ExchangeProject, *, actor: Actor) -> list[Term]:
    """Return the facts at the top of a project's page."""
    partners = [Link(f"{each.body.name} ({each.body.country.name})") for each in row.partners.all()]
    tie = row.tie if row.tie and may_see_tie(row, actor) else None
    return [
        Term(_("Kind"), row.get_kind_display()),
        Term(_("From"), row.starts_on),
        Term(_("Until"), row.ends_on),
        Term(_("Local government"), row.lead.name),
        Term(_("Partners"), partners),
        Term(_("Tie"), str(tie) if tie else "", tie_href(tie) if tie else ""),
        Term(_("Country"), row.country.name if row.country else ""),
        Term(_("Place"), row.place.name if row.place else ""),
        Term(_("People sent"), row.persons_out),
        Term(_("People received"), row.persons_in),
        Term(_("Budget (won)"), row.budget_krw),
        Term(_("Owning office"), str(row.office) if row.office else ""),
        Term(_("Visible to"), row.get_visibility_display()),
        *([Term(_("Reason"), row.state_reason)] if row.state_reason else []),
    ]


def may_see_tie(row: ExchangeProject, actor: Actor) -> bool:
    """Tell whether the actor may know of the tie that a project hangs on."""
    tie = row.tie
    if tie is None or tie.archived_at:
        return False
    return may_read(actor=actor, office_id=tie.office_id, visibility=tie.visibility)


@require_http_methods(["GET", "POST"])
@signed_in
def project_cancel(request: HttpRequest, project_id: int) -> HttpResponse:
    """Say that a project does not take place, with the reason."""
    actor = actor_of(request)
    row = living_project(actor, project_id)
    check_write(actor=actor, office_id=row.office_id, what=row.name)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_project(project_id=project_id, reason=form.cleaned_data["reason"], by=actor, now=timezone.now())
        except UnableToSaveProject as error:
            messages.error(request, str(error))
        else:
            undo = reverse("partnerships:project_resume", args=[project_id])
            tell(request, _("“%(project)s” was cancelled.") % {"project": row.name}, undo=undo)
        return redirect(project_href(row))
    context = {
        "title": _("Cancel “%(project)s”?") % {"project": row.name},
        "text": _("It stays in the record and counts in no figure."),
        "submit": _("Cancel the project"),
        "back": project_href(row),
        "form": form,
    }
    return render(request, "partnerships/confirm.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def project_resume(request: HttpRequest, project_id: int) -> HttpResponse:
    """Take a cancellation back."""
    row = living_project(actor_of(request), project_id)
    resume_project(project_id=project_id, by=actor_of(request), now=timezone.now())
    tell(request, _("“%(project)s” takes place again.") % {"project": row.name})
    return redirect(project_href(row))


@require_POST
@signed_in
def project_archive(request: HttpRequest, project_id: int) -> HttpResponse:
    """Archive a project; the toast brings it back."""
    row = find_project(actor_of(request), project_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=row.name)
    if row.archived_at is None:
        archive_project(project_id=project_id, by=actor_of(request), now=timezone.now())
    undo = reverse("partnerships:project_restore", args=[project_id])
    tell(
        request, _("“%(project)s” was archived: it is out of every list and figure.") % {"project": row.name}, undo=undo
    )
    return redirect("partnerships:projects")


@require_POST
@signed_in
def project_restore(request: HttpRequest, project_id: int) -> HttpResponse:
    """Bring an archived project back."""
    row = find_project(actor_of(request), project_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=row.name)
    if row.archived_at:
        restore_project(project_id=project_id, by=actor_of(request), now=timezone.now())
    tell(request, _("“%(project)s” is back in its lists and figures.") % {"project": row.name})
    return redirect(project_href(row))
