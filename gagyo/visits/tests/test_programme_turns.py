"""Two visits that want one room at the same moment take turns: the second sees what the first took."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time
from threading import Event

import pytest
from django.db import connection, transaction

from gagyo.accounts.models import Membership
from gagyo.common.rules import Actor
from gagyo.visits.actions.programme import add_stop
from gagyo.visits.choices import StopKind
from gagyo.visits.models import Room, Stop, Visit
from gagyo.visits.rules.programme import StopValues, UnableToSaveStop
from gagyo.visits.tests.make_programme import DAY, NOW, visit_of

VALUES = StopValues(kind=StopKind.MEETING, day=DAY, starts=time(10), ends=time(11), title_en="Talks")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_room_is_not_taken_by_two_visits_at_the_same_moment(member: Membership, actor: Actor) -> None:
    if connection.vendor != "postgresql":
        pytest.fail("SQLite lets only one write at a time: run this with GAGYO_DATABASE_URL of a PostgreSQL.")
    room = Room.objects.create(office=member.office, name_ko="회의실", name_en="Room", seats=30)
    values = replace(VALUES, room_id=room.pk)
    taken, go_on = Event(), Event()

    def take(visit: Visit, *, wait: bool) -> bool:
        try:
            with transaction.atomic():
                add_stop(visit_id=visit.pk, values=values, by=actor, now=NOW)
                taken.set()
                return go_on.wait(10) if wait else True
        except UnableToSaveStop:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(take, visit_of(member), wait=True)
        assert taken.wait(10)
        second = pool.submit(take, visit_of(member), wait=False)
        # The second answers only once the first has ended.
        go_on.wait(0.5)
        go_on.set()
        assert (first.result(), second.result()) == (True, False)
    assert Stop.objects.filter(room=room).count() == 1
