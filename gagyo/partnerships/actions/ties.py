"""Adding and editing ties, moving them through their states, archiving and bringing back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.actions.locking import locked_row
from gagyo.accounts.rules import check_write
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.partnerships.choices import DatePrecision, TieState
from gagyo.partnerships.models import Tie, TieField, TieParty, TieStateChange
from gagyo.partnerships.rules.states import check_move, check_state_facts
from gagyo.partnerships.rules.values import PartyValues, TieValues
from gagyo.registry.models import Body

PLAIN_FIELDS = (
    "kind",
    "local_kind_ko",
    "local_kind_en",
    "planned_year",
    "signed_online",
    "signed_at_id",
    "council_consent",
    "council_consent_on",
    "summary",
    "source",
    "source_url",
    "visibility",
)


class UnableToSaveTie(Exception):
    """The parties make no tie; the sentence says what is missing."""


class UnableToUndo(Exception):
    """Something else happened since; the sentence says what to do instead."""


def snapshot(tie: Tie) -> dict[str, Any]:
    """Return a tie with its parties and fields for the audit record."""
    parties = TieParty.objects.filter(tie=tie).order_by("order", "id")
    return {
        **values_of(tie),
        "parties": [[each.body_id, each.signatory, each.signatory_title] for each in parties],
        "fields": sorted(TieField.objects.filter(tie=tie).values_list("field", flat=True)),
    }


@transaction.atomic
def add_tie(*, values: TieValues, by: Actor, now: datetime, office_id: int | None = None) -> Tie:
    """
    Enter a tie for the actor's office.

    office_id: another owning office, where the actor may write for it
    :raises UnableToSaveTie: for fewer than two parties
    :raises UnableToChangeState: if the facts contradict the state
    :raises NotYoursError: if the actor enters nothing for that office
    """
    owner = office_id if office_id is not None else by.office_id
    check_write(actor=by, office_id=owner, what=_("A new tie"))
    check_parties(values.parties)
    check_state_facts(state=values.state, signed=bool(values.signed), planned_year=values.planned_year)
    tie = Tie(office_id=owner, state=values.state)
    assign(tie, values)
    tie.save()
    write_children(tie, values)
    began_on = first_state_day(values, today=timezone.localdate(now))
    if began_on:
        TieStateChange.objects.create(tie=tie, state=values.state, changed_on=began_on)
    record(event="tie.created", by=by, at=now, about=tie, after=snapshot(tie))
    return tie


@transaction.atomic
def edit_tie(*, tie_id: int, values: TieValues, expected: int, by: Actor, now: datetime) -> Tie:
    """
    Change what is known of a tie; its state is changed by change_state.

    expected: the version that the editor saw
    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveTie: for fewer than two parties
    :raises UnableToChangeState: if the facts contradict the state
    """
    tie = locked(tie_id, by=by)
    check_parties(values.parties)
    check_state_facts(state=tie.state, signed=bool(values.signed), planned_year=values.planned_year)
    before = snapshot(tie)
    assign(tie, values)
    save_version(row=tie, expected=expected)
    write_children(tie, values)
    follow_signing(tie, values)
    record(event="tie.changed", by=by, at=now, about=tie, before=before, after=snapshot(tie))
    return tie


@transaction.atomic
def change_state(*, tie_id: int, wanted: str, on: date, reason: str, by: Actor, now: datetime) -> Tie:
    """
    Move a tie to another state on a day.

    :raises UnableToChangeState: if it may not move so
    """
    tie = locked(tie_id, by=by)
    last = tie.states.order_by("-changed_on", "-id").first()
    check_move(
        state=tie.state,
        wanted=wanted,
        on=on,
        reason=reason,
        today=timezone.localdate(now),
        signed_on=tie.signed_on,
        last_change_on=last.changed_on if last else None,
    )
    before = snapshot(tie)
    if wanted == TieState.SIGNED and tie.signed_on is None and tie.state in {TieState.PLANNED, TieState.TALKS}:
        tie.signed_on, tie.signed_precision = on, DatePrecision.DAY.value
    tie.state, tie.state_reason = wanted, reason.strip()
    tie.ended_on = on if wanted == TieState.ENDED else None
    save_version(row=tie, expected=tie.version)
    change = TieStateChange.objects.create(tie=tie, state=wanted, changed_on=on, reason=reason.strip())
    after = {**snapshot(tie), "state_change": change.pk}
    record(event="tie.state_changed", by=by, at=now, about=tie, before=before, after=after, reason=reason.strip())
    return tie


@transaction.atomic
def undo_state_change(*, tie_id: int, by: Actor, now: datetime) -> Tie:
    """
    Take the last change of state back, as if it had not been made.

    :raises UnableToUndo: if there is none, or the tie has changed since
    """
    tie = locked(tie_id, by=by)
    last = AuditRecord.objects.filter(about_type=tie._meta.label_lower, about_id=str(tie.pk)).order_by("-id").first()
    if last is None or last.event != "tie.state_changed":
        raise UnableToUndo(_("The tie has changed since. Set the state that is right now, with its reason."))
    before, was, became = snapshot(tie), last.before or {}, last.after or {}
    for name in ("state", "state_reason", "signed_precision", "ended_on", "signed_on"):
        if name in was:
            value = was[name]
            setattr(tie, name, date.fromisoformat(value) if value and name.endswith("_on") else value)
    save_version(row=tie, expected=tie.version)
    TieStateChange.objects.filter(pk=became["state_change"], tie=tie).delete()
    record(event="tie.state_change_undone", by=by, at=now, about=tie, before=before, after=snapshot(tie))
    return tie


@transaction.atomic
def archive_tie(*, tie_id: int, by: Actor, now: datetime, reason: str = "") -> Tie:
    """Take a tie out of lists and figures; its projects stay and keep pointing at it."""
    tie = locked(tie_id, by=by)
    archive(row=tie, by=by, now=now, event="tie.archived", reason=reason)
    return tie


@transaction.atomic
def restore_tie(*, tie_id: int, by: Actor, now: datetime) -> Tie:
    """Bring an archived tie back."""
    tie = locked(tie_id, by=by, archived=True)
    restore(row=tie, by=by, now=now, event="tie.restored")
    return tie


def locked(tie_id: int, *, by: Actor, archived: bool = False) -> Tie:
    """
    Return a tie that the actor may change, locked until the transaction ends.

    :raises Tie.DoesNotExist: if the actor does not see it
    :raises NotYoursError: if the actor sees it but may not change it
    """
    return locked_row(Tie.objects, pk=tie_id, by=by, archived=archived)


def check_parties(parties: Sequence[PartyValues]) -> None:
    """
    Refuse a tie of fewer than two bodies, or with one of them twice.

    :raises UnableToSaveTie: with the sentence for the officer
    """
    ids = [party.body_id for party in parties]
    if len(ids) < 2:
        raise UnableToSaveTie(_("A tie has at least two parties. Name the other one."))
    if len(set(ids)) < len(ids):
        raise UnableToSaveTie(_("The same party is entered twice. Leave one of its rows empty."))


def assign(tie: Tie, values: TieValues) -> None:
    """Put what was entered into the row; nothing is saved."""
    for name in PLAIN_FIELDS:
        setattr(tie, name, getattr(values, name))
    tie.signed_on, tie.signed_precision = values.signed.on, values.signed.precision
    countries = Body.objects.filter(pk__in=[party.body_id for party in values.parties])
    tie.is_domestic = set(countries.values_list("country_id", flat=True)) == {"KR"}


def write_children(tie: Tie, values: TieValues) -> None:
    """Write parties and fields; a party that stays keeps its row."""
    TieParty.objects.filter(tie=tie).exclude(body_id__in=[party.body_id for party in values.parties]).delete()
    for order, party in enumerate(values.parties):
        TieParty.objects.update_or_create(
            tie=tie,
            body_id=party.body_id,
            defaults={"order": order, "signatory": party.signatory, "signatory_title": party.signatory_title},
        )
    TieField.objects.filter(tie=tie).exclude(field__in=values.fields).delete()
    held = set(TieField.objects.filter(tie=tie).values_list("field", flat=True))
    TieField.objects.bulk_create([TieField(tie=tie, field=each) for each in values.fields if each not in held])


def first_state_day(values: TieValues, *, today: date) -> date | None:
    """Return the day since which a new tie is in its state; None where nobody knows when it was signed."""
    return values.signed.on if values.state not in {TieState.PLANNED, TieState.TALKS} else today


def follow_signing(tie: Tie, values: TieValues) -> None:
    """Keep the day in the history of states the same as the signing date, which may be corrected later."""
    first = tie.states.filter(state=TieState.SIGNED).order_by("changed_on", "id").first()
    if values.signed.on is None:
        return
    if first is None and tie.state in {TieState.SIGNED, TieState.DORMANT, TieState.ENDED}:
        TieStateChange.objects.create(tie=tie, state=TieState.SIGNED, changed_on=values.signed.on)
    elif first is not None and first.changed_on != values.signed.on:
        first.changed_on = values.signed.on
        first.save(update_fields=["changed_on"])
