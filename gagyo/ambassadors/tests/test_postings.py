"""Postings: no two overlap, the chain follows the dates, and only the ministry and the operator enter them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from gagyo.accounts.models import User
from gagyo.accounts.rules import NotYoursError
from gagyo.ambassadors.actions.postings import archive_posting, edit_posting, end_posting, restore_posting
from gagyo.ambassadors.models import Posting
from gagyo.ambassadors.queries.postings import posting_of_office, province_lines
from gagyo.ambassadors.rules.postings import Held, PostingValues, UnableToSavePosting, check_dates, overlap
from gagyo.ambassadors.tests.make import NOW, TODAY, Cast, make_activity, make_cast, make_posting
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor

pytestmark = pytest.mark.django_db
days = st.dates(date(2020, 1, 1), date(2020, 3, 1))
ends = st.one_of(st.none(), days)


@given(first=days, first_until=ends, second=days, second_until=ends)
def test_two_times_overlap_if_and_only_if_they_share_a_day(
    first: date, first_until: date | None, second: date, second_until: date | None
) -> None:
    def held(start: date, end: date | None) -> set[date]:
        last = end if end is not None else date(2020, 4, 1)
        return {start + timedelta(days=n) for n in range((last - start).days + 1)}

    shared = held(first, first_until) & held(second, second_until)
    # A time that ends before it begins is refused before this is asked.
    if (first_until is None or first_until >= first) and (second_until is None or second_until >= second):
        assert overlap(first, first_until, second, second_until) == bool(shared)


def test_an_overlap_is_refused_with_a_sentence_that_names_the_other() -> None:
    held = [Held("박국제", date(2026, 1, 1), None)]
    values = PostingValues(1, "민후임", date(2026, 6, 1))
    with pytest.raises(UnableToSavePosting, match="박국제"):
        check_dates(values, others=held)
    check_dates(PostingValues(1, "문전임", date(2025, 1, 1), ends_on=date(2025, 12, 31)), others=held)


def test_the_chain_of_predecessors_follows_the_dates() -> None:
    cast = make_cast()
    last = make_posting(cast, starts_on=date(2026, 1, 1))
    first = make_posting(cast, who=cast.successor, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    between = make_posting(cast, who=cast.successor, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    last.refresh_from_db()
    assert (first.predecessor, between.predecessor, last.predecessor) == (None, first, between)
    archive_posting(posting_id=between.pk, by=cast.desk, now=NOW)
    last.refresh_from_db()
    assert last.predecessor == first
    restore_posting(posting_id=between.pk, by=cast.desk, now=NOW)
    last.refresh_from_db()
    assert last.predecessor == between


def test_a_posting_does_not_come_back_into_a_time_that_is_taken() -> None:
    cast = make_cast()
    old = make_posting(cast, starts_on=date(2025, 1, 1))
    archive_posting(posting_id=old.pk, by=cast.desk, now=NOW)
    make_posting(cast, who=cast.successor, starts_on=date(2025, 6, 1))
    with pytest.raises(UnableToSavePosting, match="민후임"):
        restore_posting(posting_id=old.pk, by=cast.desk, now=NOW)


def test_the_ministry_and_the_operator_post_and_nobody_else() -> None:
    cast = make_cast()
    row = make_posting(cast)
    end_posting(posting_id=row.pk, last_day=date(2026, 12, 31), by=cast.operator, now=NOW)
    values = PostingValues(cast.province.pk, "나", date(2027, 1, 1))
    for actor in (cast.ambassador, cast.manager, cast.stranger):
        with pytest.raises(NotYoursError):
            edit_posting(posting_id=row.pk, values=values, expected=2, by=actor, now=NOW)
    row.refresh_from_db()
    assert (row.ends_on, row.name_ko) == (date(2026, 12, 31), "박국제")


def test_an_account_without_the_ambassadors_role_there_is_refused() -> None:
    cast = make_cast()
    with pytest.raises(UnableToSavePosting):
        make_posting(cast, who=cast.stranger)
    assert not Posting.objects.past_access(because="a test counts").exists()


def test_the_record_keeps_no_name() -> None:
    cast = make_cast()
    make_posting(cast)
    row = AuditRecord.objects.get(event="posting.created")
    assert "박국제" not in f"{row.after} {row.about_label}"


def test_a_province_without_an_ambassador_says_so() -> None:
    cast = make_cast()
    make_posting(cast, starts_on=date(2025, 1, 1), ends_on=date(2026, 4, 30))
    (line,) = [each for each in province_lines(actor=cast.stranger, today=TODAY) if each.province == cast.province]
    assert (line.now, line.last is not None) == (None, True)


def test_entries_are_for_the_own_posting_then_the_present_one() -> None:
    cast = make_cast()
    first = make_posting(cast, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    second = make_posting(cast, who=cast.successor, starts_on=date(2026, 1, 1))

    def entered(who: Actor, day: date) -> Posting | None:
        return posting_of_office(office_id=cast.office.pk, user_id=who.user_id, today=day)

    assert (entered(cast.manager, TODAY), entered(cast.successor, TODAY)) == (second, second)
    assert entered(cast.ambassador, date(2025, 3, 1)) == first


def signed_in(client: Client, who: Cast, name: str) -> Client:
    user = getattr(who, name).user_id
    client.force_login(User.objects.get(pk=user))
    return client


def test_the_page_of_a_posting_takes_the_same_queries_for_one_and_three_activities(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast = make_cast()
    row = make_posting(cast)
    make_activity(cast, row)
    browser, url = signed_in(client, cast, "stranger"), reverse("ambassadors:posting", args=[row.pk])
    browser.get(url)
    with CaptureQueriesContext(connection) as one:
        browser.get(url)
    for _n in range(2):
        make_activity(cast, row)
    with django_assert_num_queries(len(one)):
        assert browser.get(url).status_code == 200


def test_an_overlap_in_the_form_comes_back_with_its_sentence(client: Client) -> None:
    cast = make_cast()
    make_posting(cast)
    data = {"province": cast.province.pk, "name_ko": "다음", "starts_on": "2026-03-01"}
    answer = signed_in(client, cast, "desk").post(reverse("ambassadors:posting_add"), data)
    assert answer.status_code == 422
    assert "박국제 대사가" in answer.content.decode()
