"""The figures of a round and of the one before, and the briefing sheets: what they count and whom they tell."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
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
from gagyo.meetings.choices import AgreedState, MeetingState, VersionState, WishKind
from gagyo.meetings.models import Meeting, MeetingRound, Minutes, Participant, Rating
from gagyo.meetings.queries.after_briefing import briefing_of
from gagyo.meetings.queries.after_figures import figures_of
from gagyo.meetings.queries.briefing_papers import briefing_document
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
from gagyo.registry.tests.make import make_body

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]
# The last lines of a table of agreed items none of which is late or given up.
OF_NONE_LATE = [["of these overdue", "0"], ["Given up", "0"]]


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A round."""
    return make_round(office=organiser.office)


def rated(meeting: Meeting, by: Participant, score: int) -> Rating:
    """Let a side rate a meeting."""
    return Rating.objects.create(meeting=meeting, participant=by, score=score, given_at=timezone.now())


def test_each_figure_of_a_round_counts_its_rows(row: MeetingRound, organiser: Membership) -> None:
    mission, one, two = make_participant(of=row), make_participant(of=row, side=1), make_participant(of=row, side=1)
    make_wish(asker=mission, wanted=one, rank=1)
    make_wish(asker=one, wanted=mission, rank=2)
    make_wish(asker=mission, wanted=two, rank=2)
    make_wish(asker=two, wanted=mission, kind=WishKind.VETO)
    held = make_meeting(one=mission, other=one, state=MeetingState.HELD)
    make_meeting(one=mission, other=two, state=MeetingState.NO_SHOW)
    make_assignment(version=make_version(of=row, state=VersionState.PUBLISHED), meeting=held)
    rated(held, mission, 5)
    rated(held, one, 4)
    make_agreed(meeting=held)
    make_agreed(meeting=held, state=AgreedState.KEPT, closed_on=DAY)
    found = figures_of(row, as_of=DAY)
    assert {each.slug: each.value for each in found.counted} == {
        "wishes": 3,
        "fulfilled": 2,
        "planned": 1,
        "held": 1,
        "no-shows": 1,
        "idle": 0,
        "satisfaction": Decimal("4.5"),
        "ratings": 2,
        "agreed": 2,
        "kept": 1,
    }
    assert [(each.rank, each.wishes, each.fulfilled) for each in found.ranks] == [(1, 1, 1), (2, 2, 1)]
    client, url = signed_in(organiser), english("round_figures", row.pk)
    for each in found.counted:
        page = client.get(f"{url}?show={each.slug}")
        assert (page.status_code, page.context["chosen"].value) == (200, each.value)
    assert len(client.get(f"{url}?show=wishes&rank=2").context["chosen"].rows) == 2
    assert client.get(f"{url}?show=held&format=xlsx")["Content-Type"].endswith("sheet")


def test_the_next_round_shows_how_much_of_the_one_before_was_kept(row: MeetingRound, organiser: Membership) -> None:
    held = make_meeting(one=make_participant(of=row), other=make_participant(of=row, side=1), state=MeetingState.HELD)
    for state in (AgreedState.KEPT, AgreedState.PARTLY, AgreedState.DROPPED):
        make_agreed(meeting=held, state=state, closed_on=DAY)
    make_agreed(meeting=held)
    following = make_round(office=organiser.office, previous=row)
    page = signed_in(organiser).get(english("round_figures", following.pk))
    rate = page.context["rate_before"]
    assert (rate.text("ko"), rate.href) == ("33.3%", english("round_agreed", row.pk))
    assert [term.value for term in page.context["kept_before"]] == [1, 1, 1, 0, 1]


def test_a_free_slot_between_two_meetings_is_one_idle_time_of_that_participant(row: MeetingRound) -> None:
    mission = make_participant(of=row)
    version = make_version(of=row, state=VersionState.PUBLISHED)
    for clock in ("10:00", "11:00"):
        made = make_meeting(one=mission, other=make_participant(of=row, side=1))
        make_assignment(version=version, meeting=made, clock=clock)
    idle = next(each for each in figures_of(row, as_of=DAY).counted if each.slug == "idle")
    assert (idle.value, [(each.participant, each.breaks) for each in idle.rows]) == (1, [(mission, 1)])


def test_figures_ask_no_more_for_more_meetings(row: MeetingRound, organiser: Membership) -> None:
    client, url, counted = signed_in(organiser), english("round_figures", row.pk), []
    for more in (1, 2):
        for _n in range(more):
            mission, other = make_participant(of=row), make_participant(of=row, side=1)
            make_wish(asker=mission, wanted=other)
            held = make_meeting(one=mission, other=other, state=MeetingState.HELD)
            make_agreed(meeting=held)
            rated(held, mission, 3)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{url}?show=agreed")
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.fixture
def again(row: MeetingRound, organiser: Membership) -> Meeting:
    """A meeting of a mission and a local government that met at an earlier round, with a tie of thirty years."""
    earlier = make_round(office=organiser.office, name_en="Third round", starts_on=date(2029, 6, 1))
    mission = make_participant(of=row, profile=TranslatedText("We bring schools together", "en"))
    government = make_participant(of=row, side=1)
    make_link(participant=government, key="key")
    city = make_body(name_ko="도시", name_en="Far City", country=mission.body.country_id)
    make_tie(parties=[government.body, city], signed_on=date(2000, 6, 16))
    met = make_meeting(
        one=make_participant(of=earlier, body=mission.body),
        other=make_participant(of=earlier, side=1, body=government.body),
        state=MeetingState.HELD,
    )
    Minutes.objects.create(meeting=met, outcome=TranslatedText("Schools were named", "en"), written_at=timezone.now())
    make_agreed(meeting=met)
    return make_meeting(one=mission, other=government, state=MeetingState.HELD)


def test_a_sheet_tells_ties_anniversaries_the_last_outcome_and_open_items(again: Meeting) -> None:
    with translation.override("en"):
        sheet = briefing_of(again, reader_id=again.second_id, by_organiser=False)
        text = repr(briefing_document(sheet, today=DAY, language="en"))
    for words in (
        "We bring schools together",
        "Far City",
        "30 years",
        "Third round",
        "Schools were named",
        "Send youth exchange dates",
        "As of",
    ):
        assert words in text


def test_a_sheet_is_a_page_and_a_file_in_each_language_for_its_side_alone(row: MeetingRound, again: Meeting) -> None:
    page = Client().get(english("link_briefing", "key", again.pk))
    assert "Schools were named" in page.content.decode()
    for language, form, begins in (("ko", "pdf", b"%PDF"), ("en", "hwpx", b"PK")):
        answer = Client().get(english("link_briefing_paper", "key", again.pk, language, form))
        assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)
    assert Client().get(english("link_briefing_paper", "key", again.pk, "fr", "pdf")).status_code == 404
    make_link(participant=make_participant(of=row), key="third")
    assert Client().get(english("link_briefing", "third", again.pk)).status_code == 404


def test_an_organiser_reads_no_minutes_of_another_office_s_round(again: Meeting) -> None:
    MeetingRound.objects.past_access(because="test").filter(name_en="Third round").update(office=make_office())
    own = briefing_of(again, reader_id=again.second_id, by_organiser=False)
    organisers = briefing_of(again, reader_id=again.second_id, by_organiser=True)
    assert (len(own.earlier), len(organisers.earlier), organisers.items) == (1, 0, [])


def test_the_papers_of_the_figures_say_the_same_as_the_page_with_day_and_rule(
    row: MeetingRound, organiser: Membership
) -> None:
    row.previous = make_round(office=organiser.office, name_en="Third round")
    row.save(update_fields=["previous"])
    before = make_meeting(one=make_participant(of=row.previous), other=make_participant(of=row.previous, side=1))
    make_agreed(meeting=before, state=AgreedState.KEPT, closed_on=DAY)
    make_agreed(meeting=before)
    mission, city = make_participant(of=row), make_participant(of=row, side=1)
    make_wish(asker=mission, wanted=city)
    held = make_meeting(one=mission, other=city, state=MeetingState.HELD)
    rated(held, mission, 5)
    make_agreed(meeting=held, state=AgreedState.KEPT, closed_on=DAY)
    client, day = signed_in(organiser), timezone.localdate()
    page = client.get(english("round_figures", row.pk))
    shown = [[each.rule.name_en, each.text("en"), each.rule.sentence_en] for each in page.context["figures"]]
    rate = page.context["rate"]
    hwpx = client.get(english("figures_paper", row.pk, "en", "hwpx")).content
    tables = read_hwpx_tables(hwpx)
    assert tables[0] == [
        ["Figure", "Value", "Counting rule"],
        *shown,
        [rate.rule.name_en, rate.text("en"), rate.rule.sentence_en],
    ]
    assert tables[1:] == [
        [["Rank", "Wishes", "Fulfilled"], ["1", "1", "0"]],
        [["State", "Agreed items"], ["Kept", "1"], ["Kept in part", "0"], ["Open", "0"], *OF_NONE_LATE],
        [["State", "Agreed items"], ["Kept", "1"], ["Kept in part", "0"], ["Open", "1"], *OF_NONE_LATE],
    ]
    assert read_hwpx_text(hwpx).count(f"As of {date_text(day, 'en')}") == 4
    book = openpyxl.load_workbook(BytesIO(client.get(english("figures_paper", row.pk, "en", "xlsx")).content))
    values = {line[0]: line[1] for line in book.worksheets[0].iter_rows(values_only=True) if line[1]}
    assert {name: values[name] for name, _value, _rule in shown} == {name: value for name, value, _rule in shown}
    korean = client.get(english("figures_paper", row.pk, "ko", "pdf")).content
    text = " ".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(korean)).pages)
    assert f"{date_text(day, 'ko')} 기준" in " ".join(text.split())
