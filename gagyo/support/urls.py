"""Addresses of this app."""

from django.urls import path

from gagyo.accounts.views.gates import signed_in
from gagyo.support.views import lists, requests

app_name = "support"

urlpatterns = [
    path("support/", signed_in(lists.requests), name="requests"),
    path("support/<int:request_id>/", signed_in(requests.request_page), name="request"),
]
