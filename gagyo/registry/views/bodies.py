"""The screens of bodies."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gagyo.accounts.rules import may_read_contacts
from gagyo.accounts.views.gates import actor_of, only, signed_in
from gagyo.accounts.views.history import history_href
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action, Badge, Column, Link
from gagyo.common.forms.numbers import id_sent
from gagyo.common.views.conflicts import conflict_page
from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.registry import actions
from gagyo.registry.forms.bodies import BodyForm, RenameForm, SuccessionForm, initial_of
from gagyo.registry.forms.filters import BodyFilter
from gagyo.registry.models import Body
from gagyo.registry.queries.history import body_as_of
from gagyo.registry.queries.lists import BodyQuestion
from gagyo.registry.queries.lists import bodies as listed
from gagyo.registry.rules import check_keep, may_add, may_keep
from gagyo.registry.views.body_facts import facts, history, people_columns, people_rows
from gagyo.registry.views.counting import BODIES

FORM = "registry/form.html"


def question_of(form: BodyFilter) -> BodyQuestion:
    """Return what the address asks for; what cannot be read narrows nothing."""
    form.is_valid()
    given = form.cleaned_data
    return BodyQuestion(
        q=given.get("q", ""),
        kind=given.get("kind", ""),
        province=id_sent(given.get("province")),
        country=given.get("country", ""),
        as_of=given.get("as_of"),
        archived=bool(given.get("archived")),
    )


@require_safe
@signed_in
def bodies(request: HttpRequest) -> HttpResponse:
    """List bodies."""
    actor, today = actor_of(request), timezone.localdate()
    form = BodyFilter(request.GET)
    question = question_of(form)
    rows = listed(actor=actor, question=question, sort=request.GET.get("sort", ""))
    page = page_of(request, rows)
    day = question.as_of or today
    count = count_of(request, count=page.paginator.count, unit="body", rule=BODIES, as_of=day)
    columns = body_columns(question.as_of)
    if wants_sheet(request):
        return sheet_answer(
            title=_("Bodies"), columns=columns, rows=rows, count=count, name=_("Bodies"), now=timezone.now()
        )
    context = {
        "form": form,
        "page": page,
        "columns": columns,
        "count": count,
        "action": Action(_("Add a body"), reverse("registry:body_add")) if may_add(actor=actor) else None,
        "more": [
            sheet_action(request),
            Action(_("Places"), reverse("registry:places"), kind="tertiary"),
            Action(_("Countries and regions"), reverse("registry:countries"), kind="tertiary"),
            Action(_("Duplicates"), reverse("registry:duplicates"), kind="tertiary"),
        ],
    }
    return render(request, "registry/bodies.html", context)


def body_columns(as_of: date | None) -> list[Column]:
    """Return the list's columns; as of a day with the names and codes of that day."""

    def name(body: Body) -> Link:
        return Link(body_as_of(body=body, day=as_of).name if as_of else body.name, body.get_absolute_url())

    def code(body: Body) -> str:
        return body_as_of(body=body, day=as_of).code if as_of else body.code or ""

    return [
        Column("name", _("Name"), sort="name", row_header=True, draw=name),
        Column("other_name", _("Other language")),
        Column("kind", _("Kind"), sort="kind", draw=lambda body: body.get_kind_display()),
        Column("country", _("Country"), sort="country", draw=lambda body: body.country.name),
        Column("parent", _("Part of"), draw=lambda body: body.parent.name if body.parent else None),
        Column("code", _("Code"), sort="code", draw=code),
        Column("ends_on", _("Abolished")),
    ]


def find(body_id: int) -> Body:
    """Return a body, archived or not, or answer 404."""
    rows = Body.objects.select_related("country", "parent", "place__country", "kept_by", "works_as", "merged_into")
    return get_object_or_404(rows, pk=body_id)


@require_safe
@signed_in
def body(request: HttpRequest, body_id: int) -> HttpResponse:
    """Show a body: facts, names over time, what became of it, who works there."""
    actor, today = actor_of(request), timezone.localdate()
    row = find(body_id)
    mine = may_keep(actor=actor, kept_by_id=row.kept_by_id)
    context = {
        "body": row,
        "badge": badge_of(row, today),
        "crumbs": [Link(_("Places and bodies"), reverse("registry:bodies")), Link(row.name)],
        "terms": facts(row),
        "audit_href": history_href(actor=actor, row=row),
        "entries": history(row),
        "reads_contacts": may_read_contacts(actor=actor),
        "people_columns": people_columns(),
        "people": people_rows(actor=actor, body=row, today=today),
        "action": Action(_("Change"), reverse("registry:body_edit", args=[row.pk])) if mine else None,
        "more": keeper_actions(row) if mine else [],
    }
    return render(request, "registry/body.html", context)


def badge_of(row: Body, today: date) -> Badge | None:
    """Return the state that a reader must see at once."""
    if row.archived_at:
        return Badge(_("Archived"), "warning")
    if row.ends_on and row.ends_on < today:
        return Badge(_("Abolished"), "neutral")
    return Badge(_("Sample data"), "info") if row.is_sample else None


def keeper_actions(row: Body) -> list[Action]:
    """Return what its keeper may do besides changing it."""
    if row.archived_at:
        restore = reverse("registry:body_restore", args=[row.pk])
        return [] if row.merged_into_id else [Action(_("Bring back"), restore, method="post", kind="secondary")]
    return [
        Action(_("New name"), reverse("registry:body_rename", args=[row.pk]), kind="tertiary"),
        Action(_("Successor"), reverse("registry:body_succeed", args=[row.pk]), kind="tertiary"),
        Action(_("Archive"), reverse("registry:body_archive", args=[row.pk]), method="post", kind="tertiary"),
    ]


def form_page(request: HttpRequest, *, form: Any, title: str, back: str, status: int = 200) -> HttpResponse:
    """Return a form on a page of its own."""
    context = {"form": form, "title": title, "back": back}
    return render(request, FORM, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_add)
def body_add(request: HttpRequest) -> HttpResponse:
    """Add a body that is missing."""
    actor = actor_of(request)
    form = BodyForm(request.POST or None, actor=actor, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        covers = form.cleaned_data.get("covers")
        row = actions.add_body(
            values=form.values(),  # type: ignore[arg-type]  # the form's fields are the TypedDict's
            covers=list(covers) if covers is not None else None,
            covers_from=form.cleaned_data.get("covers_from"),
            by=actor,
            now=timezone.now(),
        )
        messages.success(request, _("%(name)s is in the registry.") % {"name": row})
        return redirect(row)
    status = 422 if form.is_bound else 200
    return form_page(request, form=form, title=_("Add a body"), back=reverse("registry:bodies"), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def body_edit(request: HttpRequest, body_id: int) -> HttpResponse:
    """Change a body."""
    actor, row = actor_of(request), find(body_id)
    check_keep(actor=actor, kept_by_id=row.kept_by_id, what=str(row))
    form = BodyForm(request.POST or None, actor=actor, body=row)
    title, back = _("Change %(name)s") % {"name": row}, row.get_absolute_url()
    if request.method != "POST" or not form.is_valid():
        return form_page(request, form=form, title=title, back=back, status=422 if form.is_bound else 200)
    covers = form.cleaned_data.get("covers")
    try:
        actions.edit_body(
            body_id=row.pk,
            version=form.cleaned_data["version"] or 0,
            values=form.values(),  # type: ignore[arg-type]  # the form's fields are the TypedDict's
            covers=list(covers) if covers is not None else None,
            covers_from=form.cleaned_data.get("covers_from"),
            by=actor,
            now=timezone.now(),
        )
    except SavedMeanwhileError:
        context = {"title": title, "back": back}
        theirs = initial_of(find(body_id))
        return conflict_page(request, form=form, row=row, theirs=theirs, template=FORM, context=context)
    messages.success(request, _("Saved."))
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def body_rename(request: HttpRequest, body_id: int) -> HttpResponse:
    """Give a body a new name from a day on."""
    actor, row = actor_of(request), find(body_id)
    check_keep(actor=actor, kept_by_id=row.kept_by_id, what=str(row))
    form = RenameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_body(body_id=row.pk, **form.cleaned_data, by=actor, now=timezone.now())
        except actions.UnableToRenameBody as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, _("The new name is in force from that day; the former one is kept."))
            return redirect(row)
    title = _("A new name for %(name)s") % {"name": row}
    status = 422 if form.is_bound else 200
    return form_page(request, form=form, title=title, back=row.get_absolute_url(), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def body_succeed(request: HttpRequest, body_id: int) -> HttpResponse:
    """Say what became of a body."""
    actor, row = actor_of(request), find(body_id)
    check_keep(actor=actor, kept_by_id=row.kept_by_id, what=str(row))
    form = SuccessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.add_succession(
            predecessor=row,
            successor=given["successor"],
            kind=given["kind"],
            on=given["on"],
            by=actor,
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect(row)
    title = _("What became of %(name)s") % {"name": row}
    status = 422 if form.is_bound else 200
    return form_page(request, form=form, title=title, back=row.get_absolute_url(), status=status)


@require_POST
@signed_in
def body_archive(request: HttpRequest, body_id: int) -> HttpResponse:
    """Take a body out of the lists; its page offers to bring it back."""
    row = actions.archive_body(body_id=find(body_id).pk, by=actor_of(request), now=timezone.now())
    messages.success(request, _("%(name)s is archived. Its page brings it back.") % {"name": row})
    return redirect(row)


@require_POST
@signed_in
def body_restore(request: HttpRequest, body_id: int) -> HttpResponse:
    """Bring an archived body back."""
    row = actions.restore_body(body_id=find(body_id).pk, by=actor_of(request), now=timezone.now())
    messages.success(request, _("%(name)s is back.") % {"name": row})
    return redirect(row)
