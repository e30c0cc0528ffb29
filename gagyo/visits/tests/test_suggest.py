"""The rule that says who is asked to interpret."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gagyo.visits.choices import LanguageLevel, StopKind
from gagyo.visits.rules.suggest import (
    LEVELS,
    MOST_A_DAY,
    NIGHT,
    REST,
    Booked,
    Candidate,
    Need,
    Span,
    level_for,
    suggestions,
)
from gagyo.visits.tests.make import SEOUL

DAY = datetime(2026, 5, 4, tzinfo=SEOUL)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


def span(starts: str, ends: str, *, days: int = 0) -> Span:
    """Return a time of 4 May 2026, or of a day after."""
    moments = [DAY + timedelta(days=days, hours=int(at[:2]), minutes=int(at[3:])) for at in (starts, ends)]
    return Span(*moments)


NEED = Need(visit_id=1, language="mn", level="working", spans=(span("10:00", "11:00"),), stop_ids=(10,))
ANYBODY = Candidate(1, "Kim", {"mn": "fluent"}, consent_on=date(2026, 1, 1))


def why_not(candidate: Candidate, need: Need = NEED) -> list[str]:
    """Return what stands against asking."""
    _fitting, left_out = suggestions([candidate], need)
    return [obstacle.sentence for each in left_out for obstacle in each.obstacles]


def elsewhere(held: Span, *, visit_id: int = 2, accepted: bool = True) -> Candidate:
    """Return somebody who has a task at another visit."""
    return replace(ANYBODY, booked=(Booked(held, visit_id, "Delegation of Hanoi", 20, accepted),))


def test_somebody_who_fits_is_suggested_with_every_reason() -> None:
    fitting, left_out = suggestions([replace(ANYBODY, minutes=450, free=(span("09:00", "18:00"),))], NEED)
    assert left_out == []
    assert fitting[0].reasons == (
        "Mongolian: Consecutive interpreting.",
        "7.5 of 60 hours this year, the fewest of those who fit.",
        "Said to be free then.",
        "The manager agreed without a last day.",
        "No other task that day.",
    )


@pytest.mark.parametrize(
    ("candidate", "sentence"),
    [
        (replace(ANYBODY, languages={"vi": "native"}), "Does not interpret Mongolian."),
        (replace(ANYBODY, languages={"mn": "basic"}), "Mongolian: Everyday conversation; this needs: Guided tours."),
        (replace(ANYBODY, consent_on=None), "The manager has not agreed for 4 May 2026."),
        (replace(ANYBODY, consent_on=date(2026, 5, 5)), "The manager has not agreed for 4 May 2026."),
        (replace(ANYBODY, consent_until=date(2026, 5, 3)), "The manager has not agreed for 4 May 2026."),
        (replace(ANYBODY, refused=frozenset({10})), "Has said no to this already."),
        (replace(ANYBODY, unfree=(span("10:30", "12:00"),)), "Is not free at 10:00–11:00."),
        (replace(ANYBODY, free=(span("13:00", "18:00"),)), "Is free only 13:00–18:00, not 10:00–11:00."),
        (elsewhere(span("10:30", "12:00")), "Interprets for “Delegation of Hanoi” at 10:30–12:00."),
        (
            elsewhere(span("10:30", "12:00"), accepted=False),
            "Is asked for “Delegation of Hanoi” at 10:30–12:00.",
        ),
        (
            elsewhere(span("11:20", "12:00")),
            "Only 20 minutes to “Delegation of Hanoi” (11:20–12:00); a rest is 30 minutes.",
        ),
        (
            elsewhere(span("22:00", "23:30", days=-1)),
            "Less than 11 hours of rest to “Delegation of Hanoi” on the next or last day.",
        ),
        (elsewhere(span("12:00", "17:30")), "Would interpret 6.5 hours that day; 6 are the most."),
        (replace(ANYBODY, minutes=3600 - 59), "Would come to 60 hours this year; 60 are agreed."),
        (replace(ANYBODY, open_minutes=3600), "Would come to 61 hours this year; 60 are agreed."),
    ],
)
def test_who_is_left_out_is_told_why(candidate: Candidate, sentence: str) -> None:
    assert why_not(candidate) == [sentence]


@pytest.mark.parametrize(
    "candidate",
    [
        replace(ANYBODY, languages={"mn": "working"}),
        replace(ANYBODY, consent_on=date(2026, 5, 4), consent_until=date(2026, 5, 4)),
        replace(ANYBODY, refused=frozenset({11})),
        replace(ANYBODY, unfree=(span("11:00", "12:00"),)),
        replace(ANYBODY, free=(span("10:00", "11:00"),)),
        replace(ANYBODY, free=(span("09:00", "10:00", days=1),)),
        elsewhere(span("11:30", "12:00")),
        elsewhere(span("21:00", "23:00", days=-1)),
        elsewhere(span("12:00", "17:00")),
        elsewhere(span("11:10", "12:00"), visit_id=1),
        replace(ANYBODY, minutes=3540),
    ],
)
def test_who_just_fits_is_not_left_out(candidate: Candidate) -> None:
    assert why_not(candidate) == []


def test_no_officer_overrules_a_double_task_or_a_missing_language() -> None:
    double, stranger = elsewhere(span("10:30", "12:00")), replace(ANYBODY, languages={})
    tired = elsewhere(span("11:10", "12:00"))
    _fitting, left_out = suggestions([double, replace(stranger, name="Lee"), replace(tired, name="Park")], NEED)
    assert [each.may_be_asked for each in left_out] == [False, False, True]


def test_fewest_hours_come_first_then_who_said_to_be_free_then_the_better_level() -> None:
    people = [
        replace(ANYBODY, interpreter_id=1, minutes=60),
        replace(ANYBODY, interpreter_id=2, languages={"mn": "working"}),
        replace(ANYBODY, interpreter_id=3),
        replace(ANYBODY, interpreter_id=4, languages={"mn": "working"}, free=(span("09:00", "18:00"),)),
    ]
    fitting, _left_out = suggestions(people, NEED)
    assert [each.candidate.interpreter_id for each in fitting] == [4, 3, 2, 1]


def test_a_meeting_needs_consecutive_interpreting() -> None:
    assert level_for([StopKind.SITE, StopKind.MEETING]) == LanguageLevel.FLUENT
    assert level_for([StopKind.SITE, StopKind.MEAL]) == LanguageLevel.WORKING


spans = st.builds(
    lambda start, minutes: Span(DAY + timedelta(minutes=start), DAY + timedelta(minutes=start + minutes)),
    st.integers(-1440, 2880),
    st.integers(10, 400),
)
people = st.builds(
    Candidate,
    interpreter_id=st.integers(1, 99),
    name=st.sampled_from(["Kim", "Lee", "Park"]),
    languages=st.dictionaries(st.sampled_from(["mn", "vi"]), st.sampled_from(LEVELS)),
    consent_on=st.sampled_from([None, date(2026, 1, 1)]),
    minutes=st.integers(0, 4000),
    booked=st.lists(st.builds(Booked, spans, st.integers(1, 3)), max_size=4).map(tuple),
    free=st.lists(spans, max_size=2).map(tuple),
    unfree=st.lists(spans, max_size=2).map(tuple),
)
needs = st.builds(
    lambda held: Need(1, "mn", "working", tuple(sorted(held)), tuple(range(len(held)))),
    st.lists(spans, min_size=1, max_size=3),
)


@given(people, needs, st.integers(0, 4000))
def test_fairness_never_prefers_who_has_more_hours_with_all_else_equal(one: Candidate, need: Need, more: int) -> None:
    other = replace(one, interpreter_id=100, minutes=one.minutes + more)
    for order in ([one, other], [other, one]):
        fitting, _left_out = suggestions(order, need)
        ids = [each.candidate.interpreter_id for each in fitting]
        assert 100 not in ids or ids == [one.interpreter_id, 100]


@given(st.lists(people, max_size=5), needs)
def test_nobody_is_suggested_twice_at_once_or_without_rest(pool: list[Candidate], need: Need) -> None:
    fitting, _left_out = suggestions(pool, need)
    for each in fitting:
        for held in each.candidate.booked:
            for wanted in need.spans:
                assert not held.span.overlaps(wanted)
                gap = max(wanted.starts_at - held.span.ends_at, held.span.starts_at - wanted.ends_at)
                near = held.span.day in {span.day for span in need.spans}
                assert gap >= (REST if held.visit_id != need.visit_id else timedelta(0)) if near else gap >= NIGHT
        assert each.candidate.minutes + need.minutes <= each.candidate.hours_a_year * 60


@given(st.lists(people, max_size=5), needs)
def test_everybody_is_either_suggested_or_left_out_with_a_reason(pool: list[Candidate], need: Need) -> None:
    fitting, left_out = suggestions(pool, need)
    assert len(fitting) + len(left_out) == len(pool)
    assert all(each.reasons for each in fitting)
    assert all(each.obstacles for each in left_out)


@given(people, needs)
def test_a_day_of_interpreting_is_never_too_long(one: Candidate, need: Need) -> None:
    fitting, _left_out = suggestions([one], need)
    for each in fitting:
        for day in {span.day for span in need.spans}:
            held = sum(task.span.minutes for task in each.candidate.booked if task.span.day == day)
            wanted = sum(span.minutes for span in need.spans if span.day == day)
            assert not held or timedelta(minutes=held + wanted) <= MOST_A_DAY
