"""Ties, projects, imports, and the screens around them."""

from functools import cached_property

from gagyo.accounts.choices import Visibility
from gagyo.accounts.tests.make import NOW, make_actor
from gagyo.partnerships.actions.imports.prepare import start_import
from gagyo.partnerships.models import ExchangeProject, ImportBatch, Tie
from gagyo.partnerships.tests.make import make_project, make_tie
from tests.access.groups import (
    CHANGES,
    CONTACTS,
    GONE,
    IMPORT,
    IMPORT_CHANGED,
    IMPORTS_SEEN,
    NAMES_CONTACTS,
    NO_ROW,
    OWN_OFFICE,
    PUBLIC,
    SIGNED_IN,
    WRITERS,
    Line,
    back,
)
from tests.access.registry import RegistryRows


class PartnershipRows(RegistryRows):
    """A tie, a project and an import of the office."""

    @cached_property
    def tie(self) -> Tie:
        """A tie of the office."""
        return make_tie(parties=[self.body, self.partner], office=self.office, visibility=Visibility.OFFICE)

    @cached_property
    def project(self) -> ExchangeProject:
        """An exchange project of the office."""
        return make_project(lead=self.body, office=self.office, visibility=Visibility.OFFICE)

    @cached_property
    def batch(self) -> ImportBatch:
        """An import of the office, whose columns nobody has looked at yet."""
        actor = make_actor(office=self.office)
        return start_import(
            data="도시명,체결일\n다트퍼드,1996".encode(),
            filename="ties.csv",
            subject="ties",
            office_id=self.office.pk,
            by=actor,
            now=NOW,
        )


URLS: dict[str, Line] = {
    # the directory
    "partnerships:ties": Line(PUBLIC),
    "partnerships:ties_map": Line(PUBLIC),
    "partnerships:ties_by_city": Line(PUBLIC),
    "partnerships:ties_data": Line(PUBLIC, args=lambda world: {"form": "json"}),
    "partnerships:countries": Line(PUBLIC),
    "partnerships:country": Line(PUBLIC, args=lambda world: {"code": world.partner.country_id}),
    "partnerships:city": Line(PUBLIC, args=lambda world: {"pk": world.place.pk}),
    "partnerships:governments": Line(PUBLIC),
    "partnerships:government": Line(PUBLIC, args=lambda world: {"pk": world.body.pk}),
    # ties and projects
    "partnerships:tie": Line(OWN_OFFICE.answering(nobody=404), args=lambda world: {"tie_id": world.tie.pk}),
    "partnerships:tie_add": Line(WRITERS),
    "partnerships:tie_edit": Line(CHANGES, args=lambda world: {"tie_id": world.tie.pk}),
    "partnerships:tie_state": Line(CHANGES, args=lambda world: {"tie_id": world.tie.pk}),
    "partnerships:tie_state_undo": Line(back(CHANGES), args=lambda world: {"tie_id": world.tie.pk}, method="post"),
    "partnerships:tie_archive": Line(back(CHANGES), args=lambda world: {"tie_id": world.tie.pk}, method="post"),
    "partnerships:tie_restore": Line(back(CHANGES), args=lambda world: {"tie_id": world.tie.pk}, method="post"),
    "partnerships:tie_document_add": Line(back(CHANGES), args=lambda world: {"owner_id": world.tie.pk}, method="post"),
    "partnerships:tie_contact_add": Line(
        back(NAMES_CONTACTS), args=lambda world: {"tie_id": world.tie.pk}, method="post"
    ),
    "partnerships:tie_contact_remove": Line(
        CONTACTS.answering(ok=404), args=lambda world: {"tie_id": world.tie.pk, "person_id": NO_ROW}, method="post"
    ),
    "partnerships:tie_document": Line(GONE, args=lambda world: {"owner_id": world.tie.pk, "document_id": NO_ROW}),
    "partnerships:tie_document_*": Line(
        GONE.answering(nobody=302), args=lambda world: {"owner_id": world.tie.pk, "document_id": NO_ROW}, method="post"
    ),
    "partnerships:projects": Line(PUBLIC),
    "partnerships:projects_xlsx": Line(PUBLIC),
    "partnerships:project_add": Line(WRITERS),
    "partnerships:project": Line(OWN_OFFICE.answering(nobody=404), args=lambda world: {"project_id": world.project.pk}),
    "partnerships:project_edit": Line(CHANGES, args=lambda world: {"project_id": world.project.pk}),
    "partnerships:project_result": Line(CHANGES, args=lambda world: {"project_id": world.project.pk}),
    "partnerships:project_cancel": Line(CHANGES, args=lambda world: {"project_id": world.project.pk}),
    "partnerships:project_resume": Line(
        back(CHANGES), args=lambda world: {"project_id": world.project.pk}, method="post"
    ),
    "partnerships:project_archive": Line(
        back(CHANGES), args=lambda world: {"project_id": world.project.pk}, method="post"
    ),
    "partnerships:project_restore": Line(
        back(CHANGES), args=lambda world: {"project_id": world.project.pk}, method="post"
    ),
    "partnerships:project_document_add": Line(
        back(CHANGES), args=lambda world: {"owner_id": world.project.pk}, method="post"
    ),
    "partnerships:project_document": Line(
        GONE.answering(nobody=302), args=lambda world: {"owner_id": world.project.pk, "document_id": NO_ROW}
    ),
    "partnerships:project_document_*": Line(
        GONE.answering(nobody=302),
        args=lambda world: {"owner_id": world.project.pk, "document_id": NO_ROW},
        method="post",
    ),
    "partnerships:anniversaries": Line(SIGNED_IN),
    "partnerships:feed_make": Line(back(WRITERS), method="post"),
    "partnerships:feed_revoke": Line(GONE.answering(nobody=302), args=lambda world: {"feed_id": NO_ROW}, method="post"),
    "partnerships:feed": Line(GONE, args=lambda world: {"key": "no-key"}),
    "partnerships:council": Line(SIGNED_IN, args=lambda world: {"body_id": world.body.pk}),
    "partnerships:council_remove": Line(
        GONE.answering(nobody=302), args=lambda world: {"rule_id": NO_ROW}, method="post"
    ),
    "partnerships:incident_choose": Line(CONTACTS),
    "partnerships:incident": Line(CONTACTS, args=lambda world: {"code": world.partner.country_id}),
    "partnerships:handover": Line(WRITERS),
    # imports
    "partnerships:imports": Line(IMPORTS_SEEN),
    "partnerships:import_add": Line(WRITERS),
    "partnerships:import_template": Line(IMPORTS_SEEN, args=lambda world: {"subject": "ties"}),
    "partnerships:import_batch": Line(back(IMPORT), args=lambda world: {"pk": world.batch.pk}),
    "partnerships:import_columns": Line(IMPORT_CHANGED, args=lambda world: {"pk": world.batch.pk}),
    "partnerships:import_matches": Line(back(IMPORT_CHANGED), args=lambda world: {"pk": world.batch.pk}),
    "partnerships:import_preview": Line(back(IMPORT), args=lambda world: {"pk": world.batch.pk}),
    "partnerships:import_wrong": Line(IMPORT, args=lambda world: {"pk": world.batch.pk}),
    "partnerships:import_mend": Line(
        IMPORT_CHANGED.answering(ok=409), args=lambda world: {"pk": world.batch.pk}, method="post"
    ),
    "partnerships:import_apply": Line(
        IMPORT_CHANGED.answering(ok=409), args=lambda world: {"pk": world.batch.pk}, method="post"
    ),
    "partnerships:import_undo": Line(back(IMPORT_CHANGED), args=lambda world: {"pk": world.batch.pk}),
}

API: dict[str, Line] = {
    "GET /api/v1/ties": Line(PUBLIC),
    "GET /api/v1/ties/{tie_id}": Line(OWN_OFFICE.answering(nobody=404), args=lambda world: {"tie_id": world.tie.pk}),
    "GET /api/v1/projects": Line(PUBLIC),
    "GET /api/v1/projects/{project_id}": Line(
        OWN_OFFICE.answering(nobody=404), args=lambda world: {"project_id": world.project.pk}
    ),
}
