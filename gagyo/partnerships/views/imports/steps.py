"""The steps of an import: upload, columns, matches, preview, apply."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.components import Badge, Column
from gagyo.common.rules import Actor
from gagyo.common.views.lists import page_of
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.partnerships.actions.imports.apply import apply_import
from gagyo.partnerships.actions.imports.locked import UnableToImport, may_import_for
from gagyo.partnerships.actions.imports.prepare import (
    LARGE,
    UnableToReadFile,
    check_rows,
    headings_key,
    pasted_as_file,
    set_columns,
    set_decisions,
    set_mending,
    start_import,
)
from gagyo.partnerships.actions.imports.queue import begin_in_background
from gagyo.partnerships.choices import ImportState, ImportSubject, ImportWork, RowMark
from gagyo.partnerships.forms.import_matches import MatchesForm
from gagyo.partnerships.forms.imports import ColumnsForm, UploadForm
from gagyo.partnerships.models import ImportBatch, ImportRow
from gagyo.partnerships.queries.imports.batches import (
    ShownRow,
    figures,
    headings_of,
    remembered,
    samples,
    shown_row,
)
from gagyo.partnerships.queries.imports.files import wrong_rows_sheet
from gagyo.partnerships.queries.imports.places import with_places
from gagyo.partnerships.queries.imports.planning import make_plan
from gagyo.partnerships.rules.imports.columns import column_proposals
from gagyo.partnerships.rules.imports.matching import NameMatch
from gagyo.partnerships.views.imports.drawing import changed_cell, control, controls, reason_cell
from gagyo.partnerships.views.imports.frame import (
    STEPS,
    TONES,
    batch_for,
    crumbs,
    may_import,
    may_see_imports,
    told,
    version_of,
)
from gagyo.partnerships.views.imports.lists import XLSX

PER_PAGE: Final = 50
# So many on one page can be looked through; the others come after them.
MOST_MATCHES: Final = 100


def to_batch(batch: ImportBatch) -> HttpResponse:
    """Go to the step at which an import is."""
    return redirect("partnerships:import_batch", batch.pk)


@only(may_import)
@require_http_methods(["GET", "HEAD", "POST"])
def import_add(request: HttpRequest) -> HttpResponse:
    """Take a file, or rows pasted from a spreadsheet."""
    actor = actor_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            data = upload.read() if upload else pasted_as_file(form.cleaned_data["pasted"])
            batch = start_import(
                data=data,
                filename=upload.name if upload else _("pasted.tsv"),
                subject=form.cleaned_data["subject"],
                office_id=form.cleaned_data["office"].pk,
                visibility=form.cleaned_data["visibility"],
                by=actor,
                now=timezone.now(),
            )
        except UnableToReadFile as error:
            form.add_error("file" if upload else "pasted", str(error))
        else:
            return to_batch(batch)
    context = {"form": form, "steps": STEPS, "current": 1, "crumbs": crumbs(_("New import"))}
    return render(request, "partnerships/imports/upload.html", context, status=400 if form.errors else 200)


@only(may_import)
@told
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what each column is taken for, and let the person correct it."""
    batch, actor = batch_for(request, pk), actor_of(request)
    known = remembered(office_id=batch.office_id, subject=batch.subject, headings=headings_key(batch.headings))
    proposals = column_proposals(batch.headings, subject=batch.subject, remembered=known)
    initial = {"version": batch.version, "kind": batch.choices.get("kind", "")}
    form = ColumnsForm(request.POST or None, proposals=proposals, subject=batch.subject, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_columns(
                batch_id=batch.pk,
                mapping=form.mapping(),
                kind=form.cleaned_data["kind"],
                expected=form.cleaned_data["version"],
                by=actor,
                now=timezone.now(),
            )
        except UnableToImport as error:
            batch.refresh_from_db()
            if batch.version != form.cleaned_data["version"] or batch.work:
                raise
            form.add_error(None, str(error))
        else:
            return check_and_go(batch, actor)
    values = samples(batch)
    columns = [
        Column("heading", _("Column in the file"), draw=lambda row: row[1].label, row_header=True),
        Column("values", _("For example"), draw=lambda row: " · ".join(values[row[0].column])),
        Column("field", _("What it holds"), draw=lambda row: control(row[1])),
        Column("reason", _("Why"), draw=lambda row: reason_cell(row[0])),
    ]
    context = frame(batch, 2) | {"form": form, "columns": columns, "rows": list(form.columns())}
    return render(request, "partnerships/imports/columns.html", context, status=400 if form.errors else 200)


def frame(batch: ImportBatch, current: int) -> dict[str, Any]:
    """Return what every step's page shows."""
    return {
        "batch": batch,
        "steps": STEPS,
        "current": current,
        "crumbs": crumbs(batch.file.name),
        "failure": batch.failure,
        "back": reverse("partnerships:imports"),
        "href": reverse("partnerships:import_batch", args=[batch.pk]),
        "columns_href": reverse("partnerships:import_columns", args=[batch.pk]),
        "matches_href": reverse("partnerships:import_matches", args=[batch.pk]),
    }


def check_and_go(batch: ImportBatch, actor: Actor) -> HttpResponse:
    """Work out the preview, here or in the background, and go to where that leads."""
    if batch.rows_total > LARGE:
        begin_in_background(batch_id=batch.pk, work=ImportWork.CHECKING, expected=None, by=actor)
    else:
        check_rows(batch_id=batch.pk, by=actor, now=timezone.now())
    return to_batch(batch)


@only(may_import)
@told
@require_http_methods(["GET", "HEAD", "POST"])
def import_matches(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the names that are not certain, once each, and let the person decide."""
    batch, actor = batch_for(request, pk), actor_of(request)
    if batch.work or not batch.mapping:
        return to_batch(batch)
    plan = make_plan(batch=batch, actor=actor, today=timezone.localdate())
    decisions: dict[str, str] = batch.choices.get("names", {})
    open_matches = [match for match in plan.matches.values() if not match.is_certain]
    open_matches.sort(key=lambda match: (bool(decisions.get(match.use.key)), -match.rows, match.use.text))
    shown = with_places(open_matches[:MOST_MATCHES])
    form = MatchesForm(
        request.POST or None,
        matches=shown,
        bodies=plan.bodies,
        countries=plan.countries,
        decisions=decisions,
        may_wait="skip" in request.POST,
        initial={"version": batch.version},
    )
    if request.method == "POST" and form.is_valid():
        set_decisions(
            batch_id=batch.pk,
            decisions=form.decisions(),
            expected=form.cleaned_data["version"],
            by=actor,
            now=timezone.now(),
        )
        if "skip" in request.POST:
            check_rows(batch_id=batch.pk, by=actor, now=timezone.now())
            return redirect("partnerships:import_preview", batch.pk)
        return check_and_go(batch, actor)
    certain = len(plan.matches) - len(open_matches)
    context = frame(batch, 3) | {
        "form": form,
        "columns": match_columns(plan.countries, actor.language),
        "rows": list(form.names()),
        "certain": certain,
        "more": len(open_matches) - len(shown),
        "preview_href": reverse("partnerships:import_preview", args=[batch.pk]),
    }
    return render(request, "partnerships/imports/matches.html", context, status=400 if form.errors else 200)


def match_columns(countries: Any, language: str) -> list[Column]:
    """Return the columns of the table of names."""

    def side(match: NameMatch) -> str:
        if match.use.side == "home":
            return _("Local government")
        if match.is_of_place:
            return _("Signed at")
        return countries.name(match.use.country, language) if match.use.country else _("Partner")

    return [
        Column("name", _("Name in the file"), draw=lambda row: row[0].use.text, row_header=True),
        Column("side", _("Side or country"), draw=lambda row: side(row[0])),
        Column("rows", _("Rows"), numeric=True, draw=lambda row: row[0].rows),
        Column("field", _("Which one it is"), draw=lambda row: controls(row[1:])),
    ]


@only(may_see_imports)
@require_safe
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would become of each row."""
    batch = batch_for(request, pk)
    if batch.work or not batch.mapping:
        return to_batch(batch)
    mark = request.GET.get("mark", "")
    rows = ImportRow.objects.filter(batch=batch).order_by("number")
    rows = rows.filter(mark=mark) if mark in RowMark.values else rows
    page = page_of(request, rows)
    headings = headings_of(batch)
    counted = figures(batch, today=timezone.localdate(batch.uploaded_at))
    numbers = {each.value: figure.value or 0 for each, figure in counted}
    writes = numbers["new"] + numbers["changed"]
    context = frame(batch, 4 if batch.applied_at is None else 5) | {
        "figures": counted,
        "page": page,
        "rows": [shown_row(row, batch=batch, headings=headings) for row in page.object_list],
        "columns": preview_columns(batch),
        "mark": RowMark(mark).label if mark in RowMark.values else "",
        "all_href": reverse("partnerships:import_preview", args=[batch.pk]),
        "wrong": numbers["wrong"],
        "writes": writes,
        "may_apply": batch.state == ImportState.PREVIEW and writes and not numbers["wrong"],
        "is_mine": may_import_for(actor=actor_of(request), office_id=batch.office_id),
        "is_open": batch.applied_at is None,
        "lost": batch.choices.get("lost", 0),
        "wrong_href": reverse("partnerships:import_wrong", args=[batch.pk]),
        "apply_href": reverse("partnerships:import_apply", args=[batch.pk]),
        "mend_href": reverse("partnerships:import_mend", args=[batch.pk]),
    }
    return render(request, "partnerships/imports/preview.html", context)


def preview_columns(batch: ImportBatch) -> list[Column]:
    """Return the columns of the preview."""

    def mark(row: ShownRow) -> Badge:
        return Badge(row.mark.label, TONES[row.mark])

    record = _("Tie") if batch.subject == ImportSubject.TIES else _("Exchange project")
    return [
        Column("number", _("Row"), numeric=True),
        Column("mark", _("Mark"), draw=mark),
        Column("name", record, href="href", row_header=True),
        Column("sentences", _("What to know"), draw=changed_cell),
    ]


@only(may_import)
@told
@require_POST
def import_mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the characters in that are suggested for lost ones."""
    batch, actor = batch_for(request, pk), actor_of(request)
    set_mending(batch_id=batch.pk, mend=True, expected=version_of(request), by=actor, now=timezone.now())
    return check_and_go(batch, actor)


@only(may_import)
@told
@require_POST
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Apply the import, here or in the background."""
    batch, actor = batch_for(request, pk), actor_of(request)
    if batch.rows_total > LARGE:
        expected = version_of(request)
        begin_in_background(batch_id=batch.pk, work=ImportWork.APPLYING, expected=expected, by=actor)
    else:
        apply_import(batch_id=batch.pk, expected=version_of(request), by=actor, now=timezone.now())
    return to_batch(batch)


@only(may_see_imports)
@require_safe
def import_wrong(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the wrong rows as a workbook, with their sentences."""
    batch = batch_for(request, pk)
    book = write_xlsx([wrong_rows_sheet(batch)], made_at=timezone.now())
    name = _("wrong-rows-%(number)d.xlsx") % {"number": batch.pk}
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
    return HttpResponse(book, content_type=XLSX, headers=headers)
