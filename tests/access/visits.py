"""Delegation visits, their follow-ups and documents, and the half-year figures."""

from datetime import date
from functools import cached_property

from gagyo.accounts.choices import Visibility
from gagyo.accounts.tests.make import NOW
from gagyo.visits.choices import VisitState
from gagyo.visits.models import FigureRelease, FollowUp, Visit
from gagyo.visits.tests.make import make_rule, make_visit
from tests.access.groups import CHANGES, GONE, NAMES_CONTACTS, NO_ROW, OWN_OFFICE, PUBLIC, WRITERS, Line, back
from tests.access.partnerships import PartnershipRows


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
    "visits:figures_publish": Line(back(WRITERS), method="post"),
    "visits:figures_release": Line(PUBLIC, args=lambda world: {"release_id": world.release.pk}),
}

API: dict[str, Line] = {
    "GET /api/v1/figures/visits": Line(PUBLIC.answering(ok=404), query="?office=99&half=2024H1"),
}
