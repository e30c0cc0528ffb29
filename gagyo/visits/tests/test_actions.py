from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone, translation

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import AuditRecord
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_body, make_country, make_government
from gagyo.visits.actions.follow_ups import add_follow_up, finish_follow_up, reopen_follow_up
from gagyo.visits.actions.visits import add_visit, archive_visit, edit_visit, move_visit, restore_visit
from gagyo.visits.choices import VisitState
from gagyo.visits.models import Visit, VisitParty
from gagyo.visits.queries.choices import values_of_visit
from gagyo.visits.queries.visits import open_follow_ups
from gagyo.visits.rules.values import FollowUpValues, PartyValues, UnableToSaveVisit, VisitValues
from gagyo.visits.tests.make import make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


VALUES = VisitValues(
    name_ko="하노이 대표단",
    starts_on=date(2024, 4, 2),
    ends_on=date(2024, 4, 3),
    parties=(PartyValues(country_id="VN", persons=12), PartyValues(country_id="KH", persons=4)),
)


def countries() -> None:
    """Make the countries that VALUES names."""
    make_country("VN")
    make_country("KH")


def test_a_visit_of_two_countries_is_entered_with_its_record() -> None:
    countries()
    actor = make_actor()
    visit = add_visit(values=VALUES, by=actor, now=NOW)
    assert values_of_visit(Visit.objects.get(pk=visit.pk)).parties[1].country_id == "KH"
    left = AuditRecord.objects.get(event="visit.created")
    assert left.after
    assert (left.about_id, [party["persons"] for party in left.after["parties"]]) == (str(visit.pk), [12, 4])


def test_a_head_s_name_stands_in_no_audit_record() -> None:
    countries()
    party = PartyValues(country_id="VN", persons=12, head_name="Nguyen Van Secret")
    add_visit(values=replace(VALUES, parties=(party,)), by=make_actor(), now=NOW)
    assert "Secret" not in str(AuditRecord.objects.get(event="visit.created").after)


def test_a_party_keeps_its_id_when_the_visit_is_edited() -> None:
    countries()
    actor = make_actor()
    visit = add_visit(values=VALUES, by=actor, now=NOW)
    current = values_of_visit(Visit.objects.get(pk=visit.pk))
    kept, gone = current.parties
    changed = replace(current, parties=(replace(kept, persons=13),))
    edit_visit(visit_id=visit.pk, values=changed, expected=1, by=actor, now=NOW)
    assert list(VisitParty.objects.values_list("pk", "persons")) == [(kept.party_id, 13)]
    assert not VisitParty.objects.filter(pk=gone.party_id or 0).exists()


def test_a_second_save_is_noticed_and_changes_nothing() -> None:
    countries()
    actor = make_actor()
    visit = add_visit(values=VALUES, by=actor, now=NOW)
    edit_visit(visit_id=visit.pk, values=replace(VALUES, name_ko="하이퐁 대표단"), expected=1, by=actor, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        edit_visit(visit_id=visit.pk, values=VALUES, expected=1, by=actor, now=NOW)
    visit.refresh_from_db()
    assert visit.name_ko == "하이퐁 대표단"


def test_a_visit_hangs_on_no_tie_that_the_officer_does_not_see() -> None:
    countries()
    secret = make_tie(parties=[make_government(), make_body()], office=make_office(), visibility="office")
    with pytest.raises(UnableToSaveVisit, match="not there any more"):
        add_visit(values=replace(VALUES, tie_id=secret.pk), by=make_actor(), now=NOW)
    assert not Visit.objects.past_access(because="a test looks at everything").exists()


def test_another_office_changes_nothing() -> None:
    visit = make_visit(office=make_office())
    with pytest.raises(NotYoursError):
        archive_visit(visit_id=visit.pk, by=make_actor(), now=NOW)


def test_a_cancelled_visit_says_why_and_can_come_back() -> None:
    actor = make_actor()
    office = actor.office_id
    visit = make_visit(office=None, office_id=office, state=VisitState.CONFIRMED, starts_on=date(2026, 6, 1))
    move_visit(visit_id=visit.pk, wanted=VisitState.CANCELLED, reason="방문국 사정", expected=1, by=actor, now=NOW)
    visit.refresh_from_db()
    assert (visit.state, visit.state_reason, visit.version) == ("cancelled", "방문국 사정", 2)
    move_visit(visit_id=visit.pk, wanted=VisitState.PLANNED, reason="다시 추진", expected=2, by=actor, now=NOW)
    assert AuditRecord.objects.filter(event__in=["visit.cancelled", "visit.planned"]).count() == 2


def test_an_archived_visit_comes_back() -> None:
    actor = make_actor()
    visit = make_visit(office=None, office_id=actor.office_id)
    archive_visit(visit_id=visit.pk, by=actor, now=NOW)
    assert not Visit.objects.for_user(actor).exists()
    restore_visit(visit_id=visit.pk, by=actor, now=NOW)
    assert list(Visit.objects.for_user(actor)) == [visit]


def test_a_follow_up_stays_in_the_office_s_work_until_it_is_done() -> None:
    office = make_office()
    actor = make_actor(office=office)
    visit = make_visit(office=office)
    values = FollowUpValues(what="자료 송부", due_on=date(2026, 6, 1))
    row = add_follow_up(visit_id=visit.pk, values=values, by=actor, now=NOW)
    assert list(open_follow_ups(actor=actor)) == [row]
    assert row.owner_id == actor.user_id
    finish_follow_up(visit_id=visit.pk, follow_up_id=row.pk, outcome="보냄", by=actor, now=NOW)
    assert list(open_follow_ups(actor=actor)) == []
    reopen_follow_up(visit_id=visit.pk, follow_up_id=row.pk, by=actor, now=NOW)
    assert list(open_follow_ups(actor=actor)) == [row]
    assert list(open_follow_ups(actor=make_actor())) == []


def test_a_follow_up_is_not_given_to_whoever_leaves_the_office_today() -> None:
    leaving = make_member(role=Role.OFFICER)
    leaving.ends_on = timezone.localdate(NOW)
    leaving.save(update_fields=["ends_on"])
    visit, actor = make_visit(office=leaving.office), make_actor(office=leaving.office)
    values = FollowUpValues(what="자료 송부", due_on=date(2026, 6, 1), owner_id=leaving.user_id)
    with pytest.raises(UnableToSaveVisit, match="colleague"):
        add_follow_up(visit_id=visit.pk, values=values, by=actor, now=NOW)


def test_a_follow_up_is_given_to_colleagues_only() -> None:
    office = make_office()
    stranger = make_member(role=Role.OFFICER)
    values = FollowUpValues(what="자료 송부", due_on=date(2026, 6, 1), owner_id=stranger.user_id)
    with pytest.raises(UnableToSaveVisit, match="colleague"):
        add_follow_up(visit_id=make_visit(office=office).pk, values=values, by=make_actor(office=office), now=NOW)
