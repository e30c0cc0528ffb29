"""Addresses of this app; each part has its own file."""

from gagyo.visits.urls import calendar, courses, figures, interpreters, papers, programme, public, sites, visits

app_name = "visits"
urlpatterns = [
    *visits.urlpatterns,
    *figures.urlpatterns,
    *courses.urlpatterns,
    *programme.urlpatterns,
    *interpreters.urlpatterns,
    *public.urlpatterns,
    *sites.urlpatterns,
    *papers.urlpatterns,
    *calendar.urlpatterns,
]
