"""What is set for requests: working hours, which bureau answers which field, templates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gagyo.accounts.choices import OfficeKind
from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.support.models import RequestTemplate, RoutingRule, WorkHours
from gagyo.support.queries.people import kind_of
from gagyo.support.rules.clock import Hours
from gagyo.support.rules.settings import check_hours, keeps_settings, sets_hours
from gagyo.support.rules.values import UnableToSaveSupport


def check_keeps(by: Actor) -> None:
    """
    Refuse to set what holds for everybody.

    :raises NotYoursError: unless it is the operator or the ministry
    """
    if not keeps_settings(actor=by, office_kind=kind_of(by)):
        raise NotYoursError(_("This is set by the ministry or the operator. Ask one of them."))


def check_sets_hours(by: Actor) -> None:
    """
    Refuse to set an office's hours.

    :raises NotYoursError: unless it is its manager
    """
    if not sets_hours(actor=by):
        raise NotYoursError(_("An office's working hours are set by its manager. Ask the manager."))


@transaction.atomic
def set_hours(*, hours: Hours, kind: str | None = None, by: Actor, now: datetime) -> WorkHours:
    """
    Set the working hours of the actor's office, or of a kind of office; due times that were given already stay.

    :raises NotYoursError: if they are not the actor's to set
    :raises UnableToSaveSupport: for hours that cannot be
    """
    _check(kind, by)
    check_hours(hours)
    whose: dict[str, Any] = {"kind": kind} if kind else {"office_id": by.office_id}
    row, made = WorkHours.objects.select_for_update().get_or_create(**whose)
    before = None if made else values_of(row)
    row.time_zone, row.country = hours.time_zone, hours.country
    row.hours = {day: [list(span) for span in spans] for day, spans in hours.hours.items() if spans}
    row.closed_days = list(hours.closed_days)
    row.first_answer_hours, row.answer_hours = hours.first_answer_hours, hours.answer_hours
    row.save()
    record(event="support_hours.set", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


@transaction.atomic
def clear_hours(*, kind: str | None = None, by: Actor, now: datetime) -> bool:
    """
    Let an office, or a kind of office, work by the usual hours again; return whether others were set.

    :raises NotYoursError: if they are not the actor's to set
    """
    _check(kind, by)
    whose: dict[str, Any] = {"kind": kind} if kind else {"office_id": by.office_id}
    row = WorkHours.objects.select_for_update().filter(**whose).first()
    if row is None:
        return False
    record(event="support_hours.cleared", by=by, at=now, about=row, before=values_of(row))
    row.delete()
    return True


def _check(kind: str | None, by: Actor) -> None:
    if kind:
        check_keeps(by)
    else:
        check_sets_hours(by)


@transaction.atomic
def add_bureau(*, field: str, office_id: int, by: Actor, now: datetime) -> RoutingRule:
    """
    Say that a bureau of the ministry answers a field.

    :raises NotYoursError: unless the actor keeps the settings
    :raises UnableToSaveSupport: for an office that is none, or that answers the field already
    """
    check_keeps(by)
    office = Office.objects.filter(pk=office_id, kind=OfficeKind.MINISTRY, archived_at=None).first()
    if office is None:
        raise UnableToSaveSupport(_("Only a bureau of the ministry answers a field. Choose one."))
    row, made = RoutingRule.objects.get_or_create(field=field, office=office)
    if not made:
        raise UnableToSaveSupport(_("%(office)s answers this field already.") % {"office": office})
    record(event="support_bureau.added", by=by, at=now, about=row, after=values_of(row))
    return row


@transaction.atomic
def remove_bureau(*, rule_id: int, by: Actor, now: datetime) -> None:
    """
    Say that a bureau no longer answers a field; requests that it has stay with it.

    :raises NotYoursError: unless the actor keeps the settings
    """
    check_keeps(by)
    row = RoutingRule.objects.select_for_update(of=("self",)).select_related("office").get(pk=rule_id)
    record(event="support_bureau.removed", by=by, at=now, about=row, before=values_of(row))
    row.delete()


@dataclass(frozen=True)
class TemplateValues:
    """A template as its form gives it; items: of rules.settings.items_of."""

    name_ko: str
    name_en: str
    field: str
    text_ko: str
    text_en: str
    items: list[dict[str, str]]
    is_active: bool = True


@transaction.atomic
def save_template(
    *, values: TemplateValues, template_id: int | None = None, by: Actor, now: datetime
) -> RequestTemplate:
    """
    Make a template of requests, or change one; requests that began with it stay as they are.

    :raises NotYoursError: unless the actor keeps the settings
    """
    check_keeps(by)
    row = RequestTemplate.objects.select_for_update().get(pk=template_id) if template_id else RequestTemplate()
    before = values_of(row) if row.pk else None
    for name in ("name_ko", "name_en", "field", "text_ko", "text_en", "items", "is_active"):
        setattr(row, name, getattr(values, name))
    if not row.pk:
        row.code = _free_code(values.name_en)
        row.order = RequestTemplate.objects.count() + 1
    row.save()
    record(event="support_template.saved", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


def _free_code(name: str) -> str:
    base = slugify(name)[:40] or "template"
    taken = set(RequestTemplate.objects.filter(code__startswith=base).values_list("code", flat=True))
    return base if base not in taken else next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in taken)
