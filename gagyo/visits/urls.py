"""Addresses of this app."""

from django.urls import path

from gagyo.visits.views import visits

app_name = "visits"
urlpatterns = [path("visits/", visits.visits, name="visits")]
