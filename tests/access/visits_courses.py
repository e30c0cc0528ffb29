"""Training courses and the working council."""

from datetime import date
from functools import cached_property

from gagyo.accounts.choices import Visibility
from gagyo.registry.tests.make import make_body
from gagyo.visits.models import CouncilMeeting, CouncilMember, TrainingCourse, WorkingCouncil
from tests.access.groups import CHANGES, OWN_OFFICE, SIGNED_IN, WRITERS, Line, back
from tests.access.partnerships import PartnershipRows


class CourseRows(PartnershipRows):
    """A course, a council, a member and a meeting of the office."""

    @cached_property
    def course(self) -> TrainingCourse:
        """A course of the office."""
        return TrainingCourse.objects.create(
            office=self.office,
            visibility=Visibility.OFFICE,
            name_ko="연수 과정",
            institution=make_body(name_ko="연수원", name_en="Institute"),
            stage_on=date(2026, 1, 5),
        )

    @cached_property
    def council(self) -> WorkingCouncil:
        """A council of the office."""
        return WorkingCouncil.objects.create(
            office=self.office, visibility=Visibility.OFFICE, name_ko="실무협의회", name_en="Council"
        )

    @cached_property
    def council_member(self) -> CouncilMember:
        """An institution in the council."""
        return CouncilMember.objects.create(
            council=self.council, body=self.course.institution, starts_on=date(2026, 1, 5)
        )

    @cached_property
    def council_meeting(self) -> CouncilMeeting:
        """A meeting of the council."""
        return CouncilMeeting.objects.create(council=self.council, held_on=date(2026, 2, 3))


URLS: dict[str, Line] = {
    "visits:courses": Line(SIGNED_IN),
    "visits:course_add": Line(WRITERS),
    "visits:course": Line(OWN_OFFICE, args=lambda world: {"course_id": world.course.pk}),
    "visits:course_edit": Line(CHANGES, args=lambda world: {"course_id": world.course.pk}),
    "visits:course_stage": Line(CHANGES, args=lambda world: {"course_id": world.course.pk}),
    "visits:course_archive": Line(back(CHANGES), args=lambda world: {"course_id": world.course.pk}, method="post"),
    "visits:course_restore": Line(back(CHANGES), args=lambda world: {"course_id": world.course.pk}, method="post"),
    "visits:councils": Line(SIGNED_IN),
    "visits:council_add": Line(WRITERS),
    "visits:council": Line(OWN_OFFICE, args=lambda world: {"council_id": world.council.pk}),
    "visits:council_edit": Line(CHANGES, args=lambda world: {"council_id": world.council.pk}),
    "visits:council_archive": Line(back(CHANGES), args=lambda world: {"council_id": world.council.pk}, method="post"),
    "visits:council_restore": Line(back(CHANGES), args=lambda world: {"council_id": world.council.pk}, method="post"),
    "visits:council_member_add": Line(CHANGES, args=lambda world: {"council_id": world.council.pk}),
    "visits:council_member_end": Line(
        CHANGES, args=lambda world: {"council_id": world.council.pk, "member_id": world.council_member.pk}
    ),
    "visits:council_member_reopen": Line(
        back(CHANGES),
        args=lambda world: {"council_id": world.council.pk, "member_id": world.council_member.pk},
        method="post",
    ),
    "visits:council_meeting_add": Line(CHANGES, args=lambda world: {"council_id": world.council.pk}),
    "visits:council_meeting_edit": Line(
        CHANGES, args=lambda world: {"council_id": world.council.pk, "meeting_id": world.council_meeting.pk}
    ),
}
