"""
No sequence of moves loses an item, answers one twice, lets anybody approve their own work, or shows a restricted
request to a stranger: hypothesis tries sequences of everybody's moves against the real actions.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gagyo.accounts.models import Office
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.support.actions import answers, approvals, leg_moves, legs, requests, routing
from gagyo.support.choices import DECIDED, Decision, ItemOutcome, LegState, RequestState
from gagyo.support.models import AnswerItem, Approval, Leg, LegItem, RequestItem, SupportRequest, Writer
from gagyo.support.models.legs import OPEN_LEG
from gagyo.support.queries.answers import suggested_answer, unheld_items
from gagyo.support.queries.requests import values_of_request
from gagyo.support.rules.approval import UnableToApprove
from gagyo.support.rules.moves import UnableToMoveSupport
from gagyo.support.rules.readers import Reader
from gagyo.support.rules.values import DecisionValues, UnableToSaveSupport
from gagyo.support.tests.make import NOW, Cast, make_cast, make_request, text, user_id

REFUSALS = (UnableToMoveSupport, UnableToApprove, UnableToSaveSupport, SupportRequest.DoesNotExist)
PEOPLE = st.sampled_from(
    [
        "officer",
        "second_officer",
        "manager",
        "second_manager",
        "router",
        "director",
        "consul",
        "tokyo_consul",
        "stranger",
    ]
)
OFFICES = st.sampled_from(["hanoi", "tokyo", "bureau"])
NUMBERS = st.integers(min_value=0, max_value=5)
OUTCOMES = st.sampled_from([ItemOutcome.GRANTED, ItemOutcome.PART, ItemOutcome.REFUSED, ItemOutcome.OPEN])
ITEMS = ("시장 소개", "통역 지원", "연사 추천")


class Life(RuleBasedStateMachine):
    """One request, moved by everybody who can and by everybody who cannot."""

    cast: Cast
    row_id: int
    restricted: bool

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.now = NOW
        self.sent_answers: dict[tuple[int, int], tuple[str, str]] = {}
        self.moves = 0
        self.looked_at: dict[str, int] = {}

    def moved_since(self, promise: str) -> bool:
        """
        Tell whether a move was done since this was last asked for that promise.

        Most moves are refused and taken back whole: what was so before them is so after them.
        """
        before = self.looked_at.get(promise)
        self.looked_at[promise] = self.moves
        return before != self.moves

    def teardown(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @initialize(restricted=st.booleans(), begun=st.sampled_from(["draft", "sent", "under_way", "answered"]))
    def begin(self, restricted: bool, begun: str) -> None:
        """Draft the request, and let some lives begin further on: by chance alone few would come there."""
        self.restricted = restricted
        values: dict[str, Any] = {}
        if restricted:
            values = {"confidentiality": "restricted", "readers": (Reader(self.cast.desk.pk),)}
        row = make_request(self.cast, items=ITEMS, **values)
        self.row_id, self.item_ids = row.pk, {item.pk for item in row.items.all()}
        self.wrote = {user_id(self.cast.officer)}
        self.wrote_answer: set[int] = set()
        if begun != "draft":
            self.submit_well()
            self.approve_well()
        if begun in {"under_way", "answered"}:
            for office in ("hanoi", "tokyo"):
                self.route_well(office)
        if begun == "answered":
            for at in (0, 1):
                self.answer_well(at)
            self.draft_well()
            self.decide_answer("director", True)

    @property
    def row(self) -> SupportRequest:
        """The request as it is kept now."""
        return SupportRequest.objects.past_access(because="the test looks on").get(pk=self.row_id)

    def who(self, name: str) -> Actor:
        """Return somebody by name."""
        actor: Actor = getattr(self.cast, name)
        return actor

    def tried(self, work: Callable[[], object]) -> bool:
        """Try a move in its own savepoint, and return whether it was done."""
        self.now += timedelta(minutes=30)
        try:
            with transaction.atomic():
                work()
        except REFUSALS:
            return False
        self.moves += 1
        return True

    def leg(self, at: int) -> int | None:
        """Return the id of one of the request's legs."""
        ids = list(Leg.objects.filter(request=self.row_id).order_by("pk").values_list("pk", flat=True))
        return ids[at % len(ids)] if ids else None

    def on_leg(self, at: int, work: Callable[[int], object]) -> bool:
        """Try a move of a leg."""
        leg_id = self.leg(at)
        return leg_id is not None and self.tried(lambda: work(leg_id))

    @rule(name=PEOPLE)
    def edit(self, name: str) -> None:
        """Edit the request without changing its items."""
        row, by = self.row, self.who(name)
        values = values_of_request(row)
        done = self.tried(
            lambda: requests.edit_request(request_id=row.pk, values=values, expected=row.version, by=by, now=self.now)
        )
        if done:
            self.wrote.add(user_id(by))

    @rule(name=PEOPLE, approver=PEOPLE)
    def submit(self, name: str, approver: str) -> None:
        """Submit it to anybody."""
        row, by = self.row, self.who(name)
        done = self.tried(
            lambda: approvals.submit_request(
                request_id=row.pk,
                approver_ids=[user_id(self.who(approver))],
                expected=row.version,
                by=by,
                now=self.now,
            )
        )
        if done:
            self.wrote.add(user_id(by))

    @rule()
    def submit_well(self) -> None:
        """Submit it as it is meant, so that many lives come further."""
        row = self.row
        self.tried(
            lambda: approvals.submit_request(
                request_id=row.pk,
                approver_ids=[user_id(self.cast.second_manager)],
                expected=row.version,
                by=self.cast.officer,
                now=self.now,
            )
        )

    @rule(name=PEOPLE, yes=st.booleans())
    def decide(self, name: str, yes: bool) -> None:
        """Approve or return the request."""
        by = self.who(name)
        if yes:
            self.tried(lambda: approvals.approve_request(request_id=self.row_id, by=by, now=self.now))
        else:
            self.tried(lambda: approvals.return_request(request_id=self.row_id, reason="고칠 것", by=by, now=self.now))

    @rule()
    def approve_well(self) -> None:
        """Approve it by who is asked."""
        by = self.cast.second_manager
        self.tried(lambda: approvals.approve_request(request_id=self.row_id, by=by, now=self.now))

    @rule(name=PEOPLE, office=OFFICES, some=st.booleans())
    def propose(self, name: str, office: str, some: bool) -> None:
        """Propose an office, for all items or for one."""
        ids = tuple(sorted(self.item_ids))[:1] if some else ()
        values = routing.LegValues(getattr(self.cast, office).pk, item_ids=ids)
        by = self.who(name)
        self.tried(lambda: routing.propose_legs(request_id=self.row_id, legs=[values], by=by, now=self.now))

    @rule(office=OFFICES)
    def route_well(self, office: str) -> None:
        """Send it to an office."""
        values = routing.LegValues(getattr(self.cast, office).pk)
        by = self.cast.router
        self.tried(lambda: routing.propose_legs(request_id=self.row_id, legs=[values], by=by, now=self.now))
        self.tried(lambda: routing.confirm_routing(request_id=self.row_id, by=by, now=self.now))

    @rule(
        name=PEOPLE,
        at=NUMBERS,
        into=NUMBERS,
        office=OFFICES,
        what=st.sampled_from(["drop", "accept", "refuse", "pass_on", "split", "join", "pause", "resume", "withdraw"]),
    )
    def move_leg(self, name: str, at: int, into: int, office: str, what: str) -> None:
        """Do anything with any leg."""
        by, now, target = self.who(name), self.now, getattr(self.cast, office).pk
        item = sorted(self.item_ids)[into % len(self.item_ids)]
        other = self.leg(into) or 0
        moves: dict[str, Callable[[int], object]] = {
            "drop": lambda pk: routing.drop_leg(leg_id=pk, by=by, now=now),
            "accept": lambda pk: legs.accept_leg(leg_id=pk, by=by, now=now),
            "refuse": lambda pk: legs.refuse_leg(leg_id=pk, reason="관할이 아님", by=by, now=now),
            "pass_on": lambda pk: leg_moves.pass_leg_on(leg_id=pk, office_id=target, reason="거기", by=by, now=now),
            "split": lambda pk: leg_moves.split_leg(
                leg_id=pk, office_id=target, item_ids=[item], reason="소관", by=by, now=now
            ),
            "join": lambda pk: leg_moves.join_leg(leg_id=pk, into_id=other, reason="하나로", by=by, now=now),
            "pause": lambda pk: legs.pause_leg(leg_id=pk, reason="언제?", by=by, now=now),
            "resume": lambda pk: legs.resume_leg(leg_id=pk, by=by, now=now),
            "withdraw": lambda pk: legs.withdraw_leg(leg_id=pk, reason="잘못", by=by, now=now),
        }
        self.on_leg(at, moves[what])

    @rule(name=PEOPLE, at=NUMBERS, outcome=OUTCOMES)
    def answer_leg(self, name: str, at: int, outcome: str) -> None:
        """Answer a leg, or one of its items."""
        by = self.who(name)

        def work(leg_id: int) -> None:
            rows = LegItem.objects.filter(leg=leg_id, item__outcome=ItemOutcome.OPEN)
            said = [DecisionValues(row.item_id, outcome, text("답")) for row in rows]
            legs.decide_leg_items(leg_id=leg_id, decisions=said, by=by, now=self.now)

        if self.on_leg(at, work):
            self.wrote_answer.add(user_id(by))
        self.on_leg(at, lambda pk: legs.answer_leg(leg_id=pk, by=by, now=self.now))

    @rule(at=NUMBERS)
    def answer_well(self, at: int) -> None:
        """Let the office of a leg accept and answer it."""
        leg_id = self.leg(at)
        office = Leg.objects.values_list("office_id", flat=True).filter(pk=leg_id or 0).first()
        people = {self.cast.hanoi.pk: self.cast.consul, self.cast.tokyo.pk: self.cast.tokyo_consul}
        by = people.get(office or 0, self.cast.bureau_officer)
        self.on_leg(at, lambda pk: legs.accept_leg(leg_id=pk, by=by, now=self.now))

        def work(pk: int) -> None:
            rows = LegItem.objects.filter(leg=pk, item__outcome=ItemOutcome.OPEN)
            said = [DecisionValues(row.item_id, ItemOutcome.GRANTED, text("답")) for row in rows]
            legs.answer_leg(leg_id=pk, decisions=said, by=by, now=self.now)

        if self.on_leg(at, work):
            self.wrote_answer.add(user_id(by))

    @rule(name=PEOPLE, approver=PEOPLE)
    def draft_and_submit(self, name: str, approver: str) -> None:
        """Write the one answer and submit it to anybody."""
        by = self.who(name)
        said = suggested_answer(self.row)
        empty = TranslatedText()
        if self.tried(
            lambda: answers.draft_answer(request_id=self.row_id, text=empty, decisions=said, by=by, now=self.now)
        ):
            self.wrote_answer.add(user_id(by))
        ids = [user_id(self.who(approver))]
        self.tried(lambda: answers.submit_answer(request_id=self.row_id, approver_ids=ids, by=by, now=self.now))

    @precondition(lambda self: self.row.state == RequestState.UNDER_WAY)
    @rule()
    def draft_well(self) -> None:
        """Write and submit the answer as it is meant, whatever the legs left open."""
        said = [
            each if each.outcome in DECIDED else DecisionValues(each.item_id, ItemOutcome.REFUSED, text("어렵습니다."))
            for each in suggested_answer(self.row)
        ]
        by, empty, ids = self.cast.router, TranslatedText(), [user_id(self.cast.director)]
        if self.tried(
            lambda: answers.draft_answer(request_id=self.row_id, text=empty, decisions=said, by=by, now=self.now)
        ):
            self.wrote_answer.add(user_id(by))
        self.tried(lambda: answers.submit_answer(request_id=self.row_id, approver_ids=ids, by=by, now=self.now))

    @rule(name=PEOPLE, yes=st.booleans())
    def decide_answer(self, name: str, yes: bool) -> None:
        """Approve or return the answer."""
        by = self.who(name)
        if yes:
            self.tried(lambda: answers.approve_answer(request_id=self.row_id, by=by, now=self.now))
        else:
            self.tried(lambda: answers.return_answer(request_id=self.row_id, reason="고칠 것", by=by, now=self.now))

    @rule(name=PEOPLE, what=st.sampled_from(["recall", "recall_answer", "confirm", "rate", "withdraw"]))
    def move(self, name: str, what: str) -> None:
        """Do the rest with the request."""
        by, now, pk = self.who(name), self.now, self.row_id
        moves: dict[str, Callable[[], object]] = {
            "recall": lambda: approvals.recall_request(request_id=pk, by=by, now=now),
            "recall_answer": lambda: approvals.recall_answer(request_id=pk, by=by, now=now),
            "confirm": lambda: answers.confirm_answer(request_id=pk, by=by, now=now),
            "rate": lambda: answers.rate_answer(request_id=pk, stars=5, by=by, now=now),
            "withdraw": lambda: requests.withdraw_request(request_id=pk, reason="그만", by=by, now=now),
        }
        # Withdrawing ends a life, so of the asking office only one tries it.
        if what != "withdraw" or name not in {"officer", "manager", "second_manager"}:
            self.tried(moves[what])

    @rule(name=PEOPLE, at=NUMBERS)
    def reopen(self, name: str, at: int) -> None:
        """Reopen one item."""
        by, ids = self.who(name), [sorted(self.item_ids)[at % len(self.item_ids)]]
        self.tried(
            lambda: answers.reopen_request(request_id=self.row_id, item_ids=ids, reason="부족", by=by, now=self.now)
        )

    @rule(name=PEOPLE, at=NUMBERS)
    def withdraw_item(self, name: str, at: int) -> None:
        """Withdraw one item."""
        by, item = self.who(name), sorted(self.item_ids)[at % len(self.item_ids)]
        self.tried(lambda: requests.withdraw_item(request_id=self.row_id, item_id=item, by=by, now=self.now))

    @invariant()
    def no_item_is_lost(self) -> None:
        """Every item is there, and is open only while somebody still has to answer it or can be asked."""
        if not hasattr(self, "row_id") or not self.moved_since("no item is lost"):
            return
        row = self.row
        items = list(RequestItem.objects.filter(request=row))
        assert {item.pk for item in items} == self.item_ids
        still_open = {item.pk for item in items if item.outcome == ItemOutcome.OPEN}
        if row.state in {RequestState.ANSWERED, RequestState.CONFIRMED, RequestState.WITHDRAWN}:
            assert not still_open
            assert not Leg.objects.filter(request=row, state__in=OPEN_LEG).exists()
        if row.state == RequestState.UNDER_WAY:
            held = LegItem.objects.filter(
                leg__request=row, leg__round=row.round, leg__state__in=(*OPEN_LEG, LegState.ANSWERED)
            )
            assert still_open <= set(held.values_list("item_id", flat=True)) | set(unheld_items(row))
        for leg in Leg.objects.filter(request=row, state__in=OPEN_LEG):
            assert leg.items.exists()

    @invariant()
    def nothing_is_answered_twice(self) -> None:
        """In one round an item is answered once, an answer that was sent stays as it was, and offices differ."""
        if not hasattr(self, "row_id") or not self.moved_since("nothing is answered twice"):
            return
        rows = AnswerItem.objects.filter(answer__request=self.row_id, answer__sent_at__isnull=False)
        now_sent = {
            (row.item_id, row.answer.round): (row.outcome, row.text.original) for row in rows.select_related("answer")
        }
        for key, said in self.sent_answers.items():
            assert now_sent[key] == said
        self.sent_answers = now_sent
        open_offices = list(
            Leg.objects.filter(request=self.row_id, state__in=OPEN_LEG).values_list("office_id", flat=True)
        )
        assert len(set(open_offices)) == len(open_offices)

    @invariant()
    def nobody_approves_their_own(self) -> None:
        """Whoever decided had not written it."""
        if not hasattr(self, "row_id") or not self.moved_since("nobody approves their own"):
            return
        decided = Approval.objects.filter(decision__in=[Decision.APPROVED, Decision.RETURNED])
        by = set(decided.filter(request=self.row_id).values_list("decided_by_id", flat=True))
        by_answer = set(decided.filter(answer__request=self.row_id).values_list("decided_by_id", flat=True))
        kept = set(Writer.objects.filter(request=self.row_id, of_answer=False).values_list("user_id", flat=True))
        kept_answer = set(Writer.objects.filter(request=self.row_id, of_answer=True).values_list("user_id", flat=True))
        assert self.wrote <= kept
        assert self.wrote_answer <= kept_answer
        assert not by_answer & self.wrote_answer or self.row.round > 1
        assert by <= {user_id(self.cast.manager), user_id(self.cast.second_manager)}
        assert by_answer <= {user_id(self.cast.director)}

    @invariant()
    def no_stranger_reads_it(self) -> None:
        """An office without a part reads nothing; a restricted request only those whom it names."""
        if not hasattr(self, "row_id") or not self.moved_since("no stranger reads it"):
            return
        row = self.row
        seeing = {
            name
            for name in ("stranger", "second_officer", "bureau_officer", "consul", "tokyo_consul", "router", "manager")
            if SupportRequest.objects.for_user(self.who(name)).filter(pk=row.pk).exists()
        }
        assert "stranger" not in seeing
        sent = row.sent_at is not None
        if not sent:
            assert not seeing & {"consul", "tokyo_consul", "router", "bureau_officer"}
        if self.restricted:
            steps = Approval.objects.filter(request=row).values_list("approver_id", flat=True)
            assert "second_officer" not in seeing
            assert ("manager" in seeing) == (self.cast.manager.user_id in set(steps))
            offices = {"consul": self.cast.hanoi, "tokyo_consul": self.cast.tokyo, "bureau_officer": self.cast.bureau}
            for name, office in offices.items():
                assert (name in seeing) == self.is_asked(office)

    def is_asked(self, office: Office) -> bool:
        """Tell whether an office has a part of the request that was sent and not ended without an answer."""
        states = (LegState.SENT, LegState.ACCEPTED, LegState.WAITING, LegState.ANSWERED)
        return Leg.objects.filter(request=self.row_id, office=office, state__in=states).exists()


@pytest.mark.django_db
def test_no_sequence_of_moves_breaks_a_promise() -> None:
    Life.cast = make_cast()
    # Which moves are allowed is decided in Python: on PostgreSQL fewer lives ask all that there is to ask.
    lives = 10 if connection.vendor == "sqlite" else 4
    run_state_machine_as_test(Life, settings=settings(max_examples=lives, stateful_step_count=30))
