"""Charts: lengths, words, links, and what they refuse."""

import re

import pytest

from gagyo.kernels.drawing.charts import Bar, bar_chart, column_chart, line_chart
from gagyo.kernels.drawing.drawing import Key, Table


def widths(svg: str) -> list[str]:
    """Return the widths of the coloured bars."""
    return [width for width, _ in re.findall(r'width="([\d.]+%)"[^>]*class="(series-\d)"', svg)]


def test_bars_are_as_long_as_their_numbers() -> None:
    drawn = bar_chart(
        title="Ties",
        description="By country",
        bars=[Bar("CN", [200], "/cn"), Bar("JP", [50])],
        head=["Country", "Ties"],
    )
    assert widths(drawn.svg) == ["100%", "25%"]
    assert drawn.table == Table(head=["Country", "Ties"], rows=[("CN", "200"), ("JP", "50")], hrefs=["/cn", ""])
    assert drawn.legend == ()


def test_stacked_bars_share_one_line_and_get_a_legend() -> None:
    drawn = bar_chart(
        title="t", description="d", bars=[Bar("CN", [30, 10])], head=["Country", "Sister", "Friendship"], stacked=True
    )
    assert widths(drawn.svg) == ["75%", "25%"]
    assert drawn.legend == [Key("series-1", "Sister"), Key("series-2", "Friendship")]


def test_words_and_addresses_are_escaped() -> None:
    drawn = bar_chart(title="<b>", description="d", bars=[Bar('A & "B" <script>', [1], '/?a=1&b="')], head=["x", "y"])
    assert "<script>" not in drawn.svg and "<b>" not in drawn.svg
    assert 'href="/?a=1&amp;b=&quot;"' in drawn.svg
    assert 'A &amp; "B" &lt;script&gt;: 1</title>' in drawn.svg


def test_a_picture_with_links_is_no_single_image() -> None:
    roles = [
        re.findall(r'role="(\w+)"', bar_chart(title="t", description="d", bars=bars, head=["a", "b"]).svg)
        for bars in ([Bar("CN", [1], "/cn")], [Bar("CN", [1])])
    ]
    assert roles == [["group"], ["img"]]


def test_every_kind_of_chart_takes_rows_of_nothing() -> None:
    bars = [Bar("2020", [0]), Bar("2021", [0])]
    charts = [
        bar_chart(title="t", description="d", bars=bars, head=["a", "b"]),
        column_chart(title="t", description="d", columns=bars, head=["a", "b"]),
        line_chart(title="t", description="d", points=bars, head=["a", "b"]),
        bar_chart(title="t", description="d", bars=[], head=["a", "b"]),
        column_chart(title="t", description="d", columns=[], head=["a", "b"]),
    ]
    assert [len(chart.table.rows) for chart in charts] == [2, 2, 2, 0, 0]


def test_a_row_that_lacks_a_series_is_named() -> None:
    with pytest.raises(ValueError, match='"2020" has 1 values, but the head names 2 series'):
        column_chart(title="t", description="d", columns=[Bar("2020", [1])], head=["Year", "Sister", "Friendship"])


def test_many_years_are_named_only_as_often_as_a_telephone_has_room() -> None:
    columns = [Bar(str(year), [1]) for year in range(1996, 2026)]
    svg = column_chart(title="t", description="d", columns=columns, head=["Year", "Ties"]).svg
    assert re.findall(r'middle" class="chart-axis">(\d+)<', svg) == [
        "1997",
        "2001",
        "2005",
        "2009",
        "2013",
        "2017",
        "2021",
        "2025",
    ]


def test_no_drawing_holds_a_style() -> None:
    svg = line_chart(title="t", description="d", points=[Bar("2020", [3], "#")], head=["Year", "Ties"]).svg
    assert "style" not in svg and "<script" not in svg
