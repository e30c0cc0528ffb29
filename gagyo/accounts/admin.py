"""Accounts and offices in the read-only admin."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from gagyo.accounts.models import ApiToken, Invitation, Membership, Office, User
from gagyo.common.admin import ReadOnlyAdmin


@admin.register(Office)
class OfficeAdmin(ReadOnlyAdmin):
    """Offices."""

    list_display = ("name_ko", "name_en", "kind", "parent", "archived_at")
    list_filter = ("kind",)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Accounts, without names and addresses."""

    list_display = ("pk", "language", "is_active", "is_superuser", "last_login")


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Who works where."""

    list_display = ("user_id", "office", "role", "starts_on", "ends_on")
    list_filter = ("role",)
    list_select_related = ("office",)

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Return the columns; the person as a number, since the name is personal data."""
        return ["user_id", "office", "role", "starts_on", "ends_on"]

    readonly_fields = ("user_id",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was invited where, without addresses."""

    list_display = ("office", "role", "created_at", "expires_at", "accepted_at", "withdrawn_at")
    list_select_related = ("office",)


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Tokens, without their hashes."""

    list_display = ("name", "prefix", "office", "created_at", "expires_at", "revoked_at", "last_used_on")
    list_select_related = ("office",)
