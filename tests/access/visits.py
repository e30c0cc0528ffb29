"""Delegation visits, their follow-ups and documents, and the half-year figures."""

from datetime import date
from functools import cached_property

from django.db.models import Model

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_office
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.tests.make import make_government
from gagyo.visits.choices import VisitState
from gagyo.visits.models import FigureRelease, FollowUp, TrainingCourse, Visit, WorkingCouncil
from gagyo.visits.tests.make import make_rule, make_visit
from tests.access.groups import (
    CHANGES,
    GONE,
    NAMES_CONTACTS,
    NO_ROW,
    OWN_OFFICE,
    PUBLIC,
    WORKERS,
    WRITERS,
    Group,
    Line,
    back,
)
from tests.access.partnerships import PartnershipRows

# What only the office that owns a record reads of it.
INSIDE = "안에서만 읽는 말"


class VisitRows(PartnershipRows):
    """A visit of the office, what follows from it, and published figures."""

    @cached_property
    def visit(self) -> Visit:
        """A visit of the office."""
        return make_visit(office=self.office, visibility=Visibility.OFFICE, state=VisitState.PLANNED)

    @cached_property
    def follow_up(self) -> FollowUp:
        """Something that is to be done after the visit."""
        return FollowUp.objects.create(visit=self.visit, what="자료 송부", due_on=date(2026, 6, 1))

    @cached_property
    def public_elsewhere(self) -> dict[str, tuple[str, Model]]:
        """Public records of another office, by the name of their page, each with its argument."""
        office, lead = self.elsewhere, make_government(name_ko="세종시")
        course = TrainingCourse.objects.create(
            office=office, visibility=Visibility.PUBLIC, name_ko="연수", institution=lead, stage_on=date(2026, 1, 5)
        )
        council = WorkingCouncil.objects.create(office=office, visibility=Visibility.PUBLIC, name_ko="협의회")
        return {
            "visits:visit": ("visit_id", make_visit(office=office, gifts_given=INSIDE, state_reason=INSIDE)),
            "visits:course": ("course_id", course),
            "visits:council": ("council_id", council),
            "partnerships:tie": ("tie_id", make_tie(parties=[lead, self.partner], office=office)),
            "partnerships:project": ("project_id", make_project(lead=lead, office=office)),
        }

    @cached_property
    def elsewhere(self) -> Office:
        """Another office, where nobody of the callers works."""
        return make_office(name_ko="세종시 국제관계")

    @cached_property
    def release(self) -> FigureRelease:
        """Figures that an office published."""
        return FigureRelease.objects.create(
            office=self.office,
            visibility=Visibility.PUBLIC,
            half="2024H1",
            as_of=date(2024, 6, 19),
            rule=make_rule(),
            made_at=NOW,
            totals=dict.fromkeys(("countries", "persons", "person_days", "visits"), 0),
            rows=[],
        )


URLS: dict[str, Line] = {
    "visits:visits": Line(PUBLIC),
    "visits:visit_add": Line(WRITERS),
    "visits:visit": Line(OWN_OFFICE.answering(nobody=404), args=lambda world: {"visit_id": world.visit.pk}),
    "visits:visit_edit": Line(CHANGES, args=lambda world: {"visit_id": world.visit.pk}),
    "visits:visit_state": Line(CHANGES, args=lambda world: {"visit_id": world.visit.pk}),
    "visits:members": Line(NAMES_CONTACTS, args=lambda world: {"visit_id": world.visit.pk}),
    "visits:visit_archive": Line(back(CHANGES), args=lambda world: {"visit_id": world.visit.pk}, method="post"),
    "visits:visit_restore": Line(back(CHANGES), args=lambda world: {"visit_id": world.visit.pk}, method="post"),
    "visits:follow_up_add": Line(
        back(CHANGES),
        args=lambda world: {"visit_id": world.visit.pk},
        method="post",
        data={"what": "자료 송부", "kind": "task", "due_on": "2026-06-01"},
    ),
    "visits:follow_up_done": Line(
        CHANGES, args=lambda world: {"visit_id": world.visit.pk, "follow_up_id": world.follow_up.pk}
    ),
    "visits:follow_up_reopen": Line(
        back(CHANGES),
        args=lambda world: {"visit_id": world.visit.pk, "follow_up_id": world.follow_up.pk},
        method="post",
    ),
    "visits:document_add": Line(back(CHANGES), args=lambda world: {"visit_id": world.visit.pk}, method="post"),
    "visits:document": Line(
        GONE.answering(nobody=302), args=lambda world: {"visit_id": world.visit.pk, "document_id": NO_ROW}
    ),
    "visits:document_*": Line(
        CHANGES.answering(ok=404),
        args=lambda world: {"visit_id": world.visit.pk, "document_id": NO_ROW},
        method="post",
    ),
    "visits:half_year": Line(PUBLIC),
    # The operator's office receives nobody: what the page offers there is another office's, and not the operator's to
    # publish.
    "visits:figures_publish": Line(back(Group(WORKERS)), method="post"),
    "visits:figures_release": Line(PUBLIC, args=lambda world: {"release_id": world.release.pk}),
}

API: dict[str, Line] = {
    "GET /api/v1/figures/visits": Line(PUBLIC.answering(ok=404), query="?office=99&half=2024H1"),
}
