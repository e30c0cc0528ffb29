"""Rounds: entering, editing, moving through their states, archiving."""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.actions.locking import locked_row
from gagyo.accounts.rules import check_write
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.meetings.actions.seats import check_seated, seated_meetings
from gagyo.meetings.choices import MeetingForm
from gagyo.meetings.models import MeetingRound, RoundBlock, RoundSide, RoundTable
from gagyo.meetings.queries.rounds import readiness_of, rounds_for
from gagyo.meetings.rules.rounds import (
    RoundValues,
    UnableToSaveRound,
    check_blocks,
    check_move,
    check_round,
    days_to_move,
    first_blocks,
)
from gagyo.meetings.rules.times import Block
from gagyo.registry.models import Person

FIELDS = (
    *("name_ko", "name_en", "number", "about", "starts_on", "ends_on", "venue_ko", "venue_en", "form", "online_link"),
    *("languages", "slot_minutes", "changeover_minutes", "wish_mode", "sees", "wishes_at_most", "meetings_at_most"),
    *("breaks_differ_by", "rest_after", "wishes_open_at", "wishes_close_at", "answers_close_at"),
    "visibility",
)


@transaction.atomic
def add_round(
    *, values: RoundValues, sides: list[tuple[str, str]], tables: int, by: Actor, now: datetime
) -> MeetingRound:
    """
    Enter a round for the actor's office, with its sides, numbered tables and the usual hours on each day.

    sides: (Korean name, English name) of each
    :raises UnableToSaveRound: if it cannot be held so
    :raises NotYoursError: if the actor enters nothing for an office
    """
    check_write(actor=by, office_id=by.office_id, what=_("A new meeting round"))
    made = MeetingRound(office_id=by.office_id, board_key=secrets.token_urlsafe(24))
    _assign(made, values, by=by)
    made.save()
    RoundSide.objects.bulk_create(
        RoundSide(round=made, name_ko=name_ko, name_en=name_en, order=order)
        for order, (name_ko, name_en) in enumerate(sides)
    )
    zone = timezone.get_default_timezone()
    RoundBlock.objects.bulk_create(
        RoundBlock(round=made, kind=block.kind, starts_at=block.starts_at, ends_at=block.ends_at)
        for block in first_blocks(starts_on=made.starts_on, ends_on=made.ends_on, zone=zone)
    )
    make_tables(made, count=tables)
    record(event="round.created", by=by, at=now, about=made, after=values_of(made))
    return made


def make_tables(meeting_round: MeetingRound, *, count: int) -> list[RoundTable]:
    """Make numbered tables after those that are there."""
    there = RoundTable.objects.filter(round=meeting_round).count()
    return RoundTable.objects.bulk_create(
        RoundTable(round=meeting_round, name_ko=f"{number}번 테이블", name_en=f"Table {number}", order=number)
        for number in range(there + 1, there + count + 1)
    )


@transaction.atomic
def edit_round(*, round_id: int, values: RoundValues, expected: int, by: Actor, now: datetime) -> MeetingRound:
    """
    Change what is known of a round; its state moves by move_round. Parts of its days move along with its first day.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveRound: if it cannot be held so, or published meetings would have no slot any more
    """
    row = locked(round_id, by=by)
    before, seated, first_day = values_of(row), seated_meetings(row), row.starts_on
    was_online = row.form == MeetingForm.ONLINE
    _assign(row, values, by=by)
    save_version(row=row, expected=expected)
    if row.form == MeetingForm.ONLINE and not was_online:
        row.participants.update(is_online=True, version=F("version") + 1)
    _keep_days(row, was=first_day)
    check_seated(row, seated)
    record(event="round.changed", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


def _keep_days(row: MeetingRound, *, was: date) -> None:
    """Move the parts of its days along with a round, and refuse those that do not fit it any more."""
    zone, rows = timezone.get_default_timezone(), list(row.blocks.all())
    blocks = [Block(each.kind, each.starts_at, each.ends_at) for each in rows]
    if shift := days_to_move(blocks, was=was, starts_on=row.starts_on, ends_on=row.ends_on, zone=zone):
        RoundBlock.objects.filter(round=row).update(starts_at=F("starts_at") + shift, ends_at=F("ends_at") + shift)
        blocks = [Block(each.kind, each.starts_at + shift, each.ends_at + shift) for each in blocks]
    check_blocks(blocks, starts_on=row.starts_on, ends_on=row.ends_on, slot_minutes=row.slot_minutes, zone=zone)


@transaction.atomic
def move_round(*, round_id: int, wanted: str, reason: str, expected: int, by: Actor, now: datetime) -> MeetingRound:
    """
    Move a round to another state.

    :raises UnableToMoveRound: if it may not move so
    :raises SavedMeanwhileError: if somebody saved it in between
    """
    row = locked(round_id, by=by)
    check_move(name=row.name, state=row.state, wanted=wanted, reason=reason, ready=readiness_of(row))
    before = values_of(row)
    row.state, row.state_reason = wanted, reason.strip()
    save_version(row=row, expected=expected)
    after = values_of(row)
    record(event="round.moved", by=by, at=now, about=row, before=before, after=after, reason=row.state_reason)
    return row


@transaction.atomic
def archive_round(*, round_id: int, by: Actor, now: datetime) -> MeetingRound:
    """Take a round out of lists and figures."""
    row = locked(round_id, by=by)
    archive(row=row, by=by, now=now, event="round.archived")
    return row


@transaction.atomic
def restore_round(*, round_id: int, by: Actor, now: datetime) -> MeetingRound:
    """Bring an archived round back."""
    row = locked(round_id, by=by, archived=True)
    restore(row=row, by=by, now=now, event="round.restored")
    return row


def locked(round_id: int, *, by: Actor, archived: bool = False) -> MeetingRound:
    """
    Return a round that the actor may change, locked until the transaction ends.

    :raises MeetingRound.DoesNotExist: if the actor does not see it
    :raises NotYoursError: if the actor sees it but does not run it
    """
    return locked_row(MeetingRound.objects, pk=round_id, by=by, archived=archived)


def _assign(row: MeetingRound, values: RoundValues, *, by: Actor) -> None:
    check_round(values)
    for name in FIELDS:
        setattr(row, name, getattr(values, name))
    row.previous_id = _seen(rounds_for(actor=by).exclude(pk=row.pk), values.previous_id, row.previous_id)
    contacts = Person.objects.for_user(by).filter(office_id=by.office_id or 0)
    row.contact_id = _seen(contacts, values.contact_id, row.contact_id)


def _seen(rows: "QuerySet[MeetingRound] | QuerySet[Person]", wanted: int | None, held: int | None) -> int | None:
    """Return the wanted row's id; what the round already hangs on stays, even if it was archived meanwhile."""
    if wanted is not None and wanted != held and not rows.filter(pk=wanted).exists():
        raise UnableToSaveRound(_("The previous round or the contact is not one that you see. Choose from the list."))
    return wanted
