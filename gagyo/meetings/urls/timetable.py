"""Addresses of the timetable."""

from django.urls import path

from gagyo.meetings.views import agenda, timetable, version, version_compare
from gagyo.meetings.views.acting import acting_paths

TABLE = "meetings/<int:round_id>/timetable"
ONE = f"{TABLE}/<int:number>"

urlpatterns = [
    path(f"{TABLE}/", timetable.timetable, name="timetable"),
    path(f"{TABLE}/stop/", timetable.timetable_stop, name="timetable_stop"),
    path(f"{TABLE}/compare/", version_compare.version_compare, name="version_compare"),
    path(f"{ONE}/", version.version, name="version"),
    path(f"{ONE}/move/", version.version_move, name="version_move"),
    path(f"{ONE}/try/", version.version_try, name="version_try"),
    path(f"{ONE}/pin/", version.version_pin, name="version_pin"),
    path(f"{ONE}/copy/", timetable.version_copy, name="version_copy"),
    path(f"{ONE}/discard/", timetable.version_discard, name="version_discard"),
    path(f"{ONE}/publish/", timetable.version_publish, name="version_publish"),
    *acting_paths("timetable/", agenda.agenda, "agenda"),
]
