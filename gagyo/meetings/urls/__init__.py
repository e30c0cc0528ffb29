"""Addresses of this app; each part has its own file."""

from gagyo.meetings.urls import after, participants, rounds, timetable, wishes

app_name = "meetings"
urlpatterns = [
    *rounds.urlpatterns,
    *participants.urlpatterns,
    *wishes.urlpatterns,
    *timetable.urlpatterns,
    *after.urlpatterns,
]
