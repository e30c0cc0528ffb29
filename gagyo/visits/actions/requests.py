"""Requests from abroad: sent, confirmed, withdrawn, accepted as a visit, declined, and their data destroyed."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gagyo.accounts.actions.tokens import hash_of
from gagyo.accounts.models import Office
from gagyo.accounts.rules import check_write
from gagyo.common.actions import record, values_of
from gagyo.common.rules import ANYBODY, Actor
from gagyo.visits.actions.request_mail import followed_by, link_to, mail_visitor
from gagyo.visits.actions.visits import add_visit
from gagyo.visits.choices import RequestState
from gagyo.visits.models import FollowUp, Site, Visit, VisitRequest
from gagyo.visits.rules.requests import (
    CONFIRM_DAYS,
    OPEN_PER_ADDRESS,
    RequestValues,
    UnableToMoveRequest,
    UnableToSendRequest,
    UnknownRequestError,
    check_confirmable,
    check_move,
    check_request,
    keep_until,
    words_for,
)
from gagyo.visits.rules.values import VisitValues

COLUMNS = (
    *("organisation", "country_id", "contact_name", "email", "phone", "persons", "wished_from", "wished_until"),
    *("language", "message"),
)


@transaction.atomic
def send_request(*, office_id: int, values: RequestValues, by: Actor, now: datetime) -> VisitRequest:
    """
    Keep a request from the public form, and mail the link that confirms the address and follows the request.

    It counts, and officers see it, only once the address is confirmed.
    :raises UnableToSendRequest: if an officer should not read it, or the address has several open already
    :raises UnableToSaveVisit: if it seems to hold a passport number
    """
    office, today = Office.objects.get(pk=office_id, archived_at=None), timezone.localdate(now)
    check_request(values, today=today)
    _check_address(values.email, now=now)
    key = secrets.token_urlsafe(32)
    row = VisitRequest.objects.create(
        office=office,
        number=hash_of(key)[:20],
        token_hash=hash_of(key),
        sent_at=now,
        retain_until=keep_until(sent_on=today, wished_until=values.wished_until, confirmed=False),
        **{name: getattr(values, name) for name in COLUMNS},
    )
    # From its own id, so that two requests of one moment never ask for one number.
    row.number = f"{today.year}-{row.pk:04d}"
    row.save(update_fields=["number"])
    row.sites.set(Site.objects.for_user(ANYBODY).filter(office=office, pk__in=values.site_ids))
    row.themes.set(values.theme_ids)
    record(event="visit_request.sent", by=by, at=now, about=row, after=values_of(row))
    mail_visitor(row, kind="confirm", link=link_to(key, language=words_for(language=row.language)))
    return row


def _check_address(email: str, *, now: datetime) -> None:
    """Refuse to fill somebody's mailbox: a stranger's address may stand in the form."""
    waiting = VisitRequest.objects.filter(email__iexact=email, state=RequestState.UNCONFIRMED)
    if waiting.filter(sent_at__gt=now - timedelta(days=CONFIRM_DAYS)).count() >= OPEN_PER_ADDRESS:
        raise UnableToSendRequest(
            _("Several requests of this e-mail address wait for their confirmation. Open the link in one of the mails.")
        )


def request_behind(key: str, *, locked: bool = False) -> VisitRequest:
    """
    Return the request that a visitor's link follows: the first mail's by its hash, a later one by its signature.

    :raises UnknownRequestError: if there is none
    """
    rows = VisitRequest.objects.select_related("country", "visit", "office")
    if locked:
        rows = rows.select_for_update(of=("self",))
    signed = followed_by(key)
    row = rows.filter(pk=signed).first() if signed else rows.filter(token_hash=hash_of(key)).first()
    if row is None:
        raise UnknownRequestError(
            _("There is no such request, or its data was destroyed after its time. Copy the whole link from the mail.")
        )
    return row


@transaction.atomic
def confirm_request(*, key: str, by: Actor, now: datetime) -> VisitRequest:
    """
    Confirm the e-mail address by the link that was sent to it: from now on the request counts.

    :raises UnknownRequestError: for a link that leads to none
    :raises UnableToMoveRequest: if it was confirmed or withdrawn already, or is past its time
    """
    row = request_behind(key, locked=True)
    check_confirmable(number=row.number, state=row.state, sent_at=row.sent_at, now=now)
    before = values_of(row)
    row.confirmed_at = now
    sent_on = timezone.localdate(row.sent_at)
    row.retain_until = keep_until(sent_on=sent_on, wished_until=row.wished_until, confirmed=True)
    _move(row, RequestState.RECEIVED, before=before, by=by, now=now)
    mail_visitor(row, kind="received", link=link_to(key, language=words_for(language=row.language)))
    return row


@transaction.atomic
def withdraw_request(*, key: str, by: Actor, now: datetime) -> VisitRequest:
    """
    Withdraw a request by its link; a visit that was made of it stays, with something to do for its officer.

    :raises UnknownRequestError: for a link that leads to none
    :raises UnableToMoveRequest: if it was declined or withdrawn already
    """
    row = request_behind(key, locked=True)
    check_move(number=row.number, state=row.state, wanted=RequestState.WITHDRAWN)
    was_confirmed, before = row.confirmed_at is not None, values_of(row)
    _move(row, RequestState.WITHDRAWN, before=before, by=by, now=now)
    if row.visit is not None:
        _tell_officer(row.visit, number=row.number, by=by, now=now)
    if was_confirmed:
        mail_visitor(row, kind="withdrawn")
    return row


def _tell_officer(visit: Visit, *, number: str, by: Actor, now: datetime) -> None:
    """Leave a follow-up, which waits in the office's work until somebody has cancelled the visit or asked back."""
    with translation.override(settings.LANGUAGE_CODE):
        what = _("The visitor withdrew request %(number)s: cancel the visit, or ask back.") % {"number": number}
    due_on = timezone.localdate(now)
    follow_up = FollowUp.objects.create(visit=visit, what=what, due_on=due_on, owner_id=visit.officer_id)
    record(event="visit.follow_up_added", by=by, at=now, about=visit, after=values_of(follow_up))


@transaction.atomic
def accept_request(
    *, request_id: int, values: VisitValues, answer: str, expected: int, by: Actor, now: datetime
) -> Visit:
    """
    Make a visit of a request, in the state "asked for", and tell the visitor.

    answer: words to the visitor, in the visitor's language; may be empty
    :raises UnableToMoveRequest: if it was answered or withdrawn meanwhile
    :raises UnableToSaveVisit: if the dates or parties cannot be
    """
    row = locked_request(request_id, by=by, expected=expected)
    check_move(number=row.number, state=row.state, wanted=RequestState.ACCEPTED)
    visit = add_visit(values=values, by=by, now=now, office_id=row.office_id)
    before = values_of(row)
    row.visit, row.answered_at, row.state_reason = visit, now, answer.strip()
    _move(row, RequestState.ACCEPTED, before=before, by=by, now=now)
    mail_visitor(row, kind="accepted", answer=row.state_reason)
    return visit


@transaction.atomic
def decline_request(*, request_id: int, reason: str, expected: int, by: Actor, now: datetime) -> VisitRequest:
    """
    Decline a request; the reason goes to the visitor, in the visitor's language.

    :raises UnableToMoveRequest: if it was answered or withdrawn meanwhile, or no reason is given
    """
    row = locked_request(request_id, by=by, expected=expected)
    check_move(number=row.number, state=row.state, wanted=RequestState.DECLINED)
    if not reason.strip():
        raise UnableToMoveRequest(_("Give the reason: it is what the visitor reads."))
    before = values_of(row)
    row.answered_at, row.state_reason = now, reason.strip()
    _move(row, RequestState.DECLINED, before=before, by=by, now=now)
    mail_visitor(row, kind="declined", answer=row.state_reason)
    return row


def locked_request(request_id: int, *, by: Actor, expected: int) -> VisitRequest:
    """
    Return a confirmed request of the actor's office, locked until the transaction ends.

    :raises VisitRequest.DoesNotExist: if there is none
    :raises UnableToMoveRequest: if it changed since its page was opened
    """
    rows = VisitRequest.objects.select_for_update(of=("self",)).filter(confirmed_at__isnull=False)
    row = rows.get(pk=request_id)
    check_write(actor=by, office_id=row.office_id, what=row.number)
    if row.version != expected:
        raise UnableToMoveRequest(
            _("Request %(number)s has changed since you opened its page. Load it again, and look at what changed.")
            % {"number": row.number}
        )
    return row


def _move(row: VisitRequest, wanted: RequestState, *, before: dict[str, Any], by: Actor, now: datetime) -> None:
    row.state = wanted.value
    row.version += 1
    row.save()
    record(event=f"visit_request.{wanted.value}", by=by, at=now, about=row, before=before, after=values_of(row))


@transaction.atomic
def destroy_expired_requests(*, by: Actor, now: datetime) -> int:
    """
    Destroy the personal data of requests past their last day, and return of how many.

    One that was never confirmed goes whole; of the others stay the organisation, country, days and number of persons.
    """
    today = timezone.localdate(now)
    expired = VisitRequest.objects.select_for_update().filter(retain_until__lt=today).exclude(email="")
    rows = list(expired)
    if not rows:
        return 0
    numbers = [row.number for row in rows]
    VisitRequest.objects.filter(pk__in=[row.pk for row in rows], confirmed_at=None).delete()
    for row in rows:
        if row.confirmed_at is not None:
            row.contact_name = row.email = row.phone = row.message = row.state_reason = ""
            # The link ends with the data that it showed.
            row.token_hash = f"destroyed-{row.pk}"
            row.save()
    record(
        event="visit_requests.destroyed",
        by=by,
        at=now,
        after={"numbers": numbers},
        rows=len(rows),
        reason=f"Retention period ended before {today.isoformat()}",
    )
    return len(rows)
