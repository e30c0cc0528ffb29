"""Addresses of this app."""

from django.urls import path

from gagyo.partnerships.views import directory, directory_map, directory_pages, open_data

app_name = "partnerships"
urlpatterns = [
    path("ties/", directory.ties, name="ties"),
    path("ties/map/", directory_map.ties_map, name="ties_map"),
    path("ties/by-city/", directory.cities, name="ties_by_city"),
    path("ties/data.<str:form>", open_data.ties_data, name="ties_data"),
    path("countries/", directory.countries, name="countries"),
    path("countries/<str:code>/", directory_pages.country, name="country"),
    path("cities/<int:pk>/", directory_pages.city, name="city"),
    path("governments/", directory.governments, name="governments"),
    path("governments/<int:pk>/", directory_pages.government, name="government"),
]
