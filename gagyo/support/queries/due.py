"""
What is due to somebody or in an office, as a calendar shows it; other features tell of theirs.

They lie above this app, so that each names its function once it is loaded:
due_told_by("gagyo.ambassadors.queries.due.due").
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from gagyo.accounts.models import Membership
from gagyo.accounts.queries import actor_for, membership_holds
from gagyo.common.rules import Actor
from gagyo.support.choices import Confidentiality, LegState, RequestState
from gagyo.support.models import DueCalendar, Leg, SupportRequest
from gagyo.support.queries.approvals import stood_in_for
from gagyo.support.queries.hours import ASKERS_ZONE
from gagyo.support.rules.moves import ENDED

SOURCES: list[str] = []
# What was due long ago and still waits stays to be seen, but no calendar needs the years before.
PAST = timedelta(days=400)
# While it waits for the asker a part's clock stands still, so nothing is due of it.
RUNNING = (LegState.SENT, LegState.ACCEPTED)
# Until it is answered, the day on which an office wanted its answer stands in its calendar.
WAITED_FOR = tuple(state for state in RequestState if state not in {*ENDED, RequestState.ANSWERED})


@dataclass(frozen=True)
class Due:
    """
    One thing that is due.

    uid: the same at every reading; on: a day, or an aware moment; sequence: grows whenever the entry may have changed
    """

    uid: str
    on: date | datetime
    title: str
    path: str
    sequence: int
    text: str = ""


def due_told_by(path: str) -> None:
    """Have things told by a function (actor, of_office, now) -> list[Due]; path: dotted, as apps load before rows."""
    if path not in SOURCES:
        SOURCES.append(path)


def due_for(*, actor: Actor, of_office: bool, now: datetime) -> list[Due]:
    """
    Return what is due to the actor, or in the whole present office, the earliest first; constant queries.

    A restricted request is told by its number alone: a calendar program keeps copies elsewhere.
    """
    if actor.user_id is None or actor.office_id is None:
        return []
    found = [*_legs(actor, of_office=of_office, now=now), *_wanted(actor, of_office=of_office, now=now)]
    for path in SOURCES:
        found += import_string(path)(actor=actor, of_office=of_office, now=now)
    return sorted(found, key=lambda each: (_moment(each.on), each.uid))


def _moment(on: date | datetime) -> datetime:
    """What is due on a day has until its end."""
    return on if isinstance(on, datetime) else datetime.combine(on, time.max, ASKERS_ZONE)


def _legs(actor: Actor, *, of_office: bool, now: datetime) -> list[Due]:
    user, office, today = actor.user_id or 0, actor.office_id or 0, timezone.localdate(now)
    readable = SupportRequest.objects.for_user(actor).order_by().values("pk")
    rows = Leg.objects.filter(office_id=office, state__in=RUNNING, due_at__gte=now - PAST, request__in=readable)
    if not of_office:
        away = stood_in_for(user_id=user, office_id=office, today=today)
        rows = rows.filter(Q(owner_id=user) | Q(owner__in=away))
    return [
        Due(
            uid=f"leg-{leg.pk}@gagyo",
            on=leg.due_at,
            title=_("Answer due: %(what)s") % {"what": _said(leg.request)},
            path=reverse("support:leg", args=[leg.pk]),
            sequence=leg.version,
            text=_from(leg.request),
        )
        for leg in rows.select_related("request__asker").order_by("due_at", "pk")
        if leg.due_at is not None
    ]


def _wanted(actor: Actor, *, of_office: bool, now: datetime) -> list[Due]:
    today = timezone.localdate(now)
    rows = SupportRequest.objects.own(actor).filter(wanted_by__gte=today - PAST, state__in=WAITED_FOR)
    if not of_office:
        rows = rows.filter(officer_id=actor.user_id)
    return [
        Due(
            uid=f"request-{row.pk}@gagyo",
            on=row.wanted_by,
            title=_("Answer wanted: %(what)s") % {"what": _said(row)},
            path=row.get_absolute_url(),
            sequence=row.version,
        )
        for row in rows.order_by("wanted_by", "pk")
        if row.wanted_by is not None
    ]


def _said(row: SupportRequest) -> str:
    return row.number if row.confidentiality == Confidentiality.RESTRICTED else f"{row.number} {row.name}"


def _from(row: SupportRequest) -> str:
    return "" if row.confidentiality == Confidentiality.RESTRICTED else row.asker.name


def open_calendars(actor: Actor) -> list[DueCalendar]:
    """Return the actor's own calendars in the present office, the one of the whole office last."""
    rows = DueCalendar.objects.filter(user_id=actor.user_id or 0, office_id=actor.office_id or 0, revoked_at=None)
    return list(rows.select_related("office").order_by("of_office", "pk"))


def owner_of(row: DueCalendar, *, today: date) -> Actor | None:
    """Return who reads a calendar, in the role that they have there today; None once they or the office are gone."""
    held = Membership.objects.filter(membership_holds(today), user=row.user_id, office=row.office_id)
    membership = held.filter(user__is_active=True, office__archived_at=None).select_related("user", "office").first()
    if membership is None:
        return None
    user = membership.user
    return actor_for(user=user, membership=membership, channel="web", ip="", request_id="", language=user.language)
