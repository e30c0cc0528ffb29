"""Making offices and changing their names: the operator makes them, a manager keeps the own one."""

from datetime import datetime

from django.db import transaction

from gagyo.accounts.models import Office
from gagyo.accounts.rules import check_make_offices, check_manage_members
from gagyo.common.actions import record, save_version, values_of
from gagyo.common.rules import Actor


@transaction.atomic
def make_office(
    *, name_ko: str, name_en: str, kind: str, code: str, parent: Office | None, by: Actor, now: datetime
) -> Office:
    """
    Make an office.

    :raises NotYoursError: if the actor is not the operator
    """
    check_make_offices(actor=by)
    office = Office.objects.create(name_ko=name_ko, name_en=name_en, kind=kind, code=code or None, parent=parent)
    record(event="office.made", by=by, at=now, about=office, after=values_of(office))
    return office


@transaction.atomic
def change_office(*, office_id: int, name_ko: str, name_en: str, expected: int, by: Actor, now: datetime) -> Office:
    """
    Change an office's names.

    expected: the version that the editor saw
    :raises NotYoursError: if the actor does not manage it
    :raises SavedMeanwhileError: if somebody saved it in between
    """
    office = Office.objects.get(pk=office_id)
    check_manage_members(actor=by, office_id=office.pk, what=str(office))
    before = values_of(office)
    office.name_ko, office.name_en = name_ko, name_en
    save_version(row=office, expected=expected, fields=["name_ko", "name_en"])
    record(event="office.changed", by=by, at=now, about=office, before=before, after=values_of(office))
    return office
