"""Addresses of a visit's programme."""

from django.urls import path

from gagyo.visits.views import lodging, programme, programme_news, programme_proposal, programme_versions

BASE = "visits/<int:visit_id>/programme/"

urlpatterns = [
    path(BASE, programme.programme, name="programme"),
    path(f"{BASE}stops/add/", programme.stop_add, name="stop_add"),
    path(f"{BASE}stops/<int:stop_id>/edit/", programme.stop_edit, name="stop_edit"),
    path(f"{BASE}stops/<int:stop_id>/move/", programme.stop_move, name="stop_move"),
    path(f"{BASE}stops/<int:stop_id>/remove/", programme.stop_remove, name="stop_remove"),
    path(f"{BASE}lodging/", lodging.lodging, name="lodging"),
    path(f"{BASE}tell/", programme_news.programme_tell, name="programme_tell"),
    path(f"{BASE}undo/", programme.programme_undo, name="programme_undo"),
    path(f"{BASE}proposal/", programme_proposal.programme_proposal, name="programme_proposal"),
    path(f"{BASE}proposal/<uuid:task_id>/", programme_proposal.programme_proposed, name="programme_proposed"),
    path(f"{BASE}proposal/apply/", programme_proposal.programme_apply, name="programme_apply"),
    path(f"{BASE}send/", programme_versions.programme_send, name="programme_send"),
    path(f"{BASE}versions/<int:number>/", programme_versions.programme_version, name="programme_version"),
]
