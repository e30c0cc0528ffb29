"""Contacts: who reads and changes them, posts, retention."""

from datetime import date, timedelta

import pytest
from django.db.models import Model

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, TODAY, make_actor, make_office
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import AuditRecord
from gagyo.common.rules import system
from gagyo.partnerships.models import TieContact
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.actions import (
    UnableToLeavePost,
    UnableToPublishPerson,
    add_person,
    archive_person,
    destroy_expired,
    edit_person,
    leave_post,
    merge_rows,
    restore_person,
)
from gagyo.registry.models import Merge, MergeStep, Person, Post
from gagyo.registry.tests.make import make_body, make_government, make_person

pytestmark = pytest.mark.django_db
NIGHT = system(label="nightly")


def test_a_contact_is_kept_by_the_office_until_the_settings_date_unless_another_is_given() -> None:
    office = make_office()
    actor = make_actor(office=office)
    body = make_government()

    person = add_person(
        values={"name_ko": "홍길동", "email": "hong@example.org"},
        post={"body": body, "title_ko": "팀장"},
        by=actor,
        now=NOW,
    )

    assert (person.office, person.retain_until) == (office, TODAY + timedelta(days=1095))
    assert [(post.body, post.title_ko) for post in person.posts.all()] == [(body, "팀장")]
    record = AuditRecord.objects.get(event="person.created")
    assert record.person_ids == [person.pk]
    assert "hong" not in str(record.after)
    assert "홍길동" not in f"{record.about_label}{record.after}"


def test_a_person_is_never_public() -> None:
    actor = make_actor()
    with pytest.raises(UnableToPublishPerson):
        add_person(values={"name_ko": "홍길동", "visibility": Visibility.PUBLIC}, by=actor, now=NOW)
    person = make_person(office=make_office())
    assert Person.objects.count() == 1
    with pytest.raises(Person.DoesNotExist):
        edit_person(person_id=person.pk, version=1, values={"name_ko": "나"}, by=actor, now=NOW)


def test_a_second_save_of_the_same_version_changes_nothing() -> None:
    actor = make_actor()
    person = add_person(values={"name_ko": "홍길동"}, by=actor, now=NOW)
    edit_person(person_id=person.pk, version=1, values={"name_ko": "임꺽정"}, by=actor, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        edit_person(person_id=person.pk, version=1, values={"name_ko": "장길산"}, by=actor, now=NOW)
    person.refresh_from_db()
    assert (person.name_ko, person.version) == ("임꺽정", 2)


def test_an_officer_leaves_the_post_and_the_contact_stays() -> None:
    office = make_office()
    actor = make_actor(office=office)
    person = make_person(office=office)
    post = Post.objects.create(person=person, body=make_body(), starts_on=date(2024, 1, 1))

    with pytest.raises(UnableToLeavePost):
        leave_post(post_id=post.pk, on=date(2023, 12, 31), by=actor, now=NOW)
    leave_post(post_id=post.pk, on=date(2026, 4, 30), by=actor, now=NOW)
    with pytest.raises(UnableToLeavePost):
        leave_post(post_id=post.pk, on=TODAY, by=actor, now=NOW)

    post.refresh_from_db()
    assert (post.ends_on, list(Person.objects.for_user(actor))) == (date(2026, 4, 30), [person])
    assert list(person.posts.filter(Post.held_on(TODAY))) == []


def test_an_archived_contact_comes_back() -> None:
    office = make_office()
    actor = make_actor(office=office)
    person = make_person(office=office)
    archive_person(person_id=person.pk, by=actor, now=NOW)
    assert list(Person.objects.for_user(actor)) == []
    restore_person(person_id=person.pk, by=actor, now=NOW)
    assert list(Person.objects.for_user(actor)) == [person]
    events = AuditRecord.objects.order_by("pk").values_list("event", "person_ids")
    assert list(events) == [("person.archived", [person.pk]), ("person.restored", [person.pk])]


def values_anywhere(text: str) -> list[str]:
    """Return the tables that hold a text in any column."""
    from django.apps import apps

    def holds(row: Model) -> bool:
        return any(text in str(column.value_from_object(row)) for column in row._meta.concrete_fields)

    return [
        model._meta.label
        for model in apps.get_models()
        if model._meta.managed and any(holds(row) for row in model._base_manager.all())
    ]


def test_after_the_retention_period_the_values_are_nowhere_and_the_record_says_whose_they_were() -> None:
    office = make_office()
    actor = make_actor(office=office)
    due, kept = TODAY - timedelta(days=1), TODAY
    loser = make_person(
        office=office, name_ko="사라질이름", email="gone@example.org", phone="010-7777-8888", retain_until=due
    )
    winner = make_person(office=office, name_ko="사라질이름", email="", retain_until=due)
    stays = make_person(office=office, name_ko="남는이름", retain_until=kept)
    tie = make_tie(parties=[make_government(), make_body()])
    for person in (loser, winner):
        Post.objects.create(person=person, body=make_body(), title_ko="사라질이름의 직위")
        TieContact.objects.create(tie=tie, person=person, note="사라질이름")
    merge_rows(subject="person", winner_id=winner.pk, loser_id=loser.pk, by=actor, now=NOW)
    assert "registry.MergeStep" in values_anywhere("gone@example.org")

    assert destroy_expired(by=NIGHT, now=NOW) == [loser.pk, winner.pk]

    found = [values_anywhere(text) for text in ("사라질이름", "gone@example.org", "7777")]
    assert found == [[], [], []]
    assert list(Person.objects.all()) == [stays]
    assert (Merge.objects.count(), MergeStep.objects.count()) == (1, 0)
    record = AuditRecord.objects.get(event="people.destroyed")
    assert (record.person_ids, record.rows, record.before, record.after) == ([loser.pk, winner.pk], 2, None, None)


def test_nothing_due_leaves_no_record_and_officers_destroy_nothing() -> None:
    make_person(office=make_office(), retain_until=TODAY)
    assert destroy_expired(by=NIGHT, now=NOW) == []
    assert AuditRecord.objects.count() == 0
    with pytest.raises(NotYoursError):
        destroy_expired(by=make_actor(role=Role.OFFICER), now=NOW)
