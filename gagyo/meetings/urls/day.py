"""Addresses of the day: arrivals, meetings, the big screen, calendars, papers."""

from django.urls import path, re_path

from gagyo.meetings.views import board, day, day_arrival, day_calendar, day_papers, mending
from gagyo.meetings.views.acting import acting_paths

ROUND = "meetings/<int:round_id>"
PAPERS = r"^meetings/(?P<round_id>[0-9]{1,18})/papers"
FILE = r"(?P<language>ko|en)\.(?P<form_name>hwpx|pdf)$"

urlpatterns = [
    path(f"{ROUND}/day/", day.day, name="day"),
    path(f"{ROUND}/day/presence/", day.day_presence, name="day_presence"),
    path(f"{ROUND}/day/meeting/", day.day_meeting, name="day_meeting"),
    path(f"{ROUND}/day/mend/", mending.mend, name="mend"),
    path(f"{ROUND}/day/mend/back/", mending.mend_back, name="mend_back"),
    path(f"{ROUND}/day/mend/<int:number>/", mending.mended, name="mended"),
    path(f"{ROUND}/waiting/", mending.waiting, name="waiting"),
    path("meetings/arrive/<slug:badge_key>/", day_arrival.arrive, name="arrive"),
    path("meetings/board/<slug:board_key>/", board.board, name="board"),
    path(f"{ROUND}/papers/", day_papers.papers, name="papers"),
    re_path(rf"{PAPERS}/(?P<kind>agendas|signs|grid)-{FILE}", day_papers.paper, name="paper"),
    re_path(rf"{PAPERS}/timetable-(?P<participant_id>[0-9]{{1,18}})-{FILE}", day_papers.paper_of, name="paper_of"),
    path("meet-calendar/<str:key>.ics", day_calendar.calendar_feed, name="calendar_feed"),
    *acting_paths("badge/", day_arrival.badge, "badge"),
    *acting_paths("badge.svg", day_arrival.badge_code, "badge_code"),
    *acting_paths("calendar/", day_calendar.calendar, "calendar"),
    *acting_paths("timetable/<slug:language>.<slug:form_name>", day_papers.own_paper, "paper"),
]
