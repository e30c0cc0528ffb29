"""A party that is taken out of a visit leaves no stop to everybody, and takes no names with it."""

from dataclasses import replace
from typing import Any

import pytest

from gagyo.accounts.models import Membership
from gagyo.common.rules import Actor
from gagyo.visits.actions.programme import edit_stop, remove_stop, undo_programme, write_parties
from gagyo.visits.actions.programme_proposal import apply_proposal
from gagyo.visits.actions.visits import edit_visit
from gagyo.visits.forms.programme import values_of_stop
from gagyo.visits.models import Stop, StopParty, Visit, VisitMember, VisitParty
from gagyo.visits.queries.choices import values_of_visit
from gagyo.visits.queries.programme_proposal import fingerprint
from gagyo.visits.rules.programme import UnableToSaveStop, UnableToUndoProgramme
from gagyo.visits.rules.programme_proposal import Planned
from gagyo.visits.rules.values import UnableToSaveVisit
from gagyo.visits.tests.make import make_site, make_stop
from gagyo.visits.tests.make_programme import DAY, NOW, visit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def visit(member: Membership) -> Visit:
    """A visit of two parties."""
    return visit_of(member, parties=(("VN", 12), ("KH", 5)))


def stop_for(visit: Visit, *parties: VisitParty, **values: Any) -> Stop:
    """Make a stop for some parties."""
    stop = make_stop(visit=visit, site=None, title_en="Talks", **values)
    write_parties(stop, [party.pk for party in parties])
    return stop


def take_out(visit: Visit, party: VisitParty, *, by: Actor) -> None:
    """Save a visit without one of its parties."""
    row = Visit.objects.past_access(because="a test reads its own row").get(pk=visit.pk)
    values = values_of_visit(row)
    left = tuple(one for one in values.parties if one.party_id != party.pk)
    edit_visit(visit_id=row.pk, values=replace(values, parties=left), expected=row.version, by=by, now=NOW)


def named(stop: Stop) -> list[int]:
    """Return for which parties a stop is."""
    return list(StopParty.objects.filter(stop=stop).values_list("party_id", flat=True))


def test_a_party_stays_while_a_stop_is_for_nobody_else(visit: Visit, actor: Actor) -> None:
    here, leaving = visit.parties.all()
    alone, shared = stop_for(visit, leaving), stop_for(visit, here, leaving, starts="14:00", ends="15:00")
    with pytest.raises(UnableToSaveVisit) as refused:
        take_out(visit, leaving, by=actor)
    assert str(refused.value) == (
        "Cambodia cannot be taken out: these stops are for nobody else: 9 June 2026 10:00 Talks. "
        "Say in the programme for whom they are now, or take them out there; then save again."
    )
    values = replace(values_of_stop(alone), party_ids=(here.pk,))
    edit_stop(visit_id=visit.pk, stop_id=alone.pk, values=values, expected=1, by=actor, now=NOW)
    take_out(visit, leaving, by=actor)
    assert (named(alone), named(shared), list(visit.parties.all())) == ([here.pk], [], [here])


def test_a_party_stays_while_members_are_named_in_it(visit: Visit, actor: Actor) -> None:
    _here, leaving = visit.parties.all()
    VisitMember.objects.create(party=leaving, name="Sok")
    with pytest.raises(UnableToSaveVisit, match="the list of names holds members of it"):
        take_out(visit, leaving, by=actor)
    assert VisitMember.objects.count() == 1


def test_a_proposal_for_a_party_that_left_is_for_nobody_and_not_for_all(
    visit: Visit, member: Membership, actor: Actor
) -> None:
    _here, leaving = visit.parties.all()
    site = make_site(office=member.office)
    planned = Planned(site.pk, (leaving.pk,), DAY, 9 * 60, 10 * 60)
    take_out(visit, leaving, by=actor)
    with pytest.raises(UnableToSaveStop, match="not in the visit any more"):
        apply_proposal(visit_id=visit.pk, planned=[planned], removed=[], seen=fingerprint(visit), by=actor, now=NOW)


def test_a_stop_of_a_party_that_left_does_not_come_back_for_all(visit: Visit, actor: Actor) -> None:
    _here, leaving = visit.parties.all()
    stop = stop_for(visit, leaving)
    left = remove_stop(visit_id=visit.pk, stop_id=stop.pk, expected=1, by=actor, now=NOW)
    take_out(visit, leaving, by=actor)
    with pytest.raises(UnableToUndoProgramme, match="not in the visit any more"):
        undo_programme(visit_id=visit.pk, record_id=left, by=actor, now=NOW)
    assert not Stop.objects.filter(visit=visit).exists()
