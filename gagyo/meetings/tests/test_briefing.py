"""Briefing sheets and booklets: what they say of a meeting, read again from the files that were written."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.common.models import TranslatedText
from gagyo.kernels.documents.hwpx_read import read_hwpx_tables, read_hwpx_text
from gagyo.kernels.indicators.words import date_text
from gagyo.meetings.choices import AgreedState, MeetingState, RoundState, VersionState, WishKind, WishMode
from gagyo.meetings.models import Meeting, MeetingRound, Minutes, Participant, RoundTopic
from gagyo.meetings.queries.after import meetings_told
from gagyo.meetings.queries.after_briefing import briefing_of, briefings_of
from gagyo.meetings.queries.briefing_papers import booklet_document
from gagyo.meetings.tests.make import (
    DAY,
    make_agreed,
    make_assignment,
    make_link,
    make_meeting,
    make_participant,
    make_round,
    make_version,
    make_wish,
)
from gagyo.meetings.tests.test_after import english, signed_in
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_body, make_government

pytestmark = pytest.mark.django_db


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
    """A round with a published timetable."""
    return make_round(office=organiser.office, state=RoundState.PUBLISHED, venue_en="City Hall", venue_ko="시청")


@pytest.fixture
def reader(row: MeetingRound) -> Participant:
    """A local government with a link that met a mission before, and meets it and one more again."""
    city = make_participant(of=row, side=1, name_ko="우리시", name_en="Our City")
    make_link(participant=city, key="key")
    version = make_version(of=row, state=VersionState.PUBLISHED)
    first = make_participant(of=row, name_ko="갑 대사관", name_en="First Embassy")
    second = make_participant(of=row, name_ko="을 대사관", name_en="Second Embassy")
    for mission, clock, table in ((second, "14:00", 1), (first, "10:30", 0)):
        meeting = make_meeting(one=mission, other=city)
        make_assignment(version=version, meeting=meeting, clock=clock, table=row.tables.all()[table])
    abroad = make_body(name_ko="먼 도시", name_en="Far City", country=first.body.country_id)
    make_tie(parties=[city.body, abroad], signed_on=date(2000, 6, 16))
    earlier = make_round(office=row.office, name_en="Third round", starts_on=date(2029, 6, 1))
    met = make_meeting(
        one=make_participant(of=earlier, body=first.body),
        other=make_participant(of=earlier, side=1, body=city.body),
        state=MeetingState.HELD,
    )
    Minutes.objects.create(meeting=met, outcome=TranslatedText("Schools were named", "en"), written_at=timezone.now())
    make_agreed(meeting=met, state=AgreedState.KEPT, closed_on=DAY, what=TranslatedText("Names schools", "en"))
    make_agreed(meeting=met, what=TranslatedText("Sends dates", "en"))
    return city


def pages_of(body: bytes) -> list[str]:
    """Return the text of each page of a PDF."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(body)).pages]


def taken(language: str, form: str) -> bytes:
    """Return the booklet that the link gives."""
    answer = Client().get(english("link_booklet", "key", language, form))
    assert answer.status_code == 200
    return answer.content


def test_a_booklet_holds_the_sheets_of_all_meetings_of_one_participant_in_the_order_of_the_day(
    reader: Participant,
) -> None:
    first, *sheets = pages_of(taken("en", "pdf"))
    assert "Briefing booklet for Our City" in first
    assert first.index("10:30–11:00") < first.index("14:00–14:30")
    assert ["First Embassy" in sheets[0], "Second Embassy" in sheets[-1]] == [True, True]
    assert "Schools were named" in sheets[0]
    assert "Schools were named" not in sheets[-1]
    box = pypdf.PdfReader(BytesIO(taken("en", "pdf"))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    overview, *rest = read_hwpx_tables(taken("en", "hwpx"))
    assert overview == [
        ["When", "You meet", "Table"],
        ["16 June 2030 10:30–11:00", "First Embassy", "Table 1"],
        ["16 June 2030 14:00–14:30", "Second Embassy", "Table 2"],
    ]
    promised = rest[1]
    assert promised[0] == ["What was agreed", "Who does it", "Due on", "State"]
    assert [[line[0], line[3]] for line in promised[1:]] == [["Sends dates", "Open"], ["Names schools", "Kept"]]


def test_every_figure_of_a_booklet_says_its_day_and_its_rule_in_the_language_of_the_file(reader: Participant) -> None:
    today = timezone.localdate()
    english_text, korean_text = read_hwpx_text(taken("en", "hwpx")), read_hwpx_text(taken("ko", "hwpx"))
    assert "Ties that concern the two: 1 tie" in english_text
    assert english_text.count(f"As of {date_text(today, 'en')} · ") == 4
    assert "두 기관에 관계된 결연: 1건" in korean_text
    assert korean_text.count(f"{date_text(today, 'ko')} 기준 · ") == 4


def test_a_sheet_of_one_meeting_fits_two_pages(reader: Participant) -> None:
    meeting = meetings_told(reader).first()
    assert meeting is not None
    for language in ("ko", "en"):
        body = Client().get(english("link_briefing_paper", "key", meeting.pk, language, "pdf")).content
        assert len(pages_of(body)) <= 2


def test_the_wish_of_the_other_is_told_where_participants_decide_or_once_the_two_are_to_meet(
    row: MeetingRound, reader: Participant
) -> None:
    meetings = list(meetings_told(reader))
    others = [meeting.first if meeting.second_id == reader.pk else meeting.second for meeting in meetings]
    wish = make_wish(asker=others[0], wanted=reader, rank=2, reason=TranslatedText("Youth exchange", "en"))
    wish.topics.add(RoundTopic.objects.create(round=row, name_ko="청소년", name_en="Youth"))
    make_wish(asker=reader, wanted=others[0], reason=TranslatedText("A visit", "en"))
    make_wish(asker=others[1], wanted=reader, kind=WishKind.VETO, reason=TranslatedText("Secret", "en"))

    def said() -> list[list[str]]:
        sheets = briefings_of(meetings, reader_id=reader.pk, by_organiser=False)
        return [[each.reason.original for each in sheet.wishes] for sheet in sheets]

    assert said() == [["A visit", "Youth exchange"], []]
    text = read_hwpx_text(taken("en", "hwpx"))
    assert "First Embassy, wish 2: Youth exchange / Youth" in text
    assert "Secret" not in text
    row.versions.update(state=VersionState.DRAFT)
    assert said() == [["A visit"], []]
    row.wish_mode = WishMode.OPT_IN
    row.save(update_fields=["wish_mode"])
    meetings = list(Meeting.objects.filter(round=row).order_by("-pk").select_related("round"))
    assert said() == [["A visit", "Youth exchange"], []]


def test_a_booklet_asks_no_more_of_the_database_for_more_meetings(reader: Participant) -> None:
    counted = []
    for clock in ("11:00", "11:30"):
        meetings = list(meetings_told(reader))
        with CaptureQueriesContext(connection) as queries:
            sheets = briefings_of(meetings, reader_id=reader.pk, by_organiser=False)
            booklet_document(sheets, reader=reader, today=DAY, language="en")
        counted.append(len(queries))
        more = make_meeting(one=make_participant(of=reader.round), other=reader)
        make_assignment(version=reader.round.versions.get(), meeting=more, clock=clock)
    assert counted[0] == counted[1]


def test_a_booklet_without_meetings_says_so(row: MeetingRound) -> None:
    make_link(participant=make_participant(of=row, side=1), key="key")
    assert "No meeting in this timetable." in read_hwpx_text(taken("en", "hwpx"))


def test_the_organiser_takes_the_booklet_of_each_participant_of_its_own_round(
    reader: Participant, organiser: Membership
) -> None:
    url = english("booklet", reader.round_id, reader.pk, "en", "pdf")
    answer = signed_in(organiser).get(url)
    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")
    elsewhere = make_participant(of=make_round(office=organiser.office))
    assert signed_in(organiser).get(english("booklet", reader.round_id, elsewhere.pk, "en", "pdf")).status_code == 404
    stranger = make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="다른 협의회"))
    assert signed_in(stranger).get(url).status_code == 403


def test_a_sheet_of_two_of_korea_counts_no_ties_with_a_country(row: MeetingRound) -> None:
    one, other = (make_participant(of=row, side=1, body=make_government()) for _city in range(2))
    sheet = briefing_of(make_meeting(one=one, other=other), reader_id=one.pk, by_organiser=False)
    assert (sheet.ties_between, sheet.ties_of_country, sheet.seat) == (0, None, None)
