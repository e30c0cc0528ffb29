"""Writing where the parties of a visit stay."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gagyo.common.actions import record, save_version
from gagyo.common.rules import Actor
from gagyo.visits.actions.visits import locked
from gagyo.visits.models import Visit, VisitParty
from gagyo.visits.queries.lodging import stays_of
from gagyo.visits.rules.lodging import FIELDS, LodgingValues, check_lodging


@transaction.atomic
def write_lodging(
    *, visit_id: int, lodging: Mapping[int, LodgingValues], expected: int, by: Actor, now: datetime
) -> Visit:
    """
    Say where the parties of a visit stay; a party that is not named keeps what it has.

    lodging: by the party's id; expected: the visit's version that the form was opened with
    :raises SavedMeanwhileError: if somebody saved the visit in between
    :raises UnableToSaveLodging: for an address without a name
    """
    visit = locked(visit_id, by=by)
    before = stays_of(visit)
    for values in lodging.values():
        check_lodging(values)
    save_version(row=visit, expected=expected)
    for party in VisitParty.objects.select_for_update().filter(visit=visit, pk__in=lodging):
        for name in FIELDS:
            setattr(party, name, getattr(lodging[party.pk], name).strip())
        party.save(update_fields=[*FIELDS])
    after = {"lodging": stays_of(visit)}
    record(event="visit.lodging_set", by=by, at=now, about=visit, before={"lodging": before}, after=after)
    return visit
