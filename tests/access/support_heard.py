"""What was heard in meetings: public where marked, changed by the office that keeps the minutes."""

from datetime import date
from functools import cached_property

from gagyo.accounts.choices import Role, Visibility
from gagyo.support.models import HeardItem, HeardMeeting
from gagyo.support.tests.make import text
from tests.access.groups import NO_ROW, PUBLIC, WORKERS, Group, Line, back
from tests.access.support_legs import LegRows


class HeardRows(LegRows):
    """A public meeting of the office, and a public item that the office is in charge of."""

    @cached_property
    def heard_meeting(self) -> HeardMeeting:
        """A meeting whose minutes the office keeps."""
        return HeardMeeting.objects.create(
            office=self.office,
            visibility=Visibility.PUBLIC,
            name_ko="실무협의회 회의",
            name_en="Council meeting",
            held_on=date(2026, 1, 15),
        )

    @cached_property
    def heard_item(self) -> HeardItem:
        """What was voiced there."""
        return HeardItem.objects.create(
            meeting=self.heard_meeting, text=text("통역 지원"), office=self.office, is_public=True
        )


# Everybody who works in an office of any kind keeps the minutes of its meetings.
ENTERS = Group(WORKERS | {Role.OPERATOR, Role.DESK_OFFICER, Role.MISSION_OFFICER})
# Everybody finds the public meeting; its own office changes it.
KEEPS = Group(WORKERS)


def meeting(group: Group, method: str = "get") -> Line:
    """Return the line of an address of the meeting."""
    return Line(group, args=lambda world: {"meeting_id": world.heard_meeting.pk}, method=method)


def item(group: Group, method: str = "get") -> Line:
    """Return the line of an address of the item."""
    return Line(group, args=lambda world: {"item_id": world.heard_item.pk}, method=method)


def paper(group: Group, method: str = "get") -> Line:
    """Return the line of an address of a paper that is not there."""
    return Line(group, args=lambda world: {"meeting_id": world.heard_meeting.pk, "document_id": NO_ROW}, method=method)


URLS: dict[str, Line] = {
    "support:heard": Line(PUBLIC),
    "support:heard_add": Line(ENTERS),
    "support:heard_meeting": meeting(PUBLIC),
    "support:heard_edit": meeting(KEEPS),
    "support:heard_archive": meeting(back(KEEPS), method="post"),
    "support:heard_restore": meeting(back(KEEPS), method="post"),
    "support:heard_item_add": meeting(KEEPS),
    "support:heard_document_add": meeting(back(KEEPS), method="post"),
    "support:heard_document": paper(Group(frozenset(), refused=404, nobody=404)),
    "support:heard_document_remove": paper(back(KEEPS), method="post"),
    "support:heard_document_restore": paper(back(KEEPS), method="post"),
    "support:heard_item": item(PUBLIC),
    "support:heard_item_edit": item(KEEPS),
    "support:heard_item_report": item(KEEPS),
    "support:heard_item_archive": item(back(KEEPS), method="post"),
    "support:heard_item_restore": item(back(KEEPS), method="post"),
}
