"""Addresses of this app."""

from django.urls import path

from gagyo.accounts.views import invitations, me, offices, sheets, tokens

app_name = "accounts"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("switch/", me.switch, name="switch_office"),
    path("sessions/<int:session_id>/end/", me.session_end, name="session_end"),
    path("offices/", offices.offices, name="offices"),
    path("offices/new/", offices.office_add, name="office_add"),
    path("offices/<int:office_id>/", offices.office, name="office"),
    path("offices/<int:office_id>/edit/", offices.office_edit, name="office_edit"),
    path("offices/<int:office_id>/members.xlsx", sheets.members_sheet, name="members_sheet"),
    path("offices/<int:office_id>/invite/", invitations.invitation_add, name="invite"),
    path("offices/<int:office_id>/tokens/", tokens.tokens, name="tokens"),
    path("offices/<int:office_id>/tokens/new/", tokens.token_add, name="token_add"),
    path("tokens/<int:token_id>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("memberships/<int:membership_id>/role/", offices.role, name="role"),
    path("memberships/<int:membership_id>/end/", offices.end, name="end"),
    path("invitations/<int:invitation_id>/withdraw/", invitations.invitation_withdraw, name="invitation_withdraw"),
    path("invitations/<str:key>/", invitations.invitation, name="invitation"),
]
