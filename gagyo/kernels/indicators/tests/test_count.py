import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.indicators.count import Cell, Key, Table, count, distinct, tally, total


@dataclass(frozen=True)
class Stay:
    id: int
    country: str | None
    regions: tuple[str, ...]
    half: str
    persons: int | None


REGION = Key[Stay]("region", "regions", several=True)
HALF = Key[Stay]("half", "half")
MEASURES = {"visits": count(), "countries": distinct("country"), "persons": total("persons")}

STAYS = [
    Stay(1, "VN", ("ASEAN", "Asia"), "2024-1", 13),
    Stay(2, "VN", ("ASEAN", "Asia"), "2024-1", None),
    Stay(3, "MN", ("Asia",), "2023-2", 20),
    Stay(4, "GH", ("Africa",), "2024-1", 5),
    Stay(5, None, (), "2024-1", 2),
]


def test_a_row_counts_in_each_of_its_groups_and_once_in_the_total() -> None:
    table = tally(STAYS, [REGION], MEASURES)
    assert dict(table.cells) == {
        ("ASEAN",): Cell({"visits": 2, "countries": 1, "persons": 13}, frozenset({1, 2})),
        ("Asia",): Cell({"visits": 3, "countries": 2, "persons": 33}, frozenset({1, 2, 3})),
        ("Africa",): Cell({"visits": 1, "countries": 1, "persons": 5}, frozenset({4})),
    }
    assert (table.total, table.ungrouped) == (
        Cell({"visits": 5, "countries": 3, "persons": 40}, frozenset({1, 2, 3, 4, 5})),
        Cell({"visits": 1, "countries": 0, "persons": 2}, frozenset({5})),
    )


def test_two_keys_make_a_cross_table_whose_margins_are_computed_from_rows() -> None:
    table = tally(STAYS, [REGION, HALF], MEASURES)
    assert {group: cell["visits"] for group, cell in table.cells.items()} == {
        ("ASEAN", "2024-1"): 2,
        ("Asia", "2024-1"): 2,
        ("Asia", "2023-2"): 1,
        ("Africa", "2024-1"): 1,
    }
    # 2 + 2 + 1 would be 5: rows 1 and 2 lie in two regions.
    assert table.margin(half="2024-1") == Cell({"visits": 3, "countries": 2, "persons": 18}, frozenset({1, 2, 4}))
    assert table.cell("Europe", "2024-1") == Cell({"visits": 0, "countries": 0, "persons": 0}, frozenset())


def test_groups_are_ranked_by_value_and_equal_ones_by_name() -> None:
    table = tally(STAYS, [REGION], {"countries": distinct("country")})
    assert [group for group, _ in table.ranked("countries")] == [("Asia",), ("ASEAN",), ("Africa",)]


def test_tuples_are_counted_through_functions_and_no_key_means_one_group() -> None:
    rows = [("a", Decimal("1.5")), ("b", Decimal("2.5"))]
    table = tally(rows, [], {"sum": total(lambda row: row[1])}, row_id=lambda row: row[0])
    assert dict(table.cells) == {(): Cell({"sum": Decimal("4.0")}, frozenset({"a", "b"}))}


def test_two_rows_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="Two rows have the id 1"):
        tally([STAYS[0], STAYS[0]], [REGION], MEASURES)


def test_a_margin_over_an_unknown_key_and_a_sum_of_floats_are_refused() -> None:
    with pytest.raises(KeyError, match='grouped by region, not by "kind"'):
        tally(STAYS, [REGION], MEASURES).margin(kind="sister")
    with pytest.raises(TypeError, match="not float"):
        tally([(1, 0.1)], [], {"sum": total(lambda row: row[1])}, row_id=lambda row: row[0])


stays = st.lists(
    st.builds(
        Stay,
        id=st.integers(0, 10**6),
        country=st.sampled_from(["VN", "MN", "GH", "PE", None]),
        regions=st.lists(st.sampled_from(["ASEAN", "Asia", "Africa", "Pacific"]), max_size=4).map(tuple),
        half=st.sampled_from(["2023-1", "2023-2", "2024-1"]),
        persons=st.none() | st.integers(0, 500),
    ),
    unique_by=lambda stay: stay.id,
    max_size=30,
)


def table_of(rows: Sequence[Stay]) -> Table[Stay]:
    return tally(rows, [REGION, HALF], MEASURES)


@given(stays, st.randoms())
def test_the_order_of_rows_never_matters(rows: list[Stay], chance: random.Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert table_of(shuffled) == table_of(rows)


@given(stays)
def test_a_total_of_different_values_never_exceeds_the_sum_over_groups(rows: list[Stay]) -> None:
    table = table_of(rows)
    over_groups = sum(cell["countries"] for cell in table.cells.values())
    assert table.total["countries"] <= over_groups + table.ungrouped["countries"]


@given(stays)
def test_every_row_opens_from_some_cell_and_each_cell_recounts_from_its_rows(rows: list[Stay]) -> None:
    table, by_id = table_of(rows), {row.id: row for row in rows}
    opened = frozenset[object]().union(*(cell.row_ids for cell in table.cells.values()))
    assert opened | table.ungrouped.row_ids == table.total.row_ids == frozenset(by_id)
    assert not opened & table.ungrouped.row_ids
    for cell in [*table.cells.values(), table.total, table.ungrouped]:
        again = [row for row in rows if row.id in cell.row_ids]
        assert cell == tally(again, [], MEASURES).total
