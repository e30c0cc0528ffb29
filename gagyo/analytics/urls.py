"""Addresses of this app."""

from django.urls import path

from gagyo.analytics.views import statistics

app_name = "analytics"
urlpatterns = [
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/data.<str:form>", statistics.statistics_data, name="statistics_data"),
]
