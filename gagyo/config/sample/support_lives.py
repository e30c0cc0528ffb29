"""
Forty support requests in all states, marked as sample: real cities, countries and bodies, everything said is invented.

Days are counted back from today, so that some are always overdue. Rows are written as the actions would have left them,
without the mails that actions send.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final

from django.utils import timezone

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office, User
from gagyo.common.models import TranslatedText
from gagyo.config.sample.support_texts import ANSWERS, ASKED, PASSED, RATED, RETURNED, WITHDRAWN, both
from gagyo.config.sample.tables import rows
from gagyo.support.choices import Because, Decision, ItemOutcome, LegState, RequestState
from gagyo.support.models import (
    Answer,
    AnswerItem,
    Approval,
    Leg,
    LegItem,
    LegPause,
    Rating,
    RequestItem,
    SupportRequest,
    Writer,
)
from gagyo.support.queries.hours import ASKERS_ZONE, END_OF_DAY, hours_of
from gagyo.support.rules.clock import Hours, due_of

RESTRICTED: Final = frozenset({"incheon-cn-incident", "ulsan-no-hydrogen"})
ANSWERED_STATES: Final = frozenset({"answered", "confirmed", "refused", "reopened", "answer_approval"})
# What is unusual in the life of single requests, beside their states.
PASSED_ON: Final = frozenset({"nyj-uk-anniversary", "gyeonggi-vn-workers"})
SPLIT: Final = frozenset({"busan-expo-host"})
JOINED: Final = frozenset({"chungbuk-hu-battery"})
REFUSED_LEG: Final = frozenset({"gangwon-ru-facts"})
PAUSED: Final = frozenset({"jeonnam-th-tourism", "gwangju-us-export", "sejong-mn-smart"})
PAUSED_ONCE: Final = frozenset({"sejong-uz-visit", "jeonbuk-kh-students"})
LATE_FROM_DAYS: Final = 20


@dataclass(frozen=True)
class Planned:
    """One row of the table; items: (Korean, English); sent, wanted: days ago, days from then."""

    key: str
    office: str
    field: str
    country: str
    city: str
    names: tuple[str, str]
    items: tuple[tuple[str, str], ...]
    legs: tuple[str, ...]
    state: str
    sent: int
    wanted: int


def planned_requests() -> list[Planned]:
    """Return the rows of the table, in its order."""
    return [
        Planned(
            key=row["key"],
            office=row["office"],
            field=row["field"],
            country=row["country"],
            city=row["city"],
            names=(row["title_ko"], row["title_en"]),
            items=tuple(_pair(each) for each in row["items"].split(";")),
            legs=tuple(row["legs"].split()),
            state=row["state"],
            sent=int(row["sent_days_ago"]),
            wanted=int(row["wanted_within_days"]),
        )
        for row in rows("support_requests.csv")
    ]


def _pair(text: str) -> tuple[str, str]:
    korean, _equals, english = text.partition("=")
    return korean, english


@dataclass(frozen=True)
class Cast:
    """Who takes part: offices by their name in the table, people by office and role, the desk that routes."""

    offices: Mapping[str, Office]
    people: Mapping[tuple[int, str], User]
    desk: Office
    router: User
    director: User
    now: datetime
    hours: dict[int, Hours] = field(default_factory=dict)

    def person(self, office: Office, *roles: Role) -> User | None:
        """Return who has one of these roles in an office, the first role first."""
        return next((found for role in roles if (found := self.people.get((office.pk, role.value)))), None)

    def at(self, days_ago: int, hour: int, minute: int = 0) -> datetime:
        """Return a time of day in Korea so many days ago, on the working day before a weekend, never to come."""
        day = timezone.localdate(self.now, ASKERS_ZONE) - timedelta(days=days_ago)
        day -= timedelta(days=max(0, day.weekday() - 4))
        return min(datetime.combine(day, time(hour, minute), ASKERS_ZONE), self.now - timedelta(minutes=5))

    def hours_of(self, office: Office) -> Hours:
        """Return an office's working hours, asked for once."""
        if office.pk not in self.hours:
            self.hours[office.pk] = hours_of(office)
        return self.hours[office.pk]


@dataclass
class Life:
    """A request that is saved, with its items, and what is made of it; number: its place in the table."""

    plan: Planned
    row: SupportRequest
    items: list[RequestItem]
    cast: Cast
    number: int

    @property
    def own(self) -> Office:
        """The office that asks."""
        return self.cast.offices[self.plan.office]

    @cached_property
    def begins(self) -> int:
        """How many days ago the offices were asked: some were routed late and have time left."""
        recent = self.plan.state == "under_way" and self.plan.sent < LATE_FROM_DAYS and self.number % 2
        return min(self.plan.sent, 3) if recent else self.plan.sent

    def outcome(self, order: int) -> ItemOutcome:
        """Return what becomes of an item: mostly granted, some in part or refused."""
        if self.plan.state == "refused":
            return ItemOutcome.REFUSED
        turn = (self.number + 2 * order) % 7
        return {4: ItemOutcome.PART, 6: ItemOutcome.REFUSED}.get(turn, ItemOutcome.GRANTED)

    def said(self, order: int) -> TranslatedText:
        """Return the words of an answer to an item."""
        return both(ANSWERS[self.outcome(order)][(self.number + order) % 2])

    def live(self) -> None:
        """Make all that happened to the request."""
        self._approve()
        if self.row.sent_at is None or self.plan.state == "sent":
            return
        legs = self._legs()
        if self.plan.state == "withdrawn":
            self._withdraw(legs)
        if self.plan.state in ANSWERED_STATES:
            self._answer()
        if self.plan.state == "reopened":
            self._reopen()

    def _approve(self) -> None:
        """Approve it where it was sent; let it wait, or give it back."""
        manager = self.cast.person(self.own, Role.MANAGER)
        if self.plan.state == "draft" or manager is None:
            return
        step = Approval(request=self.row, attempt=1, order=1, approver=manager)
        if self.plan.state == "returned":
            step.decision, step.reason = Decision.RETURNED, RETURNED
            step.decided_at = self.row.created_at + timedelta(hours=2)
        elif self.row.sent_at is not None:
            step.decision, step.decided_at = Decision.APPROVED, self.row.sent_at
        step.decided_by = manager if step.decided_at else None
        step.save()

    def _legs(self) -> list[Leg]:
        """Ask the offices of the table; what is unusual in some lives follows."""
        is_done = self.plan.state in ANSWERED_STATES
        legs = [self._leg(name, order, is_done=is_done) for order, name in enumerate(self.plan.legs)]
        if self.plan.key in PASSED_ON:
            self._end(legs[-1], LegState.PASSED_ON, days=2, reason=PASSED)
            legs[0].parent = legs[-1]
            legs[0].save(update_fields=["parent"])
        if self.plan.key in JOINED:
            self._end(legs[-1], LegState.JOINED, days=2, reason="현지 공관과 함께 답합니다.", joined_into=legs[0])
        if self.plan.key in REFUSED_LEG:
            self._end(legs[0], LegState.REFUSED, days=2, reason="현지에서 확인할 수 없는 내용입니다. (가상)")
        if self.plan.key in SPLIT:
            LegItem.objects.filter(leg=legs[0], item=self.items[-1]).delete()
            LegItem.objects.filter(leg=legs[1]).exclude(item=self.items[-1]).delete()
            legs[1].parent, legs[1].because = legs[0], Because.SPLIT
            legs[1].save(update_fields=["parent", "because"])
        return legs

    def _leg(self, name: str, order: int, *, is_done: bool) -> Leg:
        """Ask one office; it has answered, works on it, waits for the asker, or has only just received it."""
        cast, plan = self.cast, self.plan
        office = self.own if name == "ambassador" else cast.offices[name]
        owner = cast.person(office, Role.AMBASSADOR, Role.MISSION_OFFICER, Role.DESK_OFFICER, Role.OFFICER)
        sent = max(self.row.sent_at or cast.now, cast.at(self.begins, 15, 10 * order))
        leg = Leg(request=self.row, office=office, proposed_at=sent, sent_at=sent, because=_because(name, plan))
        answered = is_done or (order > 0 and plan.sent >= LATE_FROM_DAYS)
        fresh = not answered and order > 0
        leg.state = LegState.ANSWERED if answered else LegState.SENT if fresh else LegState.ACCEPTED
        leg.owner = None if fresh else owner
        leg.accepted_at = None if fresh else self._then(sent, hours=4 + order)
        if answered:
            leg.first_answer_at = self._then(sent, days=1 + (self.number + order) % 4, hours=1)
            leg.answered_at = self._then(sent, days=3 + (self.number + order) % 6, hours=3)
            leg.ended_at, leg.answered_by = leg.answered_at, owner
        leg.save()
        pauses = self._pauses(leg, order)
        wanted = datetime.combine(self.row.wanted_by or date.max, END_OF_DAY, ASKERS_ZONE)
        due = due_of(cast.hours_of(office), start=sent, wanted_by=wanted, pauses=pauses)
        leg.first_due_at, leg.due_at = due.first_at, due.at
        leg.save(update_fields=["first_due_at", "due_at"])
        LegItem.objects.bulk_create(
            LegItem(
                leg=leg,
                item=item,
                outcome=self.outcome(item.order) if answered else ItemOutcome.OPEN,
                text=self.said(item.order) if answered else TranslatedText(),
            )
            for item in self.items
        )
        if answered and owner is not None:
            Writer.objects.get_or_create(request=self.row, user=owner, of_answer=True)
        return leg

    def _then(self, start: datetime, *, days: int = 0, hours: int = 0) -> datetime:
        return min(start + timedelta(days=days, hours=hours), self.cast.now - timedelta(minutes=2))

    def _pauses(self, leg: Leg, order: int) -> list[tuple[datetime, datetime | None]]:
        """Let the first office ask the asker something: it still waits, or has its reply."""
        if order or self.plan.key not in PAUSED | PAUSED_ONCE or leg.sent_at is None:
            return []
        start = self._then(leg.sent_at, days=1)
        end = None if self.plan.key in PAUSED else self._then(leg.sent_at, days=2, hours=2)
        LegPause.objects.create(leg=leg, starts_at=start, ends_at=end, reason=ASKED)
        if end is None:
            leg.state = LegState.WAITING
            leg.save(update_fields=["state"])
        return [(start, end)]

    def _end(self, leg: Leg, state: LegState, *, days: int, reason: str, joined_into: Leg | None = None) -> None:
        """End a leg without an answer; what it had said is not there."""
        assert leg.sent_at is not None
        leg.state, leg.reason, leg.joined_into = state, reason, joined_into
        leg.ended_at = self._then(leg.sent_at, days=days)
        leg.first_answer_at = leg.answered_at = leg.answered_by = None
        leg.save()
        leg.items.update(outcome=ItemOutcome.OPEN, text=TranslatedText())

    def _withdraw(self, legs: list[Leg]) -> None:
        at = self.cast.at(max(0, self.plan.sent - 6), 16)
        for leg in legs:
            leg.state, leg.ended_at = LegState.WITHDRAWN, at
            leg.save(update_fields=["state", "ended_at"])
        RequestItem.objects.filter(request=self.row).update(outcome=ItemOutcome.WITHDRAWN, withdrawn_at=at)
        self.row.closed_at, self.row.state_reason = at, WITHDRAWN
        self.row.save(update_fields=["closed_at", "state_reason"])

    def _answer(self) -> None:
        """Write the one answer; send it, but where it still waits for approval."""
        is_sent = self.plan.state != "answer_approval"
        ended = [leg.ended_at for leg in self.row.legs.all() if leg.ended_at]
        drafted = self._then(max(ended), hours=20)
        sent = self._then(drafted, hours=5) if is_sent else None
        answer = Answer.objects.create(
            request=self.row, round=1, attempt=1, drafted_by=self.cast.router, drafted_at=drafted, sent_at=sent
        )
        answer.text = both((f"{self.plan.names[0]} 요청에 답변드립니다.", f"Our answer to: {self.plan.names[1]}."))
        answer.save(update_fields=["text"])
        AnswerItem.objects.bulk_create(
            AnswerItem(answer=answer, item=item, outcome=self.outcome(item.order), text=self.said(item.order))
            for item in self.items
        )
        Approval.objects.create(
            answer=answer,
            attempt=1,
            order=1,
            approver=self.cast.director,
            decision=Decision.APPROVED if sent else Decision.WAITING,
            decided_by=self.cast.director if sent else None,
            decided_at=sent,
        )
        Writer.objects.get_or_create(request=self.row, user=self.cast.router, of_answer=True)
        if sent is not None:
            self._receive(sent)

    def _receive(self, sent: datetime) -> None:
        """Show the answer to the asker, who confirms and rates it in most confirmed lives."""
        for item in self.items:
            item.outcome, item.answer = self.outcome(item.order), self.said(item.order)
        RequestItem.objects.bulk_update(self.items, ["outcome", "answer"])
        self.row.answered_at = sent
        if self.plan.state == "confirmed":
            self.row.closed_at = self._then(sent, days=2)
            if self.number % 4:
                stars, words = RATED[self.number % len(RATED)]
                officer = self.row.officer
                Rating.objects.create(
                    request=self.row, round=1, stars=stars, words=words, by=officer, at=self.row.closed_at
                )
        self.row.save(update_fields=["answered_at", "closed_at"])

    def _reopen(self) -> None:
        """Let the asker ask again for the last item."""
        at = self.cast.at(4, 11)
        Answer.objects.filter(request=self.row).update(reopened_at=at)
        RequestItem.objects.filter(pk=self.items[-1].pk).update(outcome=ItemOutcome.OPEN, answer=TranslatedText())
        self.row.round, self.row.answered_at = 2, None
        self.row.state_reason = "번역 자료의 용어를 한 번 더 확인해 주기 바랍니다. (가상)"
        self.row.save(update_fields=["round", "answered_at", "state_reason"])


def _because(name: str, plan: Planned) -> Because:
    if name == "ambassador":
        return Because.PROVINCE
    if name.startswith("mission:"):
        return Because.PASSED_ON if plan.key in PASSED_ON else Because.COUNTRY
    return Because.FIELD if name.startswith("ministry:") else Because.CHOSEN


def state_of(plan: Planned) -> RequestState:
    """Return a request's state; “refused” in the table is an answer that refuses."""
    return RequestState.ANSWERED if plan.state == "refused" else RequestState(plan.state)
