"""Addresses of rounds."""

from django.urls import path

from gagyo.meetings.views import round_rows, rounds

ROUND = "meetings/<int:round_id>"

urlpatterns = [
    path("meetings/", rounds.rounds, name="rounds"),
    path("meetings/new/", rounds.round_add, name="round_add"),
    path(f"{ROUND}/", rounds.meeting_round, name="round"),
    path(f"{ROUND}/edit/", rounds.round_edit, name="round_edit"),
    path(f"{ROUND}/state/", rounds.round_state, name="round_state"),
    path(f"{ROUND}/archive/", rounds.round_archive, name="round_archive"),
    path(f"{ROUND}/restore/", rounds.round_restore, name="round_restore"),
    path(f"{ROUND}/setup/<slug:kind>/", round_rows.round_rows, name="round_rows"),
]
