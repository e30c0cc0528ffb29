"""Who reads a support request, and what is said on it, as conditions: rules.readers in SQL."""

from django.db.models import Exists, OuterRef, Q

from gagyo.accounts.choices import OfficeKind
from gagyo.accounts.models import Office
from gagyo.common.rules import Actor
from gagyo.support.choices import Audience, Confidentiality
from gagyo.support.models.approvals import Approval
from gagyo.support.models.legs import LIVE_OR_ANSWERED, Leg
from gagyo.support.models.requests import RequestReader

NOTHING = Q(pk__in=())
SENT = Q(sent_at__isnull=False)


def request_readable(actor: Actor) -> Q:
    """Return the condition under which the actor reads a support request."""
    if actor.is_system:
        return Q()
    if actor.is_anonymous:
        return NOTHING
    normal = Q(confidentiality=Confidentiality.NORMAL) & _involved(actor)
    return normal | (Q(confidentiality=Confidentiality.RESTRICTED) & _named(actor))


def _involved(actor: Actor) -> Q:
    if actor.reads_all:
        return Q()
    offices = set(actor.reads_offices) | ({actor.office_id} if actor.office_id else set())
    if not offices:
        return NOTHING
    legs = Leg.objects.filter(office_id__in=offices, sent_at__isnull=False).order_by()
    routes = Q(Exists(Office.objects.filter(pk=actor.office_id or 0, kind=OfficeKind.MINISTRY)))
    return Q(office_id__in=offices) | (SENT & (Q(pk__in=legs.values("request")) | routes))


def _named(actor: Actor) -> Q:
    """Persons are named in their office: who leaves it reads no more."""
    user, office = actor.user_id, actor.office_id
    if user is None or office is None:
        return NOTHING
    own = Q(office_id=office)
    steps = Approval.objects.filter(Q(approver_id=user) | Q(stand_in_id=user)).order_by()
    readers = RequestReader.objects.filter(Q(user=None) | Q(user_id=user), office_id=office).order_by()
    legs = Leg.objects.filter(office_id=office, state__in=LIVE_OR_ANSWERED).order_by()
    asking = own & (Q(officer_id=user) | Q(pk__in=steps.filter(answer=None).values("request")))
    answering = Q(router_id=office, pk__in=steps.filter(request=None).values("answer__request"))
    named = Q(pk__in=readers.values("request")) & (SENT | own)
    return asking | (SENT & answering) | named | (SENT & Q(pk__in=legs.values("request")))


def heard(actor: Actor) -> Q:
    """Return the condition of comments or attachments on a request that the actor reads: rules.readers.hears in SQL."""
    if actor.reads_all:
        return Q()
    if actor.is_anonymous:
        return NOTHING
    offices = set(actor.reads_offices) | ({actor.office_id} if actor.office_id else set())
    legs = Leg.objects.filter(request=OuterRef("request"), office_id__in=offices, sent_at__isnull=False).order_by()
    ministry = Q(Exists(Office.objects.filter(pk=actor.office_id or 0, kind=OfficeKind.MINISTRY)))
    drafts = Q(Exists(legs)) | (ministry & ~Q(request__office_id=actor.office_id or 0))
    return Q(audience=Audience.ALL) | Q(office_id__in=offices) | (Q(audience=Audience.LEGS) & drafts)
