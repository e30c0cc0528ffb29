"""Writing ties: what is kept, who may, what a second save meets, and undo."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, TODAY, make_actor
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.partnerships.actions.contacts import add_contact, remove_contact
from gagyo.partnerships.actions.documents import attach_to_tie, remove_document, restore_document
from gagyo.partnerships.actions.ties import (
    UnableToSaveTie,
    UnableToUndo,
    add_tie,
    archive_tie,
    change_state,
    edit_tie,
    restore_tie,
    undo_state_change,
)
from gagyo.partnerships.models import Tie, TieContact, TieDocument
from gagyo.partnerships.rules.dates import partial_date, read_partial_date
from gagyo.partnerships.rules.states import UnableToChangeState
from gagyo.partnerships.tests.make import make_tie
from gagyo.partnerships.tests.make_values import events, tie_values
from gagyo.partnerships.tests.screens import PDF
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body, make_government, make_person

pytestmark = pytest.mark.django_db


# --- Ties -------------------------------------------------------------------------------------------------


def test_a_tie_is_kept_with_its_parties_fields_and_first_state(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies), by=by, now=NOW)
    kept = Tie.objects.get(pk=tie.pk)
    assert (kept.office_id, kept.signed_on, kept.signed_precision, kept.is_domestic, kept.version) == (
        by.office_id,
        date(1996, 1, 1),
        "year",
        False,
        1,
    )
    assert [(p.body, p.signatory) for p in kept.parties.all()] == [
        (bodies[0], "signatory 0"),
        (bodies[1], "signatory 1"),
    ]
    assert sorted(kept.fields.values_list("field", flat=True)) == ["culture", "youth"]
    assert [(s.state, s.changed_on) for s in kept.states.all()] == [("signed", date(1996, 1, 1))]
    assert kept.summary.in_language("en") == ("Youth exchange", "en", "reviewed")
    assert events() == ["tie.created"]


def test_two_korean_parties_make_a_domestic_tie(by: Actor, bodies: tuple[Body, Body]) -> None:
    other = make_government(name_ko="강진군", name_en="Gangjin-gun")
    assert add_tie(values=tie_values((bodies[0], other)), by=by, now=NOW).is_domestic


def test_a_tie_signed_at_an_unknown_time_has_no_day_in_its_history(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies, signed=read_partial_date("")), by=by, now=NOW)
    assert list(tie.states.all()) == []


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_parties_make_no_tie(by: Actor, bodies: tuple[Body, Body], count: int) -> None:
    with pytest.raises(UnableToSaveTie):
        add_tie(values=tie_values(bodies[:count]), by=by, now=NOW)
    assert not Tie.objects.exists()


def test_one_party_twice_makes_no_tie(by: Actor, bodies: tuple[Body, Body]) -> None:
    with pytest.raises(UnableToSaveTie):
        add_tie(values=tie_values((bodies[0], bodies[0])), by=by, now=NOW)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FOREIGN_MISSION, Role.INTERPRETER])
def test_a_role_that_only_reads_enters_nothing(office: Office, bodies: tuple[Body, Body], role: str) -> None:
    with pytest.raises(NotYoursError):
        add_tie(values=tie_values(bodies), by=make_actor(role=role, office=office), now=NOW)


def test_an_edit_writes_what_changed_and_raises_the_version(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies), by=by, now=NOW)
    third = make_body(name_ko="브레아", name_en="Brea", country="US")
    new = tie_values((bodies[0], third), signed=partial_date(year=1996, month=5, day=3), fields=("culture", "sport"))
    edit_tie(tie_id=tie.pk, values=new, expected=1, by=by, now=NOW)
    kept = Tie.objects.get(pk=tie.pk)
    assert kept.version == 2
    assert [p.body for p in kept.parties.all()] == [bodies[0], third]
    assert [s.changed_on for s in kept.states.all()] == [date(1996, 5, 3)]
    left = AuditRecord.objects.get(event="tie.changed")
    assert left.before is not None
    assert set(left.before) == {"signed_on", "signed_precision", "parties", "fields"}


def test_a_second_save_from_an_old_form_is_refused_and_loses_nothing(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies), by=by, now=NOW)
    edit_tie(tie_id=tie.pk, values=tie_values(bodies, source="theirs"), expected=1, by=by, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        edit_tie(tie_id=tie.pk, values=tie_values(bodies[::-1], source="mine"), expected=1, by=by, now=NOW)
    kept = Tie.objects.get(pk=tie.pk)
    assert (kept.source, [p.body for p in kept.parties.all()]) == ("theirs", list(bodies))


def test_another_office_does_not_change_a_tie_it_reads(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies), by=by, now=NOW)
    with pytest.raises(NotYoursError):
        edit_tie(tie_id=tie.pk, values=tie_values(bodies), expected=1, by=make_actor(), now=NOW)


def test_a_tie_that_the_actor_does_not_see_is_not_there(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies, visibility="office"), by=by, now=NOW)
    with pytest.raises(Tie.DoesNotExist):
        edit_tie(tie_id=tie.pk, values=tie_values(bodies), expected=1, by=make_actor(), now=NOW)


# --- States -----------------------------------------------------------------------------------------------


def test_signing_talks_gives_the_tie_its_date(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies, state="talks", signed=read_partial_date("")), by=by, now=NOW)
    change_state(tie_id=tie.pk, wanted="signed", on=TODAY, reason="", by=by, now=NOW)
    kept = Tie.objects.get(pk=tie.pk)
    assert (kept.state, kept.signed_on, kept.signed_precision) == ("signed", TODAY, "day")
    assert [(s.state, s.changed_on) for s in kept.states.all()] == [("talks", TODAY), ("signed", TODAY)]


def test_an_ended_tie_can_be_brought_back_as_it_was(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies), by=by, now=NOW)
    change_state(tie_id=tie.pk, wanted="ended", on=TODAY, reason="협정 종료", by=by, now=NOW)
    assert Tie.objects.get(pk=tie.pk).ended_on == TODAY
    undo_state_change(tie_id=tie.pk, by=by, now=NOW)
    kept = Tie.objects.get(pk=tie.pk)
    assert (kept.state, kept.state_reason, kept.ended_on, kept.signed_on) == ("signed", "", None, date(1996, 1, 1))
    assert [s.state for s in kept.states.all()] == ["signed"]
    assert events() == ["tie.created", "tie.state_changed", "tie.state_change_undone"]


def test_undoing_a_signing_takes_the_date_back(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies, state="talks", signed=read_partial_date("")), by=by, now=NOW)
    change_state(tie_id=tie.pk, wanted="signed", on=TODAY, reason="", by=by, now=NOW)
    undo_state_change(tie_id=tie.pk, by=by, now=NOW)
    kept = Tie.objects.get(pk=tie.pk)
    assert (kept.state, kept.signed_on, kept.signed_precision) == ("talks", None, "unknown")


def test_a_state_is_not_undone_after_another_change(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies), by=by, now=NOW)
    change_state(tie_id=tie.pk, wanted="dormant", on=TODAY, reason="교류 없음", by=by, now=NOW)
    edit_tie(tie_id=tie.pk, values=tie_values(bodies, source="x"), expected=2, by=by, now=NOW)
    with pytest.raises(UnableToUndo):
        undo_state_change(tie_id=tie.pk, by=by, now=NOW)


def test_an_ending_without_reason_changes_nothing(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies), by=by, now=NOW)
    with pytest.raises(UnableToChangeState):
        change_state(tie_id=tie.pk, wanted="ended", on=TODAY, reason=" ", by=by, now=NOW)
    assert events() == ["tie.created"]


def test_archiving_a_tie_is_undone(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=tie_values(bodies), by=by, now=NOW)
    archive_tie(tie_id=tie.pk, by=by, now=NOW)
    assert not Tie.objects.for_user(by).filter(pk=tie.pk).exists()
    restore_tie(tie_id=tie.pk, by=by, now=NOW)
    assert Tie.objects.for_user(by).filter(pk=tie.pk).exists()
    assert events() == ["tie.created", "tie.archived", "tie.restored"]


# --- Documents and contacts -------------------------------------------------------------------------------


def test_a_document_is_attached_removed_and_put_back(
    by: Actor, office: Office, bodies: tuple[Body, Body], settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    tie = make_tie(parties=bodies, office=office)
    row = attach_to_tie(
        tie_id=tie.pk, upload=SimpleUploadedFile("협정서.pdf", PDF), title="", is_public=True, by=by, now=NOW
    )
    assert (row.title, row.file.content_type) == ("협정서.pdf", "application/pdf")
    remove_document(document=row, by=by, now=NOW)
    assert list(TieDocument.objects.filter(archived_at=None)) == []
    restore_document(document=row, by=by, now=NOW)
    assert list(TieDocument.objects.filter(archived_at=None)) == [row]
    assert events() == ["tie.document_attached", "tie.document_removed", "tie.document_restored"]


def test_another_office_takes_no_document_off(
    by: Actor, office: Office, bodies: tuple[Body, Body], settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    tie = make_tie(parties=bodies, office=office)
    upload = SimpleUploadedFile("a.pdf", PDF)
    row = attach_to_tie(tie_id=tie.pk, upload=upload, title="협정서", is_public=False, by=by, now=NOW)
    with pytest.raises(NotYoursError):
        remove_document(document=row, by=make_actor(), now=NOW)


def test_a_contact_is_named_and_taken_off_with_whose_data_it_was(
    by: Actor, office: Office, bodies: tuple[Body, Body]
) -> None:
    tie, person = make_tie(parties=bodies, office=office), make_person(office=office)
    add_contact(tie_id=tie.pk, person_id=person.pk, note="청소년", by=by, now=NOW)
    add_contact(tie_id=tie.pk, person_id=person.pk, note="행사", by=by, now=NOW)
    assert [(c.person, c.note) for c in TieContact.objects.all()] == [(person, "행사")]
    assert remove_contact(tie_id=tie.pk, person_id=person.pk, by=by, now=NOW) == "행사"
    assert [(r.event, r.person_ids) for r in AuditRecord.objects.order_by("id")] == [
        ("tie.contact_added", [person.pk]),
        ("tie.contact_changed", [person.pk]),
        ("tie.contact_removed", [person.pk]),
    ]
