"""Activities: entered in seconds, counted by their own filter, promises open until they are kept."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gagyo.accounts.models import User
from gagyo.accounts.rules import NotYoursError
from gagyo.ambassadors.actions.activities import (
    add_activity,
    archive_activity,
    attach_evidence,
    edit_activity,
    keep_promise,
    move_evidence,
)
from gagyo.ambassadors.models import Activity, ActivityFile
from gagyo.ambassadors.queries.activities import (
    ActivityFilter,
    activities_for,
    counted_by_field,
    counted_by_month,
)
from gagyo.ambassadors.rules.activities import ActivityValues, UnableToSaveActivity
from gagyo.ambassadors.tests.make import NOW, TODAY, Cast, make_activity, make_cast, make_posting
from gagyo.common.models import TranslatedText

pytestmark = pytest.mark.django_db


def browser(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(User.objects.get(pk=getattr(cast, name).user_id))
    return client


def test_one_line_is_enough_and_the_next_begins_as_the_last(client: Client) -> None:
    cast = make_cast()
    make_posting(cast)
    opened, url = browser(client, cast, "ambassador"), reverse("ambassadors:activity_add")
    day = "2026-02-03"
    sent = {"name": "통관 자문", "kind": "meeting", "field": "exports", "minutes": "45", "day": day}
    assert opened.post(url, sent).status_code == 302
    row = Activity.objects.past_access(because="a test reads it").get()
    assert (row.name_ko, row.kind, row.minutes, row.office_id) == ("통관 자문", "meeting", 45, cast.office.pk)
    initial = opened.get(url).context["form"].initial
    assert (initial["kind"], initial["field"], initial["minutes"]) == ("meeting", "exports", 45)


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": TODAY + timedelta(days=1)},
        {"day": date(2025, 12, 31)},
        {"name_ko": " "},
        {"minutes": 0},
        {"outcome": "promised", "outcome_text": TranslatedText("")},
        {"promised_by": TODAY},
        {"outcome": "promised", "promised_by": date(2026, 1, 5), "day": TODAY},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    cast = make_cast()
    row = make_posting(cast)
    with pytest.raises(UnableToSaveActivity):
        make_activity(cast, row, **wrong)


def test_another_office_enters_nothing_and_reads_only_what_is_shared() -> None:
    cast = make_cast()
    row = make_posting(cast)
    shared = make_activity(cast, row)
    make_activity(cast, row, visibility="office")
    values = ActivityValues(row.pk, "남의 일", TODAY)
    with pytest.raises(NotYoursError):
        add_activity(values=values, by=cast.stranger, now=NOW)
    assert list(activities_for(actor=cast.stranger, wanted=ActivityFilter())) == [shared]
    assert activities_for(actor=cast.ambassador, wanted=ActivityFilter()).count() == 2


def test_a_promise_is_open_until_it_is_kept_and_only_once() -> None:
    cast = make_cast()
    row = make_activity(cast, make_posting(cast), outcome="promised", day=date(2026, 3, 1))
    wanted = ActivityFilter(promise="open")
    assert list(activities_for(actor=cast.ambassador, wanted=wanted)) == [row]
    with pytest.raises(UnableToSaveActivity):
        keep_promise(activity_id=row.pk, kept_on=date(2026, 2, 1), by=cast.ambassador, now=NOW)
    keep_promise(activity_id=row.pk, kept_on=TODAY, by=cast.ambassador, now=NOW)
    assert not activities_for(actor=cast.ambassador, wanted=wanted).exists()
    with pytest.raises(UnableToSaveActivity):
        keep_promise(activity_id=row.pk, kept_on=TODAY, by=cast.ambassador, now=NOW)


def test_a_promise_that_is_none_any_more_is_not_kept_either() -> None:
    cast = make_cast()
    posting = make_posting(cast)
    row = make_activity(cast, posting, outcome="promised", day=date(2026, 3, 1))
    row = keep_promise(activity_id=row.pk, kept_on=TODAY, by=cast.ambassador, now=NOW)
    values = ActivityValues(posting.pk, "자문", date(2026, 3, 1))
    edited = edit_activity(activity_id=row.pk, values=values, expected=row.version, by=cast.ambassador, now=NOW)
    assert (edited.outcome, edited.kept_on) == ("done", None)


def test_every_count_is_the_number_of_its_rows() -> None:
    cast = make_cast()
    row = make_posting(cast)
    make_activity(cast, row, kind="advice", field="exports", minutes=30, day=date(2026, 1, 10))
    make_activity(cast, row, kind="meeting", field="exports", minutes=20, day=date(2026, 2, 10))
    gone = make_activity(cast, row, kind="trip", field="events", day=date(2026, 2, 11))
    archive_activity(activity_id=gone.pk, by=cast.ambassador, now=NOW)
    everything = ActivityFilter(year=2026)
    for lines, name in (
        (counted_by_field(actor=cast.stranger, wanted=everything), "field"),
        (counted_by_month(actor=cast.stranger, wanted=everything), "month"),
    ):
        for line in lines:
            for kind, number in line.by_kind.items():
                wanted = ActivityFilter(**{"year": 2026, "kind": kind, name: line.key})
                assert activities_for(actor=cast.stranger, wanted=wanted).count() == number
    assert [
        (line.key, line.total, line.minutes) for line in counted_by_field(actor=cast.stranger, wanted=everything)
    ] == [("exports", 2, 50)]


def test_the_list_takes_the_same_queries_for_one_and_three_rows(client: Client) -> None:
    cast = make_cast()
    row = make_posting(cast)
    make_activity(cast, row)
    opened, url = browser(client, cast, "stranger"), reverse("ambassadors:activities")
    opened.get(url)
    with CaptureQueriesContext(connection) as one:
        opened.get(url)
    make_activity(cast, row)
    make_activity(cast, row)
    with CaptureQueriesContext(connection) as three:
        assert len(opened.get(url).context["page"].object_list) == 3
    assert len(three) == len(one)


def test_the_worksheet_holds_the_rows_of_the_list(client: Client) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    cast = make_cast()
    row = make_posting(cast)
    make_activity(cast, row, name_ko="수출 자문", field="exports")
    make_activity(cast, row, name_ko="행사", field="events")
    url = reverse("ambassadors:activities") + "?field=exports&format=xlsx"
    sheet = load_workbook(BytesIO(b"".join(browser(client, cast, "stranger").get(url)))).worksheets[0]
    words = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert "수출 자문" in words
    assert "행사" not in words


def test_evidence_is_read_in_the_office_only_and_can_be_put_back(client: Client) -> None:
    cast = make_cast()
    row = make_activity(cast, make_posting(cast))
    upload = SimpleUploadedFile("회의록.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    made = attach_evidence(activity_id=row.pk, upload=upload, title="", by=cast.ambassador, now=NOW)
    assert made.href == reverse("ambassadors:file", args=[row.pk, made.pk])
    url = made.href
    assert browser(client, cast, "ambassador").get(url).status_code == 200
    assert browser(client, cast, "stranger").get(url).status_code == 404
    move_evidence(activity_id=row.pk, file_id=made.pk, back=False, by=cast.ambassador, now=NOW)
    assert browser(client, cast, "ambassador").get(url).status_code == 404
    back = move_evidence(activity_id=row.pk, file_id=made.pk, back=True, by=cast.ambassador, now=NOW)
    assert back.archived_at is None


def test_evidence_may_be_a_link_and_is_one_of_the_two(client: Client) -> None:
    cast = make_cast()
    row = make_activity(cast, make_posting(cast))
    opened, add = browser(client, cast, "ambassador"), reverse("ambassadors:file_add", args=[row.pk])
    page = "https://example.org/news/12"
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    wrong: list[dict[str, object]] = [{}, {"url": page, "file": file}, {"url": "javascript:x()"}]
    assert [opened.post(add, sent).status_code for sent in wrong] == [422, 422, 422]
    assert opened.post(add, {"url": page, "title": "보도 기사"}).status_code == 302
    made = ActivityFile.objects.get(activity=row)
    assert (made.title, made.file, made.href) == ("보도 기사", None, page)
    assert f'href="{page}"' in opened.get(row.get_absolute_url()).content.decode()
    assert opened.get(reverse("ambassadors:file", args=[row.pk, made.pk])).status_code == 404
