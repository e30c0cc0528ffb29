"""Addresses of the calendar of visits."""

from django.urls import path

from gagyo.visits.views import calendar

urlpatterns = [
    path("visits/calendar/", calendar.calendar, name="calendar"),
    path("visits/calendar/feeds/new/", calendar.feed_make, name="calendar_feed_make"),
    path("visits/calendar/feeds/<int:feed_id>/revoke/", calendar.feed_revoke, name="calendar_feed_revoke"),
    path("visits/calendar/<str:key>.ics", calendar.feed, name="calendar_feed"),
]
