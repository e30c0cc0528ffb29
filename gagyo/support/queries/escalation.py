"""Who is told of what is due or overdue, for any number of legs in the same number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, QuerySet, Value, When

from gagyo.accounts.models import Membership, User
from gagyo.accounts.queries import membership_holds
from gagyo.support.choices import Confidentiality, LegState
from gagyo.support.models import Absence, Leg, RequestReader
from gagyo.support.rules.readers import ANSWERS, APPROVES, ROUTES

# A leg that waits for the asker is never counted, reminded of or escalated.
RUNNING: Final = (LegState.SENT, LegState.ACCEPTED)


@dataclass(frozen=True)
class Telling:
    """One of the three things that the clock has somebody told. due, done: columns of a leg."""

    kind: str
    due: str
    done: str

    def waiting(self, *, now: datetime) -> Q:
        """Return the condition of the legs of which it is time and nobody is told yet."""
        return Q(state__in=RUNNING, **{f"{self.due}__lte": now, self.done: None})

    def noted(self, *, now: datetime) -> Case:
        """Return what the column that says when it was done holds after now."""
        return Case(When(self.waiting(now=now), then=Value(now)), default=F(self.done))

    def done_at(self, now: datetime) -> "ExpressionWrapper[Q]":
        """Return whether it was done at a moment."""
        return ExpressionWrapper(Q(**{self.done: now}), output_field=BooleanField())


TELLINGS: Final = (
    Telling("leg_due_soon", "remind_at", "reminded_at"),
    Telling("leg_overdue", "escalate_at", "escalated_at"),
    Telling("leg_overdue_long", "escalate_further_at", "escalated_further_at"),
)


class ToldLeg(NamedTuple):
    """What is needed of a leg to tell somebody of it; kinds: for each of TELLINGS whether it is told of now."""

    number: str
    request_id: int
    office_id: int
    owner_id: int | None
    router_id: int | None
    confidentiality: str
    kinds: tuple[bool, bool, bool]


def any_waiting(*, now: datetime) -> Q:
    """Return the condition of the legs of which somebody is to be told something."""
    condition = Q()
    for each in TELLINGS:
        condition |= each.waiting(now=now)
    return condition


def free_legs(*, now: datetime) -> "QuerySet[Leg]":
    """
    Return the legs of which somebody is to be told something and on which nobody works at the moment, to be locked.

    Waiting for such a leg, with others locked already, could end in a ring: a withdrawal locks all legs of a request.
    What was answered meanwhile is not among them, and the rest is told of by the next run.
    """
    return Leg.objects.filter(any_waiting(now=now)).select_for_update(skip_locked=True).order_by()


def told_legs(*, now: datetime) -> list[ToldLeg]:
    """Return the legs of which something was told at a moment, those due first before the others; one query."""
    flags = {each.kind: each.done_at(now) for each in TELLINGS}
    told = Q(**{TELLINGS[0].done: now}) | Q(**{TELLINGS[1].done: now}) | Q(**{TELLINGS[2].done: now})
    rows = Leg.objects.filter(told).annotate(**flags).order_by(F("due_at").asc(nulls_last=True), "pk")
    columns = (
        "request__number",
        "request_id",
        "office_id",
        "owner_id",
        "request__router_id",
        "request__confidentiality",
    )
    found = rows.values_list(*columns, *flags).iterator(chunk_size=20_000)
    return [
        ToldLeg(number, request, office, owner, router, confidentiality, (bool(soon), bool(late), bool(long)))
        for number, request, office, owner, router, confidentiality, soon, late, long in found
    ]


@dataclass(frozen=True)
class People:
    """
    Who works where today, for all offices at once.

    roles: office id -> (user id, role); stand_ins: (office id, user id) -> who stands in; readers: request id -> the
    (office id, user id or None) that a restricted request names
    """

    roles: Mapping[int, list[tuple[int, str]]]
    stand_ins: Mapping[tuple[int, int], int]
    readers: Mapping[int, list[tuple[int, int | None]]]

    def in_office(self, office_id: int | None, roles: Collection[str]) -> set[int]:
        """Return who has one of these roles in an office."""
        return {user for user, role in self.roles.get(office_id or 0, ()) if role in roles}

    def told_of(self, leg: ToldLeg, *, kind: str) -> set[int]:
        """Return whom a telling goes to: the owner, the office's managers, or who routes the request."""
        if kind == "leg_due_soon":
            answerers = self.in_office(leg.office_id, ANSWERS)
            if leg.owner_id is None or leg.owner_id not in answerers:
                return answerers
            away = self.stand_ins.get((leg.office_id, leg.owner_id))
            return {leg.owner_id} | ({away} if away else set())
        if kind == "leg_overdue":
            return self.in_office(leg.office_id, APPROVES) or self.in_office(leg.office_id, ANSWERS)
        routers = self.in_office(leg.router_id, ROUTES)
        if leg.confidentiality == Confidentiality.NORMAL:
            return routers
        named = self.readers.get(leg.request_id, [])
        if any(office == leg.router_id and user is None for office, user in named):
            return routers
        return routers & {user for _office, user in named if user is not None}


def people_for(legs: Iterable[ToldLeg], *, today: date) -> People:
    """Return who works where, for telling of these legs; three queries."""
    offices: set[int] = set()
    restricted: set[int] = set()
    for leg in legs:
        offices |= {leg.office_id, leg.router_id or leg.office_id}
        if leg.confidentiality != Confidentiality.NORMAL:
            restricted.add(leg.request_id)
    held = Membership.objects.filter(membership_holds(today), office_id__in=offices, user__is_active=True)
    roles: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for office, user, role in held.values_list("office_id", "user_id", "role"):
        roles[office].append((user, role))
    away = Absence.objects.filter(office_id__in=offices, starts_on__lte=today, ends_on__gte=today)
    readers: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    named = RequestReader.objects.filter(request__confidentiality=Confidentiality.RESTRICTED)
    # Naming each of very many requests would be slower than reading all restricted ones.
    of_these = named.filter(request__in=restricted) if len(restricted) < 500 else named
    for request, office, user in of_these.values_list("request_id", "office_id", "user_id") if restricted else ():
        readers[request].append((office, user))
    stand_ins = {
        (office, user): other for office, user, other in away.values_list("office_id", "user_id", "stand_in_id")
    }
    return People(roles, stand_ins, readers)


def users_by_id(ids: Iterable[int]) -> dict[int, User]:
    """Return the active people of these, by id."""
    return {user.pk: user for user in User.objects.filter(Q(pk__in=list(ids)), is_active=True)}


def unreckoned(limit: int) -> "QuerySet[Leg]":
    """
    Return legs that run without the moments of their clock, as those of before it kept any, locked.

    One that somebody works on at the moment is left for the next run: what is reckoned here would be of before.
    """
    rows = Leg.objects.filter(state__in=RUNNING, sent_at__isnull=False, escalate_at=None)
    rows = rows.select_for_update(of=("self",), skip_locked=True)
    return rows.select_related("office", "request").prefetch_related("pauses").order_by("pk")[:limit]
