"""Support requests: read by the asking office, the ministry, and the offices that are asked."""

from functools import cached_property

from gagyo.accounts.choices import Role
from gagyo.accounts.tests.make import NOW
from gagyo.support.choices import RequestState
from gagyo.support.models import RequestItem, SupportRequest
from gagyo.support.tests.make import text
from tests.access.groups import OWN_OFFICE, SIGNED_IN, Group, Line
from tests.access.visits import VisitRows


class SupportRows(VisitRows):
    """A request of the office that was approved and sent to the ministry."""

    @cached_property
    def support_request(self) -> SupportRequest:
        """A request that waits to be routed."""
        row = SupportRequest.objects.create(
            number="TEST-2026-0001",
            office=self.office,
            name_ko="방문 일정 지원",
            name_en="Help with a programme",
            asker=self.partner,
            state=RequestState.SENT,
            created_at=NOW,
            sent_at=NOW,
        )
        RequestItem.objects.create(request=row, text=text("면담 주선"))
        return row


# The office that asked, and the ministry's once it was sent; for everybody else it does not exist.
READS_REQUEST = Group(OWN_OFFICE.may | {Role.DESK_OFFICER}, refused=404)

URLS: dict[str, Line] = {
    "support:requests": Line(SIGNED_IN),
    "support:request": Line(READS_REQUEST, args=lambda world: {"request_id": world.support_request.pk}),
}
