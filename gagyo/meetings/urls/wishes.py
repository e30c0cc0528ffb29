"""Addresses of wishes: a participant's own, and the organiser's overview."""

from django.urls import path

from gagyo.meetings.views import others, round_wishes, wishing
from gagyo.meetings.views.acting import acting_paths

urlpatterns = [
    path("meetings/<int:round_id>/wishes/", round_wishes.round_wishes, name="round_wishes"),
    path("meetings/<int:round_id>/wishes/decide/", round_wishes.pair_decide, name="pair_decide"),
    *acting_paths("others/", others.others, "others"),
    *acting_paths("wishes/", wishing.wishes, "wishes"),
    *acting_paths("wishes/answer/", wishing.wish_answer, "wish_answer"),
    *acting_paths("wishes/<int:wish_id>/", wishing.wish_reason, "wish_reason"),
]
