"""The audit record: searched, read before and after, exported with a reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import may_read_audit
from gagyo.accounts.views.gates import actor_of, only
from gagyo.accounts.views.reasons import PersonalData, reason_required
from gagyo.common.components import Action, Column, Link, Term
from gagyo.common.models import AuditRecord
from gagyo.common.views.lists import page_of
from gagyo.kernels.documents import sheet
from gagyo.pages.choices import event_words
from gagyo.pages.forms import AuditFilterForm
from gagyo.pages.queries.audit import audit_events, audit_for, audit_found, audit_offices

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = [
    Column("at", gettext_lazy("When"), href="href", row_header=True),
    Column("who", gettext_lazy("Who")),
    Column("office", gettext_lazy("Office")),
    Column("event", gettext_lazy("What")),
    Column("record", gettext_lazy("Record")),
    Column("people", gettext_lazy("People"), numeric=True),
    Column("reason", gettext_lazy("Reason")),
]
CHANGE_COLUMNS = [
    Column("field", gettext_lazy("Field"), row_header=True),
    Column("before", gettext_lazy("Before")),
    Column("after", gettext_lazy("After")),
]
# What an action records beside the columns of its row.
OTHER_COLUMNS = {"file": gettext_lazy("File")}
CHANNELS = {
    "web": gettext_lazy("Web page"),
    "api": gettext_lazy("API"),
    "cli": gettext_lazy("Command"),
    "task": gettext_lazy("Background work"),
    "mail": gettext_lazy("E-mail"),
}


@dataclass(frozen=True)
class AuditRow:
    """One record as the list shows it."""

    at: str
    who: str
    office: str
    event: str
    record: str
    people: int | None
    reason: str
    href: str


@dataclass(frozen=True)
class Change:
    """One column of a record, before and after."""

    field: str
    before: str
    after: str


def moment(at: datetime) -> str:
    """Return a moment in local time, to the second: what an auditor quotes."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")


def audit_row(row: AuditRecord) -> AuditRow:
    """Return a record as the list shows it."""
    return AuditRow(
        at=moment(row.at),
        who=row.actor_label or _("Nobody's account"),
        office=row.office_label,
        event=event_words(row.event),
        record=row.about_label,
        people=len(row.person_ids) or None,
        reason=row.reason,
        href=reverse("pages:audit_record", args=[row.pk]),
    )


def asked_for(request: HttpRequest) -> tuple[AuditFilterForm, QuerySet[AuditRecord]]:
    """Return the filters in the address and the records that fit them; a wrong filter finds nothing."""
    actor = actor_of(request)
    events = [(event, event_words(event)) for event in audit_events(actor=actor)]
    form = AuditFilterForm(request.GET, offices=audit_offices(actor=actor), events=events)
    if not form.is_valid():
        return form, AuditRecord.objects.none()
    return form, audit_found(actor=actor, asked=form.cleaned_data)


@only(may_read_audit)
def audit(request: HttpRequest) -> HttpResponse:
    """Search the audit record."""
    form, found = asked_for(request)
    page = page_of(request, found)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    values = {
        "form": form,
        "page": page,
        "columns": COLUMNS,
        "rows": [audit_row(row) for row in page.object_list],
        "of_one_record": bool(request.GET.get("kind") and request.GET.get("id")),
        "exports": [
            Action("CSV", reverse("pages:audit_export", args=["csv"]) + query, kind="tertiary", icon="down"),
            Action("XLSX", reverse("pages:audit_export", args=["xlsx"]) + query, kind="tertiary", icon="down"),
        ],
    }
    return render(request, "pages/audit.html", values)


@only(may_read_audit)
def audit_record(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show one record: who, from where, and each column before and after."""
    row = get_object_or_404(audit_for(actor=actor_of(request)), pk=record_id)
    values = {
        "row": row,
        "title": event_words(row.event),
        "crumbs": [Link(_("Audit record"), reverse("pages:audit")), Link(event_words(row.event), "")],
        "terms": terms_of(row),
        "columns": CHANGE_COLUMNS,
        "changes": changes_of(row),
    }
    return render(request, "pages/audit_record.html", values)


def terms_of(row: AuditRecord) -> list[Term]:
    """Return who, when, from where, about what and why."""
    same = f"{reverse('pages:audit')}?kind={row.about_type}&id={row.about_id}" if row.about_id else ""
    people = ", ".join(str(each) for each in row.person_ids)
    role = Role(row.role).label if row.role in Role.values else row.role
    return [
        Term(_("When"), moment(row.at)),
        Term(_("Who"), row.actor_label or _("Nobody's account")),
        Term(_("Office"), row.office_label),
        Term(_("Role"), role),
        Term(_("Way in"), CHANNELS.get(row.channel, row.channel)),
        Term(_("Address"), row.ip or ""),
        Term(_("Record"), row.about_label, same),
        Term(_("Rows"), row.rows),
        Term(_("Numbers of the people whose data it was"), people),
        Term(_("Reason"), row.reason),
    ]


def changes_of(row: AuditRecord) -> list[Change]:
    """Return each column that differs, in the model's order: PostgreSQL keeps no order of its own in JSON."""
    before, after = as_columns(row.before), as_columns(row.after)
    names = column_names(row.about_type)
    places = {name: place for place, name in enumerate(names)}
    keys = sorted({**before, **after}, key=lambda key: (places.get(key, len(places)), key))
    return [
        Change(names.get(key, str(OTHER_COLUMNS.get(key, key))), shown(before.get(key)), shown(after.get(key)))
        for key in keys
    ]


def column_names(about_type: str) -> dict[str, str]:
    """Return the readable names of a model's columns; nothing for a model that is no more."""
    try:
        model = apps.get_model(about_type)
    except (LookupError, ValueError):
        return {}
    return {column.attname: str(column.verbose_name) for column in model._meta.concrete_fields}


def as_columns(values: Any) -> dict[str, Any]:
    """Return one side of a record by column; a side that is no mapping is one column without a name."""
    if values is None:
        return {}
    return values if isinstance(values, dict) else {"": values}


def shown(value: Any) -> str:
    """Return a stored value in readable words: a text in two languages by its original."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        text = value["original"] if "original" in value else ", ".join(f"{key}: {shown(v)}" for key, v in value.items())
        return str(text) or "–"
    if isinstance(value, list):
        return ", ".join(shown(each) for each in value) or "–"
    return str(value)


@only(may_read_audit)
@reason_required(event="audit.exported", title=gettext_lazy("Export the audit record"))
def audit_export(request: HttpRequest, form_name: str) -> PersonalData:
    """Give out the records that fit the filters in the address."""
    _form, found = asked_for(request)
    rows = list(found)
    table = audit_sheet(rows, on=timezone.localdate())
    if form_name == "xlsx":
        from gagyo.kernels.documents.xlsx import write_xlsx

        body, kind = write_xlsx([table], made_at=timezone.now()), XLSX
    else:
        from gagyo.kernels.documents.csv import write_csv

        body, kind = b"".join(write_csv(table)), "text/csv; charset=utf-8"
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate()}.{form_name}"'
    people = {person for row in rows for person in row.person_ids}
    return PersonalData(response=response, people=people, rows=len(rows), detail=request.GET.dict())


def audit_sheet(rows: list[AuditRecord], *, on: date) -> sheet.Sheet:
    """Return the records as a table for a file, before and after as one line each."""
    titles = [
        ("number", _("Number")),
        ("at", _("When")),
        ("who", _("Who")),
        ("office", _("Office")),
        ("role", _("Role")),
        ("channel", _("Way in")),
        ("address", _("Address")),
        ("event", _("What")),
        ("kind", _("Kind of record")),
        ("id", _("Number of the record")),
        ("record", _("Record")),
        ("people", _("Numbers of the people whose data it was")),
        ("before", _("Before")),
        ("after", _("After")),
        ("reason", _("Reason")),
    ]
    return sheet.Sheet(
        title=_("Audit record"),
        notes=(_("As of %(day)s") % {"day": on},),
        columns=tuple(sheet.Column(key, title, width=20) for key, title in titles),
        rows=(sheet_row(row) for row in rows),
    )


def sheet_row(row: AuditRecord) -> tuple[str, ...]:
    """Return a record as the cells of a file."""
    return (
        str(row.pk),
        moment(row.at),
        row.actor_label,
        row.office_label,
        row.role,
        row.channel,
        row.ip or "",
        row.event,
        row.about_type,
        row.about_id,
        row.about_label,
        ", ".join(str(each) for each in row.person_ids),
        shown(row.before),
        shown(row.after),
        row.reason,
    )
