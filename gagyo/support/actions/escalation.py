"""Reminders before an answer is due, and escalation after: run by the clock, twice does nothing twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
from gagyo.support.choices import Confidentiality
from gagyo.support.models import Leg
from gagyo.support.queries.escalation import (
    TELLINGS,
    ToldLeg,
    free_legs,
    people_for,
    told_legs,
    unreckoned,
    users_by_id,
)
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


@dataclass(frozen=True)
class Named:
    """What one mail tells of: the numbers that are due first, and how many there are altogether."""

    first: list[str]
    count: int


def remind_and_escalate(*, by: Actor, now: datetime) -> Told:
    """
    Remind of each answer that is due soon, once, and tell others of each that is overdue: first the managers of its
    office, later the ministry; each person gets one mail of a kind that names what it is about.

    The moments were reckoned in working time when the clock of each leg started or went on; nothing runs while a leg
    waits for the asker. The number of queries is the same for any number of legs.
    One transaction: what was noted and the mails of it are there together or not at all, so a run that is ended in the
    middle is done whole by the next, and nobody is told twice.
    by: the system
    """
    reckon_missing(now=now)
    with transaction.atomic():
        # All three at once: each writing of a row costs the same, however many columns of it change.
        noted = {each.done: each.noted(now=now) for each in TELLINGS}
        if not Leg.objects.filter(pk__in=free_legs(now=now).values("pk")).update(**noted):
            return Told(0, 0, 0, 0)
        legs = told_legs(now=now)
        mails = _mail(_named_to(legs, today=timezone.localdate(now)))
        reminded, escalated, further = (sum(leg.kinds[at] for leg in legs) for at in range(len(TELLINGS)))
        told = Told(reminded, escalated, further, mails)
        after = {"reminded": told.reminded, "managers": told.escalated, "ministry": told.escalated_further}
        record(event="support_clock.told", by=by, at=now, after=after)
    return told


def _named_to(legs: Sequence[ToldLeg], *, today: date) -> dict[tuple[str, int], Named]:
    """Return what each person is told of: (kind, user id) -> numbers."""
    people = people_for(legs, today=today)
    # Legs of one owner and office go to the same people; only a restricted request may differ.
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, leg in enumerate(legs):
        alike[leg[2:] if leg.confidentiality == Confidentiality.NORMAL else leg].append(place)
    places_of: dict[tuple[str, int], list[list[int]]] = defaultdict(list)
    for places in alike.values():
        first = legs[places[0]]
        for telling, told in zip(TELLINGS, first.kinds, strict=True):
            for user in people.told_of(first, kind=telling.kind) if told else ():
                places_of[telling.kind, user].append(places)
    return {key: _named(legs, groups) for key, groups in places_of.items()}


def _named(legs: Sequence[ToldLeg], groups: list[list[int]]) -> Named:
    first = sorted(place for places in groups for place in places[:NAMED])[:NAMED]
    return Named([legs[place].number for place in first], sum(map(len, groups)))


def _mail(told: dict[tuple[str, int], Named]) -> int:
    """Put one mail of each kind to each person into the outbox, and return how many."""
    users = users_by_id({user for _kind, user in told})
    messages = []
    for (kind, user_id), named in told.items():
        user = users.get(user_id)
        if user is None:
            continue
        with translation.override(user.language):
            subject = str(SUBJECTS[kind])
            link = settings.BASE_URL + RequestFilter(view=VIEWS[kind]).href()
            more = named.count - len(named.first)
            values = {"sentence": subject, "numbers": named.first, "more": more, "link": link}
            text = render_to_string("support/mail/told.txt", values)
        messages.append(EmailMessage(f"{subject} ({named.count})", text, None, [user.email]))
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
