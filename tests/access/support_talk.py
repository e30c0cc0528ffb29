"""Comments and files on requests: read by their circle, written by who has a part, taken away by the author."""

from functools import cached_property

from django.core.files.base import ContentFile

from gagyo.accounts.choices import Role
from gagyo.accounts.tests.make import NOW
from gagyo.common.models import StoredFile
from gagyo.support.choices import Audience
from gagyo.support.models import Attachment, Comment
from gagyo.support.tests.make import text
from tests.access.groups import ACCOUNTS, INSIDERS, WORKERS, Group, Line, back
from tests.access.support import READS_REQUEST
from tests.access.support_legs import MINISTRY, MISSION, LegRows


class TalkRows(LegRows):
    """What the office's officer said and attached on a request that was sent to the ministry."""

    def said(self, **values: object) -> Comment:
        """Make a comment of the officer."""
        return Comment.objects.create(
            request=self.support_request,
            audience=Audience.ALL,
            office=self.office,
            author=self.users[Role.OFFICER],
            text=text("확인 바랍니다."),
            at=NOW,
            **values,
        )

    @cached_property
    def support_comment(self) -> Comment:
        """A comment for all."""
        return self.said()

    @cached_property
    def support_comment_away(self) -> Comment:
        """A comment that was taken away."""
        return self.said(archived_at=NOW)

    def attached(self, **values: object) -> Attachment:
        """Make a file on the request."""
        stored = StoredFile(name="plan.pdf", content_type="application/pdf", size=8, sha256="0" * 64, uploaded_at=NOW)
        stored.file.save("plan", ContentFile(b"%PDF-1.7"), save=False)
        stored.save()
        return Attachment.objects.create(
            request=self.support_request, file=stored, title="계획", audience=Audience.ALL, office=self.office, **values
        )

    @cached_property
    def support_attachment(self) -> Attachment:
        """A file for all."""
        return self.attached()

    @cached_property
    def support_attachment_away(self) -> Attachment:
        """A file that was taken off."""
        return self.attached(archived_at=NOW)


READS = READS_REQUEST.may
# The office's auditor and interpreters, who read it, write nothing.
TALKS = Group(WORKERS | MINISTRY, strangers=ACCOUNTS - READS)
TALKS_ON_LEG = Group(MINISTRY | MISSION, strangers=ACCOUNTS - INSIDERS - MINISTRY - MISSION)
AUTHOR = Group(frozenset({Role.OFFICER}), strangers=ACCOUNTS - READS)
OFFICE = Group(WORKERS, strangers=ACCOUNTS - READS)


def on_comment(group: Group, name: str = "support_comment") -> Line:
    """Return the line of something done to a comment."""
    return Line(back(group), args=lambda world: {"comment_id": getattr(world, name).pk}, method="post")


def on_file(group: Group, name: str = "support_attachment") -> Line:
    """Return the line of something done to a file."""
    return Line(back(group), args=lambda world: {"attachment_id": getattr(world, name).pk}, method="post")


URLS: dict[str, Line] = {
    "support:comment": Line(TALKS, args=lambda world: {"request_id": world.support_request.pk}),
    "support:leg_comment": Line(TALKS_ON_LEG, args=lambda world: {"leg_id": world.support_leg_held.pk}),
    "support:attach": Line(TALKS, args=lambda world: {"request_id": world.support_request.pk}),
    "support:comment_archive": on_comment(AUTHOR),
    "support:comment_restore": on_comment(AUTHOR, "support_comment_away"),
    "support:comment_seen": on_comment(READS_REQUEST),
    "support:attachment": Line(READS_REQUEST, args=lambda world: {"attachment_id": world.support_attachment.pk}),
    "support:attachment_remove": on_file(OFFICE),
    "support:attachment_restore": on_file(OFFICE, "support_attachment_away"),
}
