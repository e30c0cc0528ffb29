"""Addresses of this app; each part has its own file."""

from django.urls import URLPattern

app_name = "meetings"
urlpatterns: list[URLPattern] = []
