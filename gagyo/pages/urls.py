"""Addresses of the screens that span features."""

from django.urls import path, re_path

from gagyo.pages import views
from gagyo.pages.views import audit, search

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("work/", views.work, name="work"),
    path("audit/", audit.audit, name="audit"),
    path("audit/<int:record_id>/", audit.audit_record, name="audit_record"),
    re_path(r"^audit/export/(?P<form_name>csv|xlsx)/$", audit.audit_export, name="audit_export"),
    path("operations/", views.operations, name="operations"),
    path("operations/tasks/<uuid:task_id>/retry/", views.task_retry, name="task_retry"),
    path("operations/mail/<int:mail_id>/resend/", views.mail_resend, name="mail_resend"),
]
