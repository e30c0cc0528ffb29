"""Sites, vehicles and rooms, and the programmes of visits."""

from functools import cached_property

from gagyo.accounts.choices import Visibility
from gagyo.accounts.tests.make import NOW
from gagyo.visits.models import ProgrammeVersion, Site, Stop, Vehicle
from gagyo.visits.tests.make import make_site, make_stop
from tests.access.groups import CHANGES, NO_ROW, NO_TASK, OWN_OFFICE, SIGNED_IN, WRITERS, Line, back
from tests.access.visits import VisitRows


class ProgrammeRows(VisitRows):
    """A site of the office, a vehicle, and the visit's programme."""

    @cached_property
    def site(self) -> Site:
        """A site that only its office sees."""
        return make_site(office=self.office, visibility=Visibility.OFFICE)

    @cached_property
    def vehicle(self) -> Vehicle:
        """A vehicle of the office."""
        return Vehicle.objects.create(office=self.office, name_ko="중형버스", seats=25)

    @cached_property
    def stop(self) -> Stop:
        """A stop of the visit."""
        return make_stop(visit=self.visit, site=self.site)

    @cached_property
    def version_sent(self) -> ProgrammeVersion:
        """A programme that was sent."""
        return ProgrammeVersion.objects.create(visit=self.visit, number=1, sent_at=NOW, content={"stops": []})


def _visit(world: "ProgrammeRows") -> dict[str, object]:
    return {"visit_id": world.visit.pk}


def _stop(world: "ProgrammeRows") -> dict[str, object]:
    return {"visit_id": world.visit.pk, "stop_id": world.stop.pk}


def _site(world: "ProgrammeRows") -> dict[str, object]:
    return {"site_id": world.site.pk}


def _vehicle(world: "ProgrammeRows") -> dict[str, object]:
    return {"kind": "vehicle", "pk": world.vehicle.pk}


URLS: dict[str, Line] = {
    "visits:sites": Line(SIGNED_IN),
    "visits:site_add": Line(WRITERS),
    "visits:site": Line(OWN_OFFICE.answering(nobody=302), args=_site),
    "visits:site_edit": Line(CHANGES, args=_site),
    "visits:site_archive": Line(back(CHANGES), args=_site, method="post"),
    "visits:site_restore": Line(back(CHANGES), args=_site, method="post"),
    "visits:closure_add": Line(
        back(CHANGES), args=_site, method="post", data={"starts_on": "2026-06-01", "ends_on": "2026-06-02"}
    ),
    "visits:closure_remove": Line(
        CHANGES.answering(ok=404),
        args=lambda world: {"site_id": world.site.pk, "closure_id": NO_ROW},
        method="post",
    ),
    "visits:travel_time": Line(CHANGES.answering(ok=422), args=_site, method="post"),
    "visits:resources": Line(SIGNED_IN),
    "visits:resource_add": Line(WRITERS, args=lambda world: {"kind": "room"}),
    "visits:resource_edit": Line(CHANGES, args=_vehicle),
    "visits:resource_archive": Line(back(CHANGES), args=_vehicle, method="post"),
    "visits:resource_restore": Line(back(CHANGES), args=_vehicle, method="post"),
    "visits:away_add": Line(WRITERS.answering(ok=422), method="post"),
    "visits:away_remove": Line(WRITERS.answering(ok=404), args=lambda world: {"away_id": NO_ROW}, method="post"),
    "visits:programme": Line(OWN_OFFICE.answering(nobody=302), args=_visit),
    "visits:stop_add": Line(CHANGES, args=_visit),
    "visits:stop_edit": Line(CHANGES, args=_stop),
    "visits:stop_move": Line(CHANGES.answering(ok=409), args=_stop, method="post"),
    "visits:stop_remove": Line(CHANGES.answering(ok=409), args=_stop, method="post"),
    "visits:lodging": Line(CHANGES, args=lambda world: {"visit_id": world.visit.pk}),
    "visits:programme_tell": Line(back(CHANGES), args=_visit, method="post"),
    "visits:programme_undo": Line(CHANGES.answering(ok=409), args=_visit, method="post"),
    "visits:programme_proposal": Line(CHANGES, args=_visit),
    "visits:programme_proposed": Line(
        CHANGES.answering(ok=404), args=lambda world: {"visit_id": world.visit.pk, "task_id": NO_TASK}
    ),
    "visits:programme_apply": Line(CHANGES.answering(ok=404), args=_visit, method="post"),
    "visits:programme_send": Line(CHANGES, args=_visit),
    "visits:programme_version": Line(
        OWN_OFFICE.answering(nobody=302),
        args=lambda world: {"visit_id": world.version_sent.visit_id, "number": 1},
    ),
}
