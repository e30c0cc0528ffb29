"""Addresses of the timetable."""

from django.urls import path

from gagyo.meetings.views import agenda, timetable
from gagyo.meetings.views.acting import acting_paths

TABLE = "meetings/<int:round_id>/timetable"
ONE = f"{TABLE}/<int:number>"

urlpatterns = [
    path(f"{TABLE}/", timetable.timetable, name="timetable"),
    path(f"{TABLE}/stop/", timetable.timetable_stop, name="timetable_stop"),
    path(f"{ONE}/", timetable.version, name="version"),
    path(f"{ONE}/move/", timetable.version_move, name="version_move"),
    path(f"{ONE}/pin/", timetable.version_pin, name="version_pin"),
    path(f"{ONE}/copy/", timetable.version_copy, name="version_copy"),
    path(f"{ONE}/discard/", timetable.version_discard, name="version_discard"),
    path(f"{ONE}/publish/", timetable.version_publish, name="version_publish"),
    *acting_paths("timetable/", agenda.agenda, "agenda"),
]
