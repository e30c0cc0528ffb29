"""The named members of a delegation: written, seen by whom, destroyed when."""

from datetime import date

import pytest
from django.test import Client

from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import system
from gagyo.visits.actions.members import destroy_names
from gagyo.visits.models import ProgrammeVersion, Visit, VisitMember, VisitParty
from gagyo.visits.tests.make import make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    """An office of Sejong."""
    return make_office(name_ko="세종시 국제교류")


@pytest.fixture
def officer(office: Office, client: Client) -> Client:
    """A browser in which an officer of the office is signed in."""
    client.force_login(make_member(office=office).user)
    return client


def posted(visit: Visit, *names: str, version: int = 1, **more: str) -> dict[str, str]:
    """Return what the list sends."""
    party = str(visit.parties.all()[0].pk)
    rows = {
        f"members-{n}-{field}": value
        for n, name in enumerate((*names, ""))
        for field, value in (("party", party), ("name", name))
    }
    return {
        "version": str(version),
        "members-TOTAL_FORMS": str(len(names) + 1),
        "members-INITIAL_FORMS": "0",
        **rows,
        **more,
    }


def address(visit: Visit) -> str:
    """Return the English address of the list."""
    return f"/en/visits/{visit.pk}/members/"


def test_names_are_written_in_their_order_and_stand_in_no_audit_record(office: Office, officer: Client) -> None:
    visit = make_visit(office=office)
    assert officer.post(address(visit), posted(visit, "Tran Van A", "Le Thi B")).status_code == 302
    assert list(VisitMember.objects.values_list("name", flat=True)) == ["Tran Van A", "Le Thi B"]
    left = AuditRecord.objects.get(event="visit.members_written")
    assert (left.before, left.after) == ({"named_members": 0}, {"named_members": 2})
    assert 'value="Le Thi B"' in officer.get(address(visit)).content.decode()


def test_a_passport_number_is_refused_and_what_was_written_stays(office: Office, officer: Client) -> None:
    visit = make_visit(office=office)
    answer = officer.post(address(visit), posted(visit, "Tran B1234567"))
    assert (answer.status_code, VisitMember.objects.count()) == (422, 0)
    assert ("passport number" in answer.content.decode(), "Tran B1234567" in answer.content.decode()) == (True, True)


def test_a_save_in_between_shows_both_lists_and_loses_neither(office: Office, officer: Client) -> None:
    visit = make_visit(office=office)
    officer.post(address(visit), posted(visit, "Theirs"))
    second = officer.post(address(visit), posted(visit, "Mine"))
    text = second.content.decode()
    assert (second.status_code, "Theirs" in text, 'value="Mine"' in text) == (409, True, True)
    assert list(VisitMember.objects.values_list("name", flat=True)) == ["Theirs"]
    officer.post(address(visit), posted(visit, "Theirs", "Mine", version=second.context["seen_version"]))
    assert list(VisitMember.objects.values_list("name", flat=True)) == ["Theirs", "Mine"]


def test_another_office_sees_no_names_of_a_public_visit(office: Office) -> None:
    visit = make_visit(office=office)
    VisitMember.objects.create(party=visit.parties.all()[0], name="Tran Secret")
    stranger = Client()
    stranger.force_login(make_member().user)
    assert stranger.get(address(visit)).status_code == 403
    assert "Secret" not in stranger.get(f"/en/visits/{visit.pk}/").content.decode()


def test_names_are_destroyed_a_year_after_the_visit_and_no_sooner(office: Office) -> None:
    old = make_visit(office=office, starts_on=date(2025, 5, 3))
    young = make_visit(office=office, starts_on=date(2025, 5, 4))
    for visit in (old, young):
        VisitParty.objects.filter(visit=visit).update(head_name="Head")
        VisitMember.objects.create(party=visit.parties.all()[0], name="Member")
        ProgrammeVersion.objects.create(visit=visit, number=1, sent_at=NOW, recipients=["a@example.org"], content=[])
    assert destroy_names(by=system(label="nightly"), now=NOW) == 1
    assert list(VisitMember.objects.values_list("party__visit_id", flat=True)) == [young.pk]
    assert list(VisitParty.objects.order_by("visit_id").values_list("head_name", flat=True)) == ["", "Head"]
    sent = ProgrammeVersion.objects.order_by("visit_id").values_list("recipients", flat=True)
    assert list(sent) == [[], ["a@example.org"]]
    left = AuditRecord.objects.get(event="visit.names_destroyed")
    gone = {"named_members": 1, "heads": 1, "sent_programmes": 1, "survey_answers": 0}
    assert (left.about_id, left.after) == (str(old.pk), gone)
    assert destroy_names(by=system(label="nightly"), now=NOW) == 0
