"""Writing ties and projects: what is kept, who may, what a second save meets, and undo."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, TODAY, make_actor, make_office
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import AuditRecord, TranslatedText
from gagyo.common.rules import Actor
from gagyo.partnerships.actions.contacts import add_contact, remove_contact
from gagyo.partnerships.actions.council import remove_council_rule, set_council_rule
from gagyo.partnerships.actions.documents import attach_to_tie, remove_document, restore_document
from gagyo.partnerships.actions.feeds import feed_for, feed_key, make_feed, revoke_feed
from gagyo.partnerships.actions.projects import (
    UnableToSaveProject,
    add_project,
    archive_project,
    cancel_project,
    edit_project,
    record_result,
    restore_project,
    resume_project,
)
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
from gagyo.partnerships.models import ConsentRule, ExchangeProject, Tie, TieContact, TieDocument
from gagyo.partnerships.rules.dates import partial_date, read_partial_date
from gagyo.partnerships.rules.results import UnableToRecordResult
from gagyo.partnerships.rules.states import UnableToChangeState
from gagyo.partnerships.rules.values import PartyValues, ProjectValues, TieValues
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body, make_government, make_person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>"


@pytest.fixture
def office() -> Office:
    return make_office(name_ko="남양주시 국제협력팀")


@pytest.fixture
def by(office: Office) -> Actor:
    return make_actor(office=office)


@pytest.fixture
def bodies(office: Office) -> tuple[Body, Body]:
    return make_government(works_as=office), make_body()


def values(bodies: tuple[Body, ...], **more: object) -> TieValues:
    base: dict[str, object] = {
        "parties": tuple(PartyValues(body.pk, f"signatory {n}") for n, body in enumerate(bodies)),
        "signed": partial_date(year=1996),
        "fields": ("culture", "youth"),
        "summary": TranslatedText("청소년 교류", "ko", {"en": ("Youth exchange", "reviewed")}),
        "visibility": Visibility.PUBLIC.value,
    }
    return TieValues(**{**base, **more})  # type: ignore[arg-type]  # a table of cases


def project_values(lead: Body, **more: object) -> ProjectValues:
    base: dict[str, object] = {
        "name_ko": "청소년 교류",
        "lead_id": lead.pk,
        "starts_on": TODAY - timedelta(days=9),
        "ends_on": TODAY - timedelta(days=5),
        "kind": "youth",
    }
    return ProjectValues(**{**base, **more})  # type: ignore[arg-type]  # a table of cases


def events() -> list[str]:
    return list(AuditRecord.objects.order_by("id").values_list("event", flat=True))


# --- Ties ---------------------------------------------------------------------------------------------


def test_a_tie_is_kept_with_its_parties_fields_and_first_state(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies), by=by, now=NOW)
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
    assert add_tie(values=values((bodies[0], other)), by=by, now=NOW).is_domestic


def test_a_tie_signed_at_an_unknown_time_has_no_day_in_its_history(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies, signed=read_partial_date("")), by=by, now=NOW)
    assert list(tie.states.all()) == []


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_parties_make_no_tie(by: Actor, bodies: tuple[Body, Body], count: int) -> None:
    with pytest.raises(UnableToSaveTie):
        add_tie(values=values(bodies[:count]), by=by, now=NOW)
    assert not Tie.objects.exists()


def test_one_party_twice_makes_no_tie(by: Actor, bodies: tuple[Body, Body]) -> None:
    with pytest.raises(UnableToSaveTie):
        add_tie(values=values((bodies[0], bodies[0])), by=by, now=NOW)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FOREIGN_MISSION, Role.INTERPRETER])
def test_a_role_that_only_reads_enters_nothing(office: Office, bodies: tuple[Body, Body], role: str) -> None:
    with pytest.raises(NotYoursError):
        add_tie(values=values(bodies), by=make_actor(role=role, office=office), now=NOW)


def test_an_edit_writes_what_changed_and_raises_the_version(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies), by=by, now=NOW)
    third = make_body(name_ko="브레아", name_en="Brea", country="US")
    new = values((bodies[0], third), signed=partial_date(year=1996, month=5, day=3), fields=("culture", "sport"))
    edit_tie(tie_id=tie.pk, values=new, expected=1, by=by, now=NOW)
    kept = Tie.objects.get(pk=tie.pk)
    assert kept.version == 2
    assert [p.body for p in kept.parties.all()] == [bodies[0], third]
    assert [s.changed_on for s in kept.states.all()] == [date(1996, 5, 3)]
    left = AuditRecord.objects.get(event="tie.changed")
    assert left.before is not None
    assert set(left.before) == {"signed_on", "signed_precision", "parties", "fields"}


def test_a_second_save_from_an_old_form_is_refused_and_loses_nothing(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies), by=by, now=NOW)
    edit_tie(tie_id=tie.pk, values=values(bodies, source="theirs"), expected=1, by=by, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        edit_tie(tie_id=tie.pk, values=values(bodies[::-1], source="mine"), expected=1, by=by, now=NOW)
    kept = Tie.objects.get(pk=tie.pk)
    assert (kept.source, [p.body for p in kept.parties.all()]) == ("theirs", list(bodies))


def test_another_office_does_not_change_a_tie_it_reads(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies), by=by, now=NOW)
    with pytest.raises(NotYoursError):
        edit_tie(tie_id=tie.pk, values=values(bodies), expected=1, by=make_actor(), now=NOW)


def test_a_tie_that_the_actor_does_not_see_is_not_there(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies, visibility="office"), by=by, now=NOW)
    with pytest.raises(Tie.DoesNotExist):
        edit_tie(tie_id=tie.pk, values=values(bodies), expected=1, by=make_actor(), now=NOW)


# --- States -------------------------------------------------------------------------------------------


def test_signing_talks_gives_the_tie_its_date(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies, state="talks", signed=read_partial_date("")), by=by, now=NOW)
    change_state(tie_id=tie.pk, wanted="signed", on=TODAY, reason="", by=by, now=NOW)
    kept = Tie.objects.get(pk=tie.pk)
    assert (kept.state, kept.signed_on, kept.signed_precision) == ("signed", TODAY, "day")
    assert [(s.state, s.changed_on) for s in kept.states.all()] == [("talks", TODAY), ("signed", TODAY)]


def test_an_ended_tie_can_be_brought_back_as_it_was(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies), by=by, now=NOW)
    change_state(tie_id=tie.pk, wanted="ended", on=TODAY, reason="협정 종료", by=by, now=NOW)
    assert Tie.objects.get(pk=tie.pk).ended_on == TODAY
    undo_state_change(tie_id=tie.pk, by=by, now=NOW)
    kept = Tie.objects.get(pk=tie.pk)
    assert (kept.state, kept.state_reason, kept.ended_on, kept.signed_on) == ("signed", "", None, date(1996, 1, 1))
    assert [s.state for s in kept.states.all()] == ["signed"]
    assert events() == ["tie.created", "tie.state_changed", "tie.state_change_undone"]


def test_undoing_a_signing_takes_the_date_back(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies, state="talks", signed=read_partial_date("")), by=by, now=NOW)
    change_state(tie_id=tie.pk, wanted="signed", on=TODAY, reason="", by=by, now=NOW)
    undo_state_change(tie_id=tie.pk, by=by, now=NOW)
    kept = Tie.objects.get(pk=tie.pk)
    assert (kept.state, kept.signed_on, kept.signed_precision) == ("talks", None, "unknown")


def test_a_state_is_not_undone_after_another_change(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies), by=by, now=NOW)
    change_state(tie_id=tie.pk, wanted="dormant", on=TODAY, reason="교류 없음", by=by, now=NOW)
    edit_tie(tie_id=tie.pk, values=values(bodies, source="x"), expected=2, by=by, now=NOW)
    with pytest.raises(UnableToUndo):
        undo_state_change(tie_id=tie.pk, by=by, now=NOW)


def test_an_ending_without_reason_changes_nothing(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies), by=by, now=NOW)
    with pytest.raises(UnableToChangeState):
        change_state(tie_id=tie.pk, wanted="ended", on=TODAY, reason=" ", by=by, now=NOW)
    assert events() == ["tie.created"]


def test_archiving_a_tie_is_undone(by: Actor, bodies: tuple[Body, Body]) -> None:
    tie = add_tie(values=values(bodies), by=by, now=NOW)
    archive_tie(tie_id=tie.pk, by=by, now=NOW)
    assert not Tie.objects.for_user(by).filter(pk=tie.pk).exists()
    restore_tie(tie_id=tie.pk, by=by, now=NOW)
    assert Tie.objects.for_user(by).filter(pk=tie.pk).exists()
    assert events() == ["tie.created", "tie.archived", "tie.restored"]


# --- Documents and contacts ---------------------------------------------------------------------------


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


# --- Projects -----------------------------------------------------------------------------------------


def test_a_project_is_kept_with_its_partners_and_its_dates_say_its_state(
    by: Actor, office: Office, bodies: tuple[Body, Body]
) -> None:
    tie = make_tie(parties=bodies, office=office)
    project = add_project(
        values=project_values(bodies[0], tie_id=tie.pk, partner_ids=(bodies[1].pk,), budget_krw=12_000_000),
        by=by,
        now=NOW,
    )
    kept = ExchangeProject.objects.get(pk=project.pk)
    assert (kept.tie, kept.state, kept.budget_krw, [p.body for p in kept.partners.all()]) == (
        tie,
        "done",
        12_000_000,
        [bodies[1]],
    )


def test_a_project_hangs_on_no_tie_that_its_officer_does_not_see(by: Actor, bodies: tuple[Body, Body]) -> None:
    hidden = make_tie(parties=bodies, office=make_office(), visibility="office")
    with pytest.raises(UnableToSaveProject):
        add_project(values=project_values(bodies[0], tie_id=hidden.pk), by=by, now=NOW)


def test_a_project_does_not_end_before_it_begins(by: Actor, bodies: tuple[Body, Body]) -> None:
    with pytest.raises(UnableToSaveProject):
        add_project(values=project_values(bodies[0], ends_on=TODAY - timedelta(days=10)), by=by, now=NOW)


def test_a_result_is_recorded_once_and_may_be_corrected(by: Actor, office: Office, bodies: tuple[Body, Body]) -> None:
    project = make_project(lead=bodies[0], office=office, outcome_on=None)
    facts = {"persons_out": 12, "persons_in": None, "budget_krw": 3_000_000, "by": by}
    record_result(project_id=project.pk, outcome=TranslatedText("홈스테이 12명"), expected=1, now=NOW, **facts)  # type: ignore[arg-type]
    later = NOW + timedelta(days=3)
    record_result(project_id=project.pk, outcome=TranslatedText("홈스테이 13명"), expected=2, now=later, **facts)  # type: ignore[arg-type]
    kept = ExchangeProject.objects.get(pk=project.pk)
    assert (kept.outcome.original, kept.outcome_on, kept.persons_out, kept.version) == ("홈스테이 13명", TODAY, 12, 3)


@pytest.mark.parametrize(
    ("more", "text", "error"),
    [
        ({"starts_on": TODAY + timedelta(days=1), "ends_on": TODAY + timedelta(days=2)}, "x", UnableToRecordResult),
        ({"state": "cancelled"}, "x", UnableToRecordResult),
        ({}, " ", UnableToSaveProject),
    ],
)
def test_what_can_have_no_result_gets_none(
    by: Actor, office: Office, bodies: tuple[Body, Body], more: dict[str, object], text: str, error: type[Exception]
) -> None:
    project = make_project(lead=bodies[0], office=office, **more)  # type: ignore[arg-type]
    with pytest.raises(error):
        record_result(
            project_id=project.pk,
            outcome=TranslatedText(text),
            persons_out=None,
            persons_in=None,
            budget_krw=None,
            expected=1,
            by=by,
            now=NOW,
        )


def test_a_second_save_of_a_project_is_refused(by: Actor, office: Office, bodies: tuple[Body, Body]) -> None:
    project = make_project(lead=bodies[0], office=office)
    edit_project(project_id=project.pk, values=project_values(bodies[0]), expected=1, by=by, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        edit_project(project_id=project.pk, values=project_values(bodies[0]), expected=1, by=by, now=NOW)


def test_cancelling_and_archiving_a_project_are_undone(by: Actor, office: Office, bodies: tuple[Body, Body]) -> None:
    project = make_project(lead=bodies[0], office=office)
    with pytest.raises(UnableToSaveProject):
        cancel_project(project_id=project.pk, reason=" ", by=by, now=NOW)
    cancel_project(project_id=project.pk, reason="감염병", by=by, now=NOW)
    assert ExchangeProject.objects.get(pk=project.pk).state == "cancelled"
    resume_project(project_id=project.pk, by=by, now=NOW)
    assert ExchangeProject.objects.get(pk=project.pk).state == "done"
    archive_project(project_id=project.pk, by=by, now=NOW)
    restore_project(project_id=project.pk, by=by, now=NOW)
    assert events() == ["project.cancelled", "project.resumed", "project.archived", "project.restored"]


# --- Council rules and calendar addresses -------------------------------------------------------------


def council(by: Actor, body: Body) -> ConsentRule:
    return set_council_rule(
        body_id=body.pk,
        kind="friendship",
        requires_consent=True,
        starts_on=date(2020, 1, 1),
        local_name_ko="우호협력도시",
        local_name_en="",
        basis="조례 제5조",
        by=by,
        now=NOW,
    )


def test_a_manager_keeps_the_own_governments_rules_and_an_officer_does_not(
    by: Actor, office: Office, bodies: tuple[Body, Body]
) -> None:
    manager = make_actor(role=Role.MANAGER, office=office)
    rule = council(manager, bodies[0])
    assert council(manager, bodies[0]).pk == rule.pk
    with pytest.raises(NotYoursError):
        council(by, bodies[0])
    with pytest.raises(NotYoursError):
        council(manager, make_government(name_ko="다른 시"))
    remove_council_rule(rule_id=rule.pk, by=manager, now=NOW)
    assert events() == ["council_rule.set", "council_rule.set", "council_rule.removed"]


def test_a_calendar_address_opens_until_it_is_revoked(by: Actor) -> None:
    feed = make_feed(by=by, now=NOW)
    key = feed_key(feed)
    assert feed_for(key) == feed
    assert feed_for(f"{feed.pk}.forged") is None
    assert feed_for("nonsense") is None
    with pytest.raises(NotYoursError):
        revoke_feed(feed_id=feed.pk, by=make_actor(), now=NOW)
    revoke_feed(feed_id=feed.pk, by=by, now=NOW)
    assert feed_for(key) is None
