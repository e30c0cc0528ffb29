"""Home, my work, search, the audit record, operations."""

from functools import cached_property

from gagyo.accounts.tests.make import NOW
from gagyo.common.models import AuditRecord
from tests.access.accounts import AccountRows
from tests.access.groups import AUDIT, KEEPERS, NO_ROW, NO_TASK, PUBLIC, SIGNED_IN, Line, back


class PageRows(AccountRows):
    """What the audit record holds."""

    @cached_property
    def audit_record(self) -> AuditRecord:
        """What somebody of the office did."""
        return AuditRecord.objects.create(at=NOW, office=self.office, channel="web", event="tie.created")


URLS: dict[str, Line] = {
    "pages:home": Line(PUBLIC),
    "pages:work": Line(SIGNED_IN),
    "pages:search": Line(PUBLIC, query="?q=Dartford"),
    "pages:audit": Line(AUDIT),
    "pages:audit_record": Line(AUDIT, args=lambda world: {"record_id": world.audit_record.pk}),
    "pages:audit_export": Line(AUDIT, args=lambda world: {"form_name": "csv"}),
    "pages:operations": Line(KEEPERS),
    "pages:task_retry": Line(back(KEEPERS), method="post", args=lambda world: {"task_id": NO_TASK}),
    "pages:mail_resend": Line(back(KEEPERS), method="post", args=lambda world: {"mail_id": NO_ROW}),
}
