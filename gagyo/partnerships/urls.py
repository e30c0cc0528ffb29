"""Addresses of this app."""

from django.urls import URLPattern, path

from gagyo.accounts.views.gates import signed_in
from gagyo.partnerships.views import (
    anniversaries,
    contacts,
    council,
    directory,
    directory_map,
    directory_pages,
    documents,
    handover,
    incident,
    open_data,
    project_forms,
    projects,
    tie_forms,
    ties,
)
from gagyo.partnerships.views.imports import lists, results, steps

app_name = "partnerships"


def document_addresses(shelf: documents.Shelf) -> list[URLPattern]:
    """Return the addresses of a record's documents: tie_document_add and so on."""
    base, name, given = f"{shelf.kind}s/<int:owner_id>/documents/", f"{shelf.kind}_document", {"shelf": shelf}
    shown = documents.document if shelf.for_visitors else signed_in(documents.document)
    return [
        path(f"{base}add/", documents.document_add, given, name=f"{name}_add"),
        path(f"{base}<int:document_id>/", shown, given, name=name),
        path(f"{base}<int:document_id>/remove/", documents.document_remove, given, name=f"{name}_remove"),
        path(f"{base}<int:document_id>/restore/", documents.document_restore, given, name=f"{name}_restore"),
    ]


PUBLIC = [
    path("ties/", directory.ties, name="ties"),
    path("ties/map/", directory_map.ties_map, name="ties_map"),
    path("ties/by-city/", directory.cities, name="ties_by_city"),
    path("ties/data.<str:form>", open_data.ties_data, name="ties_data"),
    path("countries/", directory.countries, name="countries"),
    path("countries/<str:code>/", directory_pages.country, name="country"),
    path("cities/<int:pk>/", directory_pages.city, name="city"),
    path("governments/", directory.governments, name="governments"),
    path("governments/<int:pk>/", directory_pages.government, name="government"),
]
OFFICERS = [
    path("ties/new/", tie_forms.tie_add, name="tie_add"),
    path("ties/<int:tie_id>/", ties.tie, name="tie"),
    path("ties/<int:tie_id>/edit/", tie_forms.tie_edit, name="tie_edit"),
    path("ties/<int:tie_id>/state/", ties.tie_state, name="tie_state"),
    path("ties/<int:tie_id>/state/undo/", ties.tie_state_undo, name="tie_state_undo"),
    path("ties/<int:tie_id>/archive/", ties.tie_archive, name="tie_archive"),
    path("ties/<int:tie_id>/restore/", ties.tie_restore, name="tie_restore"),
    path("ties/<int:tie_id>/contacts/add/", contacts.tie_contact_add, name="tie_contact_add"),
    path("ties/<int:tie_id>/contacts/<int:person_id>/remove/", contacts.tie_contact_remove, name="tie_contact_remove"),
    *document_addresses(documents.TIES),
    path("projects/", projects.projects, name="projects"),
    path("projects/list.xlsx", project_forms.projects_xlsx, name="projects_xlsx"),
    path("projects/new/", project_forms.project_add, name="project_add"),
    path("projects/<int:project_id>/", projects.project, name="project"),
    path("projects/<int:project_id>/edit/", project_forms.project_edit, name="project_edit"),
    path("projects/<int:project_id>/result/", project_forms.project_result, name="project_result"),
    path("projects/<int:project_id>/cancel/", projects.project_cancel, name="project_cancel"),
    path("projects/<int:project_id>/resume/", projects.project_resume, name="project_resume"),
    path("projects/<int:project_id>/archive/", projects.project_archive, name="project_archive"),
    path("projects/<int:project_id>/restore/", projects.project_restore, name="project_restore"),
    *document_addresses(documents.PROJECTS),
    path("anniversaries/", anniversaries.anniversaries, name="anniversaries"),
    path("anniversaries/calendar/", anniversaries.feed_make, name="feed_make"),
    path("anniversaries/calendar/<int:feed_id>/revoke/", anniversaries.feed_revoke, name="feed_revoke"),
    path("calendar/<str:key>.ics", anniversaries.feed, name="feed"),
    path("council/<int:body_id>/", council.council, name="council"),
    path("council/rules/<int:rule_id>/remove/", council.council_remove, name="council_remove"),
    path("incident/", incident.incident_choose, name="incident_choose"),
    path("incident/<str:code>/", incident.incident, name="incident"),
    path("handover/", handover.handover, name="handover"),
]
IMPORTS = [
    path("imports/", lists.imports, name="imports"),
    path("imports/new/", steps.import_add, name="import_add"),
    path("imports/forms/<str:subject>.xlsx", lists.import_template, name="import_template"),
    path("imports/<int:pk>/", results.import_batch, name="import_batch"),
    path("imports/<int:pk>/columns/", steps.import_columns, name="import_columns"),
    path("imports/<int:pk>/matches/", steps.import_matches, name="import_matches"),
    path("imports/<int:pk>/preview/", steps.import_preview, name="import_preview"),
    path("imports/<int:pk>/suggestions/", steps.import_mend, name="import_mend"),
    path("imports/<int:pk>/wrong.xlsx", steps.import_wrong, name="import_wrong"),
    path("imports/<int:pk>/apply/", steps.import_apply, name="import_apply"),
    path("imports/<int:pk>/undo/", results.import_undo, name="import_undo"),
]
urlpatterns = [*PUBLIC, *OFFICERS, *IMPORTS]
