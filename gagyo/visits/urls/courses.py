"""Addresses of training courses and the working council."""

from django.urls import path

from gagyo.visits.views import councils, courses

COURSE = "visits/courses/<int:course_id>"
COUNCIL = "visits/councils/<int:council_id>"

urlpatterns = [
    path("visits/courses/", courses.courses, name="courses"),
    path("visits/courses/new/", courses.course_add, name="course_add"),
    path(f"{COURSE}/", courses.course, name="course"),
    path(f"{COURSE}/edit/", courses.course_edit, name="course_edit"),
    path(f"{COURSE}/stage/", courses.course_stage, name="course_stage"),
    path(f"{COURSE}/archive/", courses.course_archive, name="course_archive"),
    path(f"{COURSE}/restore/", courses.course_restore, name="course_restore"),
    path("visits/councils/", councils.councils, name="councils"),
    path("visits/councils/new/", councils.council_add, name="council_add"),
    path(f"{COUNCIL}/", councils.council, name="council"),
    path(f"{COUNCIL}/edit/", councils.council_edit, name="council_edit"),
    path(f"{COUNCIL}/archive/", councils.council_archive, name="council_archive"),
    path(f"{COUNCIL}/restore/", councils.council_restore, name="council_restore"),
    path(f"{COUNCIL}/members/new/", councils.member_add, name="council_member_add"),
    path(f"{COUNCIL}/members/<int:member_id>/end/", councils.member_end, name="council_member_end"),
    path(f"{COUNCIL}/members/<int:member_id>/reopen/", councils.member_reopen, name="council_member_reopen"),
    path(f"{COUNCIL}/meetings/new/", councils.meeting_add, name="council_meeting_add"),
    path(f"{COUNCIL}/meetings/<int:meeting_id>/edit/", councils.meeting_edit, name="council_meeting_edit"),
]
