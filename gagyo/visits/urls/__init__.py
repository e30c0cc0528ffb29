"""Addresses of this app; each part has its own file."""

from gagyo.visits.urls import courses, figures, public, visits

app_name = "visits"
urlpatterns = [
    *visits.urlpatterns,
    *figures.urlpatterns,
    *courses.urlpatterns,
    *public.urlpatterns,
]
