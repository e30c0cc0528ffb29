"""The papers of a visit: read again after writing, without names where none belong, with a reason where they do."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import icalendar
import openpyxl
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.common.models import AuditRecord, TranslatedText
from gagyo.kernels.documents.hwpx_read import read_hwpx_text
from gagyo.partnerships.models import TieContact
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_body, make_government, make_person
from gagyo.visits.choices import StopKind, VisitState
from gagyo.visits.models import FollowUp, Room, Vehicle, Visit, VisitMember, VisitParty
from gagyo.visits.tests.make import make_site, make_stop, make_visit
from gagyo.visits.tests.make_interpreters import make_interpreter, make_task

pytestmark = pytest.mark.django_db
REASON = {"reason": "영접 준비"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


def a_visit(office: Office, **values: object) -> Visit:
    visit = make_visit(office=office, parties=(("VN", 12),), **values)  # type: ignore[arg-type]  # named values of make_visit
    VisitParty.objects.filter(visit=visit).update(head_name="Nguyen Secret", head_rank="Mayor")
    site = make_site(office=office, name_ko="민원실", name_en="Civil Office", address_en="12 Main Street")
    make_stop(visit=visit, site=site, starts="10:00", ends="11:00")
    room = Room.objects.create(office=office, name_ko="대회의실", name_en="Great Hall", seats=40)
    make_stop(
        visit=visit,
        site=None,
        starts="13:30",
        ends="14:30",
        kind=StopKind.MEETING,
        title_ko="시장 면담",
        title_en="Meeting the mayor",
        room=room,
    )
    return visit


def signed_in(office: Office, role: str = Role.OFFICER) -> Client:
    client = Client()
    client.force_login(make_member(role=role, office=office).user)
    return client


def pdf_text(body: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(body)).pages).split())


def programme(client: Client, visit: Visit, language: str, form_name: str) -> bytes:
    return client.get(reverse("visits:programme_paper", args=[visit.pk, language, form_name])).content


def test_the_programme_comes_in_both_languages_as_hwpx_and_pdf_and_names_nobody() -> None:
    office = make_office()
    visit, client = a_visit(office), signed_in(office)
    korean = pdf_text(programme(client, visit, "ko", "pdf"))
    english = pdf_text(programme(client, visit, "en", "pdf"))
    assert "영접 기관: " in korean
    assert [words in korean for words in ("하노이 대표단", "10:00–11:00", "민원실", "시장 면담", "대회의실")] == [
        True
    ] * 5
    wanted = (
        "Delegation of Hanoi",
        "Civil Office",
        "12 Main Street",
        "Meeting the mayor",
        "Great Hall",
        "2 April 2024",
    )
    assert [words for words in wanted if words not in english] == []
    hwpx = read_hwpx_text(programme(client, visit, "en", "hwpx"))
    assert [words for words in wanted if words not in hwpx] == []
    assert "Secret" not in korean + english + hwpx


def test_the_programme_comes_as_a_calendar_with_one_entry_for_each_stop() -> None:
    office = make_office()
    visit = a_visit(office)
    found = icalendar.Calendar.from_ical(programme(signed_in(office), visit, "en", "ics")).walk("VEVENT")
    assert [(str(each["SUMMARY"]), each.decoded("DTSTART").strftime("%H:%M")) for each in found] == [
        ("Civil Office", "10:00"),
        ("Meeting the mayor", "13:30"),
    ]


def test_a_visit_without_a_programme_is_one_entry_over_its_days() -> None:
    office = make_office()
    visit = make_visit(office=office, ends_on=date(2024, 4, 4))
    (entry,) = icalendar.Calendar.from_ical(programme(signed_in(office), visit, "en", "ics")).walk("VEVENT")
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (date(2024, 4, 2), date(2024, 4, 5))


def test_the_list_of_names_asks_for_a_reason_and_leaves_a_record() -> None:
    office = make_office()
    visit, client = a_visit(office), signed_in(office)
    VisitMember.objects.create(party=visit.parties.get(), name="Tran Member", title="Director", note="vegetarian")
    url = reverse("visits:names_paper", args=[visit.pk, "xlsx"])
    asked = client.get(url)
    assert (asked["Content-Type"].startswith("text/html"), "Tran Member" in asked.content.decode()) == (True, False)
    sheet = openpyxl.load_workbook(BytesIO(client.post(url, REASON).content)).active
    assert sheet is not None
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"Nguyen Secret", "Tran Member", "vegetarian"} <= cells
    left = AuditRecord.objects.get(event="visit.names_listed")
    assert (left.reason, left.rows, left.after) == ("영접 준비", 2, {"visit": visit.pk, "form": "xlsx"})
    assert "Tran Member" in pdf_text(client.post(reverse("visits:names_paper", args=[visit.pk, "pdf"]), REASON).content)


def test_the_briefing_tells_the_host_who_came_before_what_was_given_whom_to_call_and_what_is_open() -> None:
    office = make_office()
    tie = make_tie(parties=[make_government(), make_body(name_ko="하노이", name_en="Hanoi")], office=office)
    visit = a_visit(office, tie=tie, state=VisitState.CONFIRMED)
    before = make_visit(
        office=office, starts_on=date(2023, 5, 2), name_en="Earlier delegation", gifts_given="Celadon vase"
    )
    make_visit(office=make_office(), starts_on=date(2023, 6, 2), name_en="Visit elsewhere")
    make_visit(office=office, starts_on=date(2023, 7, 2), name_en="Cancelled visit", state=VisitState.CANCELLED)
    FollowUp.objects.create(visit=before, what="Send the brochure", due_on=date(2024, 5, 1))
    FollowUp.objects.create(visit=before, what="Long done", due_on=date(2023, 6, 1), done_on=date(2023, 6, 1))
    person = make_person(office=office, name_ko="Le Contact", email="le@example.org")
    TieContact.objects.create(tie=tie, person=person)
    client = signed_in(office)
    text = pdf_text(client.post(reverse("visits:briefing_paper", args=[visit.pk, "pdf"]), REASON).content)
    wanted = ("Earlier delegation", "Celadon vase", "Le Contact", "le@example.org", "Send the brochure", "Great Hall")
    assert [words for words in wanted if words not in text] == []
    assert [words for words in ("Visit elsewhere", "Cancelled visit", "Long done") if words in text] == []
    left = AuditRecord.objects.get(event="visit.briefed")
    assert (left.reason, left.rows) == ("영접 준비", 1)


def test_the_welcome_names_the_host_in_both_languages() -> None:
    office = make_office(name_ko="남양주시", name_en="Namyangju City")
    body = signed_in(office).get(reverse("visits:signs_paper", args=[a_visit(office).pk])).content
    assert "남양주시 · Namyangju City" in pypdf.PdfReader(BytesIO(body)).pages[0].extract_text()


def test_the_programme_for_the_office_names_host_interpreter_and_vehicle() -> None:
    office = make_office()
    visit = a_visit(office)
    stop = visit.stops.get(kind=StopKind.SITE)
    stop.host = make_person(office=office, name_ko="김안내", name_en="Kim Annae")
    stop.vehicle = Vehicle.objects.create(office=office, name_ko="버스", name_en="City Bus", seats=45)
    stop.language = "vi"
    stop.save()
    row = make_interpreter(office=office, person=make_person(office=office, name_ko="박통역", name_en="Park Tong"))
    make_task(stop=stop, interpreter=row, state="accepted")
    body = signed_in(office).get(f"/en/visits/{visit.pk}/papers/programme-internal.pdf").content
    text = " ".join(pdf_text(body).split())
    assert [words for words in ("Kim Annae", "City Bus", "Vietnamese:", "Park Tong") if words not in text] == []
    assert signed_in(make_office()).get(f"/en/visits/{visit.pk}/papers/programme-internal.pdf").status_code == 404


def test_the_door_signs_name_the_delegation_and_the_room_and_no_person() -> None:
    office = make_office()
    visit = a_visit(office)
    body = signed_in(office).get(reverse("visits:signs_paper", args=[visit.pk])).content
    found = [page.extract_text() for page in pypdf.PdfReader(BytesIO(body)).pages]
    assert ("환영합니다" in found[0], "하노이 대표단" in found[0]) == (True, True)
    assert [words in found[1] for words in ("민원실", "Civil Office", "10:00–11:00")] == [True] * 3
    assert [words in found[2] for words in ("Meeting the mayor", "대회의실 · Great Hall")] == [True] * 2
    assert len(found) == 3
    assert "Secret" not in "".join(found)


def test_the_report_is_written_saved_once_and_read_on_paper() -> None:
    office = make_office()
    visit, client = a_visit(office), signed_in(office)
    url = reverse("visits:report_edit", args=[visit.pk])
    page = client.get(url)
    data = {
        "version": page.context["seen_version"],
        "was": page.context["was"],
        "text_language": "en",
        "text_original": "They saw the civil office.\nThey asked for its screens.",
        "text_state": "none",
    }
    assert client.post(url, data).status_code == 302
    again = client.post(url, {**data, "text_original": "Another report."})
    assert again.status_code == 409
    assert Visit.objects.past_access(because="a test").get(pk=visit.pk).report.original == data["text_original"]
    text = read_hwpx_text(client.get(reverse("visits:report_paper", args=[visit.pk, "hwpx"])).content)
    assert "ㅇ They asked for its screens." in text
    assert AuditRecord.objects.filter(event="visit.reported").count() == 1


def test_a_passport_number_in_a_report_is_refused() -> None:
    office = make_office()
    visit, client = a_visit(office), signed_in(office)
    data = {"version": "1", "text_language": "en", "text_original": "Passport B1234567 was lost.", "text_state": "none"}
    page = client.post(reverse("visits:report_edit", args=[visit.pk]), data)
    assert (page.status_code, "Passport numbers are not kept" in page.content.decode()) == (422, True)


@pytest.mark.parametrize("name", ["programme", "signs", "names", "briefing", "report"])
def test_another_office_that_reads_a_shared_visit_gets_none_of_its_papers(name: str) -> None:
    visit = a_visit(make_office(), visibility=Visibility.SHARED, report=TranslatedText("보고", "ko"))
    args: dict[str, list[object]] = {
        "programme": [visit.pk, "ko", "pdf"],
        "signs": [visit.pk],
        "names": [visit.pk, "pdf"],
        "briefing": [visit.pk, "pdf"],
        "report": [visit.pk, "pdf"],
    }
    url = reverse(f"visits:{name}_paper", args=args[name])
    client = signed_in(make_office())
    assert (client.get(url).status_code, client.get(reverse("visits:visit", args=[visit.pk])).status_code) == (404, 200)
