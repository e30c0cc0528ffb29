"""After a meeting: its minutes, agreed items and ratings, and whether it was held."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.rules import check_write
from gagyo.common.actions import SavedMeanwhileError, record, save_version, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.meetings.actions.minutes_mail import tell_of_minutes
from gagyo.meetings.actions.rounds import locked
from gagyo.meetings.choices import AgreedState, MeetingState
from gagyo.meetings.models import AgreedItem, Meeting, Minutes, Rating, RoundTopic
from gagyo.meetings.queries.after import begins_at, has_place
from gagyo.meetings.queries.agreed import item_for, linked_for
from gagyo.meetings.rules.after import (
    ItemValues,
    Linked,
    MinutesValues,
    NewItem,
    UnableToWrite,
    Writer,
    check_begun,
    check_item,
    check_minutes,
    check_placed,
    check_state,
    written,
)


@transaction.atomic
def write_minutes(*, meeting_id: int, values: MinutesValues, writer: Writer, expected: int, now: datetime) -> Minutes:
    """
    Write a meeting's minutes, with new agreed items and the writer's own rating.

    expected: the version of the minutes that were seen, 0 where there were none
    :raises Meeting.DoesNotExist: if the writer is of neither side
    :raises UnableToWrite: for what cannot be kept
    :raises SavedMeanwhileError: if somebody wrote them in between; nothing is saved
    """
    meeting = _locked_meeting(meeting_id, writer=writer)
    check_minutes(values, state=meeting.state, pair=pair_of(meeting), begins=begins_at(meeting), now=now)
    row = Minutes.objects.filter(meeting=meeting).first() or Minutes(meeting=meeting, version=0)
    before = values_of(row) if row.pk else None
    row.discussed = written(row.discussed, values.discussed, language=writer.language)
    row.outcome = written(row.outcome, values.outcome, language=writer.language)
    row.written_by_id, row.written_at = writer.participant_id, now
    if row.pk:
        save_version(row=row, expected=expected)
    elif expected:
        raise SavedMeanwhileError(current=row)
    else:
        row.version = 1
        row.save()
    row.topics.set(RoundTopic.objects.filter(round=meeting.round_id, pk__in=values.topic_ids))
    items = add_items(meeting, values.items, writer=writer, now=now)
    rate(meeting, values, writer=writer, now=now)
    record(event="meeting.minutes_saved", by=writer.by, at=now, about=row, before=before, after=values_of(row))
    # Corrections of the wording are not worth a mail.
    if before is None or items:
        tell_of_minutes(row, items, written_by=writer.participant_id)
    return row


def add_items(meeting: Meeting, items: Iterable[NewItem], *, writer: Writer, now: datetime) -> list[AgreedItem]:
    """Keep what was agreed and return what is new; an item that is there already word for word is not kept twice."""
    made = []
    for item in items:
        text = TranslatedText(item.what.strip(), writer.language)
        there = AgreedItem.objects.filter(meeting=meeting, owner=item.owner_id, due_on=item.due_on)
        if any(each.what == text for each in there):
            continue
        row = AgreedItem.objects.create(meeting=meeting, what=text, owner_id=item.owner_id, due_on=item.due_on)
        record(event="agreed.made", by=writer.by, at=now, about=row, after=values_of(row))
        made.append(row)
    return made


def rate(meeting: Meeting, values: MinutesValues, *, writer: Writer, now: datetime) -> None:
    """Keep the writer's own rating; the organiser gives none."""
    if values.score is None or writer.participant_id is None:
        return
    Rating.objects.update_or_create(
        meeting=meeting,
        participant_id=writer.participant_id,
        defaults={"score": values.score, "comment": values.comment.strip(), "given_at": now},
    )


@transaction.atomic
def change_item(*, item_id: int, values: ItemValues, writer: Writer, expected: int, now: datetime) -> AgreedItem:
    """
    Change an agreed item, close it as kept, kept in part or given up, or open it again.

    :raises AgreedItem.DoesNotExist: if the writer is of neither side
    :raises UnableToWrite: for what cannot be
    :raises SavedMeanwhileError: if somebody saved it in between
    """
    row = _locked_item(item_id, writer=writer)
    today = timezone.localdate(now)
    check_item(values, pair=pair_of(row.meeting), today=today)
    before = values_of(row)
    row.what = written(row.what, values.what, language=writer.language)
    if not row.what:
        raise UnableToWrite(_("Say what was agreed."))
    row.outcome = written(row.outcome, values.outcome, language=writer.language)
    row.owner_id, row.due_on = values.owner_id, values.due_on
    row.state, row.closed_on = values.state, values.closed_on
    link_item(row, values, linked_for(row, actor=writer.by, today=today))
    save_version(row=row, expected=expected)
    record(event="agreed.changed", by=writer.by, at=now, about=row, before=before, after=values_of(row))
    return row


def link_item(row: AgreedItem, values: ItemValues, may: Linked) -> None:
    """
    Give an item to an officer, and say what it became; what the writer may not choose stays as it was.

    :raises UnableToWrite: for something that was not offered
    """
    for name, offered in (("officer", may.officers), ("tie", may.ties), ("project", may.projects)):
        wanted, held = getattr(values, f"{name}_id"), getattr(row, f"{name}_id")
        if wanted == held or (not offered and wanted is None):
            continue
        if wanted is not None and wanted not in offered:
            raise UnableToWrite(_("What you chose is not one that you see any more. Choose from the list."))
        setattr(row, f"{name}_id", wanted)


@transaction.atomic
def become_tie(*, item_id: int, tie_id: int, by: Actor, now: datetime) -> AgreedItem:
    """
    Say which tie an agreed item became, when that has just been entered from it.

    :raises AgreedItem.DoesNotExist: if it is not the actor's to work on
    :raises UnableToWrite: if it became another in between
    """
    row = _to_become(item_id, by=by)
    if row.tie_id is not None:
        raise UnableToWrite(_("This item became a tie already. Open it from the item."))
    return _became(row, "tie_id", tie_id, by=by, now=now)


@transaction.atomic
def become_project(*, item_id: int, project_id: int, by: Actor, now: datetime) -> AgreedItem:
    """
    Say which exchange project an agreed item became, when that has just been entered from it.

    :raises AgreedItem.DoesNotExist: if it is not the actor's to work on
    :raises UnableToWrite: if it became another in between
    """
    row = _to_become(item_id, by=by)
    if row.project_id is not None:
        raise UnableToWrite(_("This item became a project already. Open it from the item."))
    return _became(row, "project_id", project_id, by=by, now=now)


def _to_become(item_id: int, *, by: Actor) -> AgreedItem:
    AgreedItem.objects.select_for_update(of=("self",)).filter(pk=item_id).first()
    return item_for(actor=by, item_id=item_id)


def _became(row: AgreedItem, name: str, pk: int, *, by: Actor, now: datetime) -> AgreedItem:
    before = values_of(row)
    setattr(row, name, pk)
    save_version(row=row, expected=row.version)
    record(event="agreed.changed", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


@transaction.atomic
def note_meeting(
    *, round_id: int, meeting_id: int, state: str, absent_id: int | None, expected: int, by: Actor, now: datetime
) -> Meeting:
    """
    Note as the organiser that a meeting was held, or who did not come; absent_id None: nobody of the two came.

    :raises UnableToWrite: for a state that is none of these, a meeting without a place, or one of a later day
    :raises SavedMeanwhileError: if somebody saved it in between
    """
    meeting_round = locked(round_id, by=by)
    row = Meeting.objects.select_for_update().get(pk=meeting_id, round=meeting_round)
    check_state(state=state, absent_id=absent_id, pair=pair_of(row))
    if state != MeetingState.PLANNED:
        check_placed(state=row.state, has_place=has_place(row))
        check_begun(begins=begins_at(row), now=now)
    before = values_of(row)
    row.state, row.absent_id = state, absent_id if state == MeetingState.NO_SHOW else None
    save_version(row=row, expected=expected)
    record(event="meeting.noted", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


def pair_of(meeting: Meeting) -> frozenset[int]:
    """Return the keys of the two participants."""
    return frozenset({meeting.first_id, meeting.second_id})


def closed_on(*, state: str, day: date | None, today: date) -> date | None:
    """Return the day on which an item was closed: today where nobody said, none for an open one."""
    return None if state == AgreedState.OPEN else day or today


def _locked_meeting(meeting_id: int, *, writer: Writer) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("round").filter(round__archived_at=None)
    own = writer.participant_id
    if own is not None:
        return rows.get(Q(first=own) | Q(second=own), pk=meeting_id)
    meeting = rows.get(pk=meeting_id)
    check_write(actor=writer.by, office_id=meeting.round.office_id, what=str(meeting))
    return meeting


def _locked_item(item_id: int, *, writer: Writer) -> AgreedItem:
    rows = AgreedItem.objects.select_for_update(of=("self",)).filter(meeting__round__archived_at=None)
    rows = rows.select_related("owner__body", "meeting__round", "meeting__first", "meeting__second")
    own = writer.participant_id
    if own is not None:
        return rows.get(Q(meeting__first=own) | Q(meeting__second=own), pk=item_id)
    item = rows.get(pk=item_id)
    check_write(actor=writer.by, office_id=item.meeting.round.office_id, what=str(item))
    return item
