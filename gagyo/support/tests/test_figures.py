"""Figures of support requests: as of any day from rows with dates, the same by command, API and page."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from hypothesis import settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from gagyo.config.cli import command
from gagyo.support.actions.answers import approve_answer, draft_answer, reopen_request, submit_answer
from gagyo.support.actions.legs import accept_leg, answer_leg
from gagyo.support.actions.requests import withdraw_request
from gagyo.support.choices import ItemOutcome
from gagyo.support.models import Leg, SupportRequest
from gagyo.support.queries.figures import FIRST_ANSWER, UnableToCount, request_figures
from gagyo.support.queries.lists import RequestFilter, requests_for
from gagyo.support.queries.standing import STANDINGS, stood
from gagyo.support.rules.figures import nearest_rank
from gagyo.support.tests.make import Cast, answered, make_cast, make_request, said, sent, text, under_way, user_id
from gagyo.support.tests.test_lives import Life

pytestmark = pytest.mark.each_engine

SEOUL = ZoneInfo("Asia/Seoul")
MONDAY = datetime(2026, 5, 11, 10, 0, tzinfo=SEOUL)
LATER = MONDAY + timedelta(days=30)


def numbers(cast: Cast, day: date, *, now: datetime = LATER) -> dict[str, Any]:
    """Return the figures as of a day."""
    return request_figures(actor=cast.router, as_of=day, now=now, today=now.date()).as_json()


def answer(cast: Cast, leg: Leg, *, now: datetime, outcome: str = ItemOutcome.GRANTED) -> SupportRequest:
    """Take a leg, answer it, and send the one answer."""
    accept_leg(leg_id=leg.pk, by=cast.consul, now=now)
    answer_leg(leg_id=leg.pk, decisions=said(leg, outcome), by=cast.consul, now=now)
    row = leg.request_id
    draft_answer(request_id=row, text=text("답변"), decisions=said(leg, outcome), by=cast.router, now=now)
    submit_answer(request_id=row, approver_ids=[user_id(cast.director)], by=cast.router, now=now)
    return approve_answer(request_id=row, by=cast.director, now=now)


def test_a_request_counts_from_the_day_on_which_it_left_its_office(cast: Cast) -> None:
    make_request(cast, now=MONDAY)
    sent(cast, now=MONDAY)
    assert numbers(cast, date(2026, 5, 10))["received"] == 0
    assert numbers(cast, date(2026, 5, 11)) | {"as_of": ""} == {
        **dict.fromkeys(STANDINGS, 0),
        "received": 1,
        "open": 1,
        FIRST_ANSWER: None,
        "rule": "support-requests",
        "as_of": "",
    }


def test_what_was_answered_reopened_and_answered_again_counts_as_it_stood_on_each_day(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi, now=MONDAY)
    row = answer(cast, leg, now=MONDAY + timedelta(days=2), outcome=ItemOutcome.PART)
    item = row.items.first()
    assert item is not None
    reopen_request(
        request_id=row.pk, item_ids=[item.pk], reason="일부만", by=cast.officer, now=MONDAY + timedelta(days=4)
    )
    days = [numbers(cast, date(2026, 5, day)) for day in (11, 13, 15)]
    assert [each["open"] for each in days] == [1, 0, 1]
    assert [each["answered"] for each in days] == [0, 1, 0]
    assert [(each["fulfilled"], each["fulfilled_in_part"]) for each in days] == [(0, 0), (0, 1), (0, 0)]


def test_one_withdrawn_after_it_was_asked_again_is_withdrawn_from_that_day(cast: Cast) -> None:
    row = answered(cast, now=MONDAY)
    items, later = [item.pk for item in row.items.all()], MONDAY + timedelta(days=3)
    reopen_request(request_id=row.pk, item_ids=items, reason="더 알려 주십시오", by=cast.officer, now=later)
    withdraw_request(request_id=row.pk, reason="필요 없음", by=cast.officer, now=later)
    before, after = numbers(cast, date(2026, 5, 13)), numbers(cast, date(2026, 5, 14))
    assert (before["answered"], before["fulfilled"], before["withdrawn"]) == (1, 1, 0)
    assert (after["answered"], after["fulfilled"], after["withdrawn"]) == (0, 0, 1)


def test_late_is_what_an_office_holds_past_its_due_time(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi, now=MONDAY)
    assert leg.due_at is not None
    day_due = leg.due_at.astimezone(SEOUL).date()
    assert numbers(cast, day_due - timedelta(days=1))["overdue"] == 0
    assert numbers(cast, day_due)["overdue"] == 1
    answer(cast, leg, now=leg.due_at + timedelta(days=2))
    assert numbers(cast, day_due)["overdue"] == 1
    assert numbers(cast, day_due + timedelta(days=3))["overdue"] == 0


def test_hours_to_the_first_answer_are_working_hours_without_nights_and_week_ends(cast: Cast) -> None:
    # Friday 16:00 to Monday 11:00: two hours on Friday and two on Monday.
    friday = datetime(2026, 5, 15, 16, 0, tzinfo=SEOUL)
    (leg,) = under_way(cast, cast.hanoi, now=friday)
    answer(cast, leg, now=datetime(2026, 5, 18, 11, 0, tzinfo=SEOUL))
    assert numbers(cast, date(2026, 5, 17))[FIRST_ANSWER] is None
    assert numbers(cast, date(2026, 5, 18))[FIRST_ANSWER] == 4.0


def test_each_figure_opens_the_rows_that_it_counted(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi, now=MONDAY)
    answer(cast, leg, now=MONDAY + timedelta(days=1))
    sent(cast, now=MONDAY + timedelta(days=2))
    found = request_figures(actor=cast.router, as_of=date(2026, 5, 20), now=LATER, today=LATER.date())
    for name in STANDINGS:
        figure = found.figures[name]
        wanted = RequestFilter(state="all", stood=name, as_of="2026-05-20")
        assert figure.href == wanted.href()
        assert requests_for(actor=cast.router, wanted=wanted, now=LATER).count() == figure.value


def test_a_day_that_is_none_or_still_to_come_is_refused_in_a_sentence(cast: Cast) -> None:
    for asked, word in (("2026-13-01", "2026-13-01"), ("2999-01-01", "2999-01-01")):
        with pytest.raises(UnableToCount, match=word):
            request_figures(actor=cast.router, as_of=asked, now=LATER, today=LATER.date())


def run(*words: str) -> Result:
    """Run `gagyo figures requests ...`."""
    return CliRunner().invoke(command, ["figures", "requests", *words], standalone_mode=False)


def test_the_command_and_the_api_say_the_same(cast: Cast, client: Client) -> None:
    answered(cast, now=MONDAY)
    printed = run("--as-of", "2026-06-30", "--json")
    told = json.loads(printed.output)
    assert (told["received"], told["answered"], told["fulfilled"]) == (1, 1, 1)
    asked = client.get("/api/v1/figures/requests?as_of=2026-06-30")
    assert {key: asked.json()[key] for key in told} == told
    assert client.get("/api/v1/figures/requests?as_of=2999-01-01").status_code == 404
    assert run("--as-of", "someday").exception is not None


def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() -> None:
    values = [Decimal(each) for each in (1, 2, 4, 9)]
    assert nearest_rank(values, share=Decimal("0.5")) == Decimal(3)
    assert nearest_rank(values, share=Decimal("0.9")) == Decimal(9)
    assert nearest_rank([], share=Decimal("0.5")) is None


class Counted(Life):
    """A request's life, in which what a figure said of a moment is said of it ever after."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[datetime, frozenset[str]]] = []

    def tried(self, work: Any) -> bool:
        """Let more time pass than the others do, so that answers are late."""
        self.now += timedelta(hours=11)
        return super().tried(work)

    @invariant()
    def the_past_stays(self) -> None:
        """Everything received is answered, withdrawn or open, and stays so as of that moment."""
        if not hasattr(self, "row_id"):
            return
        until = self.now + timedelta(minutes=1)
        now_told = self.standings(until)
        assert len(now_told & {"answered", "withdrawn", "open"}) == ("received" in now_told)
        self.told.append((until, now_told))
        # One step back, three and nine: each moment is looked at again right after, and after much has happened.
        if self.moved_since("the past"):
            for before, told in (*self.told[-2:-1], *self.told[-4:-3], *self.told[-10:-9]):
                assert self.standings(before) == told

    def standings(self, until: datetime) -> frozenset[str]:
        """Return how the request stood at a moment."""
        rows = SupportRequest.objects.past_access(because="the test looks on").filter(pk=self.row_id)
        return frozenset(name for name in STANDINGS if rows.filter(stood(name, until=until)).exists())


@pytest.mark.django_db
def test_what_a_figure_said_of_a_day_is_said_of_it_ever_after() -> None:
    Counted.cast = make_cast()
    run_state_machine_as_test(Counted, settings=settings(max_examples=3, stateful_step_count=15))
