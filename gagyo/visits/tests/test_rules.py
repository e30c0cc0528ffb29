from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gagyo.visits.choices import VisitState
from gagyo.visits.rules.counting import Difference, PartyRow, differences, summary
from gagyo.visits.rules.halves import Half, UnknownHalfError, half_of, half_on, same_day_a_year_before
from gagyo.visits.rules.states import UnableToMoveVisit, check_move
from gagyo.visits.rules.values import (
    PartyValues,
    UnableToSaveVisit,
    VisitValues,
    check_values,
    holds_passport_number,
    person_days_of,
)

DAY = date(2024, 4, 2)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


def test_a_visit_of_years_is_a_slip_of_the_year() -> None:
    check_values(VisitValues(name_ko="하노이 대표단", starts_on=DAY, ends_on=date(2025, 4, 2)))
    with pytest.raises(UnableToSaveVisit, match="would last 367 days; 366 are the most"):
        check_values(VisitValues(name_ko="하노이 대표단", starts_on=DAY, ends_on=date(2025, 4, 3)))
    with pytest.raises(UnableToSaveVisit, match="in the year 9999"):
        check_values(VisitValues(name_ko="하노이 대표단", starts_on=date(9999, 12, 30), ends_on=date(9999, 12, 31)))


def move(*, state: str = VisitState.PLANNED, wanted: str = VisitState.CONFIRMED, **changes: object) -> None:
    """Ask for a move of a visit of three days in April."""
    given = {
        "name": "하노이 대표단",
        "reason": "",
        "starts_on": DAY,
        "ends_on": date(2024, 4, 4),
        "today": date(2024, 4, 10),
        "persons": 12,
    }
    check_move(state=state, wanted=wanted, **{**given, **changes})  # type: ignore[arg-type]  # plain test values


def test_a_half_year_is_read_and_has_its_days() -> None:
    half = half_of(" 2024h1 ")
    assert (str(half), half.starts_on, half.ends_on) == ("2024H1", date(2024, 1, 1), date(2024, 6, 30))
    assert (Half(2024, 2).starts_on, Half(2024, 2).ends_on) == (date(2024, 7, 1), date(2024, 12, 31))
    assert (half.a_year_before, half_on(date(2024, 7, 1))) == (Half(2023, 1), Half(2024, 2))


@pytest.mark.parametrize("text", ["2024", "2024H3", "H1 2024", "24H1", ""])
def test_what_is_no_half_year_is_refused_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(UnknownHalfError, match="2024H1"):
        half_of(text)


def test_the_half_is_cut_at_the_as_of_day() -> None:
    assert Half(2024, 1).cut(date(2024, 6, 19)) == date(2024, 6, 19)
    assert Half(2024, 1).cut(date(2024, 9, 1)) == date(2024, 6, 30)
    assert same_day_a_year_before(date(2024, 2, 29)) == date(2023, 2, 28)


def test_a_visit_goes_its_usual_way() -> None:
    move()
    move(state=VisitState.CONFIRMED, wanted=VisitState.UNDER_WAY)
    move(state=VisitState.UNDER_WAY, wanted=VisitState.DONE)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": VisitState.ASKED, "wanted": VisitState.DONE}, "cannot become"),
        ({"wanted": VisitState.CANCELLED}, "reason"),
        ({"state": VisitState.CONFIRMED, "wanted": VisitState.UNDER_WAY, "today": date(2024, 4, 1)}, "2024-04-02"),
        ({"state": VisitState.UNDER_WAY, "wanted": VisitState.DONE, "today": date(2024, 4, 3)}, "2024-04-04"),
        ({"persons": 0}, "at least one party"),
    ],
)
def test_an_impossible_move_is_refused_with_its_reason(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(UnableToMoveVisit, match=sentence):
        move(**changes)  # type: ignore[arg-type]  # plain test values


@pytest.mark.parametrize("text", ["M12345678", "여권 MN 1234567", "123456789"])
def test_a_passport_number_is_recognised(text: str) -> None:
    assert holds_passport_number(text)


@pytest.mark.parametrize("text", ["2024-04-02", "010-1234-5678", "Room 1204", "KOICA 2024", "A380"])
def test_what_is_no_passport_number_passes(text: str) -> None:
    assert not holds_passport_number(text)


@pytest.mark.parametrize(
    ("party", "sentence"),
    [
        (PartyValues(country_id="MN", persons=0), "no person"),
        (PartyValues(country_id="MN", persons=5, person_days=4), "5 to 10"),
        (PartyValues(country_id="MN", persons=5, person_days=11), "5 to 10"),
        (PartyValues(country_id="MN", persons=5, head_name="Bat M1234567"), "passport"),
    ],
)
def test_a_party_that_cannot_be_is_refused(party: PartyValues, sentence: str) -> None:
    with pytest.raises(UnableToSaveVisit, match=sentence):
        check_values(VisitValues(name_ko="몽골", starts_on=DAY, ends_on=date(2024, 4, 3), parties=(party,)))


def test_person_days_follow_from_the_days_unless_recorded() -> None:
    days = {"starts_on": DAY, "ends_on": date(2024, 4, 4)}
    assert person_days_of(persons=12, person_days=None, **days) == 36
    assert person_days_of(persons=12, person_days=20, **days) == 20


def row(pk: int, *, visit: int = 1, country: str = "MN", persons: int = 5) -> PartyRow:
    """Return a row of one day."""
    return PartyRow(pk, visit, f"visit {visit}", country, persons, persons, DAY)


ROWS = st.lists(
    st.builds(
        lambda visit, country, persons: (visit, country, persons),
        st.integers(1, 5),
        st.sampled_from(["MN", "VN", "ID", "KH"]),
        st.integers(1, 40),
    ),
    max_size=12,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_the_order_of_rows_or_on_parties_being_split(
    drawn: list[tuple[int, str, int]], dice: object
) -> None:
    rows = [row(pk, visit=visit, country=country, persons=n) for pk, (visit, country, n) in enumerate(drawn)]
    split = []
    for each in rows:
        first = max(1, each.persons // 2)
        split.append(row(each.id * 2, visit=each.visit_id, country=each.country, persons=first))
        if each.persons > first:
            rest = each.persons - first
            split.append(row(each.id * 2 + 1, visit=each.visit_id, country=each.country, persons=rest))
    dice.shuffle(split)  # type: ignore[attr-defined]  # a Random
    names = ("countries", "visits", "persons", "person_days")
    assert [summary(split)[name] for name in names] == [summary(rows)[name] for name in names]


def test_a_difference_names_what_came_what_went_and_what_changed() -> None:
    found = differences(before=[row(1), row(2)], after=[row(2, persons=6), row(3)])
    assert found == [
        Difference(row(1), None),
        Difference(row(2), row(2, persons=6)),
        Difference(None, row(3)),
    ]
    assert [each.changed for each in found] == [(), ("persons", "person_days"), ()]
