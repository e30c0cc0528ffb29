"""Addresses of the half-year figures."""

from django.urls import path

from gagyo.visits.views import figures, releases

urlpatterns = [
    path("visits/half-year/", figures.half_year, name="half_year"),
    path("visits/half-year/publish/", figures.figures_publish, name="figures_publish"),
    path("visits/half-year/published/<int:release_id>/", releases.figures_release, name="figures_release"),
]
