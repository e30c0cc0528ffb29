"""The audit record stays as it was written, and every change raises the data version."""

import pytest
from django.db import DatabaseError, transaction

from gagyo.accounts.tests.make import NOW, make_actor, make_office
from gagyo.common.actions import SavedMeanwhileError, record, save_version, values_of
from gagyo.common.models import AuditRecord
from gagyo.common.queries import data_version

pytestmark = pytest.mark.django_db


def leave_record() -> AuditRecord:
    office = make_office(name_ko="세종시 국제협력과")
    return record(event="office.created", by=make_actor(office=office), at=NOW, about=office, after=values_of(office))


def test_the_database_refuses_to_change_an_audit_record() -> None:
    row = leave_record()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditRecord.objects.filter(pk=row.pk).update(event="nothing.happened")
    assert AuditRecord.objects.get(pk=row.pk).event == "office.created"


def test_the_database_refuses_to_delete_an_audit_record() -> None:
    row = leave_record()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditRecord.objects.all().delete()
    assert AuditRecord.objects.filter(pk=row.pk).exists()


def test_a_change_raises_the_data_version() -> None:
    before = data_version()
    leave_record()
    assert data_version() == before + 1


def test_a_record_keeps_only_what_differs() -> None:
    office = make_office(name_ko="전")
    before = values_of(office)
    office.name_ko = "후"
    row = record(
        event="office.changed",
        by=make_actor(office=office),
        at=NOW,
        about=office,
        before=before,
        after=values_of(office),
    )
    assert (row.before, row.after) == ({"name_ko": "전"}, {"name_ko": "후"})


def test_a_second_save_from_an_old_form_is_noticed_and_writes_nothing() -> None:
    office = make_office(name_ko="처음")
    mine, theirs = type(office).objects.get(pk=office.pk), type(office).objects.get(pk=office.pk)
    theirs.name_ko = "남의 것"
    save_version(row=theirs, expected=1)
    mine.name_ko = "내 것"
    with pytest.raises(SavedMeanwhileError) as caught:
        save_version(row=mine, expected=1)
    assert caught.value.current.name_ko == "남의 것"  # type: ignore[attr-defined]
