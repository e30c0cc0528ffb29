"""The clock runs while somebody works on a part, on PostgreSQL: neither waits for the other in a ring."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from gagyo.common.rules import system
from gagyo.support.actions.escalation import Told, remind_and_escalate
from gagyo.support.actions.legs import accept_leg, answer_leg
from gagyo.support.models import Leg
from gagyo.support.tests.make import make_cast, said, under_way
from gagyo.support.tests.test_escalation import MONDAY

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATE = MONDAY + timedelta(days=20)


def run() -> Told:
    """Run the job on a connection of its own."""
    try:
        return remind_and_escalate(by=system(label="test"), now=LATE)
    finally:
        connection.close()


@pytest.mark.parametrize("are_reckoned", [True, False])
def test_a_part_that_is_being_answered_holds_up_nobody_and_is_not_told_of(are_reckoned: bool) -> None:
    if connection.vendor != "postgresql":
        pytest.fail("SQLite lets only one write at a time: run this with GAGYO_DATABASE_URL of a PostgreSQL.")
    cast = make_cast()
    first, second = under_way(cast, cast.tokyo, cast.hanoi, now=MONDAY)
    accept_leg(leg_id=second.pk, by=cast.consul, now=MONDAY)
    if not are_reckoned:
        Leg.objects.update(remind_at=None, escalate_at=None, escalate_further_at=None)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        answer_leg(leg_id=second.pk, decisions=said(second), by=cast.consul, now=LATE)
        # It comes to its end while the answer is not written yet.
        told = pool.submit(run).result(timeout=20)
    assert (told.escalated, told.escalated_further) == (1, 1)
    assert run() == Told(0, 0, 0, 0)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.escalated_at, second.escalated_at) == (LATE, None)
