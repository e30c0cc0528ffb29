"""Questions whose SQL is made once: the rows of the query set, whatever they are asked with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from gagyo.accounts.models import Membership, Office, User
from gagyo.common.models.prepared import Prepared

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)


def memberships() -> list[Membership]:
    """Make two offices with two people each, who begin a day apart."""
    made = []
    for n in range(4):
        office, _new = Office.objects.get_or_create(name_ko=f"기관 {n // 2}", name_en=f"Office {n // 2}", kind="agency")
        user = User.objects.create(email=f"p{n}@example.org", name_ko="가", name_en="A", date_joined=AT)
        User.objects.filter(pk=user.pk).update(last_login=AT + timedelta(hours=n))
        made.append(Membership.objects.create(user=user, office=office, role="officer", starts_on=DAY + timedelta(n)))
    return made


def held(roles: Any, *, office: int, day: date) -> "QuerySet[Membership, Any]":
    """Return who works in an office since before a day."""
    rows = Membership.objects.filter(Q(office_id=office, starts_on__lte=day), role__in=roles)
    return rows.order_by("pk").values_list("pk", "role")


def test_it_gives_the_rows_of_the_query_set_for_any_values() -> None:
    rows, question = memberships(), Prepared(held)
    for office in {each.office_id for each in rows}:
        for days in range(5):
            day = DAY + timedelta(days)
            expected = [(each.pk, each.role) for each in rows if each.office_id == office and each.starts_on <= day]
            assert question.rows(("officer",), office=office, day=day) == expected
            assert question.rows(("manager",), office=office, day=day) == []
            assert question.rows((), office=office, day=day) == []


def test_it_takes_moments_and_ids() -> None:
    people = [each.user for each in memberships()]
    question = Prepared(
        lambda _alike, *, ids, until: User.objects.filter(pk__one_of=ids, last_login__lt=until).values_list("pk")
    )
    wanted = [people[0].pk, people[2].pk, people[3].pk]
    for hours in (1, 3, 9):
        until = AT + timedelta(hours=hours)
        expected = {person.pk for n, person in enumerate(people) if person.pk in wanted and n < hours}
        assert {pk for (pk,) in question.rows(None, ids=wanted, until=until)} == expected
    assert question.rows(None, ids=[], until=until) == []


def test_its_sql_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    (row, *_others), question = memberships(), Prepared(held)
    question.rows(("officer",), office=row.office_id, day=DAY)
    monkeypatch.setattr("django.db.models.sql.query.Query.sql_with_params", None)
    with CaptureQueriesContext(connection) as asked:
        assert question.rows(("officer",), office=row.office_id, day=DAY) == [(row.pk, "officer")]
    assert len(asked) == 1


def test_a_value_that_the_question_turns_into_another_is_refused() -> None:
    later = Prepared(lambda _alike, *, office: Office.objects.filter(pk=office + 1).values_list("pk"))
    other_sql = Prepared(
        lambda _alike, *, office: Office.objects.filter(**({"pk": 1} if office % 2 else {})).values_list("pk")
    )
    for question in (later, other_sql):
        with pytest.raises(ValueError, match="makes something of a value"):
            question.rows(None, office=1)


def test_a_question_need_not_ask_for_every_value() -> None:
    office = memberships()[0].office_id
    question = Prepared(lambda _alike, *, office, **_values: Office.objects.filter(pk=office).values_list("pk"))
    assert question.rows(None, office=office, day=DAY) == [(office,)]


def test_what_no_row_can_be_asks_nothing() -> None:
    question = Prepared(lambda _alike, *, office: Office.objects.filter(pk=office, pk__in=()).values_list("pk"))
    with CaptureQueriesContext(connection) as asked:
        assert question.rows(None, office=1) == []
    assert len(asked) == 0
