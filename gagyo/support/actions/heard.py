"""Meetings at which requests were voiced: entered, changed, put away; their items, and what became of each."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.rules import NotYoursError
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.actions.files import store_file
from gagyo.common.rules import Actor
from gagyo.support.choices import Confidentiality
from gagyo.support.models import HeardDocument, HeardItem, HeardMeeting, SupportRequest
from gagyo.support.queries.heard import items_readable, officers_for, offices_in_charge
from gagyo.support.rules.heard import (
    ItemValues,
    MeetingValues,
    ReportValues,
    UnableToSaveHeard,
    check_item,
    check_meeting,
    check_report,
    may_record,
)

MEETING_FIELDS = ("name_en", "held_on", "kind", "held_by_id", "place", "minutes", "source", "visibility")
ITEM_FIELDS = ("text", "office_id", "voiced_by_id", "field", "due_on", "is_public")
REPORT_FIELDS = ("state", "done", "closed_on", "evidence", "officer_id", "request_id", "leg_id")


def check_recording(*, actor: Actor, office_id: int | None, what: str) -> None:
    """
    Refuse a change to whoever does not work on it.

    :raises NotYoursError: with the sentence
    """
    if not may_record(actor=actor, office_id=office_id):
        raise NotYoursError(
            _("%(what)s is kept by another office, or your role does not change it. Ask that office.") % {"what": what}
        )


@transaction.atomic
def add_meeting(*, values: MeetingValues, by: Actor, now: datetime) -> HeardMeeting:
    """
    Enter a meeting, whose minutes the actor's office keeps.

    :raises UnableToSaveHeard: if its values cannot be
    :raises NotYoursError: if the actor enters nothing for an office
    """
    check_recording(actor=by, office_id=by.office_id, what=_("A new meeting"))
    row = HeardMeeting(office_id=by.office_id)
    _assign(row, values, now=now)
    row.save()
    record(event="heard.created", by=by, at=now, about=row, after=values_of(row))
    return row


@transaction.atomic
def edit_meeting(*, meeting_id: int, values: MeetingValues, expected: int, by: Actor, now: datetime) -> HeardMeeting:
    """
    Change a meeting.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveHeard: if its values cannot be
    """
    row = locked_meeting(meeting_id, by=by)
    before = values_of(row)
    _assign(row, values, now=now)
    save_version(row=row, expected=expected)
    record(event="heard.changed", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


def _assign(row: HeardMeeting, values: MeetingValues, *, now: datetime) -> None:
    check_meeting(values, today=timezone.localdate(now))
    row.name_ko = (values.name_ko or values.name_en).strip()
    for name in MEETING_FIELDS:
        setattr(row, name, getattr(values, name))


def locked_meeting(meeting_id: int, *, by: Actor, archived: bool = False) -> HeardMeeting:
    """
    Return a meeting that the actor changes, locked.

    :raises HeardMeeting.DoesNotExist: if the actor does not see it
    :raises NotYoursError: if another office keeps it
    """
    rows = HeardMeeting.objects.for_user(by, archived=archived).select_for_update(of=("self",))
    row = rows.get(pk=meeting_id)
    check_recording(actor=by, office_id=row.office_id, what=row.name)
    return row


@transaction.atomic
def archive_meeting(*, meeting_id: int, by: Actor, now: datetime) -> HeardMeeting:
    """Put a meeting away with its items."""
    row = locked_meeting(meeting_id, by=by)
    archive(row=row, by=by, now=now, event="heard.archived")
    return row


@transaction.atomic
def restore_meeting(*, meeting_id: int, by: Actor, now: datetime) -> HeardMeeting:
    """Bring a meeting back with its items."""
    row = locked_meeting(meeting_id, by=by, archived=True)
    restore(row=row, by=by, now=now, event="heard.restored")
    return row


@transaction.atomic
def add_item(*, meeting_id: int, values: ItemValues, by: Actor, now: datetime) -> HeardItem:
    """
    Write down one request that was voiced.

    :raises UnableToSaveHeard: if its values cannot be
    """
    meeting = locked_meeting(meeting_id, by=by)
    last = HeardItem.objects.filter(meeting=meeting).aggregate(last=Max("order"))["last"]
    row = HeardItem(meeting=meeting, order=0 if last is None else last + 1)
    _assign_item(row, values)
    row.save()
    record(event="heard.item_added", by=by, at=now, about=meeting, after=values_of(row))
    return row


@transaction.atomic
def edit_item(*, item_id: int, values: ItemValues, expected: int, by: Actor, now: datetime) -> HeardItem:
    """
    Change what was voiced, or whose it is to see to it; another office names its own officer.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveHeard: if its values cannot be
    """
    row = locked_item(item_id, by=by)
    check_recording(actor=by, office_id=row.meeting.office_id, what=row.meeting.name)
    before = values_of(row)
    if values.office_id != row.office_id:
        row.officer_id = None
    _assign_item(row, values)
    save_version(row=row, expected=expected)
    record(event="heard.item_changed", by=by, at=now, about=row.meeting, before=before, after=values_of(row))
    return row


def _assign_item(row: HeardItem, values: ItemValues) -> None:
    check_item(values, held_on=row.meeting.held_on)
    if not offices_in_charge(held=row.office_id).filter(pk=values.office_id).exists():
        raise UnableToSaveHeard(_("That office is not there any more. Choose another."))
    for name in ITEM_FIELDS:
        setattr(row, name, getattr(values, name))


def locked_item(item_id: int, *, by: Actor) -> HeardItem:
    """
    Return an item that the actor reads, locked.

    :raises HeardItem.DoesNotExist: if the actor does not see it
    """
    rows = HeardItem.objects.select_for_update(of=("self",)).filter(items_readable(by))
    return rows.select_related("meeting").get(pk=item_id)


def check_reporting(*, actor: Actor, item: HeardItem) -> None:
    """
    Refuse a report by whoever is neither in charge of an item nor keeps its meeting's minutes.

    :raises NotYoursError: with the sentence
    """
    if not may_record(actor=actor, office_id=item.meeting.office_id):
        check_recording(actor=actor, office_id=item.office_id, what=_("This item"))


@transaction.atomic
def report_item(*, item_id: int, values: ReportValues, expected: int, by: Actor, now: datetime) -> HeardItem:
    """
    Report what became of an item: its state, what was done and by what that is shown, or the request that it became.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveHeard: if its values cannot be
    """
    row = locked_item(item_id, by=by)
    check_reporting(actor=by, item=row)
    today, before = timezone.localdate(now), values_of(row)
    request = _request_of(values.request_id, row, by=by)
    legs = list(request.legs.filter(sent_at__isnull=False).values_list("pk", flat=True)) if request else []
    check_report(values, held_on=row.meeting.held_on, today=today, legs=legs)
    known = officers_for(row, today=today)
    if values.officer_id is not None and not known.filter(pk=values.officer_id).exists():
        raise UnableToSaveHeard(_("That person does not work in the office in charge. Choose somebody who does."))
    for name in REPORT_FIELDS:
        setattr(row, name, getattr(values, name))
    save_version(row=row, expected=expected)
    record(event="heard.item_reported", by=by, at=now, about=row.meeting, before=before, after=values_of(row))
    return row


def _request_of(request_id: int | None, row: HeardItem, *, by: Actor) -> SupportRequest | None:
    if request_id is None:
        return None
    if request_id == row.request_id:
        return row.request
    found = SupportRequest.objects.for_user(by).filter(pk=request_id).first()
    if found is None or found.confidentiality == Confidentiality.RESTRICTED:
        raise UnableToSaveHeard(
            _("That request is not yours to read, or is restricted, so its result is not shown here. Choose another.")
        )
    return found


@transaction.atomic
def become_request(*, item_id: int, request_id: int, by: Actor, now: datetime) -> HeardItem:
    """
    Link an item with the request that was just drafted from it; from now on it shows that request's result.

    :raises UnableToSaveHeard: if it became another request already
    """
    row = locked_item(item_id, by=by)
    if row.request_id not in {None, request_id}:
        raise UnableToSaveHeard(_("This item became a request already. Open that one."))
    before = values_of(row)
    _request_of(request_id, row, by=by)
    row.request_id = request_id
    row.version += 1
    row.save(update_fields=["request", "version"])
    record(event="heard.item_asked", by=by, at=now, about=row.meeting, before=before, after=values_of(row))
    return row


@transaction.atomic
def archive_item(*, item_id: int, by: Actor, now: datetime) -> HeardItem:
    """Put an item away that was written down by mistake."""
    row = locked_item(item_id, by=by)
    check_recording(actor=by, office_id=row.meeting.office_id, what=row.meeting.name)
    archive(row=row, by=by, now=now, event="heard.item_archived")
    return row


@transaction.atomic
def restore_item(*, item_id: int, by: Actor, now: datetime) -> HeardItem:
    """Bring an item back."""
    row = locked_item(item_id, by=by)
    check_recording(actor=by, office_id=row.meeting.office_id, what=row.meeting.name)
    restore(row=row, by=by, now=now, event="heard.item_restored")
    return row


@transaction.atomic
def attach_paper(
    *, meeting_id: int, upload: UploadedFile, title: str, is_public: bool, by: Actor, now: datetime
) -> HeardDocument:
    """
    Attach a paper to a meeting.

    title: empty for the file's own name
    :raises UnableToStoreFile: if the file is not of a kind that is kept
    """
    meeting = locked_meeting(meeting_id, by=by)
    stored = store_file(upload=upload, by=by, now=now)
    row = HeardDocument.objects.create(
        meeting=meeting, file=stored, title=title.strip() or stored.name[:200], is_public=is_public
    )
    after = {**values_of(row), "sha256": stored.sha256}
    record(event="heard.document_attached", by=by, at=now, about=meeting, after=after)
    return row


@transaction.atomic
def take_paper(*, meeting_id: int, document_id: int, back: bool, by: Actor, now: datetime) -> HeardDocument:
    """
    Take a paper off a meeting, or put it back.

    back: put it back
    """
    meeting = locked_meeting(meeting_id, by=by)
    row = HeardDocument.objects.select_for_update().get(pk=document_id, meeting=meeting, archived_at__isnull=not back)
    if back:
        restore(row=row, by=by, now=now, event="heard.document_restored")
    else:
        archive(row=row, by=by, now=now, event="heard.document_removed")
    return row
