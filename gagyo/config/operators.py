"""The first account of an installation."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership, Office, User
from gagyo.common.actions import record, values_of
from gagyo.common.rules import system


class EmailTakenError(Exception):
    """An account with that address is there already."""


@transaction.atomic
def create_operator(*, email: str, name_ko: str, office_name: str, password: str, now: datetime) -> User:
    """
    Make an account with the role of operator in an office of the association.

    :raises EmailTakenError: if the address has an account
    :raises ValidationError: if the address is none or the password too weak
    """
    address = email.strip().lower()
    validate_email(address)
    if User.objects.filter(email__iexact=address).exists():
        raise EmailTakenError(f"{address} has an account already. Choose another address, or reset its password.")
    validate_password(password, user=User(email=address, name_ko=name_ko))
    office = Office.objects.filter(name_ko=office_name).first() or Office.objects.create(
        name_ko=office_name, kind=OfficeKind.ASSOCIATION
    )
    user = User.objects.create_user(address, password, name_ko=name_ko)
    Membership.objects.create(user=user, office=office, role=Role.OPERATOR, starts_on=timezone.localdate(now))
    by = system(label="gagyo createoperator", channel="cli")
    record(event="operator.created", by=by, at=now, about=user, after=values_of(user))
    return user
