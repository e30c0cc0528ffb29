"""Addresses of this app."""

from django.urls import path

from gagyo.accounts.views.gates import signed_in
from gagyo.support.views import lists, request_forms, requests, steps

app_name = "support"
ONE = "support/<int:request_id>/"

urlpatterns = [
    path("support/", signed_in(lists.requests), name="requests"),
    path("support/new/", signed_in(request_forms.request_add), name="request_add"),
    path(ONE, signed_in(requests.request_page), name="request"),
    path(f"{ONE}edit/", signed_in(request_forms.request_edit), name="request_edit"),
    path(f"{ONE}submit/", signed_in(steps.request_submit), name="request_submit"),
    path(f"{ONE}approve/", signed_in(steps.request_approve), name="request_approve"),
    path(f"{ONE}return/", signed_in(steps.request_return), name="request_return"),
    path(f"{ONE}recall/", signed_in(steps.request_recall), name="request_recall"),
    path(f"{ONE}withdraw/", signed_in(steps.request_withdraw), name="request_withdraw"),
    path(f"{ONE}archive/", signed_in(steps.request_archive), name="request_archive"),
    path(f"{ONE}restore/", signed_in(steps.request_restore), name="request_restore"),
]
