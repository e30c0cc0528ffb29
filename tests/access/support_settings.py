"""What is set for requests: by an office's manager, by the ministry and the operator."""

from datetime import timedelta
from functools import cached_property

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW
from gagyo.support.models import Absence, DueCalendar, RequestTemplate, RoutingRule, SavedFilter
from tests.access.groups import ACCOUNTS, GONE, INSIDERS, SIGNED_IN, SUPERUSER, WORKERS, Group, Line, back
from tests.access.support_legs import LegRows


class SettingRows(LegRows):
    """An absence in the office, a bureau for a field, and a template."""

    @cached_property
    def support_absence(self) -> Absence:
        """The office's manager is away, and its officer would stand in."""
        today = NOW.date()
        return Absence.objects.create(
            user=self.users[Role.MANAGER],
            office=self.office,
            starts_on=today,
            ends_on=today + timedelta(days=36500),
            stand_in=self.users[Role.OFFICER],
        )

    @cached_property
    def support_bureau(self) -> RoutingRule:
        """A bureau that answers a field."""
        bureau = Office.objects.filter(kind=OfficeKind.MINISTRY).order_by("pk")[0]
        return RoutingRule.objects.create(field="development", office=bureau)

    @cached_property
    def support_filter(self) -> SavedFilter:
        """A filter that the officer keeps."""
        officer = self.users[Role.OFFICER]
        return SavedFilter.objects.create(office=self.office, user=officer, name="영국", query="country=GB")

    @cached_property
    def due_calendar(self) -> DueCalendar:
        """The officer's own calendar of what is due."""
        officer = self.users[Role.OFFICER]
        return DueCalendar.objects.create(office=self.office, user=officer, made_at=NOW)

    @cached_property
    def support_template(self) -> RequestTemplate:
        """A template of requests."""
        return RequestTemplate.objects.create(
            code="of-the-table", name_ko="연사 추천", field="events", items=[{"ko": "추천", "en": ""}]
        )


HAS_OFFICE = Group(ACCOUNTS - {SUPERUSER})
ANSWERS_ANYWHERE = Group(WORKERS | {Role.OPERATOR, Role.DESK_OFFICER, Role.MISSION_OFFICER})
KEEPS = Group(frozenset({Role.OPERATOR, Role.DESK_OFFICER}))
SETS_HOURS = Group(frozenset({Role.MANAGER}))
# Who works on requests anywhere; auditors and interpreters do not.
WORKS = Group(WORKERS | {Role.OPERATOR, Role.FOREIGN_MISSION, Role.DESK_OFFICER, Role.MISSION_OFFICER})
ENDS_ABSENCE = Group(frozenset({Role.MANAGER}), strangers=ACCOUNTS - INSIDERS)

URLS: dict[str, Line] = {
    "support:settings": Line(SIGNED_IN),
    "support:board": Line(SIGNED_IN),
    "support:calendar": Line(SIGNED_IN),
    "support:calendar_make": Line(back(HAS_OFFICE), method="post"),
    "support:calendar_revoke": Line(
        Group(frozenset({Role.OFFICER}), ok=302, refused=404),
        args=lambda world: {"calendar_id": world.due_calendar.pk},
        method="post",
    ),
    "support:calendar_feed": Line(GONE, args=lambda world: {"key": "no-key"}),
    "support:filters": Line(SIGNED_IN),
    "support:filter_add": Line(HAS_OFFICE),
    "support:filter_remove": Line(
        Group(frozenset({Role.OFFICER}), refused=404), args=lambda world: {"filter_id": world.support_filter.pk}
    ),
    "support:assign": Line(ANSWERS_ANYWHERE),
    "support:own_hours": Line(SETS_HOURS),
    "support:kind_hours": Line(KEEPS, args=lambda world: {"kind": "mission_abroad"}),
    "support:absence_add": Line(WORKS),
    "support:absence_end": Line(ENDS_ABSENCE, args=lambda world: {"absence_id": world.support_absence.pk}),
    "support:bureau_add": Line(KEEPS),
    "support:bureau_remove": Line(KEEPS, args=lambda world: {"rule_id": world.support_bureau.pk}),
    "support:template_add": Line(KEEPS),
    "support:template_edit": Line(KEEPS, args=lambda world: {"template_id": world.support_template.pk}),
}
