"""Addresses of this app; each part has its own file."""

from gagyo.visits.urls import figures, visits

app_name = "visits"
urlpatterns = [*visits.urlpatterns, *figures.urlpatterns]
