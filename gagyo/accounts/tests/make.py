"""Rows for tests: plain typed functions with fixed dates."""

from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership, Office, User
from gagyo.accounts.queries import actor_for
from gagyo.common.rules import Actor

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=ZoneInfo("Asia/Seoul"))
TODAY = date(2026, 5, 4)
PASSWORD = "correct-horse-9"
_numbers = count(1)


def make_office(*, name_ko: str = "국제협력과", kind: str = OfficeKind.LOCAL_GOVERNMENT, **values: object) -> Office:
    """Make an office."""
    values.setdefault("name_en", f"Office {next(_numbers)}")
    return Office.objects.create(name_ko=name_ko, kind=kind, **values)


def make_user(*, email: str = "", name_ko: str = "김담당", name_en: str = "Kim Damdang") -> User:
    """Make an account with the password PASSWORD."""
    address = email or f"user{next(_numbers)}@example.org"
    return User.objects.create_user(address, PASSWORD, name_ko=name_ko, name_en=name_en)


def make_member(*, role: str = Role.OFFICER, office: Office | None = None, user: User | None = None) -> Membership:
    """Make a person with a role in an office."""
    return Membership.objects.create(
        user=user or make_user(), office=office or make_office(), role=role, starts_on=date(2026, 1, 1)
    )


def make_actor(
    *, role: str = Role.OFFICER, office: Office | None = None, membership: Membership | None = None
) -> Actor:
    """Make somebody who acts."""
    held = membership or make_member(role=role, office=office)
    return actor_for(user=held.user, membership=held, channel="web", ip="192.0.2.1", request_id="test", language="ko")
