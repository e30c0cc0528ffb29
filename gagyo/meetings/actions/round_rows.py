"""Rows saved together: of a round its days, tables, sides ...; of a participant its people and its times."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.actions import record, save_version
from gagyo.common.rules import Actor
from gagyo.meetings.actions.rounds import locked, make_tables
from gagyo.meetings.actions.seats import check_seated, seated_meetings
from gagyo.meetings.models import MeetingRound, Participant, RoundBlock
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.rules.participants import UnableToSaveParticipant
from gagyo.meetings.rules.rounds import UnableToSaveRound, check_blocks
from gagyo.meetings.rules.times import Block


@transaction.atomic
def save_rows(
    *,
    round_id: int,
    model: type[models.Model],
    what: str,
    rows: Sequence[dict[str, Any]],
    expected: int,
    by: Actor,
    now: datetime,
) -> MeetingRound:
    """
    Save all rows of one kind of a round: those given stay or come, the others go.

    what: the kind, such as "tables"; rows: columns by name, with `pk` for a row that is there
    :raises UnableToSaveRound: if a row cannot be, is used elsewhere and may not go, or leaves published meetings
        without a slot
    :raises SavedMeanwhileError: if somebody saved the round in between
    """
    meeting_round = locked(round_id, by=by)
    seated = seated_meetings(meeting_round) if model is RoundBlock else []
    save_version(row=meeting_round, expected=expected)
    if model is RoundBlock:
        _check_days(meeting_round, rows)
    _write(model, owner={"round": meeting_round}, rows=rows)
    check_seated(meeting_round, seated)
    record(event=f"round.{what}_saved", by=by, at=now, about=meeting_round, after={"rows": len(rows)})
    return meeting_round


@transaction.atomic
def add_tables(*, round_id: int, count: int, by: Actor, now: datetime) -> MeetingRound:
    """Make numbered tables after those that are there."""
    meeting_round = locked(round_id, by=by)
    make_tables(meeting_round, count=count)
    save_version(row=meeting_round, expected=meeting_round.version)
    record(event="round.tables_saved", by=by, at=now, about=meeting_round, after={"added": count})
    return meeting_round


@transaction.atomic
def save_of_participant(
    *,
    acting: Acting,
    model: type[models.Model],
    what: str,
    rows: Sequence[dict[str, Any]],
    expected: int,
    now: datetime,
) -> Participant:
    """
    Save all rows of one kind of a participant, its people or its times: those given stay or come, the others go.

    :raises UnableToSaveParticipant: if a time ends before it begins
    :raises SavedMeanwhileError: if somebody saved the participant in between
    """
    owners = Participant.objects.select_for_update(of=("self",)).select_related("round")
    participant = owners.get(pk=acting.participant_id)
    save_version(row=participant, expected=expected)
    for number, row in enumerate(rows, start=1):
        if "ends_at" in row and row["ends_at"] <= row["starts_at"]:
            raise UnableToSaveParticipant(_("Row %(row)d ends before it begins. Change its times.") % {"row": number})
    _write(model, owner={"participant": participant}, rows=rows)
    # Names stay out of the audit record: there they would outlive their retention period.
    record(event=f"participant.{what}_saved", by=acting.by, at=now, about=participant, after={"rows": len(rows)})
    return participant


def _write(model: type[models.Model], *, owner: dict[str, models.Model], rows: Sequence[dict[str, Any]]) -> None:
    there = {row.pk: row for row in model._default_manager.filter(**owner)}
    has_order = any(field.name == "order" for field in model._meta.fields)
    kept = set()
    for order, values in enumerate(rows):
        row = there.get(values.get("pk") or 0) or model(**owner)
        for name, value in values.items():
            if name != "pk":
                setattr(row, name, value)
        if has_order:
            row.order = order + 1  # type: ignore[attr-defined]  # asked for above
        row.save()
        kept.add(row.pk)
    for pk in there.keys() - kept:
        # A row whose name was destroyed is shown in no form, so that nobody has taken it out.
        if not getattr(there[pk], "is_destroyed", False):
            _take_out(there[pk])


def _check_days(meeting_round: MeetingRound, rows: Sequence[dict[str, Any]]) -> None:
    check_blocks(
        [Block(row["kind"], row["starts_at"], row["ends_at"]) for row in rows],
        starts_on=meeting_round.starts_on,
        ends_on=meeting_round.ends_on,
        slot_minutes=meeting_round.slot_minutes,
        zone=timezone.get_default_timezone(),
    )


def _take_out(row: models.Model) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        raise UnableToSaveRound(
            _("“%(row)s” is in use: participants or a timetable hang on it. Move those first, then take it out.")
            % {"row": row}
        ) from error
