"""Addresses of the screens that span features."""

from django.urls import path

from gagyo.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("work/", views.work, name="work"),
]
