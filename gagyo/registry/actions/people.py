"""Contacts: adding, changing, posts, leaving, archiving. Every record says whose data, never which values."""

from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models.owned import readable
from gagyo.accounts.rules import check_write
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.registry.models import Body, Person, Post


class PersonValues(TypedDict, total=False):
    """What a form says of a contact."""

    name_ko: str
    name_en: str
    email: str
    phone: str
    languages: str
    note: str
    consent: str
    consent_on: date | None
    retain_until: date | None
    visibility: str


class PostValues(TypedDict, total=False):
    """What a form says of a post."""

    body: Body
    department_ko: str
    department_en: str
    title_ko: str
    title_en: str
    starts_on: date | None
    ends_on: date | None


class UnableToPublishPerson(Exception):
    """A person's data is never public."""


class UnableToLeavePost(Exception):
    """The post has ended already, or begins later."""


def default_retention(*, today: date) -> date:
    """Return until when a contact entered today is kept, by the setting."""
    return today + timedelta(days=settings.RETENTION_DAYS_CONTACT)


def _check_visibility(values: PersonValues) -> None:
    if values.get("visibility") == Visibility.PUBLIC:
        raise UnableToPublishPerson(_("A person is never public. Choose the own office or all offices."))


@transaction.atomic
def add_person(*, values: PersonValues, post: PostValues | None = None, by: Actor, now: datetime) -> Person:
    """
    Add a contact of the actor's office, with a first post if one is given.

    :raises NotYoursError: if the actor's role does not keep contacts
    :raises UnableToPublishPerson: if it was to be public
    """
    check_write(actor=by, office_id=by.office_id, what=_("A contact"))
    _check_visibility(values)
    person = Person(office_id=by.office_id, **{**values, "retain_until": _retention(values, now)})
    person.save()
    if post:
        Post.objects.create(person=person, **post)
    record(event="person.created", by=by, at=now, about=person, after=values_of(person), people=[person.pk])
    return person


def _retention(values: PersonValues, now: datetime) -> date:
    return values.get("retain_until") or default_retention(today=timezone.localdate(now))


def _locked(person_id: int, by: Actor) -> Person:
    person = Person._base_manager.filter(readable(by)).select_for_update().get(pk=person_id)
    check_write(actor=by, office_id=person.office_id, what=_("This contact"))
    return person


@transaction.atomic
def edit_person(*, person_id: int, version: int, values: PersonValues, by: Actor, now: datetime) -> Person:
    """
    Change a contact.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises NotYoursError: if it belongs to another office
    :raises UnableToPublishPerson: if it was to be public
    """
    person = _locked(person_id, by)
    _check_visibility(values)
    before = values_of(person)
    old = {name: getattr(person, name) for name in values}
    for name, value in {**values, "retain_until": _retention(values, now)}.items():
        setattr(person, name, value)
    save_version(row=person, expected=version)
    changed = sorted(name for name in values if old[name] != getattr(person, name))
    after = {**values_of(person), "changed": changed}
    record(event="person.changed", by=by, at=now, about=person, before=before, after=after, people=[person.pk])
    return person


@transaction.atomic
def add_post(*, person_id: int, values: PostValues, by: Actor, now: datetime) -> Post:
    """
    Give a contact a post.

    :raises NotYoursError: if the contact belongs to another office
    """
    person = _locked(person_id, by)
    post = Post.objects.create(person=person, **values)
    record(event="post.added", by=by, at=now, about=person, after=_post(post), people=[person.pk])
    return post


@transaction.atomic
def leave_post(*, post_id: int, on: date, by: Actor, now: datetime) -> Post:
    """
    End a post on its last day; the contact stays.

    :raises UnableToLeavePost: if it has ended, or begins after that day
    :raises NotYoursError: if the contact belongs to another office
    """
    post = Post.objects.select_for_update().get(pk=post_id)
    person = _locked(post.person_id, by)
    if post.ends_on is not None:
        raise UnableToLeavePost(_("This post ended on %(day)s already.") % {"day": post.ends_on.isoformat()})
    if post.starts_on is not None and on < post.starts_on:
        raise UnableToLeavePost(
            _("This post begins on %(day)s. Choose that day or a later one.") % {"day": post.starts_on.isoformat()}
        )
    before = _post(post)
    post.ends_on = on
    post.save(update_fields=["ends_on"])
    record(event="post.left", by=by, at=now, about=person, before=before, after=_post(post), people=[person.pk])
    return post


def _post(post: Post) -> dict[str, Any]:
    return {"post": post.pk, **values_of(post)}


@transaction.atomic
def archive_person(*, person_id: int, by: Actor, now: datetime, reason: str = "") -> Person:
    """
    Take a contact out of the lists; restore_person() brings it back until its retention date.

    :raises NotYoursError: if it belongs to another office
    """
    person = _locked(person_id, by)
    archive(row=person, by=by, now=now, event="person.archived", reason=reason, people=[person.pk])
    return person


@transaction.atomic
def restore_person(*, person_id: int, by: Actor, now: datetime) -> Person:
    """
    Bring an archived contact back.

    :raises NotYoursError: if it belongs to another office
    """
    person = _locked(person_id, by)
    restore(row=person, by=by, now=now, event="person.restored", people=[person.pk])
    return person
