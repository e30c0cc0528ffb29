"""The list of imports, and a file to fill in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.components import Action, Badge, Column, Link
from gagyo.common.views.lists import page_of
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.partnerships.choices import ImportSubject
from gagyo.partnerships.models import ImportBatch
from gagyo.partnerships.queries.imports.batches import imports_listed
from gagyo.partnerships.queries.imports.files import template_sheets
from gagyo.partnerships.views.imports.frame import STATE_TONES, crumbs, may_import, may_see_imports

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 30


@only(may_see_imports)
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Show the imports of the office, the latest first."""
    actor = actor_of(request)
    page = page_of(request, imports_listed(actor), per_page=PER_PAGE)
    add = Action(_("New import"), reverse("partnerships:import_add"), icon="plus") if may_import(actor=actor) else None
    context = {
        "page": page,
        "rows": list(page.object_list),
        "columns": columns(),
        "action": add,
        "templates": [
            Action(_("Form to fill in: ties"), template_href(ImportSubject.TIES), kind="tertiary", icon="down"),
            Action(_("Form to fill in: projects"), template_href(ImportSubject.PROJECTS), kind="tertiary", icon="down"),
        ],
        "crumbs": [*crumbs()[:1], Link(_("Imports"))],
    }
    return render(request, "partnerships/imports/list.html", context)


def template_href(subject: ImportSubject) -> str:
    """Return the address of a file to fill in."""
    return reverse("partnerships:import_template", args=[subject.value])


def columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        Column("file", _("File"), draw=_file, row_header=True),
        Column("subject", _("What it holds"), draw=lambda batch: batch.get_subject_display()),
        Column("state", _("State"), draw=_state),
        Column("uploaded_at", _("Uploaded")),
        Column("uploaded_by", _("By"), draw=lambda batch: str(batch.uploaded_by or "")),
        Column("office", _("Office"), draw=lambda batch: str(batch.office)),
        Column("rows_total", _("Rows"), numeric=True),
        Column("count_new", _("New"), numeric=True),
        Column("count_changed", _("Changed"), numeric=True),
        Column("count_wrong", _("Wrong"), numeric=True),
    ]


def _file(batch: ImportBatch) -> Link:
    return Link(batch.file.name, reverse("partnerships:import_batch", args=[batch.pk]))


def _state(batch: ImportBatch) -> Badge:
    return Badge(batch.get_state_display(), STATE_TONES.get(batch.state, "info"))


@only(may_see_imports)
@require_safe
def import_template(_request: HttpRequest, subject: str) -> HttpResponse:
    """Give a workbook with the headings and the words that are understood."""
    if subject not in ImportSubject.values:
        raise Http404
    book = write_xlsx(template_sheets(subject=subject, language=get_language() or "ko"), made_at=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="gagyo-{subject}-form.xlsx"'}
    return HttpResponse(book, content_type=XLSX, headers=headers)
