"""Who reads a support request, and what is said on it, as conditions: rules.readers in SQL."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gagyo.accounts.choices import OfficeKind
from gagyo.accounts.models import Office
from gagyo.common.rules import Actor
from gagyo.support.choices import Audience, Confidentiality
from gagyo.support.models.approvals import Approval
from gagyo.support.models.legs import LIVE_OR_ANSWERED, Leg
from gagyo.support.models.requests import RequestReader, SupportRequest

NOTHING = Q(pk__in=())
SENT = Q(sent_at__isnull=False)
NORMAL = Q(confidentiality=Confidentiality.NORMAL)
RESTRICTED = Q(confidentiality=Confidentiality.RESTRICTED)


def request_readable(actor: Actor) -> Q:
    """
    Return the condition under which the actor reads a support request.

    What an index answers stands first: the ministry's alternatives are seldom tried to their end.
    """
    return reduce(or_, readable_apart(actor))


def readable_apart(actor: Actor) -> tuple[Q, ...]:
    """Return the same as conditions that never hold together, each of which an index counts quickly."""
    if actor.is_system:
        return (Q(),)
    if actor.is_anonymous:
        return (NOTHING,)
    restricted = RESTRICTED & _named(actor)
    if actor.reads_all:
        return NORMAL, restricted
    offices = offices_of(actor)
    if not offices:
        return (NOTHING,)
    own = Q(office_id__in=offices)
    if in_ministry(actor):
        return NORMAL & (SENT | own), restricted
    return NORMAL & (own | (SENT & Q(pk__in=_legs(offices).values("request")))), restricted


def offices_of(actor: Actor) -> set[int]:
    """Return the offices as which the actor reads: the present one, and those below it for an auditor."""
    return set(actor.reads_offices) | ({actor.office_id} if actor.office_id else set())


def in_ministry(actor: Actor) -> bool:
    """Tell whether the actor works in an office of the ministry; asks only where the actor does not say it."""
    if actor.office_id is None or actor.office_kind:
        return actor.office_kind == OfficeKind.MINISTRY
    return Office.objects.filter(pk=actor.office_id, kind=OfficeKind.MINISTRY).exists()


def _named(actor: Actor) -> Q:
    """Persons are named in their office: who leaves it reads no more."""
    user, office = actor.user_id, actor.office_id
    if user is None or office is None:
        return NOTHING
    own = Q(office_id=office)
    steps, readers = _steps(user), _readers(user, office)
    legs = Leg.objects.filter(office_id=office, state__in=LIVE_OR_ANSWERED).order_by()
    asking = own & (Q(officer_id=user) | Q(pk__in=steps.filter(answer=None).values("request")))
    answering = Q(router_id=office, pk__in=steps.filter(request=None).values("answer__request"))
    named = Q(pk__in=readers.values("request")) & (SENT | own)
    return asking | (SENT & answering) | named | (SENT & Q(pk__in=legs.values("request")))


def reads_most(actor: Actor) -> bool:
    """Tell whether somebody reads most requests; of nobody's account it is not asked."""
    return actor.reads_all or actor.is_anonymous or in_ministry(actor)


def requests_near(actor: Actor) -> "QuerySet[Any, Any] | None":
    """
    Return the ids of all requests that the actor's offices have anything to do with: more than what the actor reads.

    None for those who read most requests, where it would narrow nothing. Each part is answered by an index alone.
    """
    if reads_most(actor):
        return None
    offices = offices_of(actor)
    every = SupportRequest.objects.past_access(because="ids alone, which narrow what for_user() gives")
    own = every.filter(office_id__in=offices).order_by().values("pk")
    parts = [
        _legs(offices).values("request"),
        _readers(actor.user_id or 0, actor.office_id or 0).values("request"),
        every.filter(router_id__in=offices).order_by().values("pk"),
    ]
    return own.union(*parts, all=True)


def _legs(offices: set[int]) -> "QuerySet[Leg]":
    return Leg.objects.filter(office_id__in=offices, sent_at__isnull=False).order_by()


def _steps(user: int) -> "QuerySet[Approval]":
    return Approval.objects.filter(Q(approver_id=user) | Q(stand_in_id=user)).order_by()


def _readers(user: int, office: int) -> "QuerySet[RequestReader]":
    return RequestReader.objects.filter(Q(user=None) | Q(user_id=user), office_id=office).order_by()


def heard(actor: Actor) -> Q:
    """Return the condition of comments or attachments on a request that the actor reads: rules.readers.hears in SQL."""
    if actor.reads_all:
        return Q()
    if actor.is_anonymous:
        return NOTHING
    offices = offices_of(actor)
    told = Q(audience=Audience.ALL) | Q(office_id__in=offices)
    legs = Leg.objects.filter(request=OuterRef("request"), office_id__in=offices, sent_at__isnull=False).order_by()
    drafts = Q(Exists(legs))
    if in_ministry(actor):
        drafts = ~Q(request__office_id=actor.office_id or 0) | drafts
    return told | (Q(audience=Audience.LEGS) & drafts)
