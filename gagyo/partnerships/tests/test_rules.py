"""The rules of ties and projects, case by case."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.partnerships.choices import CouncilConsent, DatePrecision, ProjectState, TieKind, TieState
from gagyo.partnerships.rules.anniversaries import anniversaries_between, in_year, is_round, next_anniversary
from gagyo.partnerships.rules.consent import Government, Ordinance, consent_warnings, requires_consent
from gagyo.partnerships.rules.dates import UNKNOWN, PartialDate, UnableToReadDate, partial_date, read_partial_date
from gagyo.partnerships.rules.dormancy import Dormancy, dormancy
from gagyo.partnerships.rules.overlap import Period, overlaps, same_parties
from gagyo.partnerships.rules.results import UnableToRecordResult, check_result, owes_result, state_on
from gagyo.partnerships.rules.states import MOVES, UnableToChangeState, check_move, check_state_facts, needs_reason

TODAY = date(2026, 5, 4)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
PRECISIONS = st.sampled_from(["day", "month", "year"])


def cut(day: date, precision: str) -> PartialDate:
    return partial_date(
        year=day.year,
        month=day.month if precision != "year" else None,
        day=day.day if precision == "day" else None,
    )


# --- Partial dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "iso", "precision"),
    [
        ("1996-05-03", "1996-05-03", "day"),
        ("1996.5.3", "1996-05-03", "day"),
        ("1996. 5. 3.", "1996-05-03", "day"),
        ("19960503", "1996-05-03", "day"),
        ("1996년 5월 3일", "1996-05-03", "day"),
        ("1996년 5월", "1996-05", "month"),
        ("1996/5", "1996-05", "month"),
        ("1996", "1996", "year"),
        (" 1996년 ", "1996", "year"),
        ("", "", "unknown"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(written: str, iso: str, precision: str) -> None:
    found = read_partial_date(written)
    assert (found.iso, found.precision) == (iso, precision)


@pytest.mark.parametrize("written", ["1996-13", "1996-02-30", "96.5", "May 1996", "1996-00", "0096", "1996-5-3-1"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(UnableToReadDate):
        read_partial_date(written)


@given(DAYS, PRECISIONS)
def test_what_is_written_of_a_date_reads_back_the_same(day: date, precision: str) -> None:
    known = cut(day, precision)
    assert read_partial_date(known.iso) == known
    assert known.on is not None
    assert known.last_day is not None
    assert known.on <= day <= known.last_day


# --- Anniversaries ------------------------------------------------------------------------------------


def test_round_years_are_tens_and_quarters_of_a_century() -> None:
    assert [years for years in range(-5, 101) if is_round(years)] == [10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100]


@pytest.mark.parametrize(
    ("signed", "years", "iso", "days_left"),
    [
        ("1996-05-03", 40, "2036-05-03", 3652),
        ("1996-05-04", 30, "2026-05-04", 0),
        ("1996-05-05", 30, "2026-05-05", 1),
        ("1996-05", 30, "2026-05", 0),
        ("1996-06", 30, "2026-06", 28),
        ("1996", 30, "2026", 0),
        ("1997", 30, "2027", 242),
        ("2026-05-04", 10, "2036-05-04", 3653),
    ],
)
def test_the_next_anniversary_is_as_exact_as_the_signing(signed: str, years: int, iso: str, days_left: int) -> None:
    found = next_anniversary(signed=read_partial_date(signed), today=TODAY)
    assert found is not None
    assert (found.years, found.on.iso, found.days_left(today=TODAY)) == (years, iso, days_left)


def test_without_a_date_there_is_no_anniversary() -> None:
    assert next_anniversary(signed=UNKNOWN, today=TODAY) is None
    assert anniversaries_between(signed=UNKNOWN, first=TODAY, last=TODAY) == []


def test_a_tie_of_29_february_is_celebrated_on_the_28th_where_there_is_none() -> None:
    signed = partial_date(year=1996, month=2, day=29)
    assert in_year(signed=signed, year=2026).on.iso == "2026-02-28"
    assert in_year(signed=signed, year=2016).on.iso == "2016-02-29"


def test_an_anniversary_is_near_within_its_lead_time_and_until_it_is_over() -> None:
    found = in_year(signed=partial_date(year=1996, month=9, day=1), year=2026)
    near = [
        found.is_near(today=day, lead_days=30)
        for day in (date(2026, 8, 1), date(2026, 8, 2), date(2026, 9, 1), date(2026, 9, 2))
    ]
    assert near == [False, True, True, False]


@given(DAYS, PRECISIONS, DAYS)
def test_the_next_anniversary_is_round_and_never_over(day: date, precision: str, today: date) -> None:
    found = next_anniversary(signed=cut(day, precision), today=today)
    assert found is not None
    assert is_round(found.years)
    assert found.last_day >= today
    assert found.on.precision == precision
    assert found.year == day.year + found.years


@given(DAYS, PRECISIONS, DAYS, st.integers(0, 20000))
def test_the_anniversaries_of_a_time_are_all_in_it_and_none_is_missing(
    day: date, precision: str, first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    signed = cut(day, precision)
    found = anniversaries_between(signed=signed, first=first, last=last)
    every = [in_year(signed=signed, year=year) for year in range(day.year + 1, last.year + 1)]
    assert found == [a for a in every if is_round(a.years) and a.last_day >= first and a.first_day <= last]


# --- Dormancy -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "activity", "expected"),
    [
        ("signed", [date(2026, 5, 4)], Dormancy(date(2026, 5, 4), 0, "active")),
        ("signed", [date(2024, 5, 5), None], Dormancy(date(2024, 5, 5), 729, "active")),
        ("signed", [date(2024, 5, 4), date(1996, 5, 3)], Dormancy(date(2024, 5, 4), 730, "quiet")),
        ("dormant", [date(2023, 5, 5)], Dormancy(date(2023, 5, 5), 1095, "dormant")),
        ("signed", [date(2026, 6, 1)], Dormancy(None, None, "unknown")),
        ("signed", [], Dormancy(None, None, "unknown")),
        ("ended", [date(1996, 5, 3)], Dormancy(None, None, "active")),
        ("talks", [], Dormancy(None, None, "active")),
    ],
)
def test_dormancy_counts_from_the_last_thing_recorded(
    state: str, activity: list[date | None], expected: Dormancy
) -> None:
    assert dormancy(state=state, activity=activity, today=TODAY, quiet_days=730, dormant_days=1095) == expected


# --- States -------------------------------------------------------------------------------------------


def move(state: str, wanted: str, **values: object) -> None:
    facts: dict[str, object] = {
        "on": TODAY,
        "reason": "이유",
        "today": TODAY,
        "signed_on": None,
        "last_change_on": None,
    }
    check_move(state=state, wanted=wanted, **{**facts, **values})  # type: ignore[arg-type]  # a table of cases


def test_a_tie_moves_only_where_the_machine_goes() -> None:
    went = set()
    for state in TieState:
        for wanted in TieState:
            try:
                move(state, wanted)
            except UnableToChangeState:
                continue
            went.add((state, wanted))
    assert went == {(state, wanted) for state, targets in MOVES.items() for wanted in targets}
    assert all((state, state) not in went for state in TieState)


@pytest.mark.parametrize(
    ("state", "wanted", "values"),
    [
        ("signed", "ended", {"on": TODAY + timedelta(days=1)}),
        ("signed", "ended", {"reason": " "}),
        ("signed", "dormant", {"reason": ""}),
        ("ended", "signed", {"reason": ""}),
        ("talks", "planned", {"reason": ""}),
        ("signed", "ended", {"signed_on": TODAY, "on": TODAY - timedelta(days=1)}),
        ("signed", "dormant", {"last_change_on": TODAY, "on": TODAY - timedelta(days=1)}),
    ],
)
def test_a_move_without_reason_or_on_an_impossible_day_is_refused(
    state: str, wanted: str, values: dict[str, object]
) -> None:
    with pytest.raises(UnableToChangeState):
        move(state, wanted, **values)


def test_signing_and_taking_up_talks_need_no_reason() -> None:
    assert [
        needs_reason(state=state, wanted=wanted)
        for state, wanted in (("planned", "talks"), ("talks", "signed"), ("dormant", "signed"))
    ] == [False, False, False]


@pytest.mark.parametrize(
    ("state", "signed", "planned_year"), [("planned", False, None), ("planned", True, 2027), ("talks", True, None)]
)
def test_facts_that_contradict_the_state_are_refused(state: str, signed: bool, planned_year: int | None) -> None:
    with pytest.raises(UnableToChangeState):
        check_state_facts(state=state, signed=signed, planned_year=planned_year)


# --- Council's consent --------------------------------------------------------------------------------

CITY = Government(7, "남양주시")


def warned(kind: str, consent: str = "unknown", *, state: str = "signed", rules: list[Ordinance] | None = None) -> int:
    return len(
        consent_warnings(
            kind=kind, state=state, consent=consent, governments=[CITY], ordinances=rules or [], on=date(2020, 1, 1)
        )
    )


def test_a_sister_tie_needs_consent_and_the_others_usually_not() -> None:
    assert {kind: warned(kind) for kind in TieKind} == {"sister": 1, "friendship": 0, "mou": 0, "other": 0}


def test_only_a_consent_given_or_not_required_settles_it() -> None:
    assert {consent: warned("sister", consent) for consent in CouncilConsent} == {
        "unknown": 1,
        "given": 0,
        "not_required": 0,
        "pending": 1,
        "refused": 1,
    }


def test_an_ended_tie_is_not_warned_about() -> None:
    assert warned("sister", state="ended") == 0


def test_an_ordinance_counts_from_its_day_and_the_latest_one_wins() -> None:
    rules = [
        Ordinance(7, "friendship", True, date(2015, 1, 1)),
        Ordinance(7, "friendship", False, date(2019, 1, 1)),
        Ordinance(7, "sister", False, None),
        Ordinance(8, "mou", True, None),
    ]
    needs = {
        day.year: requires_consent(ordinances=rules, body_id=7, kind="friendship", on=day)
        for day in (date(2014, 1, 1), date(2015, 1, 1), date(2018, 12, 31), date(2019, 1, 1))
    }
    assert needs == {2014: False, 2015: True, 2018: True, 2019: False}
    assert not requires_consent(ordinances=rules, body_id=7, kind="sister", on=TODAY)
    assert not requires_consent(ordinances=rules, body_id=7, kind="mou", on=TODAY)


# --- Results of projects ------------------------------------------------------------------------------


def test_a_projects_dates_say_where_it_stands_unless_it_was_cancelled() -> None:
    begins, ends = date(2026, 5, 4), date(2026, 5, 6)
    days = [date(2026, 5, 3), begins, ends, date(2026, 5, 7)]
    assert [state_on(state="planned", starts_on=begins, ends_on=ends, today=day) for day in days] == [
        ProjectState.PLANNED,
        ProjectState.RUNNING,
        ProjectState.RUNNING,
        ProjectState.DONE,
    ]
    assert state_on(state="cancelled", starts_on=begins, ends_on=ends, today=days[3]) == ProjectState.CANCELLED


@pytest.mark.parametrize(
    ("state", "ends_on", "outcome_on", "owes"),
    [
        ("done", date(2026, 5, 3), None, True),
        ("planned", date(2026, 5, 3), None, True),
        ("done", date(2026, 5, 4), None, False),
        ("done", date(2026, 5, 3), date(2026, 5, 3), False),
        ("cancelled", date(2026, 5, 3), None, False),
    ],
)
def test_a_project_that_ended_owes_a_result(state: str, ends_on: date, outcome_on: date | None, owes: bool) -> None:
    assert owes_result(state=state, ends_on=ends_on, outcome_on=outcome_on, today=TODAY) is owes


@pytest.mark.parametrize(("state", "starts_on"), [("planned", date(2026, 5, 5)), ("cancelled", date(2026, 1, 1))])
def test_what_has_not_begun_or_was_cancelled_has_no_result(state: str, starts_on: date) -> None:
    with pytest.raises(UnableToRecordResult):
        check_result(state=state, starts_on=starts_on, today=TODAY)


# --- The same parties again ---------------------------------------------------------------------------


def period(tie_id: int, signed: str, ended: date | None = None, bodies: tuple[int, ...] = (1, 2)) -> Period:
    return Period(tie_id, frozenset(bodies), read_partial_date(signed), ended)


def test_the_same_parties_are_found_in_any_order_and_no_others() -> None:
    others = [period(1, "1996"), period(2, "2001", bodies=(2, 1)), period(3, "2002", bodies=(1, 2, 3))]
    assert [each.tie_id for each in same_parties(body_ids=[2, 1], others=others)] == [1, 2]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (period(1, "1996"), period(2, "2001"), True),
        (period(1, "1996", date(2000, 1, 1)), period(2, "2001"), False),
        (period(2, "2001"), period(1, "1996", date(2000, 1, 1)), False),
        (period(1, "", date(2000, 1, 1)), period(2, "2001"), False),
        (period(1, "", date(2000, 1, 1)), period(2, "1999"), None),
        (period(1, ""), period(2, ""), True),
    ],
)
def test_overlapping_periods_are_told(first: Period, second: Period, expected: bool | None) -> None:
    assert overlaps(first, second) is expected


def test_unknown_precision_is_nothing_known() -> None:
    assert UNKNOWN.precision == DatePrecision.UNKNOWN
    assert not UNKNOWN
