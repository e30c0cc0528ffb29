"""Addresses of interpreters: the pool, who interprets at a visit, one's own tasks, the answer behind a link."""

from django.urls import path

from gagyo.visits.views import interpreter_links, interpreters, interpreters_all, interpreting, visit_interpreters

urlpatterns = [
    path("interpreters/", interpreters.interpreters, name="interpreters"),
    path("interpreters/new/", interpreters.interpreter_add, name="interpreter_add"),
    path("interpreters/export/", interpreters.interpreters_export, name="interpreters_export"),
    path("interpreters/<int:interpreter_id>/", interpreters.interpreter, name="interpreter"),
    path("interpreters/<int:interpreter_id>/edit/", interpreters.interpreter_edit, name="interpreter_edit"),
    path("interpreters/<int:interpreter_id>/archive/", interpreters.interpreter_archive, name="interpreter_archive"),
    path("interpreters/<int:interpreter_id>/restore/", interpreters.interpreter_restore, name="interpreter_restore"),
    path("interpreters/<int:interpreter_id>/times/add/", interpreting.time_add, name="interpreter_time_add"),
    path(
        "interpreters/<int:interpreter_id>/times/<int:time_id>/remove/",
        interpreting.time_remove,
        name="interpreter_time_remove",
    ),
    path("interpreting/", interpreting.my_interpreting, name="my_interpreting"),
    path("interpreting/tasks.ics", interpreting.my_calendar, name="my_interpreting_calendar"),
    path("interpreting/<int:task_id>/answer/", interpreting.my_answer, name="my_interpreting_answer"),
    path("interpreting/answer/<str:key>/", interpreter_links.interpreting_answer, name="interpreting_answer"),
    path("visits/<int:visit_id>/interpreters/", visit_interpreters.visit_interpreters, name="visit_interpreters"),
    path("visits/<int:visit_id>/interpreters/ask/", visit_interpreters.ask, name="interpreters_ask"),
    path("visits/<int:visit_id>/interpreters/ask-all/", interpreters_all.ask_all, name="interpreters_ask_all"),
    path("visits/<int:visit_id>/interpreters/languages/", visit_interpreters.languages, name="interpreters_languages"),
    path(
        "visits/<int:visit_id>/interpreters/<int:task_id>/answer/",
        visit_interpreters.answer_noted,
        name="interpreter_answer_noted",
    ),
    path(
        "visits/<int:visit_id>/interpreters/<int:task_id>/withdraw/",
        visit_interpreters.withdraw,
        name="interpreter_withdraw",
    ),
]
