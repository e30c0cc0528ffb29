"""What each local government's ordinance says of its council's consent."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import NotYoursError
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.partnerships.models import ConsentRule
from gagyo.registry.models import Body


def may_set_council_rule(*, actor: Actor, body: Body) -> bool:
    """Tell whether the actor keeps that local government's rules: its own manager, or the operator."""
    if actor.is_system or actor.role == Role.OPERATOR:
        return True
    return actor.role == Role.MANAGER and body.works_as_id is not None and body.works_as_id == actor.office_id


@transaction.atomic
def set_council_rule(
    *,
    body_id: int,
    kind: str,
    requires_consent: bool,
    starts_on: date | None,
    local_name_ko: str,
    local_name_en: str,
    basis: str,
    by: Actor,
    now: datetime,
) -> ConsentRule:
    """
    Say what holds for a kind from a day on; a rule of the same day is replaced.

    :raises NotYoursError: for anybody but that local government's manager and the operator
    """
    body = _own_body(body_id, by=by)
    old = ConsentRule.objects.filter(body=body, kind=kind, starts_on=starts_on).first()
    before = values_of(old) if old else None
    row = old or ConsentRule(body=body, kind=kind, starts_on=starts_on)
    row.requires_consent = requires_consent
    row.local_name_ko, row.local_name_en, row.basis = local_name_ko.strip(), local_name_en.strip(), basis.strip()
    row.save()
    record(event="council_rule.set", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


@transaction.atomic
def remove_council_rule(*, rule_id: int, by: Actor, now: datetime) -> Body:
    """Take a rule back, so that the one before it, or what is usual, holds; the audit record keeps it."""
    row = ConsentRule.objects.select_related("body").get(pk=rule_id)
    body = _own_body(row.body_id, by=by)
    record(event="council_rule.removed", by=by, at=now, about=row, before=values_of(row))
    row.delete()
    return body


def _own_body(body_id: int, *, by: Actor) -> Body:
    body = Body.objects.get(pk=body_id)
    if not may_set_council_rule(actor=by, body=body):
        raise NotYoursError(
            _("The council rules of %(government)s are kept by its manager or the operator. Ask one of them.")
            % {"government": body}
        )
    return body
