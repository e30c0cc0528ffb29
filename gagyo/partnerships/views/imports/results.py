"""Where an import stands, what it did, and undoing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.components import Action, Badge, Column, Term
from gagyo.partnerships.actions.imports.locked import may_import_for
from gagyo.partnerships.actions.imports.undo import EditedSinceError, undo_import
from gagyo.partnerships.choices import ImportState, RowMark
from gagyo.partnerships.models import ImportBatch
from gagyo.partnerships.queries.imports.batches import figures
from gagyo.partnerships.queries.imports.edited import Edited, edited_since, records_of, rows_that_wrote
from gagyo.partnerships.views.imports.frame import (
    STATE_TONES,
    batch_for,
    crumbs,
    may_import,
    may_see_imports,
    told,
    version_of,
)
from gagyo.partnerships.views.imports.steps import frame, to_batch

STEP_OF = {
    ImportState.COLUMNS.value: "partnerships:import_columns",
    ImportState.MATCHES.value: "partnerships:import_matches",
    ImportState.PREVIEW.value: "partnerships:import_preview",
}


@only(may_see_imports)
@require_safe
def import_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where an import stands: the page that waits, the open step, or the result."""
    batch = batch_for(request, pk)
    if batch.work:
        return working(request, batch)
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(reverse("partnerships:import_batch", args=[pk]))
    if batch.state in STEP_OF:
        name = STEP_OF[batch.state]
        return redirect(name if may_import(actor=actor_of(request)) else "partnerships:import_preview", pk)
    return result(request, batch)


def working(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Show how far the background is; the page asks again by itself, and has a link for those without scripts."""
    context = frame(batch, 4 if batch.work == "applying" else 3)
    template = "progress" if getattr(request, "htmx", False) else "working"
    return render(request, f"partnerships/imports/{template}.html", context)


def result(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Show what an import did."""
    may_undo = batch.state == ImportState.APPLIED and may_import_for(actor=actor_of(request), office_id=batch.office_id)
    undo = Action(_("Undo the import"), reverse("partnerships:import_undo", args=[batch.pk]), kind="secondary")
    terms = [
        Term(_("File"), batch.file.name),
        Term(_("What it holds"), batch.get_subject_display()),
        Term(_("Office"), str(batch.office)),
        Term(_("Uploaded"), batch.uploaded_at),
        Term(_("By"), str(batch.uploaded_by or "")),
        Term(_("Applied"), batch.applied_at),
        Term(_("Undone"), batch.undone_at),
    ]
    context = frame(batch, 5) | {
        "figures": figures(batch, today=timezone.localdate(batch.applied_at)),
        "terms": terms,
        "badge": Badge(batch.get_state_display(), STATE_TONES[batch.state]),
        "action": undo if may_undo else None,
        "preview_href": reverse("partnerships:import_preview", args=[batch.pk]),
    }
    return render(request, "partnerships/imports/result.html", context)


@only(may_import)
@told
@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, say which records were edited since, and undo the import as one."""
    batch, actor = batch_for(request, pk), actor_of(request)
    if request.method == "POST":
        leave = request.POST.get("leave") == "yes"
        try:
            undone = undo_import(
                batch_id=pk, leave_edited=leave, expected=version_of(request), by=actor, now=timezone.now()
            )
        except EditedSinceError as error:
            return asked(request, batch, error.edited, status=409)
        words = ngettext(
            "The import is undone: %(count)d record.", "The import is undone: %(count)d records.", undone.records
        )
        messages.success(request, words % {"count": undone.records})
        return to_batch(batch)
    if batch.state != ImportState.APPLIED:
        return to_batch(batch)
    rows = rows_that_wrote(batch)
    return asked(request, batch, edited_since(batch, rows, records_of(batch, rows)))


def asked(request: HttpRequest, batch: ImportBatch, edited: list[Edited], *, status: int = 200) -> HttpResponse:
    """Show the page that asks before undoing."""
    columns = [
        Column("row", _("Row"), numeric=True),
        Column("name", _("Record"), row_header=True),
    ]
    context = frame(batch, 5) | {
        "edited": edited,
        "columns": columns,
        "crumbs": crumbs(batch.file.name),
        "figures": [
            (mark, figure)
            for mark, figure in figures(batch, today=timezone.localdate(batch.applied_at))
            if mark in {RowMark.NEW, RowMark.CHANGED}
        ],
    }
    return render(request, "partnerships/imports/undo.html", context, status=status)
