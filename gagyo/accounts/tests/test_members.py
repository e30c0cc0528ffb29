"""Who works in an office: invitations, roles and their ends."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils.translation import override

from gagyo.accounts.actions.invitations import accept_as_member, accept_as_new, invite, withdraw_invitation
from gagyo.accounts.actions.members import AlreadyMemberError, OwnMembershipError, change_role, end_membership
from gagyo.accounts.actions.offices import change_office, make_office
from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Invitation, Membership, Office, User
from gagyo.accounts.queries import memberships_of
from gagyo.accounts.rules import NotYoursError, UnfitRoleError, UnusableInvitationError
from gagyo.accounts.tests import make
from gagyo.accounts.tests.make import NOW, TODAY, make_actor, make_member, make_user
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY, Actor

pytestmark = pytest.mark.django_db
PASSWORD = "긴비밀번호-열글자-이상"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read the sentences in English, whatever language the test before left active."""
    with override("en"):
        yield


def manager_of(office: Office) -> Actor:
    return make_actor(role=Role.MANAGER, office=office)


def sent(office: Office, **values: Any) -> tuple[Invitation, str]:
    """Invite somebody and return the invitation with the key in the mail's link."""
    given = {"email": "New@Example.org", "role": Role.OFFICER, "language": "en", "by": manager_of(office), "now": NOW}
    invitation = invite(office_id=office.pk, **{**given, **values})

    found = re.search(r"/accounts/invitations/([\w-]+)/", str(mail.outbox[-1].body))
    assert found
    return invitation, found[1]


def accepted(key: str, **values: Any) -> Membership:
    given = {"name_ko": "이새내", "name_en": "Lee Saenae", "password": PASSWORD, "language": "ko", "by": ANYBODY}
    return accept_as_new(key=key, **{**given, "now": NOW + timedelta(days=1), **values})


def events() -> list[str]:
    return list(AuditRecord.objects.order_by("pk").values_list("event", flat=True))


def test_an_invitation_becomes_an_account_with_a_proved_address() -> None:
    office = make.make_office(name_ko="남양주시")
    _invitation, key = sent(office)
    membership = accepted(key)
    user = membership.user
    assert (user.email, user.name_ko, user.check_password(PASSWORD)) == ("new@example.org", "이새내", True)
    assert (membership.office, membership.role, membership.starts_on) == (office, Role.OFFICER, date(2026, 5, 5))
    assert EmailAddress.objects.values_list("email", "verified", "primary").get() == ("new@example.org", True, True)
    assert events() == ["invitation.sent", "membership.started", "invitation.accepted"]


def test_only_the_hash_of_an_invitations_key_is_kept_and_its_address_not_in_the_audit_record() -> None:
    _invitation, key = sent(make.make_office())
    assert key not in str(Invitation.objects.values().get())
    kept = str(list(AuditRecord.objects.values()))
    assert key not in kept
    assert "new@example.org" not in kept


def test_a_link_works_once() -> None:
    _invitation, key = sent(make.make_office())
    accepted(key)
    with pytest.raises(UnusableInvitationError, match="used already"):
        accepted(key)


def test_an_expired_withdrawn_or_unknown_link_opens_nothing() -> None:
    office = make.make_office()
    _first, expired = sent(office, email="a@example.org")
    second, withdrawn = sent(office, email="b@example.org")
    withdraw_invitation(invitation_id=second.pk, by=manager_of(office), now=NOW)
    said = []
    for key, days in ((expired, 7), (withdrawn, 1), ("unknown", 1)):
        with pytest.raises(UnusableInvitationError) as caught:
            accepted(key, now=NOW + timedelta(days=days))
        said.append(str(caught.value).partition(".")[0])
    assert said == [
        "This invitation is past its date",
        "The office has withdrawn this invitation",
        "There is no such invitation",
    ]
    assert not User.objects.filter(email__in=["a@example.org", "b@example.org"]).exists()


def test_a_second_invitation_of_the_same_address_replaces_the_first() -> None:
    office = make.make_office()
    _first, old = sent(office)
    _second, new = sent(office)
    with pytest.raises(UnusableInvitationError, match="withdrawn"):
        accepted(old)
    assert accepted(new).office == office


def test_an_existing_account_gets_the_membership_added() -> None:
    user = make_member(user=make_user(email="new@example.org")).user
    office = make.make_office()
    _invitation, key = sent(office)
    with pytest.raises(UnusableInvitationError, match="exists"):
        accepted(key)
    accept_as_member(key=key, user=user, by=ANYBODY, now=NOW)
    assert {held.office for held in memberships_of(user=user, today=TODAY)} >= {office}
    assert len(memberships_of(user=user, today=TODAY)) == 2


def test_an_account_with_another_address_cannot_accept() -> None:
    _invitation, key = sent(make.make_office())
    with pytest.raises(NotYoursError, match="another address"):
        accept_as_member(key=key, user=make_user(), by=ANYBODY, now=NOW)


def test_a_weak_password_is_refused_and_the_link_still_works() -> None:
    _invitation, key = sent(make.make_office())
    with pytest.raises(ValidationError):
        accepted(key, password="1234567890")
    assert accepted(key).role == Role.OFFICER


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OfficeKind.LOCAL_GOVERNMENT, Role.OPERATOR),
        (OfficeKind.FIRM, Role.AUDITOR),
        (OfficeKind.FOREIGN_MISSION, Role.OFFICER),
    ],
)
def test_an_office_gives_only_roles_of_its_kind(kind: OfficeKind, role: Role) -> None:
    office = make.make_office(kind=kind)
    with pytest.raises(UnfitRoleError):
        invite(office_id=office.pk, email="x@example.org", role=role, language="ko", by=manager_of(office), now=NOW)


def test_a_manager_manages_the_own_office_only() -> None:
    office, other = make.make_office(), make.make_office()
    member = make_member(office=other)
    by = manager_of(office)
    with pytest.raises(NotYoursError):
        invite(office_id=other.pk, email="x@example.org", role=Role.OFFICER, language="ko", by=by, now=NOW)
    with pytest.raises(NotYoursError):
        end_membership(membership_id=member.pk, by=by, now=NOW)
    with pytest.raises(NotYoursError):
        change_role(membership_id=member.pk, role=Role.MANAGER, by=by, now=NOW)
    assert events() == []


def test_an_ended_membership_holds_no_more_the_same_day() -> None:
    member = make_member()
    end_membership(membership_id=member.pk, by=manager_of(member.office), now=NOW)
    assert memberships_of(user=member.user, today=TODAY) == []
    assert events() == ["membership.ended"]


def test_a_changed_role_keeps_the_old_one_in_the_history() -> None:
    member = make_member()
    change_role(membership_id=member.pk, role=Role.MANAGER, by=manager_of(member.office), now=NOW)
    held = list(member.user.memberships.order_by("pk").values_list("role", "starts_on", "ends_on"))
    assert held == [(Role.OFFICER, date(2026, 1, 1), TODAY), (Role.MANAGER, TODAY, None)]


def test_nobody_changes_or_ends_the_own_membership() -> None:
    own = make_member(role=Role.MANAGER)
    by = make_actor(membership=own)
    with pytest.raises(OwnMembershipError):
        end_membership(membership_id=own.pk, by=by, now=NOW)
    with pytest.raises(OwnMembershipError):
        change_role(membership_id=own.pk, role=Role.OFFICER, by=by, now=NOW)


def test_a_role_that_somebody_already_has_is_not_given_twice() -> None:
    user = make_user(email="new@example.org")
    member = make_member(user=user)
    _invitation, key = sent(member.office)
    with pytest.raises(AlreadyMemberError):
        accept_as_member(key=key, user=user, by=ANYBODY, now=NOW)


def test_the_operator_makes_offices_and_a_second_editor_is_told() -> None:
    operator = make_actor(role=Role.OPERATOR, office=make.make_office(kind=OfficeKind.ASSOCIATION))
    names = {"name_ko": "부산광역시", "name_en": "Busan", "kind": OfficeKind.LOCAL_GOVERNMENT, "code": "26"}
    office = make_office(**names, parent=None, by=operator, now=NOW)
    change_office(office_id=office.pk, name_ko="부산시", name_en="Busan", expected=1, by=operator, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        change_office(office_id=office.pk, name_ko="부산", name_en="Busan", expected=1, by=operator, now=NOW)
    with pytest.raises(NotYoursError):
        make_office(**{**names, "code": "27"}, parent=None, by=manager_of(office), now=NOW)
    assert events() == ["office.made", "office.changed"]
