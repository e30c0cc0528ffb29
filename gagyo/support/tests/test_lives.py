"""
No sequence of moves loses an item, answers one twice, lets anybody approve their own work, or shows a restricted
request to a stranger: hypothesis tries sequences of everybody's moves against the real actions.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.support.actions import answers, approvals, leg_moves, legs, requests, routing
from gagyo.support.choices import DECIDED, ItemOutcome, RequestState
from gagyo.support.models import Leg, LegItem
from gagyo.support.models.legs import WITH_OFFICE
from gagyo.support.queries.answers import suggested_answer
from gagyo.support.queries.requests import values_of_request
from gagyo.support.rules.moves import LEG_MOVES, LegStep
from gagyo.support.rules.readers import Reader
from gagyo.support.rules.values import DecisionValues
from gagyo.support.tests.lives import Promises
from gagyo.support.tests.make import make_cast, make_request, text, user_id

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
# How far a life has come when the others begin to try things with it.
BEGUN = ("draft", "approval", "under_way", "accepted", "answer_approval", "answered")
LEG_STEPS = ("drop", "accept", "refuse", "pass_on", "split", "join", "pause", "resume", "withdraw")
ITEMS = ("시장 소개", "통역 지원", "연사 추천")


class Life(Promises):
    """One request, moved by everybody who can and by everybody who cannot."""

    @initialize(restricted=st.booleans(), begun=st.sampled_from(BEGUN))
    def begin(self, restricted: bool, begun: str) -> None:
        """Draft the request, and let some lives begin further on: by chance alone few would come there."""
        self.restricted = restricted
        values: dict[str, Any] = {}
        if restricted:
            values = {"confidentiality": "restricted", "readers": (Reader(self.cast.desk.pk),)}
        row = make_request(self.cast, items=ITEMS, **values)
        self.row_id, self.item_ids = row.pk, {item.pk for item in row.items.all()}
        self.wrote = {user_id(self.cast.officer)}
        came = BEGUN.index(begun)
        if came >= BEGUN.index("approval"):
            self.submit_well()
        if came >= BEGUN.index("under_way"):
            self.approve_well()
            for office in ("hanoi", "tokyo"):
                self.route_well(office)
        if came == BEGUN.index("accepted"):
            self.accept_all(list(Leg.objects.filter(request=self.row_id)))
        if came >= BEGUN.index("answer_approval"):
            for at in (0, 1):
                self.answer_well(at)
            self.draft_well()
        if came >= BEGUN.index("answered"):
            self.decide_answer("director", True)

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
        by, wrote = self.who(name), set(self.wrote)
        if yes:
            done = self.tried(lambda: approvals.approve_request(request_id=self.row_id, by=by, now=self.now))
        else:
            done = self.tried(
                lambda: approvals.return_request(request_id=self.row_id, reason="고칠 것", by=by, now=self.now)
            )
        assert not (done and user_id(by) in wrote)

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
        what=st.sampled_from(LEG_STEPS),
    )
    def move_leg(self, name: str, at: int, into: int, office: str, what: str) -> None:
        """Do anything with any leg."""
        self.on_leg(at, self.leg_move(what, by=self.who(name), into=into, office=office))

    @precondition(lambda self: self.row.state == RequestState.UNDER_WAY)
    @rule(at=NUMBERS, into=NUMBERS, office=OFFICES, what=st.sampled_from(LEG_STEPS))
    def move_leg_well(self, at: int, into: int, office: str, what: str) -> None:
        """Do with a leg what can be done with it, by whose it is: by chance alone few legs come far."""
        step = LegStep(what)
        rows = list(Leg.objects.filter(request=self.row_id).order_by("pk"))
        if step == LegStep.PAUSE:
            self.accept_all(rows)
            rows = list(Leg.objects.filter(request=self.row_id).order_by("pk"))
        fitting = [leg for leg in rows if leg.state in LEG_MOVES[step].sources]
        if fitting:
            leg = fitting[at % len(fitting)]
            by = self.cast.router if step in {LegStep.DROP, LegStep.WITHDRAW} else self.answerer(leg)
            others = [each.pk for each in rows if each.pk != leg.pk and each.state in WITH_OFFICE]
            work = self.leg_move(what, by=by, into=into, office=office, other=others[0] if others else None)
            self.tried(lambda: work(leg.pk))

    def accept_all(self, rows: list[Leg]) -> None:
        """Let each office accept its leg."""
        for leg in rows:
            by = self.answerer(leg)
            self.tried(lambda pk=leg.pk, by=by: legs.accept_leg(leg_id=pk, by=by, now=self.now))  # type: ignore[misc]

    def answerer(self, leg: Leg | None) -> Actor:
        """Return who answers in a leg's office."""
        people = {self.cast.hanoi.pk: self.cast.consul, self.cast.tokyo.pk: self.cast.tokyo_consul}
        return people.get(leg.office_id if leg else 0, self.cast.bureau_officer)

    def leg_move(
        self, what: str, *, by: Actor, into: int, office: str, other: int | None = None
    ) -> Callable[[int], object]:
        """Return a move of a leg. other: the leg with which it is joined, one by its number if None"""
        target = getattr(self.cast, office).pk
        item = sorted(self.item_ids)[into % len(self.item_ids)]
        joined = other or self.leg(into) or 0
        moves: dict[str, Callable[[int], object]] = {
            "drop": lambda pk: routing.drop_leg(leg_id=pk, by=by, now=self.now),
            "accept": lambda pk: legs.accept_leg(leg_id=pk, by=by, now=self.now),
            "refuse": lambda pk: legs.refuse_leg(leg_id=pk, reason="관할이 아님", by=by, now=self.now),
            "pass_on": lambda pk: leg_moves.pass_leg_on(
                leg_id=pk, office_id=target, reason="거기", by=by, now=self.now
            ),
            "split": lambda pk: leg_moves.split_leg(
                leg_id=pk, office_id=target, item_ids=[item], reason="소관", by=by, now=self.now
            ),
            "join": lambda pk: leg_moves.join_leg(leg_id=pk, into_id=joined, reason="하나로", by=by, now=self.now),
            "pause": lambda pk: legs.pause_leg(leg_id=pk, reason="언제?", by=by, now=self.now),
            "resume": lambda pk: legs.resume_leg(leg_id=pk, by=by, now=self.now),
            "withdraw": lambda pk: legs.withdraw_leg(leg_id=pk, reason="잘못", by=by, now=self.now),
        }
        return moves[what]

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

    @precondition(lambda self: self.row.state == RequestState.UNDER_WAY)
    @rule(at=NUMBERS, outcome=OUTCOMES)
    def decide_well(self, at: int, outcome: str) -> None:
        """Let the office of a leg say something of its items, and keep the rest for later."""
        leg = Leg.objects.filter(pk=self.leg(at) or 0).first()
        by = self.answerer(leg)
        if leg is not None:
            self.accept_all([leg])
            rows = LegItem.objects.filter(leg=leg, item__outcome=ItemOutcome.OPEN)
            said = [DecisionValues(row.item_id, outcome, text("답")) for row in rows]
            if self.tried(lambda: legs.decide_leg_items(leg_id=leg.pk, decisions=said, by=by, now=self.now)):
                self.wrote_answer.add(user_id(by))

    @rule(at=NUMBERS)
    def answer_well(self, at: int) -> None:
        """Let the office of a leg accept and answer it."""
        by = self.answerer(Leg.objects.filter(pk=self.leg(at) or 0).first())
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
        by, wrote = self.who(name), set(self.wrote_answer)
        if yes:
            done = self.tried(lambda: answers.approve_answer(request_id=self.row_id, by=by, now=self.now))
        else:
            done = self.tried(
                lambda: answers.return_answer(request_id=self.row_id, reason="고칠 것", by=by, now=self.now)
            )
        assert not (done and user_id(by) in wrote)

    @rule(name=PEOPLE, what=st.sampled_from(["recall", "recall_answer", "confirm", "rate", "withdraw"]))
    def move(self, name: str, what: str) -> None:
        """Do the rest with the request."""
        by, pk = self.who(name), self.row_id
        moves: dict[str, Callable[[], object]] = {
            "recall": lambda: approvals.recall_request(request_id=pk, by=by, now=self.now),
            "recall_answer": lambda: approvals.recall_answer(request_id=pk, by=by, now=self.now),
            "confirm": lambda: answers.confirm_answer(request_id=pk, by=by, now=self.now),
            "rate": lambda: answers.rate_answer(request_id=pk, stars=5, by=by, now=self.now),
            "withdraw": lambda: requests.withdraw_request(request_id=pk, reason="그만", by=by, now=self.now),
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

    @rule(
        what=st.sampled_from(
            ["recall", "return", "recall_answer", "return_answer", "confirm", "rate", "reopen", "item"]
        ),
        at=NUMBERS,
    )
    def move_well(self, what: str, at: int) -> None:
        """Do the rest as it is meant, by whose step it is."""

        # The moment is asked for within the move: time passes before each.
        def who(by: Actor) -> Any:
            return {"request_id": self.row_id, "by": by, "now": self.now}

        officer = self.cast.officer
        item = sorted(self.item_ids)[at % len(self.item_ids)]
        moves: dict[str, Callable[[], object]] = {
            "recall": lambda: approvals.recall_request(**who(officer)),
            "return": lambda: approvals.return_request(**who(self.cast.second_manager), reason="고칠 것"),
            "recall_answer": lambda: approvals.recall_answer(**who(self.cast.router)),
            "return_answer": lambda: answers.return_answer(**who(self.cast.director), reason="고칠 것"),
            "confirm": lambda: answers.confirm_answer(**who(officer)),
            "rate": lambda: answers.rate_answer(**who(officer), stars=5),
            "reopen": lambda: answers.reopen_request(**who(officer), item_ids=[item], reason="부족"),
            "item": lambda: requests.withdraw_item(**who(officer), item_id=item),
        }
        self.tried(moves[what])

    def withdraw(self) -> None:
        """Withdraw it, which ends the life: by chance it would end too early."""
        by = self.cast.officer
        self.tried(lambda: requests.withdraw_request(request_id=self.row_id, reason="그만", by=by, now=self.now))

    @rule(name=PEOPLE, at=NUMBERS)
    def withdraw_item(self, name: str, at: int) -> None:
        """Withdraw one item."""
        by, item = self.who(name), sorted(self.item_ids)[at % len(self.item_ids)]
        self.tried(lambda: requests.withdraw_item(request_id=self.row_id, item_id=item, by=by, now=self.now))


@pytest.mark.django_db
def test_no_sequence_of_moves_breaks_a_promise() -> None:
    Life.cast = make_cast()
    # Which moves are allowed is decided in Python: on PostgreSQL fewer lives ask all that there is to ask.
    lives = 10 if connection.vendor == "sqlite" else 4
    run_state_machine_as_test(Life, settings=settings(max_examples=lives, stateful_step_count=30))
