"""The officer's screens: who sees what, what a form keeps, what a second save meets, how many queries a page makes."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.models import Membership, Office
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.common.models import AuditRecord, TranslatedText
from gagyo.partnerships.actions.feeds import feed_key
from gagyo.partnerships.models import (
    CalendarFeed,
    ConsentRule,
    ExchangeProject,
    ProjectDocument,
    Tie,
    TieContact,
    TieDocument,
)
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.models import Body, Post
from gagyo.registry.tests.make import make_body, make_country, make_government, make_person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>"


@pytest.fixture
def office() -> Office:
    return make_office(name_ko="남양주시 국제협력팀")


@pytest.fixture
def member(office: Office) -> Membership:
    return make_member(office=office)


@pytest.fixture
def officer(member: Membership, client: Client) -> Client:
    client.force_login(member.user)
    return client


@pytest.fixture
def home(office: Office) -> Body:
    return make_government(works_as=office)


@pytest.fixture
def abroad() -> Body:
    return make_body()


@pytest.fixture
def tie(home: Body, abroad: Body, office: Office) -> Tie:
    return make_tie(parties=[home, abroad], office=office)


def today() -> date:
    return timezone.localdate()


def sign_in(role: str = Role.OFFICER, office: Office | None = None) -> Client:
    client = Client()
    client.force_login(make_member(role=role, office=office).user)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"partnerships:{name}", args=args)


def queries_of(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        call()
    return len(caught)


def tie_answers(home: Body, abroad: Body, **more: object) -> dict[str, object]:
    return {
        "parties-TOTAL_FORMS": "3",
        "parties-INITIAL_FORMS": "0",
        "parties-0-body": str(home.pk),
        "parties-0-signatory": "시장 김",
        "parties-1-body_text": "Dartford",
        "parties-2-body_text": "",
        "kind": "sister",
        "state": "signed",
        "signed": "1996.5.3",
        "council_consent": "given",
        "fields_of_exchange": ["culture", "youth"],
        "text_language": "ko",
        "text_original": "청소년 교류",
        "text_translation": "Youth exchange",
        "text_state": "none",
        "visibility": "public",
        **more,
    }


# --- The tie's page -----------------------------------------------------------------------------------


def test_a_visitor_sees_the_public_part_of_a_public_tie(tie: Tie, office: Office, client: Client) -> None:
    person = make_person(office=office, name_ko="비공개 담당자", visibility=Visibility.PUBLIC)
    TieContact.objects.create(tie=tie, person=person)
    page = client.get(at("tie", tie.pk))
    words = page.content.decode()
    assert page.status_code == 200
    assert "다트퍼드" in words
    assert "비공개 담당자" not in words
    assert at("tie_archive", tie.pk) not in words


def test_an_officer_sees_contacts_and_what_is_to_be_done(tie: Tie, office: Office, officer: Client) -> None:
    TieContact.objects.create(tie=tie, person=make_person(office=office, name_ko="연락 담당"))
    words = officer.get(at("tie", tie.pk)).content.decode()
    assert "연락 담당" in words
    assert at("tie_edit", tie.pk) in words
    assert at("project_add") + f"?tie={tie.pk}" in words


@pytest.mark.parametrize(("visibility", "status"), [("office", 404), ("shared", 404), ("public", 200)])
def test_a_tie_that_is_not_public_is_not_there_for_visitors(
    home: Body, abroad: Body, office: Office, client: Client, visibility: str, status: int
) -> None:
    hidden = make_tie(parties=[home, abroad], office=office, visibility=visibility)
    assert client.get(at("tie", hidden.pk)).status_code == status


def test_an_archived_tie_is_there_for_its_office_only(tie: Tie, officer: Client) -> None:
    Tie.objects.filter(pk=tie.pk).update(archived_at=timezone.now())
    assert officer.get(at("tie", tie.pk)).status_code == 200
    assert Client().get(at("tie", tie.pk)).status_code == 404
    assert sign_in().get(at("tie", tie.pk)).status_code == 404


def test_a_ties_page_makes_as_many_queries_for_three_of_everything_as_for_one(
    tie: Tie, home: Body, office: Office, officer: Client
) -> None:
    def more(number: int) -> None:
        make_project(lead=home, tie=tie, office=office, name_ko=f"사업 {number}")
        person = make_person(office=office)
        Post.objects.create(person=person, body=home, title_ko="팀장")
        TieContact.objects.create(tie=tie, person=person)
        make_tie(parties=[make_government(name_ko=f"시 {number}"), tie.parties.all()[1].body], office=None)

    more(1)
    officer.get(at("tie", tie.pk))
    one = queries_of(lambda: officer.get(at("tie", tie.pk)))
    more(2)
    more(3)
    assert queries_of(lambda: officer.get(at("tie", tie.pk))) == one


# --- Adding and editing a tie -------------------------------------------------------------------------


def test_an_officer_enters_a_tie_by_names_and_undoes_it(officer: Client, home: Body, abroad: Body) -> None:
    page = officer.post(at("tie_add"), tie_answers(home, abroad), follow=True)
    tie = Tie.objects.get()
    assert [party.body for party in tie.parties.all()] == [home, abroad]
    assert (tie.signed_on, tie.signed_precision, tie.visibility) == (date(1996, 5, 3), "day", "public")
    assert tie.summary == TranslatedText("청소년 교류", "ko", {"en": ("Youth exchange", "reviewed")})
    assert at("tie_archive", tie.pk) in page.content.decode()
    officer.post(at("tie_archive", tie.pk))
    assert Tie.objects.get().archived_at is not None
    officer.post(at("tie_restore", tie.pk))
    assert Tie.objects.get().archived_at is None


def test_the_form_names_the_own_government_and_gives_another_row_without_a_script(
    officer: Client, home: Body, abroad: Body
) -> None:
    page = officer.get(at("tie_add")).content.decode()
    assert f'name="parties-0-body" value="{home.pk}"' in page
    more = officer.post(at("tie_add"), tie_answers(home, abroad, add_row="yes", text_original="쓰던 글"))
    words = more.content.decode()
    assert 'name="parties-3-body_text"' in words
    assert "쓰던 글" in words
    assert "Dartford" in words
    assert not Tie.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"parties-1-body_text": ""},
        {"parties-1-body_text": "없는 도시 쀍"},
        {"signed": "1996-13"},
        {"state": "planned", "signed": ""},
        {"state": "talks"},
        {"parties-2-signatory": "이름만"},
    ],
)
def test_a_form_with_a_mistake_keeps_what_was_written(
    officer: Client, home: Body, abroad: Body, wrong: dict[str, str]
) -> None:
    page = officer.post(at("tie_add"), tie_answers(home, abroad, **wrong))
    assert page.status_code == 422
    assert "청소년 교류" in page.content.decode()
    assert not Tie.objects.exists()


def test_a_name_of_several_bodies_lists_them(officer: Client, home: Body, abroad: Body) -> None:
    other = make_body(name_ko="다트퍼드", name_en="Dartford", country="US")
    page = officer.post(at("tie_add"), tie_answers(home, abroad))
    words = page.content.decode()
    assert page.status_code == 422
    assert f'<option value="{abroad.pk}">' in words
    assert f'<option value="{other.pk}">' in words


def test_a_missing_consent_warns_and_never_refuses(officer: Client, home: Body, abroad: Body) -> None:
    page = officer.post(at("tie_add"), tie_answers(home, abroad, council_consent="unknown"), follow=True)
    assert Tie.objects.count() == 1
    assert page.content.decode().count("남양주시") > 0
    assert 'class="notice tone-warning"' in page.content.decode()


def test_the_same_parties_again_are_allowed_and_said(officer: Client, tie: Tie, home: Body, abroad: Body) -> None:
    page = officer.post(at("tie_add"), tie_answers(home, abroad, signed="2001"), follow=True)
    assert Tie.objects.count() == 2
    assert at("tie", tie.pk) in page.content.decode()


def edited(page: str, name: str) -> str:
    start = page.index(f'name="{name}" value="') + len(f'name="{name}" value="')
    return page[start : page.index('"', start)].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")


def test_a_second_save_shows_both_versions_and_each_part_can_be_decided(
    officer: Client, tie: Tie, home: Body, abroad: Body
) -> None:
    opened = officer.get(at("tie_edit", tie.pk)).content.decode()
    mine = tie_answers(home, abroad, version=edited(opened, "version"), was=edited(opened, "was"))
    theirs = {**mine, "source": "시보 1996-5", "text_original": "그들의 글", "text_translation": ""}
    assert officer.post(at("tie_edit", tie.pk), theirs).status_code == 302
    mine.update({"text_original": "나의 글", "signed": "1996"})
    page = officer.post(at("tie_edit", tie.pk), mine)
    words = page.content.decode()
    assert page.status_code == 409
    assert "그들의 글" in words
    assert "나의 글" in words
    assert "시보 1996-5" in words
    assert Tie.objects.get(pk=tie.pk).summary.original == "그들의 글"
    hidden = {name: value for name, value in page.context["answers"] if not name.startswith("fields")}
    answers = {
        **hidden,
        "fields_of_exchange": [value for name, value in page.context["answers"] if name == "fields_of_exchange"],
        **page.context["hidden"],
        "take_source": "theirs",
        "take_text_original": "mine",
        "take_signed": "mine",
    }
    assert officer.post(at("tie_edit", tie.pk), answers).status_code == 302
    kept = Tie.objects.get(pk=tie.pk)
    assert (kept.source, kept.summary.original, kept.signed_precision) == ("시보 1996-5", "나의 글", "year")
    assert [party.body for party in kept.parties.all()] == [home, abroad]


def test_a_state_is_changed_with_its_reason_and_undone(officer: Client, tie: Tie) -> None:
    wrong = officer.post(at("tie_state", tie.pk), {"state": "ended", "on": today().isoformat(), "reason": ""})
    assert wrong.status_code == 422
    officer.post(at("tie_state", tie.pk), {"state": "ended", "on": today().isoformat(), "reason": "협정 종료"})
    assert Tie.objects.get(pk=tie.pk).state == "ended"
    officer.post(at("tie_state_undo", tie.pk))
    assert Tie.objects.get(pk=tie.pk).state == "signed"


@pytest.mark.parametrize("name", ["tie_edit", "tie_state"])
def test_another_office_gets_no_form_of_a_public_tie(tie: Tie, name: str) -> None:
    assert sign_in().get(at(name, tie.pk)).status_code == 403


# --- Documents and contacts ---------------------------------------------------------------------------


def test_a_document_is_handed_out_only_through_its_record(
    officer: Client, tie: Tie, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    officer.post(at("tie_document_add", tie.pk), {"file": SimpleUploadedFile("협정서.pdf", PDF), "title": ""})
    document = TieDocument.objects.get()
    answer = officer.get(at("tie_document", tie.pk, document.pk))
    assert answer.getvalue() == PDF
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert Client().get(at("tie_document", tie.pk, document.pk)).status_code == 404
    TieDocument.objects.update(is_public=True)
    assert Client().get(at("tie_document", tie.pk, document.pk)).status_code == 200
    Tie.objects.update(visibility="office")
    assert Client().get(at("tie_document", tie.pk, document.pk)).status_code == 404
    officer.post(at("tie_document_remove", tie.pk, document.pk))
    assert officer.get(at("tie_document", tie.pk, document.pk)).status_code == 404
    officer.post(at("tie_document_restore", tie.pk, document.pk))
    assert officer.get(at("tie_document", tie.pk, document.pk)).status_code == 200


def test_a_refused_file_says_why_and_leaves_nothing(officer: Client, tie: Tie) -> None:
    upload = SimpleUploadedFile("협정서.pdf", b"MZ\x00program")
    page = officer.post(at("tie_document_add", tie.pk), {"file": upload}, follow=True)
    assert "협정서.pdf" in page.content.decode()
    assert not TieDocument.objects.exists()


def test_a_contact_is_added_and_taken_off(officer: Client, tie: Tie, office: Office) -> None:
    person = make_person(office=office)
    officer.post(at("tie_contact_add", tie.pk), {"person": person.pk, "note": "의전"})
    assert TieContact.objects.get().note == "의전"
    officer.post(at("tie_contact_remove", tie.pk, person.pk))
    assert not TieContact.objects.exists()


# --- Projects -----------------------------------------------------------------------------------------


def project_answers(home: Body, abroad: Body, **more: object) -> dict[str, object]:
    return {
        "name_ko": "청소년 홈스테이",
        "kind": "youth",
        "lead": str(home.pk),
        "partner_1": str(abroad.pk),
        "starts_on": "2026-01-05",
        "ends_on": "2026-01-09",
        "budget_krw": "12000000",
        "visibility": "public",
        **more,
    }


def test_an_officer_enters_a_project_under_a_tie(officer: Client, tie: Tie, home: Body, abroad: Body) -> None:
    page = officer.get(at("project_add") + f"?tie={tie.pk}").content.decode()
    assert f'name="partner_1" value="{abroad.pk}"' in page
    officer.post(at("project_add"), project_answers(home, abroad, tie=tie.pk))
    project = ExchangeProject.objects.get()
    assert (project.tie, project.lead, project.country_id, [p.body for p in project.partners.all()]) == (
        tie,
        home,
        "GB",
        [abroad],
    )


def test_a_second_save_of_a_project_is_merged(officer: Client, office: Office, home: Body, abroad: Body) -> None:
    project = make_project(lead=home, office=office)
    opened = officer.get(at("project_edit", project.pk)).content.decode()
    mine = project_answers(home, abroad, version=edited(opened, "version"), was=edited(opened, "was"))
    assert officer.post(at("project_edit", project.pk), {**mine, "name_en": "theirs"}).status_code == 302
    page = officer.post(at("project_edit", project.pk), {**mine, "budget_krw": "5"})
    assert page.status_code == 409
    answers = {**dict(page.context["answers"]), **page.context["hidden"], "take_name_en": "theirs"}
    assert officer.post(at("project_edit", project.pk), answers).status_code == 302
    kept = ExchangeProject.objects.get()
    assert (kept.name_en, kept.budget_krw) == ("theirs", 5)


def test_a_result_is_recorded_with_its_evidence(
    officer: Client, office: Office, home: Body, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    project = make_project(lead=home, office=office, starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 9))
    assert at("project_result", project.pk) in officer.get(at("project", project.pk)).content.decode()
    answers = {
        "version": "1",
        "text_language": "ko",
        "text_original": "12명이 다녀왔다",
        "text_state": "none",
        "persons_out": "12",
        "evidence": SimpleUploadedFile("결과보고.pdf", PDF),
    }
    assert officer.post(at("project_result", project.pk), answers).status_code == 302
    kept = ExchangeProject.objects.get()
    assert (kept.outcome.original, kept.outcome_on, kept.persons_out) == ("12명이 다녀왔다", today(), 12)
    assert [(d.title, d.is_evidence) for d in ProjectDocument.objects.all()] == [("결과보고.pdf", True)]


def test_a_result_saved_twice_keeps_the_evidence_and_shows_both(
    officer: Client, office: Office, home: Body, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    project = make_project(lead=home, office=office, starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 9))
    answers = {"version": "1", "text_language": "ko", "text_original": "그들의 결과", "text_state": "none"}
    officer.post(at("project_result", project.pk), answers)
    second = {**answers, "text_original": "나의 결과", "evidence": SimpleUploadedFile("사진.pdf", PDF)}
    page = officer.post(at("project_result", project.pk), second)
    assert page.status_code == 409
    assert ProjectDocument.objects.count() == 1
    again = {**dict(page.context["answers"]), **page.context["hidden"], "take_text_original": "mine"}
    assert officer.post(at("project_result", project.pk), again).status_code == 302
    assert ExchangeProject.objects.get().outcome.original == "나의 결과"


def test_a_project_is_cancelled_archived_and_brought_back(officer: Client, office: Office, home: Body) -> None:
    project = make_project(lead=home, office=office)
    assert officer.post(at("project_cancel", project.pk), {"reason": ""}).status_code == 422
    officer.post(at("project_cancel", project.pk), {"reason": "태풍"})
    assert ExchangeProject.objects.get().state == "cancelled"
    assert officer.get(at("project_result", project.pk)).status_code == 302
    officer.post(at("project_resume", project.pk))
    officer.post(at("project_archive", project.pk))
    assert ExchangeProject.objects.get().archived_at is not None
    officer.post(at("project_restore", project.pk))
    assert ExchangeProject.objects.get().archived_at is None


def test_the_list_of_projects_filters_sorts_and_counts_by_its_address(home: Body, client: Client) -> None:
    first = make_project(lead=home, name_ko="가", budget_krw=5, country=make_country("GB"), outcome_on=date(2025, 8, 1))
    second = make_project(lead=home, name_ko="나", budget_krw=9, country=make_country("US"))
    third = make_project(lead=home, name_ko="다", budget_krw=None, country=make_country("US"), kind="sport")
    make_project(lead=home, name_ko="숨은 사업", visibility=Visibility.OFFICE)

    def listed(query: str) -> list[ExchangeProject]:
        page = client.get(at("projects") + query)
        assert page.context["count"].value == len(page.context["page"].object_list)
        return list(page.context["page"].object_list)

    assert listed("?sort=budget") == [first, second, third]
    assert listed("?sort=-budget") == [second, first, third]
    assert listed("?country=US&sort=name") == [second, third]
    assert listed("?kind=sport") == [third]
    assert listed("?result=missing&sort=name") == [second, third]
    assert listed("?result=recorded") == [first]
    assert listed("?kind=nonsense&since=never&sort=name") == [first, second, third]


def test_the_list_of_projects_makes_the_same_queries_for_three_rows_as_for_one(home: Body, client: Client) -> None:
    make_project(lead=home)
    client.get(at("projects"))
    one = queries_of(lambda: client.get(at("projects")))
    make_project(lead=make_government(name_ko="다른 시"), country=make_country("US"))
    make_project(lead=make_government(name_ko="또 다른 시"), country=make_country("JP"))
    assert queries_of(lambda: client.get(at("projects"))) == one


def test_the_worksheet_holds_exactly_what_the_list_shows(home: Body, client: Client) -> None:
    make_project(lead=home, name_ko="가", budget_krw=5)
    make_project(lead=home, name_ko="나", budget_krw=9, kind="sport")
    answer = client.get(at("projects_xlsx") + "?kind=sport")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows() if isinstance(row[0].value, int | float)]
    assert [(row[1], row[11]) for row in rows] == [("나", 9)]


# --- Anniversaries and the calendar -------------------------------------------------------------------


def test_the_anniversaries_of_the_own_office_come_nearest_first(
    officer: Client, office: Office, home: Body, abroad: Body
) -> None:
    later = make_tie(parties=[home, abroad], office=office, signed_on=today() - timedelta(days=365 * 12))
    soon = make_tie(
        parties=[home, abroad], office=office, signed_on=date(today().year - 30, 1, 1), signed_precision="year"
    )
    make_tie(parties=[home, abroad], office=office, signed_on=None)
    make_tie(parties=[home, abroad], office=make_office())
    page = officer.get(at("anniversaries"))
    assert [each.tie for each in page.context["rows"]] == [soon, later]
    assert page.context["count"].value == 1
    near = officer.get(at("anniversaries") + "?near=1")
    assert [each.tie for each in near.context["rows"]] == [soon]


def test_a_calendar_opens_by_its_secret_address_until_it_is_revoked(officer: Client, tie: Tie) -> None:
    officer.post(at("feed_make"))
    feed = CalendarFeed.objects.get()
    address = at("feed", feed_key(feed))
    assert address in officer.get(at("anniversaries")).content.decode()
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:tie-{tie.pk}-" in answer.content.decode()
    assert Client().get(at("feed", f"{feed.pk}.forged")).status_code == 404
    assert sign_in().post(at("feed_revoke", feed.pk)).status_code == 404
    officer.post(at("feed_revoke", feed.pk))
    assert Client().get(address).status_code == 404


# --- Council rules ------------------------------------------------------------------------------------


def test_a_manager_enters_a_council_rule_and_an_officer_only_reads_it(
    officer: Client, office: Office, home: Body
) -> None:
    rule = {"kind": "friendship", "requires_consent": "yes", "starts_on": "2020-01-01", "basis": "조례 제5조"}
    assert officer.post(at("council", home.pk), rule).status_code == 403
    manager = sign_in(Role.MANAGER, office)
    assert manager.post(at("council", home.pk), rule).status_code == 302
    kept = ConsentRule.objects.get()
    assert (kept.kind, kept.requires_consent, kept.basis) == ("friendship", True, "조례 제5조")
    assert "조례 제5조" in officer.get(at("council", home.pk)).content.decode()
    assert officer.post(at("council_remove", kept.pk)).status_code == 403
    manager.post(at("council_remove", kept.pk))
    assert not ConsentRule.objects.exists()


# --- Incident and hand-over ---------------------------------------------------------------------------


def test_everything_with_a_country_stands_on_one_page_and_its_reading_is_recorded(
    officer: Client, office: Office, home: Body
) -> None:
    phnom_penh = make_body(name_ko="프놈펜", name_en="Phnom Penh", country="KH")
    mine = make_tie(parties=[home, phnom_penh], office=office)
    make_tie(parties=[home, make_body()], office=office)
    make_tie(parties=[home, phnom_penh], office=office, state="ended")
    running = make_project(
        lead=home,
        tie=mine,
        office=office,
        starts_on=today() - timedelta(days=1),
        ends_on=today() + timedelta(days=1),
        persons_out=12,
    )
    make_project(lead=home, tie=mine, office=office)
    person = make_person(office=office, name_ko="현지 담당")
    Post.objects.create(person=person, body=phnom_penh, title_ko="국장")
    make_person(office=office, name_ko="다른 사람")
    page = officer.get(at("incident", "KH"))
    found = page.context["found"]
    assert (found.ties, found.running, found.away, found.contacts) == ([mine], [running], 12, [person])
    assert [(r.event, r.person_ids) for r in AuditRecord.objects.all()] == [("incident.opened", [person.pk])]


def test_the_incident_page_makes_the_same_queries_for_three_rows_as_for_one(
    officer: Client, office: Office, home: Body
) -> None:
    def more(number: int) -> None:
        body = make_body(name_ko=f"도시 {number}", country="KH")
        tie = make_tie(parties=[home, body], office=office)
        make_project(
            lead=home,
            tie=tie,
            office=office,
            starts_on=today(),
            ends_on=today(),
            persons_out=number,
            name_ko=f"{number}",
        )
        Post.objects.create(person=make_person(office=office), body=body)

    more(1)
    officer.get(at("incident", "KH"))
    one = queries_of(lambda: officer.get(at("incident", "KH")))
    more(2)
    more(3)
    assert queries_of(lambda: officer.get(at("incident", "KH"))) == one


@pytest.mark.parametrize("role", [Role.FOREIGN_MISSION, Role.INTERPRETER])
def test_guests_of_the_system_do_not_open_the_incident_page(role: str) -> None:
    make_country("KH")
    assert sign_in(role).get(at("incident", "KH")).status_code == 403


def test_the_hand_over_holds_what_a_successor_must_know(
    officer: Client, office: Office, home: Body, abroad: Body, tie: Tie
) -> None:
    owing = make_project(lead=home, tie=tie, office=office, name_ko="결과 없는 사업")
    make_project(lead=home, office=make_office(), name_ko="남의 사업")
    make_person(office=office, name_ko="우리 연락처")
    page = officer.get(at("handover"))
    words = page.content.decode()
    assert page.context["own"].ties == [tie]
    assert page.context["owing"] == [owing]
    assert "우리 연락처" in words
    assert "남의 사업" not in words
    assert AuditRecord.objects.get().event == "handover.opened"


def test_the_hand_over_makes_the_same_queries_for_three_rows_as_for_one(
    officer: Client, office: Office, home: Body
) -> None:
    def more(number: int) -> None:
        tie = make_tie(parties=[home, make_body(name_ko=f"도시 {number}")], office=office)
        make_project(lead=home, tie=tie, office=office, name_ko=f"{number}")
        make_person(office=office)

    more(1)
    officer.get(at("handover"))
    one = queries_of(lambda: officer.get(at("handover")))
    more(2)
    more(3)
    assert queries_of(lambda: officer.get(at("handover"))) == one
