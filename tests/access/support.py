"""Support requests: read by the asking office, the ministry, and the offices that are asked."""

from functools import cached_property

from gagyo.accounts.choices import Role
from gagyo.accounts.tests.make import NOW
from gagyo.support.choices import RequestState
from gagyo.support.models import Approval, RequestItem, SupportRequest
from gagyo.support.tests.make import text
from tests.access.groups import ACCOUNTS, CHANGES, INSIDERS, OWN_OFFICE, PUBLIC, SIGNED_IN, WORKERS, Group, Line, back
from tests.access.visits import VisitRows


class SupportRows(VisitRows):
    """A request of the office that was approved and sent to the ministry."""

    @cached_property
    def support_request(self) -> SupportRequest:
        """A request that waits to be routed."""
        return self.support_row("TEST-2026-0001", state=RequestState.SENT, sent_at=NOW)

    @cached_property
    def support_draft(self) -> SupportRequest:
        """A draft of the office."""
        return self.support_row("TEST-2026-0002", state=RequestState.DRAFT)

    @cached_property
    def support_waiting(self) -> SupportRequest:
        """A request of the office that waits for its manager."""
        row = self.support_row("TEST-2026-0003", state=RequestState.APPROVAL, attempt=1)
        Approval.objects.create(request=row, attempt=1, order=1, approver=self.users[Role.MANAGER])
        return row

    def support_row(self, number: str, **values: object) -> SupportRequest:
        """Make a request of the office."""
        row = SupportRequest.objects.create(
            number=number,
            office=self.office,
            name_ko="방문 일정 지원",
            name_en="Help with a programme",
            asker=self.partner,
            created_at=NOW,
            **values,
        )
        RequestItem.objects.create(request=row, text=text("면담 주선"))
        return row


# The office that asked, and the ministry's once it was sent; for everybody else it does not exist.
READS_REQUEST = Group(OWN_OFFICE.may | {Role.DESK_OFFICER}, refused=404)
# Offices of all kinds but the ministry, its missions and firms ask.
ASKERS = Group(WORKERS | {Role.OPERATOR, Role.FOREIGN_MISSION})
APPROVES = Group(frozenset({Role.MANAGER}), strangers=ACCOUNTS - INSIDERS)

URLS: dict[str, Line] = {
    "support:requests": Line(SIGNED_IN),
    "support:figures": Line(SIGNED_IN),
    "support:request_add": Line(ASKERS),
    "support:request": Line(READS_REQUEST, args=lambda world: {"request_id": world.support_request.pk}),
    "support:request_edit": Line(CHANGES, args=lambda world: {"request_id": world.support_draft.pk}),
    "support:request_submit": Line(CHANGES, args=lambda world: {"request_id": world.support_draft.pk}),
    "support:request_officer": Line(CHANGES, args=lambda world: {"request_id": world.support_draft.pk}),
    "support:request_withdraw": Line(CHANGES, args=lambda world: {"request_id": world.support_draft.pk}),
    "support:request_approve": Line(APPROVES, args=lambda world: {"request_id": world.support_waiting.pk}),
    "support:request_return": Line(APPROVES, args=lambda world: {"request_id": world.support_waiting.pk}),
    "support:request_recall": Line(
        back(CHANGES), args=lambda world: {"request_id": world.support_waiting.pk}, method="post"
    ),
    "support:request_archive": Line(
        back(CHANGES), args=lambda world: {"request_id": world.support_draft.pk}, method="post"
    ),
    "support:request_restore": Line(
        back(CHANGES), args=lambda world: {"request_id": world.support_draft.pk}, method="post"
    ),
}

API: dict[str, Line] = {
    "GET /api/v1/figures/requests": Line(PUBLIC),
}
