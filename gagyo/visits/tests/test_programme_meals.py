"""Lunch is looked for on every day, dinner where the stops reach into the evening; proposals keep both."""

import pytest

from gagyo.accounts.models import Membership
from gagyo.visits.choices import StopKind
from gagyo.visits.queries.programme_proposal import propose_for
from gagyo.visits.rules.programme_meals import meal_at
from gagyo.visits.rules.programme_proposal import Question
from gagyo.visits.tests.make import make_party, make_site, make_stop
from gagyo.visits.tests.make_programme import DAY, sentences, shown, visit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NO_LUNCH = "The stops of this day leave no 40 minutes for lunch between 11:00 and 14:00."
NO_DINNER = "The stops of this day leave no 60 minutes for dinner between 18:00 and 20:30."


@pytest.mark.parametrize(
    ("stops", "expected"),
    [
        ([("meeting", "17:00", "18:30")], []),
        ([("meeting", "17:00", "19:30")], []),
        ([("meeting", "17:00", "19:31")], [NO_DINNER]),
        ([("meeting", "18:30", "20:00")], [NO_DINNER]),
        ([("meeting", "19:00", "21:00")], []),
        ([("meeting", "17:00", "18:30"), ("meal", "18:30", "20:00")], []),
        ([("meeting", "17:00", "18:50"), ("transfer", "18:50", "19:40")], [NO_DINNER]),
        ([("transfer", "18:30", "20:30")], []),
        ([("meeting", "10:00", "20:00")], [NO_LUNCH, NO_DINNER]),
    ],
)
def test_dinner_is_missed_only_where_the_stops_of_an_evening_leave_no_hour(
    member: Membership, stops: list[tuple[str, str, str]], expected: list[str]
) -> None:
    visit = visit_of(member)
    for kind, starts, ends in stops:
        make_stop(visit=visit, site=None, kind=kind, starts=starts, ends=ends)
    assert sorted(sentences(visit)) == sorted(expected)
    assert sorted(shown(visit).days[0].clashes) == sorted(expected)


def test_dinner_of_two_parties_is_said_once(member: Membership) -> None:
    visit = visit_of(member)
    make_party(visit=visit, country=visit.parties.get().country, persons=3)
    make_stop(visit=visit, site=None, kind="meeting", starts="17:00", ends="20:00")
    assert sentences(visit) == [NO_DINNER]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (12 * 60, 13 * 60, "lunch"),
        (18 * 60, 20 * 60, "dinner"),
        (13 * 60 + 30, 20 * 60, "dinner"),
        (8 * 60, 9 * 60, None),
        (14 * 60, 18 * 60, None),
    ],
)
def test_a_meal_is_the_one_in_whose_time_it_lies_longest(start: int, end: int, expected: str | None) -> None:
    assert meal_at(kind=StopKind.MEAL, start=start, end=end) == expected
    assert meal_at(kind=StopKind.MEETING, start=start, end=end) is None


@pytest.mark.parametrize(
    ("day_end", "dinner", "expected"),
    [
        (19 * 60 + 30, None, [(17 * 60, 19 * 60 + 30)]),
        (20 * 60, None, []),
        (20 * 60 + 30, None, [(17 * 60, 19 * 60 + 30)]),
        (20 * 60 + 30, ("19:30", "20:30"), [(17 * 60, 19 * 60 + 30)]),
    ],
)
def test_a_proposal_keeps_an_hour_for_dinner_within_hours_that_leave_none_after_them(
    member: Membership, day_end: int, dinner: tuple[str, str] | None, expected: list[tuple[int, int]]
) -> None:
    visit = visit_of(member, ends_on=DAY)
    site = make_site(office=member.office, visit_minutes=150)
    site.hours.update(opens_at="17:00", closes_at="19:30")
    if dinner:
        make_stop(visit=visit, site=None, kind=StopKind.MEAL, starts=dinner[0], ends=dinner[1], is_fixed=True)
    parties = tuple(party.pk for party in visit.parties.all())
    found = propose_for(visit, Question(site_ids=(site.pk,), party_ids=parties, day_end=day_end))
    assert [(one["start"], one["end"]) for one in found["stops"]] == expected
