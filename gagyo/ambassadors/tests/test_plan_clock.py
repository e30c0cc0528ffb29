"""The yearly clock: usual days, a year's own days, and what comes next."""

from datetime import date

from gagyo.ambassadors.rules.plan_clock import ClockRow, DueDay, clock_of

USUAL = [
    ClockRow("guideline", None, 9, 30, 1),
    ClockRow("plan", None, 11, 30, 1),
    ClockRow("results", None, 11, 30, 0),
    ClockRow("consolidated", None, 12, 31, 1),
]


def test_the_days_of_a_year_lie_before_it_but_those_of_its_results_within_it() -> None:
    assert [(day.event, day.due_on) for day in clock_of(2027, USUAL)] == [
        ("guideline", date(2026, 9, 30)),
        ("plan", date(2026, 11, 30)),
        ("consolidated", date(2026, 12, 31)),
        ("results", date(2027, 11, 30)),
    ]


def test_a_years_own_day_stands_before_the_usual_one_and_in_that_year_alone() -> None:
    rows = [*USUAL, ClockRow("plan", 2027, 12, 7, 1)]
    found = {year: next(day for day in clock_of(year, rows) if day.event == "plan") for year in (2026, 2027)}
    assert found == {
        2026: DueDay("plan", 2026, date(2025, 11, 30), False),
        2027: DueDay("plan", 2027, date(2026, 12, 7), True),
    }


def test_a_clock_without_rows_has_no_days() -> None:
    assert clock_of(2027, []) == []
