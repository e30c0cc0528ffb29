"""Addresses of this app."""

from django.urls import path

from gagyo.accounts.views.gates import signed_in
from gagyo.ambassadors.views import postings

app_name = "ambassadors"

urlpatterns = [
    path("ambassadors/", signed_in(postings.provinces), name="provinces"),
    path("ambassadors/postings/<int:posting_id>/", signed_in(postings.posting), name="posting"),
]
