"""Reminders before an answer is due, and escalation after: run by the clock, twice does nothing twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from gagyo.common.actions import record
from gagyo.common.actions.bulk import update_rows
from gagyo.common.rules import Actor
from gagyo.kernels.worktime.errors import UnableToReckon
from gagyo.support.models import Leg
from gagyo.support.queries.escalation import TELLINGS, Telling, ToldLeg, people_for, told_legs, unreckoned, users_by_id
from gagyo.support.queries.hours import due_for, hours_by_office
from gagyo.support.queries.lists import RequestFilter

# A mail names so many requests, and says how many more there are.
NAMED: Final = 20
RECKONED_AT_ONCE: Final = 5_000
SUBJECTS: Final = {
    "leg_due_soon": _("Answers to requests are due soon"),
    "leg_overdue": _("Answers of your office to requests are overdue"),
    "leg_overdue_long": _("Answers of offices to requests have long been overdue"),
}
VIEWS: Final = {"leg_due_soon": "mine", "leg_overdue": "overdue", "leg_overdue_long": "overdue"}


@dataclass(frozen=True)
class Told:
    """How many legs somebody was reminded of or told to others, and by how many mails."""

    reminded: int
    escalated: int
    escalated_further: int
    mails: int


def remind_and_escalate(*, by: Actor, now: datetime) -> Told:
    """
    Remind of each answer that is due soon, once, and tell others of each that is overdue: first the managers of its
    office, later the ministry; each person gets one mail of a kind that names what it is about.

    The moments were reckoned in working time when the clock of each leg started or went on; nothing runs while a leg
    waits for the asker. The number of queries is the same for any number of legs.
    by: the system
    """
    reckon_missing(now=now)
    with transaction.atomic():
        legs = {each.kind: _mark(each, now=now) for each in TELLINGS}
        found = [leg for rows in legs.values() for leg in rows]
        if not found:
            return Told(0, 0, 0, 0)
        people = people_for(found, today=timezone.localdate(now))
        numbers: dict[tuple[str, int], list[str]] = defaultdict(list)
        for kind, rows in legs.items():
            whom: dict[tuple[object, ...], set[int]] = {}
            for leg in rows:
                # Legs of one owner and office go to the same people; only a restricted request may differ.
                key = leg[2:] if leg.confidentiality == "normal" else leg
                if key not in whom:
                    whom[key] = people.told_of(leg, kind=kind)
                for user in whom[key]:
                    numbers[kind, user].append(leg.number)
        mails = _mail(numbers)
        reminded, escalated, further = (len(legs[each.kind]) for each in TELLINGS)
        told = Told(reminded, escalated, further, mails)
        after = {"reminded": told.reminded, "managers": told.escalated, "ministry": told.escalated_further}
        record(event="support_clock.told", by=by, at=now, after=after)
    return told


def _mark(telling: Telling, *, now: datetime) -> Sequence[ToldLeg]:
    """Note on each leg of which it is time that somebody is told now, and return them."""
    if not telling.waiting(Leg.objects.all(), now=now).update(**{telling.done: now}):
        return ()
    return told_legs(Leg.objects.filter(**{telling.done: now}))


def _mail(numbers: dict[tuple[str, int], list[str]]) -> int:
    """Put one mail of each kind to each person into the outbox, and return how many."""
    users = users_by_id({user for _kind, user in numbers})
    messages = []
    for (kind, user_id), found in numbers.items():
        user = users.get(user_id)
        if user is None:
            continue
        with translation.override(user.language):
            subject = str(SUBJECTS[kind])
            link = settings.BASE_URL + RequestFilter(view=VIEWS[kind]).href()
            values = {"sentence": subject, "numbers": found[:NAMED], "more": max(len(found) - NAMED, 0), "link": link}
            text = render_to_string("support/mail/told.txt", values)
        messages.append(EmailMessage(f"{subject} ({len(found)})", text, None, [user.email]))
    get_connection().send_messages(messages)
    return len(messages)


@transaction.atomic
def reckon_missing(*, now: datetime) -> int:
    """
    Reckon the moments of legs that run without any, and return how many; some thousand at once, the rest next time.

    What had been due before now is not reminded of any more.
    """
    legs = list(unreckoned(RECKONED_AT_ONCE))
    if not legs:
        return 0
    hours = hours_by_office({leg.office_id: leg.office for leg in legs}.values())
    rows = {}
    for leg in legs:
        try:
            due = due_for(leg, hours=hours[leg.office_id])
        except UnableToReckon:
            # One office's impossible calendar keeps nobody else from being told.
            continue
        past = due.at is not None and due.at <= now
        rows[leg.pk] = (None if past else due.remind_at, due.escalate_at, due.escalate_further_at)
    update_rows(Leg, ("remind_at", "escalate_at", "escalate_further_at"), rows)
    return len(rows)
