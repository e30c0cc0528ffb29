"""Postings: entered, edited, ended, put away; the chain of predecessors follows from their dates."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Membership
from gagyo.accounts.queries import membership_holds
from gagyo.ambassadors.models import Posting
from gagyo.ambassadors.rules.postings import Held, PostingValues, UnableToSavePosting, check_dates, check_post
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, Person
from gagyo.support.queries.people import kind_of

PLAIN = ("name_ko", "name_en", "email", "phone", "person_id", "user_id", "starts_on", "ends_on")


@transaction.atomic
def add_posting(*, values: PostingValues, by: Actor, now: datetime) -> Posting:
    """
    Post an ambassador to a province.

    :raises NotYoursError: if the actor posts nobody
    :raises UnableToSavePosting: if the days overlap another posting, or the account is no ambassador's there
    """
    check_post(actor=by, office_kind=kind_of(by))
    row = Posting()
    _assign(row, values, by=by, now=now)
    row.save()
    _chain(row.province_id)
    row.refresh_from_db()
    record(event="posting.created", by=by, at=now, about=row, after=values_of(row))
    return row


@transaction.atomic
def edit_posting(*, posting_id: int, values: PostingValues, expected: int, by: Actor, now: datetime) -> Posting:
    """
    Change a posting.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSavePosting: as add_posting does
    """
    row = _locked(posting_id, by=by)
    before, was_of = values_of(row), row.province_id
    _assign(row, values, by=by, now=now)
    save_version(row=row, expected=expected)
    for province_id in {was_of, row.province_id}:
        _chain(province_id)
    row.refresh_from_db()
    record(event="posting.changed", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


@transaction.atomic
def end_posting(*, posting_id: int, last_day: date, by: Actor, now: datetime) -> Posting:
    """
    End a posting; last_day is still within it.

    :raises UnableToSavePosting: for a day before it began, or in a successor's time
    """
    row = _locked(posting_id, by=by)
    before = values_of(row)
    row.ends_on = last_day
    check_dates(_values(row), others=_others(row))
    row.version += 1
    row.save(update_fields=["ends_on", "version"])
    record(event="posting.ended", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


@transaction.atomic
def archive_posting(*, posting_id: int, by: Actor, now: datetime) -> Posting:
    """Put away a posting that was entered by mistake."""
    row = _locked(posting_id, by=by)
    archive(row=row, by=by, now=now, event="posting.archived")
    _chain(row.province_id)
    return row


@transaction.atomic
def restore_posting(*, posting_id: int, by: Actor, now: datetime) -> Posting:
    """
    Bring a posting back.

    :raises UnableToSavePosting: if somebody was posted to that time meanwhile
    """
    row = _locked(posting_id, by=by, archived=True)
    check_dates(_values(row), others=_others(row))
    restore(row=row, by=by, now=now, event="posting.restored")
    _chain(row.province_id)
    return row


def _locked(posting_id: int, *, by: Actor, archived: bool = False) -> Posting:
    check_post(actor=by, office_kind=kind_of(by))
    rows = Posting.objects.for_user(by, archived=archived)
    row = rows.select_for_update(of=("self",)).get(pk=posting_id)
    _lock_province(row.province_id)
    return row


def _lock_province(province_id: int) -> Body:
    """
    Return the province, locked: postings of one province are saved one after the other.

    :raises UnableToSavePosting: for a body that is no province
    """
    body = Body.objects.select_for_update(of=("self",)).filter(pk=province_id, kind=BodyKind.METROPOLITAN).first()
    if body is None:
        raise UnableToSavePosting(_("Ambassadors are posted to the 17 provinces. Choose one of them."))
    return body


def _assign(row: Posting, values: PostingValues, *, by: Actor, now: datetime) -> None:
    province = _lock_province(values.province_id)
    for name in PLAIN:
        setattr(row, name, getattr(values, name))
    row.name_ko = (values.name_ko or values.name_en).strip()
    row.name_en = values.name_en.strip()
    row.province, row.office_id = province, province.works_as_id
    if not row.name_ko:
        raise UnableToSavePosting(_("Write the ambassador's name."))
    if values.person_id is not None and not Person.objects.for_user(by).filter(pk=values.person_id).exists():
        raise UnableToSavePosting(_("This contact is not there any more, or not yours to read. Choose another."))
    _check_account(row, now=now)
    check_dates(values, others=_others(row))


def _check_account(row: Posting, *, now: datetime) -> None:
    """Refuse an account that has no ambassador's role in the province's office: it could open nothing there."""
    if row.user_id is None:
        return
    held = Membership.objects.filter(user_id=row.user_id, office_id=row.office_id or 0, role=Role.AMBASSADOR)
    today = timezone.localdate(now)
    if not held.filter(membership_holds(today)).exists() and (row.ends_on is None or row.ends_on >= today):
        raise UnableToSavePosting(
            _("This account is no ambassador in the province's office. Let the office invite it first.")
        )


def _values(row: Posting) -> PostingValues:
    return PostingValues(row.province_id, row.name_ko, row.starts_on, ends_on=row.ends_on)


def _others(row: Posting) -> list[Held]:
    rows = Posting.objects.filter(province_id=row.province_id, archived_at=None).exclude(pk=row.pk)
    return [Held(each.name, each.starts_on, each.ends_on) for each in rows.order_by("starts_on")]


def _chain(province_id: int) -> None:
    """Let each posting of a province know the one before it."""
    before: Posting | None = None
    for row in Posting.objects.filter(province_id=province_id, archived_at=None).order_by("starts_on", "pk"):
        if row.predecessor_id != (before.pk if before else None):
            Posting.objects.filter(pk=row.pk).update(predecessor=before)
        before = row
