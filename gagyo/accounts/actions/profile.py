"""A person's own names and language."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from gagyo.accounts.models import User
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor


@transaction.atomic
def change_profile(*, name_ko: str, name_en: str, language: str, by: Actor, now: datetime) -> User:
    """Change the acting person's names and language."""
    assert by.user_id is not None
    user = User.objects.select_for_update().get(pk=by.user_id)
    before = values_of(user)
    user.name_ko, user.name_en, user.language = name_ko, name_en, language
    user.save(update_fields=["name_ko", "name_en", "language"])
    record(event="account.changed", by=by, at=now, about=user, before=before, after=values_of(user))
    return user


@transaction.atomic
def end_session(*, session: UserSession, by: Actor, now: datetime) -> None:
    """End a session of the acting person on another device."""
    after = {"begun": session.created_at, "address": session.ip}
    session.end()
    record(event="session.ended", by=by, at=now, after=after)
