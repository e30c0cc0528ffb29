"""Addresses of what follows a meeting: minutes, agreed items, figures, briefing sheets."""

from django.urls import path, re_path

from gagyo.meetings.views import after, after_briefing, after_figures, agreed, becoming
from gagyo.meetings.views.acting import acting_paths

ROUND = "meetings/<int:round_id>"
MEETING = f"{ROUND}/meetings/<int:meeting_id>"
PAPER = "<slug:language>.<slug:form_name>"

urlpatterns = [
    path(f"{ROUND}/meetings/", after.round_meetings, name="round_meetings"),
    path(f"{MEETING}/", after.meeting, name="meeting"),
    path(f"{MEETING}/state/", after.meeting_state, name="meeting_state"),
    path(f"{MEETING}/minutes/", after.meeting_minutes, name="meeting_minutes"),
    path(f"{MEETING}/briefing/<int:participant_id>/", after_briefing.briefing, name="briefing"),
    path(f"{MEETING}/briefing/<int:participant_id>/{PAPER}", after_briefing.briefing_paper, name="briefing_paper"),
    path(f"{ROUND}/briefings/<int:participant_id>/{PAPER}", after_briefing.booklet, name="booklet"),
    path("meetings/agreed/<int:item_id>/tie/", becoming.agreed_tie, name="agreed_tie"),
    path("meetings/agreed/<int:item_id>/project/", becoming.agreed_project, name="agreed_project"),
    path(f"{ROUND}/figures/", after_figures.round_figures, name="round_figures"),
    re_path(
        r"^meetings/(?P<round_id>[0-9]{1,18})/figures/(?P<spoken>ko|en)\.(?P<form_name>hwpx|pdf|xlsx)$",
        after_figures.figures_paper,
        name="figures_paper",
    ),
    path(f"{ROUND}/agreed/", agreed.round_agreed, name="round_agreed"),
    path(f"{ROUND}/agreed/<int:item_id>/", agreed.agreed_item, name="agreed_item"),
    *acting_paths("agreed/", agreed.own_agreed, "agreed"),
    *acting_paths("agreed/<int:item_id>/", agreed.own_item, "agreed_item"),
    *acting_paths("meetings/<int:meeting_id>/", agreed.own_meeting, "meeting"),
    *acting_paths("meetings/<int:meeting_id>/briefing/", after_briefing.own_briefing, "briefing"),
    *acting_paths(f"briefings/{PAPER}", after_briefing.own_booklet, "booklet"),
    *acting_paths(f"meetings/<int:meeting_id>/briefing/{PAPER}", after_briefing.own_briefing_paper, "briefing_paper"),
]
