"""Addresses of a visit's papers."""

from django.urls import path, re_path

from gagyo.visits.views import papers

VISIT = "visits/<int:visit_id>"
FILE = r"^visits/(?P<visit_id>[0-9]+)/papers"

urlpatterns = [
    re_path(
        rf"{FILE}/programme-(?P<language>ko|en)\.(?P<form_name>hwpx|pdf|ics)$", papers.programme, name="programme_paper"
    ),
    re_path(rf"{FILE}/programme-internal\.(?P<form_name>hwpx|pdf)$", papers.internal, name="internal_paper"),
    re_path(rf"{FILE}/names\.(?P<form_name>hwpx|pdf|xlsx)$", papers.names, name="names_paper"),
    path(f"{VISIT}/papers/door-signs.pdf", papers.signs, name="signs_paper"),
    re_path(rf"{FILE}/briefing\.(?P<form_name>hwpx|pdf)$", papers.briefing, name="briefing_paper"),
    re_path(rf"{FILE}/report\.(?P<form_name>hwpx|pdf)$", papers.report, name="report_paper"),
    path(f"{VISIT}/report/", papers.report_edit, name="report_edit"),
]
