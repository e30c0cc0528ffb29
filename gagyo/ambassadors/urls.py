"""Addresses of this app."""

from django.urls import path

from gagyo.accounts.views.gates import signed_in
from gagyo.ambassadors.views import activities, activity_pages, handover, posting_forms, postings

app_name = "ambassadors"
POSTING = "ambassadors/postings/<int:posting_id>/"
ACTIVITY = "ambassadors/activities/<int:activity_id>/"
FILE = f"{ACTIVITY}files/<int:file_id>/"

urlpatterns = [
    path("ambassadors/", signed_in(postings.provinces), name="provinces"),
    path("ambassadors/postings/add/", signed_in(posting_forms.posting_add), name="posting_add"),
    path(POSTING, signed_in(postings.posting), name="posting"),
    path(f"{POSTING}edit/", signed_in(posting_forms.posting_edit), name="posting_edit"),
    path(f"{POSTING}end/", signed_in(posting_forms.posting_end), name="posting_end"),
    path(f"{POSTING}archive/", signed_in(posting_forms.posting_archive), name="posting_archive"),
    path(f"{POSTING}restore/", signed_in(posting_forms.posting_restore), name="posting_restore"),
    path(f"{POSTING}hand-over/", signed_in(handover.handover), name="handover"),
    path(f"{POSTING}take-over/", signed_in(handover.taking_over), name="take_over"),
    path("ambassadors/activities/", signed_in(activities.activities), name="activities"),
    path("ambassadors/activities/figures/", signed_in(activities.activity_figures), name="activity_figures"),
    path("ambassadors/activities/add/", signed_in(activity_pages.activity_add), name="activity_add"),
    path(ACTIVITY, signed_in(activity_pages.activity), name="activity"),
    path(f"{ACTIVITY}edit/", signed_in(activity_pages.activity_edit), name="activity_edit"),
    path(f"{ACTIVITY}kept/", signed_in(activity_pages.activity_kept), name="activity_kept"),
    path(f"{ACTIVITY}archive/", signed_in(activity_pages.activity_archive), name="activity_archive"),
    path(f"{ACTIVITY}restore/", signed_in(activity_pages.activity_restore), name="activity_restore"),
    path(f"{ACTIVITY}files/add/", signed_in(activity_pages.file_add), name="file_add"),
    path(FILE, signed_in(activity_pages.file), name="file"),
    path(f"{FILE}remove/", signed_in(activity_pages.file_move), {"back": False}, name="file_remove"),
    path(f"{FILE}restore/", signed_in(activity_pages.file_move), {"back": True}, name="file_restore"),
]
