"""Accounts and offices, and allauth's own screens."""

from functools import cached_property

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import ApiToken, Invitation, Membership, Office, User
from gagyo.accounts.tests.make import NOW, make_member, make_office, make_user
from tests.access.groups import (
    GONE,
    GUESTS,
    KEEPERS,
    MANAGES,
    NO_ROW,
    PUBLIC,
    SEES_OFFICE,
    SIGNED_IN,
    SUPERUSER,
    Line,
    back,
)

ABROAD = {
    Role.DESK_OFFICER: OfficeKind.MINISTRY,
    Role.MISSION_OFFICER: OfficeKind.MISSION_ABROAD,
    Role.FOREIGN_MISSION: OfficeKind.FOREIGN_MISSION,
    Role.OPERATOR: OfficeKind.ASSOCIATION,
}


class AccountRows:
    """
    Offices, an account for every role, and what hangs on them.

    Officer, manager, ambassador, interpreter and auditor share `office`, which owns the rows.
    """

    def __init__(self) -> None:
        self.office: Office = make_office(name_ko="남양주시 국제협력과")
        self.users: dict[str, User] = {
            role: make_member(role=role, office=make_office(kind=ABROAD[role]) if role in ABROAD else self.office).user
            for role in Role
        }
        self.users[SUPERUSER] = make_user()
        self.users[SUPERUSER].is_staff = self.users[SUPERUSER].is_superuser = True
        self.users[SUPERUSER].save()

    @cached_property
    def member(self) -> Membership:
        """Another member of the office."""
        return make_member(office=self.office)

    @cached_property
    def invitation(self) -> Invitation:
        """An open invitation to the office."""
        return Invitation.objects.create(
            office=self.office, email="x@example.org", role=Role.OFFICER, created_at=NOW, expires_at=NOW
        )

    @cached_property
    def token(self) -> ApiToken:
        """A token of the office."""
        return ApiToken.objects.create(office=self.office, name="x", created_at=NOW)


URLS: dict[str, Line] = {
    "accounts:me": Line(SIGNED_IN),
    "accounts:switch_office": Line(back(SIGNED_IN), method="post"),
    "accounts:session_end": Line(SIGNED_IN.answering(ok=404), args=lambda world: {"session_id": NO_ROW}, method="post"),
    "accounts:offices": Line(SIGNED_IN),
    "accounts:office_add": Line(KEEPERS),
    "accounts:office": Line(SEES_OFFICE, args=lambda world: {"office_id": world.office.pk}),
    "accounts:office_edit": Line(MANAGES, args=lambda world: {"office_id": world.office.pk}),
    "accounts:members_sheet": Line(MANAGES, args=lambda world: {"office_id": world.office.pk}),
    "accounts:invite": Line(MANAGES, args=lambda world: {"office_id": world.office.pk}),
    "accounts:tokens": Line(MANAGES, args=lambda world: {"office_id": world.office.pk}),
    "accounts:token_add": Line(MANAGES, args=lambda world: {"office_id": world.office.pk}),
    "accounts:token_revoke": Line(MANAGES, args=lambda world: {"token_id": world.token.pk}),
    "accounts:role": Line(MANAGES, args=lambda world: {"membership_id": world.member.pk}),
    "accounts:end": Line(MANAGES, args=lambda world: {"membership_id": world.member.pk}),
    "accounts:invitation_withdraw": Line(
        back(MANAGES), args=lambda world: {"invitation_id": world.invitation.pk}, method="post"
    ),
    "accounts:invitation": Line(PUBLIC.answering(ok=410), args=lambda world: {"key": "no-key"}),
    # allauth's own
    "account_login": Line(GUESTS),
    "account_logout": Line(back(SIGNED_IN).answering(to_sign_in=False), method="post"),
    "account_signup": Line(GUESTS),  # says that one is invited
    "account_inactive": Line(PUBLIC),
    "account_email_verification_sent": Line(PUBLIC),
    "account_reset_password*": Line(PUBLIC, args=lambda world: {"uidb36": "1", "key": "no-key"}),
    "account_confirm_email": Line(PUBLIC, args=lambda world: {"key": "no-key"}),
    "account_confirm_login_code": Line(back(SIGNED_IN)),
    "account_set_password": Line(back(SIGNED_IN)),  # for those without a password
    "account_*": Line(SIGNED_IN),
    "mfa_index": Line(SIGNED_IN),
    "mfa_list_webauthn": Line(SIGNED_IN),
    "mfa_*": Line(back(SIGNED_IN)),  # to the page that asks for the password again
    "mfa_deactivate_totp": Line(SIGNED_IN.answering(ok=404)),  # none yet
    "mfa_download_recovery_codes": Line(SIGNED_IN.answering(ok=404)),
    "mfa_view_recovery_codes": Line(SIGNED_IN.answering(ok=404)),
    "mfa_*_webauthn": Line(back(SIGNED_IN), args=lambda world: {"pk": NO_ROW}),
    "socialaccount_connections": Line(SIGNED_IN),
    "socialaccount_login_cancelled": Line(PUBLIC),
    "socialaccount_login_error": Line(PUBLIC.answering(ok=401)),
    "socialaccount_signup": Line(back(SIGNED_IN)),
    "accounts/social/*": Line(PUBLIC.answering(ok=301)),
    "openid_connect_*": Line(GONE, args=lambda world: {"provider_id": "none"}),
    "usersessions_list": Line(SIGNED_IN),
}
