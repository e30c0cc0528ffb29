"""What was heard in meetings: public where marked, changed by the office that keeps the minutes."""

from datetime import date
from functools import cached_property

from gagyo.accounts.choices import Role, Visibility
from gagyo.support.models import HeardItem, HeardMeeting
from gagyo.support.tests.make import text
from tests.access.groups import CHANGES, NO_ROW, PUBLIC, WORKERS, Group, Line, back
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

    @cached_property
    def heard_kept(self) -> HeardItem:
        """An item of a meeting that nobody but the office finds."""
        inner = HeardMeeting.objects.create(
            office=self.office, name_ko="안쪽 회의", name_en="Inner meeting", held_on=date(2026, 1, 15)
        )
        return HeardItem.objects.create(meeting=inner, text=text("사진 촬영"), office=self.office)


# Everybody who works in an office of any kind keeps the minutes of its meetings.
ENTERS = Group(WORKERS | {Role.OPERATOR, Role.DESK_OFFICER, Role.MISSION_OFFICER})


def kept(group: Group = CHANGES, method: str = "get") -> Line:
    """Return the line of an address of the meeting that is the office's own."""
    return Line(group, args=lambda world: {"meeting_id": world.heard_kept.meeting_id}, method=method)


def item(group: Group = CHANGES, method: str = "get") -> Line:
    """Return the line of an address of an item of that meeting."""
    return Line(group, args=lambda world: {"item_id": world.heard_kept.pk}, method=method)


def paper(group: Group, method: str = "get") -> Line:
    """Return the line of an address of a paper that is not there."""
    return Line(
        group, args=lambda world: {"meeting_id": world.heard_kept.meeting_id, "document_id": NO_ROW}, method=method
    )


URLS: dict[str, Line] = {
    "support:heard": Line(PUBLIC),
    "support:heard_add": Line(ENTERS),
    "support:heard_meeting": Line(PUBLIC, args=lambda world: {"meeting_id": world.heard_meeting.pk}),
    "support:heard_edit": kept(),
    "support:heard_archive": kept(back(CHANGES), method="post"),
    "support:heard_restore": kept(back(CHANGES), method="post"),
    "support:heard_item_add": kept(),
    "support:heard_document_add": kept(back(CHANGES), method="post"),
    "support:heard_document": paper(Group(frozenset(), refused=404, nobody=404)),
    "support:heard_document_remove": paper(back(CHANGES), method="post"),
    "support:heard_document_restore": paper(back(CHANGES), method="post"),
    "support:heard_item": Line(PUBLIC, args=lambda world: {"item_id": world.heard_item.pk}),
    "support:heard_item_edit": item(),
    "support:heard_item_report": item(),
    "support:heard_item_archive": item(back(CHANGES), method="post"),
    "support:heard_item_restore": item(back(CHANGES), method="post"),
}
