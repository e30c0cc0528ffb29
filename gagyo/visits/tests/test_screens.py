"""The list of visits, a visit's page, its form and what is done from it."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.common.models import TranslatedText
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_country, make_government
from gagyo.visits.choices import VisitState
from gagyo.visits.models import TrainingCourse, Visit, VisitParty
from gagyo.visits.tests.make import make_site, make_stop, make_visit

pytestmark = pytest.mark.django_db
LIST = "/en/visits/"
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


@pytest.fixture
def office() -> Office:
    """An office of Sejong."""
    return make_office(name_ko="세종시 국제교류")


@pytest.fixture
def officer(office: Office, client: Client) -> Client:
    """A browser in which an officer of the office is signed in."""
    client.force_login(make_member(office=office).user)
    return client


def names(answer: Any) -> list[str]:
    """Return the English names of the visits that a list shows."""
    return [visit.name_en for visit in answer.context["page"].object_list]


def posted(**changes: str) -> dict[str, str]:
    """Return what the form of a new visit sends: two parties and an empty row."""
    given = {
        "name_ko": "하노이 대표단",
        "name_en": "Delegation of Hanoi",
        "starts_on": "2026-06-01",
        "ends_on": "2026-06-02",
        "organiser_kind": "government",
        "visibility": "office",
        "text_language": "ko",
        "text_original": "스마트도시를 본다.",
        "text_translation": "",
        "text_state": "none",
        "parties-TOTAL_FORMS": "3",
        "parties-INITIAL_FORMS": "0",
        "parties-0-country": "VN",
        "parties-0-persons": "12",
        "parties-1-country": "KH",
        "parties-1-persons": "4",
        "parties-1-head_name": "Sok Dara",
    }
    return {**given, **changes}


def test_the_list_asks_as_often_for_one_row_as_for_three(office: Office, officer: Client) -> None:
    counts = []
    for number in (1, 3):
        while Visit.objects.past_access(because="test").count() < number:
            make_visit(office=office, parties=(("VN", 3), ("KH", 2)))
        officer.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            officer.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_asks_as_often_for_one_party_and_stop_as_for_three(office: Office, officer: Client) -> None:
    counts = []
    officer.get(LIST)
    for number in (1, 3):
        visit = make_visit(office=office, parties=[("VN", 3), ("KH", 2), ("JP", 1)][:number])
        for _n in range(number):
            make_stop(visit=visit, site=make_site(office=office))
        with CaptureQueriesContext(connection) as queries:
            officer.get(reverse("visits:visit", args=[visit.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.each_engine
def test_the_list_finds_by_country_state_and_words(client: Client) -> None:
    make_visit(office=None, name_en="Hanoi", parties=(("VN", 3),))
    make_visit(office=None, name_en="Phnom Penh", name_ko="프놈펜", parties=(("KH", 3),), state=VisitState.CONFIRMED)
    make_visit(office=None, name_en="Gone", parties=(("KH", 3),), state=VisitState.CANCELLED)
    assert names(client.get(LIST)) == ["Phnom Penh", "Hanoi"]
    assert names(client.get(f"{LIST}?country=KH")) == ["Phnom Penh"]
    assert names(client.get(f"{LIST}?state=under_way,done")) == ["Hanoi"]
    assert names(client.get(f"{LIST}?state=cancelled")) == ["Gone"]
    assert names(client.get(f"{LIST}?q=Cambodia")) == ["Phnom Penh"]
    assert names(client.get(f"{LIST}?country=ZZ&state=nonsense")) == []


def test_a_visit_of_an_office_is_shown_to_nobody_else(office: Office, client: Client) -> None:
    secret = make_visit(office=office, visibility="office")
    stranger = Client()
    stranger.force_login(make_member().user)
    address = reverse("visits:visit", args=[secret.pk])
    assert [browser.get(address).status_code for browser in (client, stranger)] == [404, 404]
    assert names(client.get(LIST)) == names(stranger.get(LIST)) == []


def test_heads_and_contacts_of_a_public_visit_are_for_its_office_only(office: Office, officer: Client) -> None:
    visit = make_visit(office=office)
    VisitParty.objects.filter(visit=visit).update(head_name="Nguyen Secret", head_rank="Mayor")
    address = reverse("visits:visit", args=[visit.pk])
    assert "Nguyen Secret" in officer.get(address).content.decode()
    assert "Secret" not in Client().get(address).content.decode()


def test_an_officer_enters_a_visit_of_two_countries(office: Office, officer: Client) -> None:
    make_country("VN")
    make_country("KH")
    answer = officer.post("/en/visits/new/", posted(), follow=True)
    visit = Visit.objects.past_access(because="test").get()
    assert (answer.status_code, visit.office, visit.state) == (200, office, "asked")
    assert [(party.country_id, party.persons) for party in visit.parties.all()] == [("VN", 12), ("KH", 4)]
    assert "“Delegation of Hanoi” was entered." in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2026-05-01"}, "The visit ends before it begins."),
        ({"parties-0-country": ""}, "Choose the country of this party."),
        ({"parties-0-persons": ""}, "Give the number of persons"),
        (
            {"parties-1-head_name": "Sok M1234567"},
            "Party 2 (Cambodia), Head&#x27;s name: “M1234567” looks",
        ),
        ({"text_original": "여권 M1234567"}, "Purpose: “M1234567” looks like a passport number"),
        ({"parties-1-person_days": "9"}, "Party 2 (Cambodia): 4 persons on 2 days make 4 to 8 person-days, not 9."),
        ({"parties-1-persons": "0"}, "Party 2: Persons</a>: Ensure this value is greater than or equal to 1."),
    ],
)
def test_what_cannot_be_comes_back_with_a_sentence_and_all_that_was_written(
    officer: Client, changes: dict[str, str], sentence: str
) -> None:
    make_country("VN")
    make_country("KH")
    answer = officer.post("/en/visits/new/", posted(**changes))
    text = answer.content.decode()
    assert (answer.status_code, Visit.objects.past_access(because="test").count()) == (422, 0)
    assert sentence in text.replace('<a href="#id_parties-1-persons">', "")
    assert "Delegation of Hanoi" in text


def test_one_more_row_keeps_what_was_written_and_comes_back_to_the_row(officer: Client) -> None:
    first = officer.get("/en/visits/new/").content.decode()
    make_country("VN")
    make_country("KH")
    assert ('id="party-3"' in first, 'formaction="#party-4"' in first) == (True, True)
    text = officer.post("/en/visits/new/", posted(add_row="yes")).content.decode()
    assert ('name="parties-3-persons"' in text, "Sok Dara" in text, 'id="party-4"' in text) == (True, True, True)


def test_a_second_save_is_shown_side_by_side_and_loses_nothing(officer: Client) -> None:
    make_country("VN")
    make_country("KH")
    officer.post("/en/visits/new/", posted())
    visit = Visit.objects.past_access(because="test").get()
    address = f"/en/visits/{visit.pk}/edit/"
    opened = officer.get(address)
    was, version = opened.context["was"], opened.context["seen_version"]
    parties = {f"parties-{n}-party": str(party.pk) for n, party in enumerate(visit.parties.all())}
    officer.post(address, posted(**parties, name_en="Delegation of Hai Phong", was=was, version=version))
    second = officer.post(address, posted(**parties, gifts_given="Vase", was=was, version=version))
    text = second.content.decode()
    assert second.status_code == 409
    assert ("Delegation of Hai Phong" in text, "Vase" in text) == (True, True)
    hidden = {name: value for name, value in second.context["answers"]} | second.context["hidden"]  # noqa: C416  # last value wins
    merged = officer.post(address, {**hidden, "take_name_en": "theirs", "take_gifts_given": "mine"})
    visit.refresh_from_db()
    assert (merged.status_code, visit.name_en, visit.gifts_given) == (302, "Delegation of Hai Phong", "Vase")
    assert visit.parties.count() == 2


def test_a_visit_is_cancelled_only_with_a_reason(office: Office, officer: Client) -> None:
    visit = make_visit(office=office, state=VisitState.PLANNED)
    address = f"/en/visits/{visit.pk}/state/"
    refused = officer.post(address, {"state": "cancelled", "reason": "", "version": "1"})
    assert (refused.status_code, "Give the reason" in refused.content.decode()) == (422, True)
    officer.post(address, {"state": "cancelled", "reason": "Flight cancelled", "version": "1"})
    visit.refresh_from_db()
    assert (visit.state, visit.state_reason) == ("cancelled", "Flight cancelled")


def test_a_letter_is_entered_with_its_visit_or_neither_is(
    officer: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    make_country("VN")
    make_country("KH")
    wrong = {**posted(), "file": SimpleUploadedFile("letter.exe", b"MZ")}
    refused = officer.post("/en/visits/new/", wrong)
    assert (refused.status_code, Visit.objects.past_access(because="test").count()) == (422, 0)
    officer.post("/en/visits/new/", {**posted(), "file": SimpleUploadedFile("letter.pdf", PDF)})
    visit = Visit.objects.past_access(because="test").get()
    assert [(row.title, row.kind) for row in visit.documents.all()] == [("letter.pdf", "letter")]


def test_words_of_a_follow_up_hold_no_passport_number(office: Office, officer: Client) -> None:
    visit = make_visit(office=office)
    given = {"what": "Send M1234567", "kind": "task", "due_on": "2026-07-01"}
    refused = officer.post(f"/en/visits/{visit.pk}/follow-ups/add/", given)
    assert (refused.status_code, visit.follow_ups.count()) == (422, 0)
    assert "What: “M1234567” looks like a passport number." in refused.content.decode()


@pytest.mark.parametrize(
    ("state", "wanted", "reason", "fields"),
    [
        (VisitState.PLANNED, "cancelled", "", ["reason"]),
        (VisitState.CONFIRMED, "planned", "", ["reason"]),
        (VisitState.CONFIRMED, "under_way", "", ["__all__"]),
        (VisitState.CONFIRMED, "done", "Early", ["__all__"]),
        (VisitState.ASKED, "confirmed", "", ["__all__"]),
    ],
)
def test_why_a_visit_cannot_move_stands_at_the_reason_only_if_that_is_missing(
    office: Office, officer: Client, state: str, wanted: str, reason: str, fields: list[str]
) -> None:
    visit = make_visit(office=office, state=state, starts_on=date(2060, 5, 4), parties=())
    refused = officer.post(f"/en/visits/{visit.pk}/state/", {"state": wanted, "reason": reason, "version": "1"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, fields)


def test_the_letter_is_attached_taken_off_and_put_back(
    office: Office, officer: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    visit = make_visit(office=office)
    letter = SimpleUploadedFile("letter.pdf", PDF)
    officer.post(f"/en/visits/{visit.pk}/documents/add/", {"file": letter, "kind": "letter", "title": "Letter"})
    document = visit.documents.get()
    page = f"/en/visits/{visit.pk}/"
    assert "Letter" in officer.get(page).content.decode()
    assert officer.get(f"{page}documents/{document.pk}/").headers["Content-Disposition"].startswith("attachment")
    officer.post(f"{page}documents/{document.pk}/remove/")
    assert officer.get(f"{page}documents/{document.pk}/").status_code == 404
    officer.post(f"{page}documents/{document.pk}/restore/")
    assert officer.get(f"{page}documents/{document.pk}/").status_code == 200
    stranger = Client()
    stranger.force_login(make_member(role=Role.OFFICER).user)
    assert stranger.get(f"{page}documents/{document.pk}/").status_code == 404


def test_a_follow_up_is_noted_and_done_from_the_page(office: Office, officer: Client) -> None:
    visit = make_visit(office=office)
    page = f"/en/visits/{visit.pk}/"
    wrong = officer.post(f"{page}follow-ups/add/", {"what": "", "kind": "task", "due_on": "2026-06-01"})
    assert wrong.status_code == 422
    officer.post(f"{page}follow-ups/add/", {"what": "Send slides", "kind": "information", "due_on": "2026-06-01"})
    row = visit.follow_ups.get()
    officer.post(f"{page}follow-ups/{row.pk}/done/", {"outcome": "Sent by mail"})
    row.refresh_from_db()
    assert (row.done_on is not None, row.outcome, row.due_on) == (True, "Sent by mail", date(2026, 6, 1))


def test_figures_are_published_from_the_page_and_say_what_differs(office: Office, officer: Client) -> None:
    make_visit(office=office, name_en="Hanoi", starts_on=date(2024, 4, 2))
    asked = f"?office={office.pk}&half=2024H1&as_of=2024-06-19"
    answer = officer.post(f"/en/visits/half-year/publish/{asked}", {"note": "press"}, follow=True)
    assert "Nothing differs" in answer.content.decode()
    make_visit(office=office, name_en="Late", name_ko="늦은 방문", starts_on=date(2024, 5, 2))
    again = officer.get(answer.request["PATH_INFO"]).content.decode()
    assert ("Counted since" in again, "늦은 방문" in again) == (True, True)


def test_the_report_of_a_public_visit_is_for_its_own_office(office: Office, officer: Client) -> None:
    visit = make_visit(office=office, report=TranslatedText("시장은 다음 방문을 약속했다.", "ko"))
    stranger = Client()
    stranger.force_login(make_member().user)
    readers = (officer, Client(), stranger)
    pages = [reader.get(visit.get_absolute_url()).content.decode() for reader in readers]
    assert ["다음 방문을 약속했다" in page for page in pages] == [True, False, False]


@pytest.mark.each_engine
def test_nobody_finds_visits_by_the_number_of_a_tie_or_course_that_is_hidden(office: Office, officer: Client) -> None:
    lead = make_government()
    tie = make_tie(parties=[lead], office=office, visibility=Visibility.OFFICE)
    course = TrainingCourse.objects.create(
        office=office, name_ko="연수", name_en="Course", institution=lead, stage_on=date(2026, 1, 1)
    )
    make_visit(office=office, tie=tie, course=course)
    stranger = Client()
    stranger.force_login(make_member().user)
    for query in (f"tie={tie.pk}", f"course={course.pk}", f"through={lead.pk}"):
        found = [names(reader.get(f"{LIST}?{query}")) for reader in (officer, Client(), stranger)]
        assert found == [["Delegation of Hanoi"], [], []], query


def test_a_worksheet_without_an_account_has_its_limit_and_says_what_to_do(
    office: Office, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gagyo.visits.views.visits.MOST_PUBLIC_ROWS", 1)
    monkeypatch.setattr("gagyo.common.views.sheets.MOST_PUBLIC_ROWS", 1)
    for day in (date(2024, 4, 2), date(2023, 4, 2)):
        make_visit(office=office, starts_on=day)
    refused = Client().get(f"{LIST}?format=xlsx")
    assert refused.status_code == 422
    assert "It has 2 rows; without an account a worksheet holds 1 at most." in refused.content.decode()
    assert Client().get(f"{LIST}?format=xlsx&since=2024-01-01").status_code == 200
    assert officer.get(f"{LIST}?format=xlsx").status_code == 200


@pytest.mark.each_engine
def test_a_worksheet_reads_its_rows_in_parts_with_as_many_queries_for_one_as_for_three(
    office: Office, officer: Client
) -> None:
    counts = []
    for number in (1, 3):
        while Visit.objects.past_access(because="test").count() < number:
            make_visit(office=office, parties=(("VN", 3), ("KH", 2)))
        officer.get(f"{LIST}?format=xlsx")
        with CaptureQueriesContext(connection) as queries:
            book = load_workbook(BytesIO(officer.get(f"{LIST}?format=xlsx").content))
        assert "Delegation of Hanoi" in str(list(book.worksheets[0].values))
        counts.append(len(queries))
    assert counts[0] == counts[1]
