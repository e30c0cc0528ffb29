"""Addresses of this app; each part has its own file."""

from gagyo.meetings.urls import rounds

app_name = "meetings"
urlpatterns = [
    *rounds.urlpatterns,
]
