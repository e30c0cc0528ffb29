"""What participants take along: papers read again after writing and compared with the rows, and their calendar."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import pairwise

import icalendar
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.kernels.documents.hwpx_read import read_hwpx_tables, read_hwpx_text
from gagyo.meetings.choices import MeetingState, RoundState, VersionState
from gagyo.meetings.models import Assignment, Delegate, Meeting, MeetingRound, Participant, TimetableVersion
from gagyo.meetings.queries import day_papers
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.tests.make import (
    DAY,
    at,
    make_assignment,
    make_link,
    make_meeting,
    make_participant,
    make_round,
    make_version,
)

pytestmark = pytest.mark.django_db
NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A round with two missions, two cities and three meetings, published as version 1."""
    made = make_round(office=organiser.office, state=RoundState.PUBLISHED, venue_ko="시청", venue_en="City Hall")
    missions = [make_participant(of=made, name_ko=f"공관{n}", name_en=f"Mission {n}") for n in (1, 2)]
    cities = [make_participant(of=made, side=1, name_ko=f"도시{n}", name_en=f"City {n}") for n in (1, 2)]
    version = make_version(of=made, state=VersionState.PUBLISHED, published_at=at("09:00"))
    tables = list(made.tables.all())
    for mission, city, clock, table in ((0, 0, "10:00", 0), (1, 1, "10:00", 1), (0, 1, "14:30", 0)):
        meeting = make_meeting(one=missions[mission], other=cities[city])
        make_assignment(version=version, meeting=meeting, clock=clock, table=tables[table])
    Delegate.objects.create(participant=missions[0], name="Secret Person", title="Ambassador")
    return made


@pytest.fixture
def page(client: Client, organiser: Membership) -> Client:
    """The organiser, signed in."""
    client.force_login(organiser.user)
    return client


def taken(page: Client, name: str, *args: object) -> bytes:
    answer = page.get(reverse(f"meetings:{name}", args=args))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.content


def pages_of(body: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(body)).pages]


def test_one_file_holds_everybodys_timetable_each_on_its_own_page(page: Client, row: MeetingRound) -> None:
    first, *sheets = pages_of(taken(page, "paper", row.pk, "agendas", "en", "pdf"))
    assert "Mission 1: 2 meetings" in first
    assert [sheet.split(" Fourth")[0].split(" - ")[1] for sheet in sheets] == [
        "Mission 1",
        "Mission 2",
        "City 1",
        "City 2",
    ]
    assert [sheet.count("Table") - 1 for sheet in sheets] == [2, 1, 1, 2]
    assert all("Version 1, published on 16 June 2030 at 09:00" in sheet for sheet in sheets)
    body = taken(page, "paper", row.pk, "agendas", "en", "hwpx")
    assert read_hwpx_tables(body) == [
        [
            ["Time", "You meet", "Table", "Note"],
            ["10:00–10:30", "City 1", "Table 1", ""],
            ["14:30–15:00", "City 2", "Table 1", ""],
        ],
        [["Time", "You meet", "Table", "Note"], ["10:00–10:30", "City 2", "Table 2", ""]],
        [["Time", "You meet", "Table", "Note"], ["10:00–10:30", "Mission 1", "Table 1", ""]],
        [
            ["Time", "You meet", "Table", "Note"],
            ["10:00–10:30", "Mission 2", "Table 2", ""],
            ["14:30–15:00", "Mission 1", "Table 1", ""],
        ],
    ]
    assert "Secret Person" not in read_hwpx_text(body) + first + " ".join(sheets)


def test_papers_come_in_korean_too(page: Client, row: MeetingRound) -> None:
    one = Participant.objects.get(round=row, name_en="Mission 1")
    [sheet] = pages_of(taken(page, "paper_of", row.pk, one.pk, "ko", "pdf"))
    assert [words for words in ("공관1", "도시1", "도시2", "1번", "시청") if words not in sheet] == []
    assert "City 1" not in sheet
    assert "도시2" in read_hwpx_text(taken(page, "paper", row.pk, "signs", "ko", "hwpx"))


def test_a_table_sign_says_who_meets_there_in_which_slot(page: Client, row: MeetingRound) -> None:
    tables = read_hwpx_tables(taken(page, "paper", row.pk, "signs", "en", "hwpx"))
    head = ["Time", "First participant", "Second participant", "Note"]
    assert tables == [
        [head, ["10:00–10:30", "Mission 1", "City 1", ""], ["14:30–15:00", "Mission 1", "City 2", ""]],
        [head, ["10:00–10:30", "Mission 2", "City 2", ""]],
    ]
    pages = pages_of(taken(page, "paper", row.pk, "signs", "en", "pdf"))
    assert [text.split(" Fourth")[0].split(" - ")[1] for text in pages[1:]] == ["Table 1", "Table 2", "Table 3"]
    assert [words in pages[0] for words in ("Table 1: 2 meetings", "Table 2: 1 meeting")] == [True, True]
    assert "No meeting at this table." in pages[3]


def test_the_master_grid_is_in_landscape_and_holds_every_meeting_twice(page: Client, row: MeetingRound) -> None:
    body = taken(page, "paper", row.pk, "grid", "en", "pdf")
    boxes = [sheet.mediabox for sheet in pypdf.PdfReader(BytesIO(body)).pages]
    assert all(box.width > box.height for box in boxes)
    [grid] = read_hwpx_tables(taken(page, "paper", row.pk, "grid", "en", "hwpx"))
    starts = ["10:00", "10:30", "11:00", "11:30", "14:00", "14:30", "15:00", "15:30"]
    assert grid[0] == ["Participant", *starts]
    shown = {(line[0], starts[n]): cell for line in grid[1:] for n, cell in enumerate(line[1:]) if cell}
    rows = Assignment.objects.select_related("meeting__first", "meeting__second", "table")
    expected = {}
    for each in rows:
        pair = (each.meeting.first, each.meeting.second)
        clock = f"{timezone.localtime(each.starts_at):%H:%M}"
        for one, other in (pair, pair[::-1]):
            expected[one.name, clock] = f"{other.name} ({str(each.table).replace(' ', NO_BREAK)})"
    assert shown == expected


def test_a_long_day_continues_in_a_further_table_of_equal_length(organiser: Membership) -> None:
    made = make_round(office=organiser.office, blocks=(("09:00", "15:30"),))
    parts = day_papers._slots_across(slots_of_round(made))
    assert [len(part) for part in parts] == [7, 6]
    assert all(one[-1].number + 1 == then[0].number for one, then in pairwise(parts))


def test_cancelled_meetings_are_not_printed_and_without_a_timetable_there_is_no_paper(
    page: Client, row: MeetingRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    Meeting.objects.filter(assignments__starts_at=at("14:30")).update(state=MeetingState.CANCELLED)
    assert "14:30–" not in read_hwpx_text(taken(page, "paper", row.pk, "agendas", "en", "hwpx"))
    monkeypatch.setattr(day_papers, "MOST_HWPX_ROWS", 3)
    answer = page.get(reverse("meetings:paper", args=[row.pk, "agendas", "en", "hwpx"]))
    assert (answer.status_code, "Take the PDF" in answer.content.decode()) == (409, True)
    row.versions.update(state=VersionState.DRAFT)
    answer = page.get(reverse("meetings:paper", args=[row.pk, "grid", "en", "pdf"]))
    assert (answer.status_code, "Publish a version first" in answer.content.decode()) == (409, True)
    assert "No timetable yet" in page.get(reverse("meetings:papers", args=[row.pk])).content.decode()


def test_a_participant_takes_its_own_paper_and_no_other(row: MeetingRound) -> None:
    one = Participant.objects.get(round=row, name_en="Mission 2")
    make_link(participant=one, key="key")
    text = Client().get(reverse("meetings:link_agenda", args=["key"])).content.decode()
    address = reverse("meetings:link_paper", args=["key", "en", "pdf"])
    assert address in text
    [sheet] = pages_of(Client().get(address).content)
    assert ("City 2" in sheet, "City 1" in sheet) == (True, False)
    assert Client().get(reverse("meetings:link_paper", args=["key", "fr", "pdf"])).status_code == 404


def events(address: str) -> dict[str, tuple[str, object, int, str]]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return {
        str(each["UID"]): (
            str(each["SUMMARY"]),
            each.decoded("DTSTART"),
            int(each.decoded("SEQUENCE")),
            str(each["LOCATION"]),
        )
        for each in found
    }


def made_address(client: Client, key: str) -> str:
    text = client.post(reverse("meetings:link_calendar", args=[key]), {"do": "make"}).content.decode()
    address = text.split("<code>")[1].split("</code>")[0]
    return address[address.index("/en/") :]


def test_a_calendar_keeps_its_entries_through_versions_and_loses_what_is_cancelled(row: MeetingRound) -> None:
    one = Participant.objects.get(round=row, name_en="Mission 1")
    make_link(participant=one, key="key")
    address = made_address(Client(), "key")
    first, second = (f"meeting-{each.pk}@gagyo" for each in Meeting.objects.filter(first=one).order_by("pk"))
    place = "Table 1, City Hall"
    assert events(address) == {
        first: ("City 1", at("10:00"), 1, place),
        second: ("City 2", at("14:30"), 1, place),
    }
    old = row.versions.get()
    TimetableVersion.objects.filter(pk=old.pk).update(state=VersionState.REPLACED)
    version = make_version(of=row, number=2, state=VersionState.PUBLISHED, published_at=at("09:30"))
    for each in Assignment.objects.filter(timetable=old):
        Assignment.objects.create(
            timetable=version,
            meeting=each.meeting,
            table=each.table,
            starts_at=each.starts_at + timedelta(minutes=30),
        )
    Meeting.objects.filter(second__name_en="City 1").update(state=MeetingState.CANCELLED)
    assert events(address) == {second: ("City 2", at("15:00"), 2, place)}


def test_a_replaced_ended_or_foreign_key_opens_no_calendar(row: MeetingRound) -> None:
    one = Participant.objects.get(round=row, name_en="Mission 1")
    make_link(participant=one, key="key")
    client = Client()
    old = made_address(client, "key")
    new = made_address(client, "key")
    assert (client.get(old).status_code, client.get(new).status_code) == (410, 200)
    # The link to act is no calendar, and the calendar's key acts for nobody.
    assert client.get(reverse("meetings:calendar_feed", args=["key"])).status_code == 410
    key = new.rsplit("/", 1)[1].removesuffix(".ics")
    assert client.get(reverse("meetings:link_home", args=[key])).status_code == 410
    assert client.post(reverse("meetings:link_calendar", args=["key"]), {"do": "end"}).status_code == 302
    assert client.get(new).status_code == 410
    assert timezone.localdate(one.links.earliest("made_at").made_at) != DAY
