"""The screens of projects: what a form keeps, what a second save meets, what the list chooses."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.partnerships.models import ExchangeProject, ProjectDocument, Tie
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.partnerships.tests.screens import PDF, at, edited, project_answers, queries_of, today
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_country, make_government

pytestmark = pytest.mark.django_db


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


@pytest.mark.each_engine
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


@pytest.mark.parametrize(
    "query", [f"q={'a+' * 1000}", f"tie={'9' * 30}&place=-1&government={'9' * 30}", "since=0001-01-01&until=9999-12-31"]
)
@pytest.mark.each_engine
def test_no_address_of_the_list_of_projects_breaks(client: Client, query: str) -> None:
    assert client.get(f"/projects/?{query}").status_code == 200


@pytest.mark.each_engine
def test_nobody_finds_projects_by_the_number_of_a_tie_that_is_hidden(
    home: Body, abroad: Body, office: Office, officer: Client
) -> None:
    tie = make_tie(parties=[home, abroad], office=office, visibility=Visibility.OFFICE)
    make_project(lead=home, office=office, tie=tie)
    found = [reader.get(f"/projects/?tie={tie.pk}").context["page"].paginator.count for reader in (officer, Client())]
    assert found == [1, 0]


def test_the_list_of_projects_makes_the_same_queries_for_three_rows_as_for_one(home: Body, client: Client) -> None:
    make_project(lead=home)
    client.get(at("projects"))
    one = queries_of(lambda: client.get(at("projects")))
    make_project(lead=make_government(name_ko="다른 시"), country=make_country("US"))
    make_project(lead=make_government(name_ko="또 다른 시"), country=make_country("JP"))
    assert queries_of(lambda: client.get(at("projects"))) == one


@pytest.mark.each_engine
def test_the_worksheet_holds_exactly_what_the_list_shows(home: Body, client: Client) -> None:
    make_project(lead=home, name_ko="가", budget_krw=5)
    make_project(lead=home, name_ko="나", budget_krw=9, kind="sport")
    answer = client.get(at("projects_xlsx") + "?kind=sport")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows() if isinstance(row[0].value, int | float)]
    assert [(row[1], row[11]) for row in rows] == [("나", 9)]
