"""
A life of one request for hypothesis: what is tried on it, and what has to hold after each move.

No sequence of moves loses an item, answers one twice, lets anybody approve their own work, or shows a restricted
request to a stranger.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
)

from gagyo.accounts.models import Office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.support.choices import Decision, ItemOutcome, LegState, RequestState
from gagyo.support.models import AnswerItem, Approval, Leg, LegItem, RequestItem, SupportRequest, Writer
from gagyo.support.models.legs import OPEN_LEG
from gagyo.support.queries.answers import unheld_items
from gagyo.support.rules.approval import UnableToApprove
from gagyo.support.rules.moves import UnableToMoveSupport
from gagyo.support.rules.values import UnableToSaveSupport
from gagyo.support.tests.make import NOW, Cast, user_id

REFUSALS = (UnableToMoveSupport, UnableToApprove, UnableToSaveSupport, SupportRequest.DoesNotExist)


class Promises(RuleBasedStateMachine):
    """One request, and what was promised of it. reached: how often each event was recorded, over all lives."""

    cast: Cast
    row_id: int
    restricted: bool
    item_ids: set[int]
    reached: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.now = NOW
        self.sent_answers: dict[tuple[int, int], tuple[str, str]] = {}
        self.moves = 0
        self.looked_at: dict[str, int] = {}
        self.wrote: set[int] = set()
        self.wrote_answer: set[int] = set()

    def moved_since(self, promise: str) -> bool:
        """
        Tell whether a move was done since this was last asked for that promise.

        Most moves are refused and taken back whole: what was so before them is so after them.
        """
        before = self.looked_at.get(promise)
        self.looked_at[promise] = self.moves
        return before != self.moves

    def teardown(self) -> None:
        """Take everything back, and remember what was done."""
        if hasattr(self, "row_id"):
            done = AuditRecord.objects.filter(about_id=str(self.row_id), event__startswith="support.")
            self.reached.update(done.values_list("event", flat=True))
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

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

    def keeps_its_promises(self) -> None:
        """Look at every promise, after a move that no machine has made."""
        self.looked_at.clear()
        self.no_item_is_lost()
        self.nothing_is_answered_twice()
        self.nobody_approves_their_own()
        self.no_stranger_reads_it()

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
            # What waits for others is looked for among these alone.
            assert row.state == RequestState.UNDER_WAY or leg.state == LegState.PROPOSED

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
