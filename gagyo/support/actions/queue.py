"""What people do with their queue: keep a filter under a name, and give many parts of requests an owner at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.support.actions.legs import own_leg
from gagyo.support.models import Leg, SavedFilter, SupportRequest
from gagyo.support.rules.moves import UnableToMoveSupport
from gagyo.support.rules.readers import APPROVES
from gagyo.support.rules.values import UnableToSaveSupport

MOST_FILTERS: Final = 30


@transaction.atomic
def save_filter(*, name: str, query: str, of_office: bool, by: Actor, now: datetime) -> SavedFilter:
    """
    Keep a filter under a name, for oneself or for the whole office; one of that name is replaced.

    query: as the list's address says it
    :raises NotYoursError: for somebody without an office
    :raises UnableToSaveSupport: for a name that is empty, or too many filters
    """
    if by.office_id is None or by.user_id is None:
        raise NotYoursError(_("Filters are kept in an office. Switch to one first."))
    title = name.strip()[:60]
    if not title:
        raise UnableToSaveSupport(_("Give the filter a name."))
    # Two presses at once: the second waits here, and then finds the first one's row.
    list(Office.objects.select_for_update(no_key=True).filter(pk=by.office_id))
    kept = SavedFilter.objects.filter(office_id=by.office_id)
    whose = kept.filter(user=None) if of_office else kept.filter(user_id=by.user_id)
    row = whose.select_for_update().filter(name=title).first()
    if row is None and whose.count() >= MOST_FILTERS:
        raise UnableToSaveSupport(_("There are %(n)d filters already. Remove one first.") % {"n": MOST_FILTERS})
    row = row or SavedFilter(office_id=by.office_id, user_id=None if of_office else by.user_id, name=title)
    row.query = query[:500]
    row.save()
    record(event="support_filter.saved", by=by, at=now, about=row, after=values_of(row))
    return row


def may_remove_filter(row: SavedFilter, *, by: Actor) -> bool:
    """Tell whether somebody removes a filter: one's own, and an office's its manager."""
    if row.user_id is not None:
        return row.user_id == by.user_id
    return row.office_id == by.office_id and by.role in APPROVES


@transaction.atomic
def remove_filter(*, filter_id: int, by: Actor, now: datetime) -> None:
    """
    Forget a filter.

    :raises NotYoursError: if it is another person's, or the office's and the actor is not its manager
    """
    row = SavedFilter.objects.select_for_update(of=("self",)).get(pk=filter_id, office_id=by.office_id or 0)
    if not may_remove_filter(row, by=by):
        raise NotYoursError(_("A filter of the office is removed by its manager, and one's own by oneself."))
    record(event="support_filter.removed", by=by, at=now, about=row, before=values_of(row))
    row.delete()


@dataclass(frozen=True)
class Assigned:
    """How many parts got the owner, and a sentence for each that could not."""

    done: int
    refused: list[str]


def assign_legs(*, leg_ids: Sequence[int], owner_id: int, by: Actor, now: datetime) -> Assigned:
    """
    Name one owner for many legs of the actor's office; each is a change of its own, so that one that has ended
    meanwhile keeps none of the others back.

    :raises NotYoursError: for somebody without an office
    """
    if by.office_id is None:
        raise NotYoursError(_("Only who answers in an office names owners there. Switch to that office first."))
    here = dict(Leg.objects.filter(pk__in=leg_ids, office_id=by.office_id).values_list("pk", "request__number"))
    done, refused = 0, []
    for leg_id in dict.fromkeys(leg_ids):
        if leg_id not in here:
            refused.append(_("One part is not your office's, or is gone."))
            continue
        try:
            own_leg(leg_id=leg_id, owner_id=owner_id, by=by, now=now)
        except SupportRequest.DoesNotExist:
            refused.append(_("%(number)s is no longer yours to read.") % {"number": here[leg_id]})
        except (UnableToMoveSupport, UnableToSaveSupport) as error:
            refused.append(_("%(number)s: %(why)s") % {"number": here[leg_id], "why": error})
        else:
            done += 1
    return Assigned(done, refused)
