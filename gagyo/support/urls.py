"""Addresses of this app."""

from django.urls import path

from gagyo.accounts.views.gates import signed_in
from gagyo.support.views import (
    answers,
    board,
    calendar,
    figures,
    heard,
    heard_forms,
    leg_moves,
    legs,
    lists,
    request_forms,
    requests,
    routing,
    settings,
    settings_hours,
    steps,
    talk,
)

app_name = "support"
ONE = "support/<int:request_id>/"
LEG = "support/legs/<int:leg_id>/"
SET = "support/settings/"
COMMENT = "support/comments/<int:comment_id>/"
FILE = "support/files/<int:attachment_id>/"

HEARD = "support/heard/<int:meeting_id>/"
ITEM = "support/heard/items/<int:item_id>/"
PAPER = f"{HEARD}documents/<int:document_id>/"

urlpatterns = [
    # Read without an account too, where meetings and items are public.
    path("support/heard/", heard.heard, name="heard"),
    path("support/heard/new/", signed_in(heard_forms.heard_add), name="heard_add"),
    path(HEARD, heard.heard_meeting, name="heard_meeting"),
    path(f"{HEARD}edit/", signed_in(heard_forms.heard_edit), name="heard_edit"),
    path(f"{HEARD}archive/", signed_in(heard_forms.heard_archive), name="heard_archive"),
    path(f"{HEARD}restore/", signed_in(heard_forms.heard_restore), name="heard_restore"),
    path(f"{HEARD}items/new/", signed_in(heard_forms.heard_item_add), name="heard_item_add"),
    path(f"{HEARD}documents/new/", signed_in(heard_forms.heard_document_add), name="heard_document_add"),
    path(PAPER, heard.heard_document, name="heard_document"),
    path(f"{PAPER}remove/", signed_in(heard_forms.heard_document_remove), name="heard_document_remove"),
    path(f"{PAPER}restore/", signed_in(heard_forms.heard_document_restore), name="heard_document_restore"),
    path(ITEM, heard.heard_item, name="heard_item"),
    path(f"{ITEM}edit/", signed_in(heard_forms.heard_item_edit), name="heard_item_edit"),
    path(f"{ITEM}report/", signed_in(heard_forms.heard_item_report), name="heard_item_report"),
    path(f"{ITEM}archive/", signed_in(heard_forms.heard_item_archive), name="heard_item_archive"),
    path(f"{ITEM}restore/", signed_in(heard_forms.heard_item_restore), name="heard_item_restore"),
    path("support/", signed_in(lists.requests), name="requests"),
    path("support/figures/", signed_in(figures.figures), name="figures"),
    path("support/due/", signed_in(calendar.calendar), name="calendar"),
    path("support/due/make/", signed_in(calendar.calendar_make), name="calendar_make"),
    path("support/due/<int:calendar_id>/revoke/", signed_in(calendar.calendar_revoke), name="calendar_revoke"),
    path("support/due/<str:key>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("support/board/", signed_in(board.board), name="board"),
    path("support/owners/", signed_in(board.assign), name="assign"),
    path("support/filters/", signed_in(board.filters), name="filters"),
    path("support/filters/new/", signed_in(board.filter_add), name="filter_add"),
    path("support/filters/<int:filter_id>/remove/", signed_in(board.filter_remove), name="filter_remove"),
    path(SET, signed_in(settings.settings), name="settings"),
    path(f"{SET}hours/", signed_in(settings_hours.own_hours), name="own_hours"),
    path(f"{SET}hours/<str:kind>/", signed_in(settings_hours.kind_hours), name="kind_hours"),
    path(f"{SET}absences/new/", signed_in(settings.absence_add), name="absence_add"),
    path(f"{SET}absences/<int:absence_id>/end/", signed_in(settings.absence_end), name="absence_end"),
    path(f"{SET}bureaus/new/", signed_in(settings.bureau_add), name="bureau_add"),
    path(f"{SET}bureaus/<int:rule_id>/remove/", signed_in(settings.bureau_remove), name="bureau_remove"),
    path(f"{SET}templates/new/", signed_in(settings.template_add), name="template_add"),
    path(f"{SET}templates/<int:template_id>/", signed_in(settings.template_edit), name="template_edit"),
    path("support/new/", signed_in(request_forms.request_add), name="request_add"),
    path(ONE, signed_in(requests.request_page), name="request"),
    path(f"{ONE}edit/", signed_in(request_forms.request_edit), name="request_edit"),
    path(f"{ONE}submit/", signed_in(steps.request_submit), name="request_submit"),
    path(f"{ONE}approve/", signed_in(steps.request_approve), name="request_approve"),
    path(f"{ONE}return/", signed_in(steps.request_return), name="request_return"),
    path(f"{ONE}recall/", signed_in(steps.request_recall), name="request_recall"),
    path(f"{ONE}withdraw/", signed_in(steps.request_withdraw), name="request_withdraw"),
    path(f"{ONE}routing/", signed_in(routing.routing), name="routing"),
    path(f"{ONE}answer/", signed_in(answers.answer), name="answer"),
    path(f"{ONE}answer/submit/", signed_in(answers.answer_submit), name="answer_submit"),
    path(f"{ONE}answer/approve/", signed_in(answers.answer_approve), name="answer_approve"),
    path(f"{ONE}answer/return/", signed_in(answers.answer_return), name="answer_return"),
    path(f"{ONE}answer/recall/", signed_in(answers.answer_recall), name="answer_recall"),
    path(f"{ONE}confirm/", signed_in(answers.confirm), name="confirm"),
    path(f"{ONE}rate/", signed_in(answers.rate), name="rate"),
    path(f"{ONE}reopen/", signed_in(answers.reopen), name="reopen"),
    path(f"{ONE}archive/", signed_in(steps.request_archive), name="request_archive"),
    path(f"{ONE}restore/", signed_in(steps.request_restore), name="request_restore"),
    path(LEG, signed_in(legs.leg), name="leg"),
    path(f"{LEG}accept/", signed_in(legs.leg_accept), name="leg_accept"),
    path(f"{LEG}answer/", signed_in(legs.leg_answer), name="leg_answer"),
    path(f"{LEG}refuse/", signed_in(legs.leg_refuse), name="leg_refuse"),
    path(f"{LEG}pass-on/", signed_in(leg_moves.leg_pass_on), name="leg_pass_on"),
    path(f"{LEG}split/", signed_in(leg_moves.leg_split), name="leg_split"),
    path(f"{LEG}join/", signed_in(leg_moves.leg_join), name="leg_join"),
    path(f"{LEG}pause/", signed_in(legs.leg_pause), name="leg_pause"),
    path(f"{LEG}resume/", signed_in(legs.leg_resume), name="leg_resume"),
    path(f"{LEG}owner/", signed_in(legs.leg_own), name="leg_own"),
    path(f"{LEG}withdraw/", signed_in(legs.leg_withdraw), name="leg_withdraw"),
    path(f"{ONE}comment/", signed_in(talk.comment), name="comment"),
    path(f"{LEG}comment/", signed_in(talk.leg_comment), name="leg_comment"),
    path(f"{ONE}attach/", signed_in(talk.attach), name="attach"),
    path(f"{COMMENT}archive/", signed_in(talk.comment_archive), name="comment_archive"),
    path(f"{COMMENT}restore/", signed_in(talk.comment_restore), name="comment_restore"),
    path(f"{COMMENT}seen/", signed_in(talk.comment_seen), name="comment_seen"),
    path(FILE, signed_in(talk.attachment), name="attachment"),
    path(f"{FILE}remove/", signed_in(talk.attachment_remove), name="attachment_remove"),
    path(f"{FILE}restore/", signed_in(talk.attachment_restore), name="attachment_restore"),
]
