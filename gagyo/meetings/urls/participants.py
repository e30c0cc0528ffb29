"""Addresses of participants: for the organiser, and their own."""

from django.urls import path

from gagyo.meetings.views import joining, participants
from gagyo.meetings.views.acting import acting_paths

LIST = "meetings/<int:round_id>/participants"
ONE = f"{LIST}/<int:participant_id>"

urlpatterns = [
    path(f"{LIST}/", participants.participants, name="participants"),
    path(f"{LIST}/new/", participants.participant_add, name="participant_add"),
    path(f"{LIST}/many/", participants.participants_many, name="participants_many"),
    path(f"{LIST}/invite/", participants.participants_invite, name="participants_invite"),
    path(f"{ONE}/", participants.participant, name="participant"),
    path(f"{ONE}/edit/", participants.participant_edit, name="participant_edit"),
    path(f"{ONE}/answer/", participants.participant_answer, name="participant_answer"),
    path(f"{ONE}/invite/", participants.participant_invite, name="participant_invite"),
    path(f"{ONE}/link/", participants.participant_link, name="participant_link"),
    *acting_paths("", joining.home, "home"),
    *acting_paths("profile/", joining.profile, "profile"),
    *acting_paths("people/", joining.people, "people"),
    *acting_paths("times/", joining.times, "times"),
]
