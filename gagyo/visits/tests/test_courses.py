"""Training courses move with day and reason; the council is counted as of a day; figures open what they count."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import AuditRecord, TranslatedText
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body
from gagyo.visits.actions.councils import add_council, add_member, end_member, save_meeting
from gagyo.visits.actions.courses import add_course, archive_course, edit_course, move_course
from gagyo.visits.choices import CourseStage, VisitState
from gagyo.visits.models import CouncilMember, CourseStageChange, TrainingCourse, WorkingCouncil
from gagyo.visits.queries.courses import members_on, values_of_course, visits_through
from gagyo.visits.rules.courses import (
    CouncilValues,
    CourseValues,
    MeetingValues,
    UnableToMoveCourse,
    UnableToSaveCourse,
)
from gagyo.visits.tests.make import make_visit

pytestmark = pytest.mark.django_db
FOUND_ON = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


def koica() -> Body:
    return make_body(name_ko="한국국제협력단", name_en="KOICA", kind="agency")


def a_course(office: Office, *, name_ko: str = "스마트시티 과정", institution: Body | None = None) -> TrainingCourse:
    values = CourseValues(name_ko=name_ko, institution_id=(institution or koica()).pk, stage_on=FOUND_ON)
    return add_course(values=values, by=make_actor(office=office), now=NOW)


def a_council(office: Office) -> WorkingCouncil:
    return add_council(values=CouncilValues(name_ko="실무협의회"), by=make_actor(office=office), now=NOW)


def signed_in(office: Office) -> Client:
    client = Client()
    client.force_login(make_member(office=office).user)
    return client


def moved(course: TrainingCourse, wanted: CourseStage, on: date, reason: str = "", version: int = 1) -> TrainingCourse:
    actor = make_actor(office=course.office)
    return move_course(
        course_id=course.pk, wanted=wanted, on=on, reason=reason, expected=version, by=actor, now=timezone.now()
    )


def test_a_course_keeps_each_stage_with_its_day_and_reason() -> None:
    course = a_course(make_office())
    moved(course, CourseStage.PROPOSED, date(2026, 2, 1))
    moved(course, CourseStage.LOST, date(2026, 3, 1), "다른 도시", version=2)
    kept = CourseStageChange.objects.filter(course=course).values_list("stage", "changed_on", "reason")
    assert list(kept) == [
        ("found", FOUND_ON, ""),
        ("proposed", date(2026, 2, 1), ""),
        ("lost", date(2026, 3, 1), "다른 도시"),
    ]
    assert list(
        AuditRecord.objects.filter(about_type="visits.trainingcourse").order_by("id").values_list("event", flat=True)
    ) == [
        "course.created",
        "course.moved",
        "course.moved",
    ]


@pytest.mark.parametrize(
    ("wanted", "on", "sentence"),
    [
        (CourseStage.RUNNING, date(2026, 2, 1), "cannot become “Running”. It can become: Proposed, Not won."),
        (CourseStage.LOST, date(2026, 2, 1), "Give the reason"),
        (CourseStage.PROPOSED, date(2026, 1, 4), "must lie between 2026-01-05"),
        (CourseStage.PROPOSED, date(2999, 1, 4), "must lie between 2026-01-05"),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_words(wanted: CourseStage, on: date, sentence: str) -> None:
    with pytest.raises(UnableToMoveCourse, match=sentence.replace(".", r"\.")):
        moved(a_course(make_office()), wanted, on)


def test_a_second_save_is_noticed_and_another_office_may_not_save() -> None:
    office = make_office()
    course = a_course(office)
    values = replace(values_of_course(course), target="국장급")
    actor = make_actor(office=office)
    edit_course(course_id=course.pk, values=values, expected=1, by=actor, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        edit_course(course_id=course.pk, values=values, expected=1, by=actor, now=NOW)
    TrainingCourse.objects.past_access(because="a test").filter(pk=course.pk).update(visibility="shared")
    with pytest.raises(NotYoursError):
        edit_course(course_id=course.pk, values=values, expected=2, by=make_actor(office=make_office()), now=NOW)


def test_two_who_edit_a_course_see_both_versions_and_lose_nothing() -> None:
    office = make_office()
    client, course = signed_in(office), a_course(office)
    url = reverse("visits:course_edit", args=[course.pk])
    opened = client.get(url).context["form"]
    first = {
        **{field.html_name: field.value() or "" for field in opened if field.name != "institution"},
        "institution": course.institution_id,
        "institution_text": str(course.institution),
        "version": "1",
        "was": client.get(url).context["was"],
    }
    assert client.post(url, {**first, "target": "국장급"}).status_code == 302
    both = client.post(url, {**first, "text_original": "잘 되었다."})
    assert both.status_code == 409
    answers = dict(both.context["answers"])
    merged = client.post(url, {**answers, **both.context["hidden"], "take_target": "theirs"})
    assert merged.status_code == 302
    row = TrainingCourse.objects.past_access(because="a test").get(pk=course.pk)
    assert (row.target, row.evaluation) == ("국장급", TranslatedText("잘 되었다.", "ko"))


def test_the_list_counts_each_stage_and_each_figure_opens_its_courses() -> None:
    office = make_office()
    a_course(office, name_ko="찾은 과정")
    moved(a_course(office, name_ko="제안한 과정"), CourseStage.PROPOSED, date(2026, 2, 1))
    archive_course(course_id=a_course(office, name_ko="보관한 과정").pk, by=make_actor(office=office), now=NOW)
    a_course(make_office(), name_ko="남의 과정")
    client = signed_in(office)
    page = client.get(reverse("visits:courses"))
    assert [each.value for each in page.context["stages"]] == [1, 1, 0, 0, 0, 0]
    opened = client.get(page.context["stages"][1].href)
    assert ([row.name_ko for row in opened.context["page"]], opened.context["count"].value) == (["제안한 과정"], 1)


def test_the_list_of_courses_comes_as_a_worksheet() -> None:
    office = make_office()
    a_course(office)
    body = signed_in(office).get(reverse("visits:courses") + "?format=xlsx").content
    sheet = openpyxl.load_workbook(BytesIO(body)).active
    assert sheet is not None
    assert "스마트시티 과정" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_the_list_of_courses_makes_the_same_queries_for_three_as_for_one() -> None:
    office = make_office()
    client = signed_in(office)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("visits:courses"))
        return len(caught)

    a_course(office)
    queries()
    one = queries()
    a_course(office, name_ko="둘")
    a_course(office, name_ko="셋")
    assert queries() == one


@pytest.mark.each_engine
def test_the_council_grows_from_eleven_to_thirteen_as_of_each_day() -> None:
    office = make_office()
    council = a_council(office)
    actor = make_actor(office=office)
    days = [date(2022, 3, 2)] * 11 + [date(2023, 2, 1), date(2024, 1, 15)]
    for number, day in enumerate(days):
        body = make_body(name_ko=f"기관 {number}", name_en=f"Body {number}")
        add_member(council_id=council.pk, body=body, starts_on=day, by=actor, now=NOW)
    client = signed_in(office)
    url = reverse("visits:council", args=[council.pk])
    found = {
        year: client.get(f"{url}?on={year}-12-31").context["count"].value for year in ("2021", "2022", "2023", "2024")
    }
    assert found == {"2021": 0, "2022": 11, "2023": 12, "2024": 13}
    last = client.get(client.get(f"{url}?on=2023-12-31").context["count"].href)
    assert len(last.context["members"]) == 12


def test_a_membership_counts_on_its_last_day_and_not_after_it() -> None:
    office = make_office()
    council, actor = a_council(office), make_actor(office=office)
    member = add_member(council_id=council.pk, body=koica(), starts_on=FOUND_ON, by=actor, now=NOW)
    last = date(2026, 5, 31)
    end_member(council_id=council.pk, member_id=member.pk, ends_on=last, by=actor, now=NOW)
    assert [len(members_on(council, day=last + timedelta(days=n))) for n in (0, 1)] == [1, 0]


def test_an_institution_is_no_member_twice_at_once_but_may_come_back() -> None:
    office = make_office()
    council, actor, body = a_council(office), make_actor(office=office), koica()
    member = add_member(council_id=council.pk, body=body, starts_on=FOUND_ON, by=actor, now=NOW)
    with pytest.raises(UnableToSaveCourse, match="a member from 2026-01-05 already"):
        add_member(council_id=council.pk, body=body, starts_on=date(2026, 3, 1), by=actor, now=NOW)
    end_member(council_id=council.pk, member_id=member.pk, ends_on=date(2026, 2, 1), by=actor, now=NOW)
    add_member(council_id=council.pk, body=body, starts_on=date(2026, 3, 1), by=actor, now=NOW)
    with pytest.raises(UnableToSaveCourse, match="a member from 2026-03-01 already"):
        end_member(council_id=council.pk, member_id=member.pk, ends_on=None, by=actor, now=NOW)
    assert CouncilMember.objects.filter(council=council).count() == 2


@pytest.mark.each_engine
def test_visits_through_a_member_are_those_it_organised_and_those_of_its_courses_each_once() -> None:
    office, body, other = make_office(), koica(), make_body()
    course = a_course(office, institution=body)
    make_visit(office=office, organiser=body, course=course, name_ko="둘 다")
    make_visit(office=office, course=course, name_ko="과정")
    make_visit(office=office, organiser=body, state=VisitState.CANCELLED, name_ko="취소")
    make_visit(office=make_office(), organiser=body, name_ko="다른 기관")
    actor = make_actor(office=office)
    found = visits_through(actor=actor, office_id=office.pk, bodies=[body.pk, other.pk], today=FOUND_ON)
    assert {pk: figure.value for pk, figure in found.items()} == {body.pk: 2, other.pk: 0}
    opened = signed_in(office).get(found[body.pk].href or "").context["page"]
    assert sorted(row.name_ko for row in opened) == ["과정", "둘 다"]


def test_a_meeting_is_entered_once_for_a_day_and_a_second_save_brings_the_words_back() -> None:
    office = make_office()
    council, actor = a_council(office), make_actor(office=office)
    values = MeetingValues(held_on=FOUND_ON, agenda=TranslatedText("안건", "ko"))
    save_meeting(council_id=council.pk, values=values, expected=1, by=actor, now=NOW)
    with pytest.raises(UnableToSaveCourse, match="2026-01-05 is entered already"):
        save_meeting(council_id=council.pk, values=values, expected=2, by=actor, now=NOW)
    data = {"held_on": "2026-04-01", "agenda": "쓴 안건", "version": "1"}
    page = signed_in(office).post(reverse("visits:council_meeting_add", args=[council.pk]), data)
    assert (page.status_code, "쓴 안건" in page.content.decode()) == (409, True)
