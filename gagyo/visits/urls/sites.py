"""Addresses of sites, vehicles, rooms and times that cannot be had."""

from django.urls import path, re_path

from gagyo.visits.views import resources, sites

KIND = r"^visits/resources/(?P<kind>vehicle|room)/"

urlpatterns = [
    path("visits/sites/", sites.sites, name="sites"),
    path("visits/sites/new/", sites.site_add, name="site_add"),
    path("visits/sites/<int:site_id>/", sites.site, name="site"),
    path("visits/sites/<int:site_id>/edit/", sites.site_edit, name="site_edit"),
    path("visits/sites/<int:site_id>/archive/", sites.site_archive, name="site_archive"),
    path("visits/sites/<int:site_id>/restore/", sites.site_restore, name="site_restore"),
    path("visits/sites/<int:site_id>/closed/add/", sites.closure_add, name="closure_add"),
    path("visits/sites/<int:site_id>/closed/<int:closure_id>/remove/", sites.closure_remove, name="closure_remove"),
    path("visits/sites/<int:site_id>/travel/", sites.travel_time, name="travel_time"),
    path("visits/resources/", resources.resources, name="resources"),
    re_path(KIND + r"new/$", resources.resource_add, name="resource_add"),
    re_path(KIND + r"(?P<pk>[0-9]+)/edit/$", resources.resource_edit, name="resource_edit"),
    re_path(KIND + r"(?P<pk>[0-9]+)/archive/$", resources.resource_archive, name="resource_archive"),
    re_path(KIND + r"(?P<pk>[0-9]+)/restore/$", resources.resource_restore, name="resource_restore"),
    path("visits/resources/away/add/", resources.away_add, name="away_add"),
    path("visits/resources/away/<int:away_id>/remove/", resources.away_remove, name="away_remove"),
]
