"""Addresses of this app."""

from django.urls import URLPattern

app_name = "registry"
urlpatterns: list[URLPattern] = []
