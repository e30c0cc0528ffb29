"""Support requests on their way: routed by the ministry, answered by offices, confirmed by the asker."""

from functools import cached_property

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import NOW
from gagyo.support.choices import ItemOutcome, LegState, RequestState
from gagyo.support.models import Answer, AnswerItem, Approval, Leg, LegItem, RequestItem, SupportRequest
from gagyo.support.tests.make import text
from tests.access.groups import ACCOUNTS, CHANGES, INSIDERS, WORKERS, Group, Line, back
from tests.access.support import SupportRows


class LegRows(SupportRows):
    """Requests that are under way at a mission abroad, in approval at the ministry, and answered."""

    def ministry_row(self, number: str, state: str) -> SupportRequest:
        """Make a request that the desk officer's office routes."""
        desk = Membership.objects.get(user=self.users[Role.DESK_OFFICER]).office
        return self.support_row(number, state=state, sent_at=NOW, router=desk)

    def leg_row(self, number: str, state: str) -> Leg:
        """Make a leg at the mission officer's office, of a request that is under way."""
        row = self.ministry_row(number, RequestState.UNDER_WAY)
        mission = Membership.objects.get(user=self.users[Role.MISSION_OFFICER]).office
        leg = Leg.objects.create(request=row, office=mission, state=state, proposed_at=NOW, sent_at=NOW, due_at=NOW)
        LegItem.objects.bulk_create(LegItem(leg=leg, item=item) for item in row.items.all())
        return leg

    @cached_property
    def support_leg(self) -> Leg:
        """A leg that was just sent."""
        return self.leg_row("TEST-2026-0004", LegState.SENT)

    @cached_property
    def support_leg_held(self) -> Leg:
        """A leg that is being worked on."""
        return self.leg_row("TEST-2026-0005", LegState.ACCEPTED)

    @cached_property
    def support_leg_parted(self) -> Leg:
        """A leg with two items, on a request of which another office has a leg too."""
        leg = self.leg_row("TEST-2026-0009", LegState.ACCEPTED)
        item = RequestItem.objects.create(request=leg.request, text=text("통역 소개"))
        LegItem.objects.create(leg=leg, item=item)
        router = leg.request.router
        assert router is not None
        Leg.objects.create(request=leg.request, office=router, state=LegState.SENT, proposed_at=NOW, sent_at=NOW)
        return leg

    @cached_property
    def support_leg_paused(self) -> Leg:
        """A leg that waits for the asker."""
        return self.leg_row("TEST-2026-0006", LegState.WAITING)

    @cached_property
    def support_answer_waiting(self) -> SupportRequest:
        """A request whose answer waits for somebody of the ministry."""
        row = self.ministry_row("TEST-2026-0007", RequestState.ANSWER_APPROVAL)
        answer = Answer.objects.create(request=row, round=1, attempt=1, drafted_at=NOW)
        for item in row.items.all():
            AnswerItem.objects.create(answer=answer, item=item, outcome=ItemOutcome.GRANTED, text=text("가능합니다"))
        Approval.objects.create(answer=answer, attempt=1, order=1, approver=self.users[Role.DESK_OFFICER])
        return row

    @cached_property
    def support_answered(self) -> SupportRequest:
        """A request that was answered."""
        row = self.ministry_row("TEST-2026-0008", RequestState.ANSWERED)
        row.items.update(outcome=ItemOutcome.GRANTED)
        return row


MINISTRY, MISSION = frozenset({Role.DESK_OFFICER}), frozenset({Role.MISSION_OFFICER})
# The asking office reads the request, but takes no step of the ministry's or of an answering office's.
ROUTES = Group(MINISTRY, strangers=ACCOUNTS - INSIDERS - MINISTRY)
ANSWERS = Group(MISSION, strangers=ACCOUNTS - INSIDERS - MINISTRY - MISSION)
# The auditor of the asking office reads no more of it than the office does.
READS_LEG = Group(MINISTRY | MISSION, strangers=ACCOUNTS - INSIDERS - MINISTRY - MISSION)
RESUMES = Group(WORKERS | MISSION, strangers=ACCOUNTS - INSIDERS - MINISTRY - MISSION)
JOINS = Group(MINISTRY | MISSION, strangers=ACCOUNTS - INSIDERS - MINISTRY - MISSION)
TAKES_ITEM_BACK = Group(WORKERS, strangers=ACCOUNTS - INSIDERS - MINISTRY - MISSION)
TAKES_BACK = Group(MINISTRY, strangers=ACCOUNTS - INSIDERS - MINISTRY - MISSION)
ASKS = Group(CHANGES.may, strangers=ACCOUNTS - INSIDERS - MINISTRY)


def sent(group: Group) -> Line:
    """Return the line of a step of a leg that was just sent."""
    return Line(group, args=lambda world: {"leg_id": world.support_leg.pk})


def held(group: Group) -> Line:
    """Return the line of a step of a leg that is being worked on."""
    return Line(group, args=lambda world: {"leg_id": world.support_leg_held.pk})


def drafting(group: Group) -> Line:
    """Return the line of a step of a request that is under way."""
    return Line(group, args=lambda world: {"request_id": world.support_leg_held.request_id})


def deciding(group: Group, method: str = "get") -> Line:
    """Return the line of a step of an answer that waits for approval."""
    return Line(group, args=lambda world: {"request_id": world.support_answer_waiting.pk}, method=method)


def answered(group: Group) -> Line:
    """Return the line of a step of a request that was answered."""
    return Line(group, args=lambda world: {"request_id": world.support_answered.pk})


URLS: dict[str, Line] = {
    "support:routing": Line(ROUTES, args=lambda world: {"request_id": world.support_request.pk}),
    "support:leg": held(READS_LEG),
    "support:leg_accept": Line(back(ANSWERS), args=lambda world: {"leg_id": world.support_leg.pk}, method="post"),
    "support:leg_resume": Line(
        back(RESUMES), args=lambda world: {"leg_id": world.support_leg_paused.pk}, method="post"
    ),
    "support:leg_answer": held(ANSWERS),
    "support:leg_refuse": sent(ANSWERS),
    "support:leg_pass_on": sent(ANSWERS),
    "support:leg_split": Line(ANSWERS, args=lambda world: {"leg_id": world.support_leg_parted.pk}),
    "support:leg_join": Line(JOINS, args=lambda world: {"leg_id": world.support_leg_parted.pk}),
    "support:leg_pause": held(ANSWERS),
    "support:leg_own": held(ANSWERS),
    "support:leg_withdraw": held(TAKES_BACK),
    "support:item_withdraw": drafting(TAKES_ITEM_BACK),
    "support:answer": drafting(TAKES_BACK),
    "support:answer_submit": drafting(TAKES_BACK),
    "support:answer_approve": deciding(ROUTES),
    "support:answer_return": deciding(ROUTES),
    "support:answer_recall": deciding(back(ROUTES), method="post"),
    "support:confirm": answered(ASKS),
    "support:rate": answered(ASKS),
    "support:reopen": answered(ASKS),
}
