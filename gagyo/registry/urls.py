"""Addresses of this app."""

from django.urls import path

from gagyo.registry.views import search

app_name = "registry"
urlpatterns = [
    path("registry/places/search/", search.place_search, name="place_search"),
    path("registry/bodies/search/", search.body_search, name="body_search"),
]
