"""Requests of the asking office: drafting, editing, withdrawing, handing over, archiving a draft."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.meetings.models import AgreedItem
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.support.actions.approvals import recall_steps
from gagyo.support.actions.news import tell_answering, tell_routers
from gagyo.support.actions.rows import Held, locked_request, note_next_due, note_writer
from gagyo.support.choices import Confidentiality, ItemOutcome, LegState, RequestState
from gagyo.support.models import (
    Approval,
    Leg,
    LegPause,
    RequestItem,
    RequestNumbers,
    RequestReader,
    SupportRequest,
)
from gagyo.support.models.legs import OPEN_LEG
from gagyo.support.queries.people import kind_of, working_in
from gagyo.support.rules.moves import BEFORE_SENT, Part, Step, UnableToMoveSupport
from gagyo.support.rules.readers import ASKS, may_ask
from gagyo.support.rules.values import ItemValues, RequestValues, UnableToSaveSupport, check_request
from gagyo.visits.models import Visit

PLAIN_FIELDS = (
    "field",
    "template_id",
    "asker_id",
    "country_id",
    "place_id",
    "wanted",
    "wanted_by",
    "confidentiality",
    "document_number",
)


def snapshot(row: SupportRequest) -> dict[str, Any]:
    """Return a request for the audit record: its words are masked, of its items only the number is kept."""
    return {**values_of(row), "items": RequestItem.objects.filter(request=row).count()}


@transaction.atomic
def add_request(*, values: RequestValues, by: Actor, now: datetime, office_id: int | None = None) -> SupportRequest:
    """
    Draft a request for the actor's office.

    office_id: another office, for the system alone
    :raises UnableToSaveSupport: if its values cannot be, or it hangs on what the actor does not see
    :raises NotYoursError: if the actor asks nothing for that office
    """
    owner = office_id if by.is_system else by.office_id
    if owner is None or not may_ask(actor=by, office_kind=kind_of(by)):
        raise NotYoursError(_("Your office or your role sends no support requests. Switch to an office that does."))
    row = SupportRequest(office_id=owner, created_at=now, officer_id=by.user_id)
    _assign(row, values, by=by, now=now)
    row.number = next_number(office_id=owner, now=now)
    row.save()
    _write_items(row, values.items)
    _write_readers(row, values, now=now)
    note_writer(row, by=by)
    record(event="support.created", by=by, at=now, about=row, after=snapshot(row))
    return row


@transaction.atomic
def edit_request(*, request_id: int, values: RequestValues, expected: int, by: Actor, now: datetime) -> SupportRequest:
    """
    Change a draft or a returned request; whoever does so cannot approve it.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToMoveSupport: once it is submitted
    :raises UnableToSaveSupport: if its values cannot be
    """
    held = locked_request(request_id, by=by, now=now)
    held.check(Step.EDIT)
    before = snapshot(held.row)
    _assign(held.row, values, by=by, now=now)
    save_version(row=held.row, expected=expected)
    _write_items(held.row, values.items)
    _write_readers(held.row, values, now=now)
    note_writer(held.row, by=by)
    record(event="support.changed", by=by, at=now, about=held.row, before=before, after=snapshot(held.row))
    return held.row


@transaction.atomic
def withdraw_request(*, request_id: int, reason: str, by: Actor, now: datetime) -> SupportRequest:
    """
    Take a request back, at any time before its answer is sent; its open items and legs end with it.

    :raises UnableToMoveSupport: if it is answered or withdrawn already
    :raises SupportReasonMissingError: without a reason
    """
    held = locked_request(request_id, by=by, now=now)
    state = held.check(Step.WITHDRAW, reason=reason)
    telling = list(held.row.legs.filter(state__in=OPEN_LEG).exclude(state=LegState.PROPOSED))
    end_legs(held, list(held.row.legs.filter(state__in=OPEN_LEG)), state=LegState.WITHDRAWN)
    held.row.items.filter(outcome=ItemOutcome.OPEN).update(outcome=ItemOutcome.WITHDRAWN, withdrawn_at=now)
    steps = Approval.objects.filter(Q(request=held.row) | Q(answer__request=held.row))
    recall_steps(steps, by=by, now=now)
    held.move(state, state_reason=reason.strip()[:500], closed_at=now)
    held.note("support.withdrawn")
    if held.row.sent_at is not None:
        tell_routers(held.row, kind="withdrawn", by=by, now=now)
        for leg in telling:
            tell_answering(leg, kind="withdrawn", by=by, now=now)
    return held.row


@transaction.atomic
def withdraw_item(*, request_id: int, item_id: int, by: Actor, now: datetime) -> RequestItem:
    """
    Take one item back while the others go on; a leg with nothing left to answer ends.

    :raises UnableToMoveSupport: while nobody works on it yet, or once an answer is in approval
    :raises UnableToSaveSupport: for the last open item, or one that is decided
    """
    held = locked_request(request_id, by=by, now=now)
    held.check(Step.WITHDRAW_ITEM)
    item = RequestItem.objects.get(pk=item_id, request=held.row)
    open_items = held.row.items.filter(outcome=ItemOutcome.OPEN)
    if item.outcome != ItemOutcome.OPEN:
        raise UnableToSaveSupport(_("This item is decided or withdrawn already. Load the page again."))
    if open_items.count() == 1:
        raise UnableToSaveSupport(_("This is the last open item. Withdraw the whole request instead."))
    item.outcome, item.withdrawn_at = ItemOutcome.WITHDRAWN, now
    item.save(update_fields=["outcome", "withdrawn_at"])
    idle = list(held.row.legs.filter(state__in=OPEN_LEG).exclude(items__item__outcome=ItemOutcome.OPEN))
    telling = [leg for leg in idle if leg.state != LegState.PROPOSED]
    end_legs(held, idle, state=LegState.WITHDRAWN)
    held.note("support.item_withdrawn", item=item.pk)
    for leg in telling:
        tell_answering(leg, kind="leg_withdrawn", by=by, now=now)
    return item


@transaction.atomic
def change_officer(*, request_id: int, officer_id: int, by: Actor, now: datetime) -> SupportRequest:
    """
    Hand a request to a colleague, who then reads it even if it is restricted.

    :raises UnableToMoveSupport: once it has ended, and to all but the asking office
    :raises UnableToSaveSupport: for somebody who asks nothing in that office
    """
    held = locked_request(request_id, by=by, now=now)
    held.check(Step.CHANGE_OFFICER)
    today = timezone.localdate(now)
    if not working_in(office_ids=[held.row.office_id], roles=ASKS, today=today).filter(pk=officer_id).exists():
        raise UnableToSaveSupport(_("That person does not work in the asking office. Choose a colleague."))
    held.move(held.row.state, officer_id=officer_id)
    held.note("support.officer_changed", officer=officer_id)
    return held.row


@transaction.atomic
def archive_request(*, request_id: int, by: Actor, now: datetime) -> SupportRequest:
    """
    Put a draft away that was never sent.

    :raises UnableToMoveSupport: for one that was sent: it is withdrawn, so that everybody knows
    """
    held = locked_request(request_id, by=by, now=now)
    _check_draft(held)
    archive(row=held.row, by=by, now=now, event="support.archived")
    return held.row


@transaction.atomic
def restore_request(*, request_id: int, by: Actor, now: datetime) -> SupportRequest:
    """Bring an archived draft back."""
    held = locked_request(request_id, by=by, now=now, archived=True)
    _check_draft(held)
    restore(row=held.row, by=by, now=now, event="support.restored")
    return held.row


def _check_draft(held: Held) -> None:
    if Part.ASKER not in held.parts or held.row.state not in BEFORE_SENT or held.row.state == RequestState.APPROVAL:
        raise UnableToMoveSupport(_("Only the asking office puts a draft away. Withdraw a request that was submitted."))


def end_legs(held: Held, legs: list[Leg], *, state: LegState, reason: str = "") -> None:
    """End open legs, with their pauses."""
    for leg in legs:
        leg.state, leg.ended_at, leg.reason = state, held.now, reason or leg.reason
        leg.version += 1
        leg.save(update_fields=["state", "ended_at", "reason", "version"])
    LegPause.objects.filter(leg__in=legs, ends_at=None).update(ends_at=held.now)
    note_next_due(held.row)


def next_number(*, office_id: int, now: datetime) -> str:
    """Return the next number of an office in a year: "SEJONG-2026-0012"."""
    year = timezone.localdate(now).year
    code = Office.objects.values_list("code", flat=True).get(pk=office_id) or f"O{office_id}"
    RequestNumbers.objects.get_or_create(office_id=office_id, year=year)
    row = RequestNumbers.objects.select_for_update().get(office_id=office_id, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{code}-{year}-{row.last:04d}"


def _assign(row: SupportRequest, values: RequestValues, *, by: Actor, now: datetime) -> None:
    check_request(values)
    for name in PLAIN_FIELDS:
        setattr(row, name, getattr(values, name))
    row.name_ko = (values.name_ko or values.name_en).strip()
    row.name_en = values.name_en.strip()
    if values.officer_id is not None and values.officer_id != row.officer_id:
        colleagues = working_in(office_ids=[row.office_id], roles=ASKS, today=timezone.localdate(now))
        if not colleagues.filter(pk=values.officer_id).exists():
            raise UnableToSaveSupport(_("That person does not work in the asking office. Choose a colleague."))
        row.officer_id = values.officer_id
    row.tie_id = _seen(Tie, values.tie_id, row.tie_id, by=by)
    row.visit_id = _seen(Visit, values.visit_id, row.visit_id, by=by)
    row.project_id = _seen(ExchangeProject, values.project_id, row.project_id, by=by)
    row.agreed_item_id = _seen_item(values.agreed_item_id, row.agreed_item_id, by=by)


def _seen(
    model: type[Tie] | type[Visit] | type[ExchangeProject], wanted: int | None, held: int | None, *, by: Actor
) -> int | None:
    """Return the wanted row's id; what the request already hangs on stays, even if it was archived meanwhile."""
    if wanted is not None and wanted != held and not model.objects.for_user(by).filter(pk=wanted).exists():
        _refuse(model)
    return wanted


def _seen_item(wanted: int | None, held: int | None, *, by: Actor) -> int | None:
    """Return the wanted agreed item's id: of a round that the actor's office runs, or of a meeting it took part in."""
    if wanted is not None and wanted != held:
        office = by.office_id or 0
        sides = Q(meeting__first__body__works_as=office) | Q(meeting__second__body__works_as=office)
        own = Q(meeting__round__office_id=office) | Q(officer_id=by.user_id or 0) | sides
        if not (by.is_system or AgreedItem.objects.filter(own, pk=wanted).exists()):
            _refuse(AgreedItem)
    return wanted


def _refuse(model: type[Model]) -> None:
    raise UnableToSaveSupport(
        _("That %(what)s is not there any more. Choose another, or none.") % {"what": model._meta.verbose_name}
    )


def _write_items(row: SupportRequest, wanted: tuple[ItemValues, ...]) -> None:
    """Write the items in their order; an item keeps its id. Only before it is sent, so none is lost to an answer."""
    held = {item.pk: item for item in RequestItem.objects.select_for_update().filter(request=row)}
    kept = set()
    for order, values in enumerate(wanted):
        item = held.get(values.item_id or 0) or RequestItem(request=row)
        item.order, item.text = order, values.text
        item.save()
        kept.add(item.pk)
    RequestItem.objects.filter(request=row, pk__in=held.keys() - kept).delete()


def _write_readers(row: SupportRequest, values: RequestValues, *, now: datetime) -> None:
    wanted = set(values.readers) if values.confidentiality == Confidentiality.RESTRICTED else set()
    for reader in wanted:
        named = working_in(office_ids=[reader.office_id], roles=list(Role), today=timezone.localdate(now))
        if reader.user_id is not None and not named.filter(pk=reader.user_id).exists():
            raise UnableToSaveSupport(_("A named reader does not work in that office. Choose somebody who does."))
    RequestReader.objects.filter(request=row).delete()
    RequestReader.objects.bulk_create(
        RequestReader(request=row, office_id=each.office_id, user_id=each.user_id)
        for each in sorted(wanted, key=lambda one: (one.office_id, one.user_id or 0))
    )
