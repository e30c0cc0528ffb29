"""Questions to an ambassador: asked, confirmed, withdrawn, answered, turned into a support request, destroyed."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.actions.tokens import hash_of
from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError, check_write, may_write_own
from gagyo.ambassadors.actions.activities import add_activity
from gagyo.ambassadors.actions.advice_mail import followed_by, mail_firm, tell_person
from gagyo.ambassadors.choices import ActivityKind, AdviceState
from gagyo.ambassadors.models import Activity, AdviceQuestion
from gagyo.ambassadors.queries.advice import desk_of, due_from
from gagyo.ambassadors.queries.postings import posting_of_office
from gagyo.ambassadors.rules.activities import ActivityValues
from gagyo.ambassadors.rules.advice import (
    AdviceValues,
    UnableToAsk,
    UnableToMoveAdvice,
    check_in_time,
    check_move,
    check_question,
    keep_until,
)
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.support.actions.requests import add_request
from gagyo.support.models import SupportRequest
from gagyo.support.queries.choices import own_body_id
from gagyo.support.rules.values import ItemValues, RequestValues
from gagyo.visits.rules.requests import CONFIRM_DAYS, OPEN_PER_ADDRESS, UnknownRequestError

COLUMNS = ("subject", "question", "field", "country_id", "language")
CONTACT = ("organisation", "contact_name", "email", "phone")


@transaction.atomic
def ask_as_officer(*, office_id: int, values: AdviceValues, by: Actor, now: datetime) -> AdviceQuestion:
    """
    Ask the ambassador in an office, for the actor's own; the clock of that office begins.

    :raises NotYoursError: for somebody without an office
    :raises UnableToAsk: if nobody is posted there, or it is no question
    """
    if by.office_id is None or by.user_id is None:
        raise NotYoursError(_("Questions are asked for an office. Switch to one of yours."))
    desk = desk_of(office_id=office_id, today=timezone.localdate(now))
    check_question(values, has_ambassador=desk is not None)
    assert desk is not None
    row = _new(desk.office_id, values, now=now)
    row.asker_office_id, row.asked_by_id = by.office_id, by.user_id
    _begin(row, owner_id=desk.user_id, now=now)
    row.save()
    _number(row, now=now)
    record(event="advice.asked", by=by, at=now, about=row, after=values_of(row))
    tell_person(row, to=row.owner, kind="waits")
    return row


@transaction.atomic
def ask_as_firm(*, office_id: int, values: AdviceValues, by: Actor, now: datetime) -> AdviceQuestion:
    """
    Keep a firm's question from the public form, and mail the link that confirms its address and follows it.

    The ambassador sees it, and the clock begins, only once the address is confirmed.
    :raises UnableToAsk: if nobody is posted there, it is no question, or the address has several unconfirmed
    """
    today = timezone.localdate(now)
    desk = desk_of(office_id=office_id, today=today)
    check_question(values, has_ambassador=desk is not None)
    assert desk is not None
    _check_address(values.email, now=now)
    key, row = secrets.token_urlsafe(32), _new(desk.office_id, values, now=now)
    for name in CONTACT:
        setattr(row, name, getattr(values, name))
    row.token_hash, row.retain_until = hash_of(key), keep_until(asked_on=today, confirmed=False)
    row.save()
    _number(row, now=now)
    record(event="advice.sent", by=by, at=now, about=row, after=values_of(row))
    mail_firm(row, kind="confirm", key=key)
    return row


def _check_address(email: str, *, now: datetime) -> None:
    """Refuse to fill somebody's mailbox: a stranger's address may stand in the form."""
    waiting = AdviceQuestion.objects.filter(email__iexact=email, state=AdviceState.UNCONFIRMED)
    if waiting.filter(asked_at__gt=now - timedelta(days=CONFIRM_DAYS)).count() >= OPEN_PER_ADDRESS:
        raise UnableToAsk(
            _("Several questions of this e-mail address wait to be confirmed. Open the link in one of the mails.")
        )


def question_behind(key: str, *, locked: bool = False) -> AdviceQuestion:
    """
    Return the question that a firm's link follows.

    :raises UnknownRequestError: if there is none
    """
    rows = AdviceQuestion.objects.select_related("office", "country")
    if locked:
        rows = rows.select_for_update(of=("self",))
    signed = followed_by(key)
    row = rows.filter(pk=signed).first() if signed else rows.filter(token_hash=hash_of(key)).first()
    if row is None:
        raise UnknownRequestError(
            _("There is no such question, or its data was destroyed after its time. Copy the whole link from the mail.")
        )
    return row


@transaction.atomic
def confirm_question(*, key: str, by: Actor, now: datetime) -> AdviceQuestion:
    """
    Confirm a firm's address by the link that was sent to it: from now on the question waits and its clock runs.

    :raises UnknownRequestError: for a link that leads to none
    :raises UnableToMoveAdvice: if it was confirmed or withdrawn already, or is past its time
    """
    row = question_behind(key, locked=True)
    check_move(number=row.number, state=row.state, wanted=AdviceState.WAITING)
    check_in_time(number=row.number, asked_at=row.asked_at, now=now)
    desk, before = desk_of(office_id=row.office_id, today=timezone.localdate(now)), values_of(row)
    _begin(row, owner_id=desk.user_id if desk else None, now=now)
    row.retain_until = keep_until(asked_on=timezone.localdate(row.asked_at), confirmed=True)
    _save(row, before=before, event="advice.confirmed", by=by, now=now)
    mail_firm(row, kind="received")
    tell_person(row, to=row.owner, kind="waits")
    return row


@transaction.atomic
def withdraw_question(*, key: str, by: Actor, now: datetime) -> AdviceQuestion:
    """
    Withdraw a question by its link.

    :raises UnableToMoveAdvice: if it was answered or withdrawn already
    """
    return _withdraw(question_behind(key, locked=True), by=by, now=now)


@transaction.atomic
def withdraw_own_question(*, question_id: int, by: Actor, now: datetime) -> AdviceQuestion:
    """
    Withdraw a question that the actor's office asked.

    :raises NotYoursError: for a question of another office, or without the right to write for the own one
    :raises UnableToMoveAdvice: if it was answered or withdrawn already
    """
    rows = AdviceQuestion.objects.for_user(by).select_related("office", "asker_office")
    row = rows.select_for_update(of=("self",)).get(pk=question_id)
    check_withdraw(row, by=by)
    return _withdraw(row, by=by, now=now)


def _withdraw(row: AdviceQuestion, *, by: Actor, now: datetime) -> AdviceQuestion:
    check_move(number=row.number, state=row.state, wanted=AdviceState.WITHDRAWN)
    before = values_of(row)
    row.state = AdviceState.WITHDRAWN
    _save(row, before=before, event="advice.withdrawn", by=by, now=now)
    tell_person(row, to=row.owner, kind="withdrawn")
    return row


def check_withdraw(row: AdviceQuestion, *, by: Actor) -> None:
    """
    Refuse to withdraw a question to whoever does not write for the office that asked it.

    :raises NotYoursError: with the sentence
    """
    if row.asker_office_id is None or row.asker_office_id != by.office_id or not may_write_own(actor=by):
        raise NotYoursError(_("A question is withdrawn by those who work in the office that asked it."))


@transaction.atomic
def answer_question(
    *, question_id: int, answer: str, minutes: int | None, expected: int, by: Actor, now: datetime
) -> AdviceQuestion:
    """
    Answer a question: the asker is told, and the answer stands among the activities as advice, not typed twice.

    :raises UnableToMoveAdvice: if it is answered or withdrawn, changed meanwhile, or has no words
    :raises UnableToSaveActivity: if the minutes cannot be
    """
    row = _locked(question_id, by=by)
    check_move(number=row.number, state=row.state, wanted=AdviceState.ANSWERED)
    if row.version != expected:
        raise UnableToMoveAdvice(_("Somebody has changed this question since you opened it. Load its page again."))
    if not answer.strip():
        raise UnableToMoveAdvice(_("Write the answer: it is what the asker reads."))
    before = values_of(row)
    row.activity = add_activity(values=_as_activity(row, answer, minutes, by=by, now=now), by=by, now=now)
    row.state, row.answer, row.answered_at, row.answered_by_id = AdviceState.ANSWERED, answer.strip(), now, by.user_id
    _save(row, before=before, event="advice.answered", by=by, now=now)
    if row.asker_office_id is None:
        mail_firm(row, kind="answered")
    else:
        tell_person(row, to=row.asked_by, kind="answered")
    return row


def _as_activity(row: AdviceQuestion, answer: str, minutes: int | None, *, by: Actor, now: datetime) -> ActivityValues:
    """
    Return the advice as an activity of the office, which asked and answered no other one.

    A firm's stands there under its number: its words end with its time, and names and records outlive it.
    """
    today = timezone.localdate(now)
    posting = posting_of_office(office_id=row.office_id, user_id=by.user_id, today=today)
    if posting is None or not posting.holds_on(today):
        raise UnableToMoveAdvice(_("Nobody is posted to this province now, so nobody can answer as its ambassador."))
    of_firm = row.asker_office_id is None
    return ActivityValues(
        posting_id=posting.pk,
        name_ko=f"기업 자문 ({row.number})" if of_firm else row.subject,
        name_en=f"Advice to a firm ({row.number})" if of_firm else "",
        day=today,
        kind=ActivityKind.ADVICE,
        minutes=minutes,
        field=row.field,
        for_words=row.who,
        country_id=row.country_id,
        outcome_text=TranslatedText(answer.strip(), row.language),
        request_id=row.request_id,
        visibility=Visibility.OFFICE,
    )


@transaction.atomic
def make_request(*, question_id: int, by: Actor, now: datetime) -> SupportRequest:
    """
    Draft a support request of a question, for the province's office: its title, field, country and item are filled in.

    :raises UnableToMoveAdvice: if it was withdrawn, or one was made of it already
    :raises UnableToSaveSupport: if the office's body is not known, as add_request does
    """
    row = _locked(question_id, by=by)
    if row.request_id is not None:
        raise UnableToMoveAdvice(_("A request was made of this question already. Open it from the question's page."))
    if row.state == AdviceState.WITHDRAWN:
        check_move(number=row.number, state=row.state, wanted=AdviceState.ANSWERED)
    asker = own_body_id(office_id=row.office_id)
    if asker is None:
        raise UnableToMoveAdvice(_("The registry names no body for this office. Ask the operator to set it."))
    words = TranslatedText(row.question, row.language)
    korean = row.language == "ko"
    before = values_of(row)
    values = RequestValues(
        name_ko=row.subject if korean else "",
        name_en="" if korean else row.subject,
        asker_id=asker,
        items=(ItemValues(words),),
        field=row.field,
        country_id=row.country_id,
        officer_id=by.user_id,
    )
    made = add_request(values=values, by=by, now=now)
    row.request = made
    _save(row, before=before, event="advice.request_made", by=by, now=now)
    return made


@transaction.atomic
def destroy_expired_questions(*, by: Actor, now: datetime) -> int:
    """
    Destroy what firms wrote past its last day, and return of how many; one never confirmed goes whole.

    Of the others stay number, field, country and times, and the activity without the firm and the answer to it.
    """
    today = timezone.localdate(now)
    rows = list(AdviceQuestion.objects.select_for_update().filter(retain_until__lt=today).exclude(email=""))
    if not rows:
        return 0
    AdviceQuestion.objects.filter(pk__in=[row.pk for row in rows], confirmed_at=None).delete()
    done = Activity.objects.past_access(because="what is destroyed is shown to nobody")
    done.filter(advice__in=[row.pk for row in rows]).update(
        for_words="", outcome_text=TranslatedText(), version=F("version") + 1
    )
    for row in rows:
        if row.confirmed_at is not None:
            for name in (*CONTACT, "subject", "question", "answer"):
                setattr(row, name, "")
            # The link ends with the data that it showed.
            row.token_hash = f"destroyed-{row.pk}"
            row.save()
    numbers = [row.number for row in rows]
    reason = f"Retention period ended before {today.isoformat()}"
    record(event="advice.destroyed", by=by, at=now, after={"numbers": numbers}, rows=len(rows), reason=reason)
    return len(rows)


def _new(office_id: int | None, values: AdviceValues, *, now: datetime) -> AdviceQuestion:
    row = AdviceQuestion(office=Office.objects.get(pk=office_id or 0), asked_at=now, number=secrets.token_hex(10))
    for name in COLUMNS:
        setattr(row, name, getattr(values, name))
    return row


def _begin(row: AdviceQuestion, *, owner_id: int | None, now: datetime) -> None:
    row.state, row.confirmed_at, row.owner_id = AdviceState.WAITING, now, owner_id
    row.due_at = due_from(row.office, start=now)


def _number(row: AdviceQuestion, *, now: datetime) -> None:
    """Number it from its own id, so that two questions of one moment never ask for one number."""
    row.number = f"Q{timezone.localdate(now).year}-{row.pk:04d}"
    row.save(update_fields=["number"])


def _locked(question_id: int, *, by: Actor) -> AdviceQuestion:
    rows = AdviceQuestion.objects.for_user(by).select_related("office", "asker_office", "asked_by")
    row = rows.select_for_update(of=("self",)).get(pk=question_id)
    check_write(actor=by, office_id=row.office_id, what=row.number)
    return row


def _save(row: AdviceQuestion, *, before: dict[str, Any], event: str, by: Actor, now: datetime) -> None:
    row.version += 1
    row.save()
    record(event=event, by=by, at=now, about=row, before=before, after=values_of(row))
