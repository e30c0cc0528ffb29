"""Two contacts who are one person: what they host and interpret follows the one that stays; undo divides it."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers

from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import NOW, make_actor
from gagyo.common.rules import system
from gagyo.registry.actions import merge_rows, undo_merge
from gagyo.registry.models import Person
from gagyo.registry.tests.make import make_person
from gagyo.visits.actions.interpreters import forget_destroyed
from gagyo.visits.choices import AnswerState
from gagyo.visits.models import Interpreter, InterpreterTask, Stop, Unavailability
from gagyo.visits.tests.make import SEOUL, make_site, make_stop, make_visit
from gagyo.visits.tests.make_interpreters import make_interpreter, make_task, make_time

pytestmark = pytest.mark.django_db
DAY = NOW.date() + timedelta(days=9)


@pytest.fixture
def people(member: Membership) -> tuple[Person, Person]:
    """Who stays, and who turns out to be the same."""
    office = member.office
    return make_person(office=office, name_ko="박통역"), make_person(office=office, name_ko="박 통역")


def everything() -> dict[str, Any]:
    """Return every row of visits, without versions."""
    found: dict[str, Any] = {}
    for model in apps.get_app_config("visits").get_models():
        for row in serializers.serialize("python", model._base_manager.order_by("pk")):
            row["fields"].pop("version", None)
            found[f"{row['model']}:{row['pk']}"] = row["fields"]
    return found


def test_an_interpreter_whose_contact_is_merged_away_stays_in_the_pool(
    member: Membership, people: tuple[Person, Person]
) -> None:
    winner, loser = people
    row = make_interpreter(office=member.office, person=loser)
    make_time(interpreter=row)
    stop = make_stop(visit=make_visit(office=member.office), site=None, kind="other", language="vi", day=DAY)
    task = make_task(stop=stop, interpreter=row, state=AnswerState.ACCEPTED)
    merge_rows(subject="person", winner_id=winner.pk, loser_id=loser.pk, by=make_actor(office=member.office), now=NOW)
    assert forget_destroyed(by=system(label="nightly"), now=NOW) == 0
    row.refresh_from_db()
    task.refresh_from_db()
    assert (row.person, row.times.count(), task.state) == (winner, 1, AnswerState.ACCEPTED)


def test_all_that_a_contact_hosts_asks_and_misses_follows(member: Membership, people: tuple[Person, Person]) -> None:
    winner, loser = people
    hosted = make_site(office=member.office, host=loser)
    stood_in = make_site(office=member.office, name_ko="다른 곳", stand_in=loser)
    visit = make_visit(office=member.office, asked_by_person=loser)
    stop = make_stop(visit=visit, site=hosted, host=loser)
    noon = datetime.combine(DAY, time(12), SEOUL)
    away = Unavailability.objects.create(
        office=member.office, person=loser, starts_at=noon, ends_at=noon + timedelta(hours=1)
    )
    before, actor = everything(), make_actor(office=member.office)
    merge = merge_rows(subject="person", winner_id=winner.pk, loser_id=loser.pk, by=actor, now=NOW)
    for row in (hosted, stood_in, visit, stop, away):
        row.refresh_from_db()
    found = [hosted.host, stood_in.stand_in, visit.asked_by_person, stop.host, away.person]
    assert found == [winner] * 5
    undo_merge(merge_id=merge.pk, by=actor, now=NOW)
    assert everything() == before


def twice_in_the_pool(member: Membership, people: tuple[Person, Person]) -> tuple[Interpreter, Interpreter, list[Stop]]:
    """Enter both as interpreters: asked both for the first of two stops, the second only asked for the other."""
    rows = [make_interpreter(office=member.office, person=each) for each in people]
    visit = make_visit(office=member.office)
    stops = [
        make_stop(visit=visit, site=None, kind="other", language="vi", day=DAY, starts=starts, ends=ends)
        for starts, ends in (("10:00", "11:00"), ("14:00", "15:00"))
    ]
    for row in rows:
        make_task(stop=stops[0], interpreter=row)
    make_task(stop=stops[1], interpreter=rows[1], state=AnswerState.ACCEPTED)
    return rows[0], rows[1], stops


def test_one_who_was_twice_in_the_pool_is_asked_once_for_a_stop(
    member: Membership, people: tuple[Person, Person]
) -> None:
    winner, loser = people
    stays, goes, stops = twice_in_the_pool(member, people)
    before, actor = everything(), make_actor(office=member.office)
    merge = merge_rows(subject="person", winner_id=winner.pk, loser_id=loser.pk, by=actor, now=NOW)
    tasks = InterpreterTask.objects.order_by("stop__starts_at").values_list("stop", "interpreter", "state")
    assert list(tasks) == [(stops[0].pk, stays.pk, "asked"), (stops[1].pk, stays.pk, "accepted")]
    assert not Interpreter.objects.past_access(because="a test").filter(pk=goes.pk).exists()
    undo_merge(merge_id=merge.pk, by=actor, now=NOW)
    assert everything() == before


def test_one_of_two_who_had_left_the_pool_is_in_it_again(member: Membership, people: tuple[Person, Person]) -> None:
    winner, loser = people
    stays, _goes, stops = twice_in_the_pool(member, people)
    InterpreterTask.objects.filter(interpreter=stays).update(state=AnswerState.WITHDRAWN)
    stays.archived_at = NOW
    stays.save(update_fields=["archived_at"])
    before, actor = everything(), make_actor(office=member.office)
    merge = merge_rows(subject="person", winner_id=winner.pk, loser_id=loser.pk, by=actor, now=NOW)
    forget_destroyed(by=system(label="nightly"), now=NOW)
    tasks = InterpreterTask.objects.filter(interpreter=stays, stop__in=stops).order_by("stop__starts_at", "pk")
    assert list(tasks.values_list("state", flat=True)) == ["withdrawn", "asked", "accepted"]
    undo_merge(merge_id=merge.pk, by=actor, now=NOW)
    assert everything() == before
