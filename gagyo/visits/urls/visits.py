"""Addresses of visits."""

from django.urls import path

from gagyo.visits.views import members, visit_forms, visit_steps, visits

urlpatterns = [
    path("visits/", visits.visits, name="visits"),
    path("visits/new/", visit_forms.visit_add, name="visit_add"),
    path("visits/<int:visit_id>/", visits.visit, name="visit"),
    path("visits/<int:visit_id>/edit/", visit_forms.visit_edit, name="visit_edit"),
    path("visits/<int:visit_id>/state/", visit_steps.visit_state, name="visit_state"),
    path("visits/<int:visit_id>/members/", members.members, name="members"),
    path("visits/<int:visit_id>/archive/", visit_steps.visit_archive, name="visit_archive"),
    path("visits/<int:visit_id>/restore/", visit_steps.visit_restore, name="visit_restore"),
    path("visits/<int:visit_id>/follow-ups/add/", visit_steps.follow_up_add, name="follow_up_add"),
    path(
        "visits/<int:visit_id>/follow-ups/<int:follow_up_id>/done/", visit_steps.follow_up_done, name="follow_up_done"
    ),
    path(
        "visits/<int:visit_id>/follow-ups/<int:follow_up_id>/reopen/",
        visit_steps.follow_up_reopen,
        name="follow_up_reopen",
    ),
    path("visits/<int:visit_id>/documents/add/", visit_steps.document_add, name="document_add"),
    path("visits/<int:visit_id>/documents/<int:document_id>/", visit_steps.document, name="document"),
    path(
        "visits/<int:visit_id>/documents/<int:document_id>/remove/", visit_steps.document_remove, name="document_remove"
    ),
    path(
        "visits/<int:visit_id>/documents/<int:document_id>/restore/",
        visit_steps.document_restore,
        name="document_restore",
    ),
]
