"""Addresses of this app; each part has its own file."""

from gagyo.visits.urls import courses, figures, programme, public, sites, visits

app_name = "visits"
urlpatterns = [
    *visits.urlpatterns,
    *figures.urlpatterns,
    *courses.urlpatterns,
    *programme.urlpatterns,
    *public.urlpatterns,
    *sites.urlpatterns,
]
