"""Two presses at the same moment, on PostgreSQL: each waits for the other, and neither ends in an error."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from gagyo.ambassadors.actions.consolidated import publish_consolidated, set_clock_day
from gagyo.ambassadors.models import ClockDay, ConsolidatedPlan
from gagyo.ambassadors.rules.plan_values import UnableToSavePlan
from gagyo.ambassadors.tests.make_plans import NOW, YEAR, approved_plan, make_plan_cast
from gagyo.common.models import TranslatedText
from gagyo.support.actions.absences import set_absence
from gagyo.support.actions.answers import approve_answer
from gagyo.support.actions.approvals import approve_request, recall_request, submit_request
from gagyo.support.actions.legs import accept_leg, answer_leg, pause_leg
from gagyo.support.actions.queue import save_filter
from gagyo.support.actions.requests import withdraw_request
from gagyo.support.actions.settings import set_hours
from gagyo.support.models import Absence, LegPause, SavedFilter, SupportRequest, WorkHours
from gagyo.support.rules.approval import UnableToApprove
from gagyo.support.rules.clock import Hours
from gagyo.support.rules.moves import UnableToMoveSupport
from gagyo.support.tests.make import make_cast, make_request, said, under_way, user_id

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
REFUSED = (UnableToMoveSupport, UnableToApprove, UnableToSavePlan)


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.fail("SQLite lets only one write at a time: run this with GAGYO_DATABASE_URL of a PostgreSQL.")


def together(*works: Callable[[], object]) -> list[str]:
    """Do several things at the same moment, and return in order of the alphabet whether each was done or refused."""
    start = Barrier(len(works))

    def one(work: Callable[[], object]) -> str:
        try:
            start.wait(10)
            work()
        except REFUSED:
            return "refused"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(one, works))


def test_the_ministry_and_the_association_publish_one_edition_each_in_turn() -> None:
    cast = make_plan_cast()
    approved_plan(cast.ambassador, cast.manager)

    def publish(by: Any) -> object:
        return publish_consolidated(year=YEAR, note=TranslatedText(), by=by, now=NOW)

    # The second finds that nothing has changed since the first.
    assert together(lambda: publish(cast.ministry), lambda: publish(cast.association)) == ["done", "refused"]
    assert [each.edition for each in ConsolidatedPlan.objects.past_access(because="a test")] == [1]


def test_a_day_of_the_clock_that_is_set_twice_at_once_is_kept_once() -> None:
    cast = make_plan_cast()
    day: dict[str, Any] = {"event": "plan", "year": YEAR, "due_on": date(YEAR - 1, 12, 1)}

    def work() -> object:
        return set_clock_day(**day, by=cast.ministry, now=NOW)

    assert together(work, work) == ["done", "done"]
    assert ClockDay.objects.filter(year=YEAR).count() == 1


def test_hours_filters_and_absences_that_are_saved_twice_at_once_are_kept_once() -> None:
    cast = make_cast()
    days: dict[str, Any] = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 6), "by": cast.manager, "now": NOW}
    people: dict[str, Any] = {"user_id": user_id(cast.manager), "stand_in_id": user_id(cast.second_manager)}
    works: list[Callable[[], object]] = [
        lambda: save_filter(name="내 것", query="q=1", of_office=True, by=cast.officer, now=NOW),
        lambda: set_hours(hours=Hours(), by=cast.manager, now=NOW),
    ]
    for work in works:
        assert together(work, work) == ["done", "done"]
    assert together(lambda: set_absence(**people, **days), lambda: set_absence(**people, **days)) == ["done", "refused"]
    counts = (SavedFilter.objects.count(), WorkHours.objects.filter(office=cast.city).count(), Absence.objects.count())
    assert counts == (1, 1, 1)


def test_of_an_approval_and_a_recall_at_once_one_is_done() -> None:
    cast = make_cast()
    row = make_request(cast)
    ids = [user_id(cast.manager)]
    submit_request(request_id=row.pk, approver_ids=ids, expected=row.version, by=cast.officer, now=NOW)
    found = together(
        lambda: approve_request(request_id=row.pk, by=cast.manager, now=NOW),
        lambda: recall_request(request_id=row.pk, by=cast.officer, now=NOW),
    )
    assert found == ["done", "refused"]
    assert SupportRequest.objects.past_access(because="a test").get(pk=row.pk).state in {"draft", "sent"}


def test_a_part_is_answered_once_and_paused_once() -> None:
    cast = make_cast()
    first, second = under_way(cast, cast.hanoi, cast.tokyo)
    accept_leg(leg_id=first.pk, by=cast.consul, now=NOW)
    accept_leg(leg_id=second.pk, by=cast.tokyo_consul, now=NOW)

    def answer() -> object:
        return answer_leg(leg_id=first.pk, decisions=said(first), by=cast.consul, now=NOW)

    def pause() -> object:
        return pause_leg(leg_id=second.pk, reason="언제?", by=cast.tokyo_consul, now=NOW)

    assert together(answer, answer) == ["done", "refused"]
    assert together(pause, pause) == ["done", "refused"]
    assert LegPause.objects.count() == 1


def test_an_answer_and_a_withdrawal_at_once_leave_one_of_both() -> None:
    cast = make_cast()
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    found = together(
        lambda: answer_leg(leg_id=leg.pk, decisions=said(leg), by=cast.consul, now=NOW),
        lambda: withdraw_request(request_id=leg.request_id, reason="그만", by=cast.officer, now=NOW),
        lambda: approve_answer(request_id=leg.request_id, by=cast.director, now=NOW),
    )
    leg.refresh_from_db()
    # The withdrawal comes through either way; the answer does where it was first, and stays as it was given.
    assert found in (["done", "done", "refused"], ["done", "refused", "refused"])
    assert leg.state == ("answered" if found.count("done") == 2 else "withdrawn")
