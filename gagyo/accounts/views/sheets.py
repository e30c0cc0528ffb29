"""Offices and their members as worksheets; a list of members is personal data and asks for a reason."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gagyo.accounts.models import Membership, Office
from gagyo.accounts.queries import members_of, offices_for
from gagyo.accounts.rules import check_manage_members, membership_holds
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.accounts.views.reasons import PersonalData, reason_required
from gagyo.common.components import Column
from gagyo.common.views.sheets import sheet_answer
from gagyo.kernels.indicators.figure import CountingRule, Figure

OFFICES: Final = CountingRule(
    "offices",
    "기관",
    "Offices",
    "볼 수 있는 부서·기관 가운데 조건에 맞는 곳을 셉니다. 보관된 곳은 세지 않습니다.",
    "Counts the offices that you may see and that fit the filter, archived ones left out.",
)
MEMBERS: Final = CountingRule(
    "office-members",
    "소속",
    "Members",
    "이 기관에 소속되어 있거나 있던 기록을 1건씩 셉니다. 한 사람이 다시 소속되면 다시 셉니다.",
    "Counts each membership of the office, ended ones too; a person who came back counts again.",
)


def members_columns(today: date) -> list[Column]:
    """Return the columns of the members of an office."""
    return [
        Column("user", _("Name")),
        Column("user.email", _("E-mail")),
        Column("role", _("Role"), draw=lambda row: str(row.get_role_display())),
        Column("starts_on", _("From")),
        Column("ends_on", _("Until")),
        Column("state", _("State"), draw=lambda row: state_of(row, today)),
    ]


def state_of(row: Membership, today: date) -> str:
    """Say whether a membership holds."""
    holds = membership_holds(starts_on=row.starts_on, ends_on=row.ends_on, today=today)
    return _("Works here") if holds else _("Ended")


def offices_sheet(*, rows: QuerySet[Office], columns: Sequence[Column]) -> HttpResponse:
    """Return a list of offices as a worksheet."""
    now = timezone.now()
    count = Figure(rows.count(), "office", timezone.localdate(now), OFFICES, reverse("accounts:offices"))
    return sheet_answer(title=_("Offices"), columns=columns, rows=rows, count=count, name=_("Offices"), now=now)


@signed_in
def members_sheet(request: HttpRequest, office_id: int) -> HttpResponseBase:
    """Give the members of an office that one manages, after a reason."""
    actor = actor_of(request)
    office = get_object_or_404(offices_for(actor=actor), pk=office_id)
    check_manage_members(actor=actor, office_id=office.pk, what=str(office))
    return _members(request, office)


@reason_required(event="members.exported", title=gettext_lazy("Download the members of the office"))
def _members(_request: HttpRequest, office: Office) -> PersonalData:
    now = timezone.now()
    today, rows = timezone.localdate(now), list(members_of(office=office))
    count = Figure(len(rows), "member", today, MEMBERS, reverse("accounts:office", args=[office.pk]))
    answer = sheet_answer(
        title=_("Members"), columns=members_columns(today), rows=rows, count=count, name=f"{office}", now=now
    )
    # Members have accounts; the people of a record are the registry's contacts.
    detail = {"office": office.pk, "users": [row.user_id for row in rows]}
    return PersonalData(answer, people=[], rows=len(rows), detail=detail)
