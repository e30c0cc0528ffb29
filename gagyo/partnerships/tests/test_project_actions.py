"""Writing projects: what is kept, who may, what a second save meets, and undo."""

from datetime import timedelta

import pytest

from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, TODAY, make_office
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
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
from gagyo.partnerships.models import ExchangeProject
from gagyo.partnerships.rules.results import UnableToRecordResult
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.partnerships.tests.make_values import events, project_values
from gagyo.registry.models import Body

pytestmark = pytest.mark.django_db


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
