"""Addresses of what cities show, of requests from abroad, of surveys and of what visitors thought."""

from django.urls import path

from gagyo.visits.views import feedback, followed, requests, surveys, welcome

urlpatterns = [
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/<int:office_id>/", welcome.welcome_office_page, name="welcome_office"),
    path("welcome/<int:office_id>/request/", welcome.request_add, name="request_add"),
    path("welcome/<int:office_id>/request/<slug:number>/", welcome.request_sent, name="request_sent"),
    path("welcome/requests/<str:key>/", followed.request_followed, name="request_followed"),
    path("welcome/requests/<str:key>/programme/", followed.request_programme, name="request_programme"),
    path("welcome/requests/<str:key>/confirm/", followed.request_confirm, name="request_confirm"),
    path("welcome/requests/<str:key>/withdraw/", followed.request_withdraw, name="request_withdraw"),
    path("visits/requests/", requests.requests, name="requests"),
    path("visits/requests/export/", requests.requests_export, name="requests_export"),
    path("visits/requests/<int:request_id>/", requests.request_page, name="request"),
    path("visits/requests/<int:request_id>/accept/", requests.request_accept, name="request_accept"),
    path("visits/requests/<int:request_id>/decline/", requests.request_decline, name="request_decline"),
    path("visits/feedback/", feedback.feedback, name="feedback"),
    path("visits/feedback/answers/", feedback.feedback_answers, name="feedback_answers"),
    path("visits/<int:visit_id>/survey/", surveys.visit_survey, name="visit_survey"),
    path("visits/<int:visit_id>/survey/print/", surveys.survey_print, name="survey_print"),
    path("visits/<int:visit_id>/survey/code.svg", surveys.survey_qr, name="survey_qr"),
    path("visits/<int:visit_id>/survey/answers/<int:answer_id>/lead/", surveys.survey_lead, name="survey_lead"),
    path("survey/thanks/", surveys.survey_thanks, name="survey_thanks"),
    path("survey/<str:key>/", surveys.survey, name="survey"),
]
