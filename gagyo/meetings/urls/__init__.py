"""Addresses of this app; each part has its own file."""

from gagyo.meetings.urls import after, day, participants, rounds, timetable, wishes

app_name = "meetings"
urlpatterns = [
    *rounds.urlpatterns,
    *participants.urlpatterns,
    *wishes.urlpatterns,
    *timetable.urlpatterns,
    *after.urlpatterns,
    *day.urlpatterns,
]
