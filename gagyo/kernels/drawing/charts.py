"""
Charts drawn as SVG with lengths in per cent, so that words keep their size on every screen.

A picture with a viewBox would shrink its words to half on a telephone; here only the shapes give way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gagyo.kernels.drawing.drawing import Drawing, InWords, Key, Number, Table, plain_number
from gagyo.kernels.drawing.scale import round_up
from gagyo.kernels.drawing.svg import element, linked, picture, words

LABEL_LINE = 22
BAR = 14
ROW_GAP = 14

PLOT_TOP, PLOT_HEIGHT, AXIS_LINE = 22, 190, 24
LEFT, RIGHT = 1.0, 99.0  # per cent


@dataclass(frozen=True)
class Bar:
    """A row or column of a chart: its name, a value for each series, and where it leads."""

    label: str
    values: Sequence[Number]
    href: str = ""

    @property
    def total(self) -> Number:
        """Return the values together."""
        return sum(self.values)


def bar_chart(
    *,
    title: str,
    description: str,
    bars: Sequence[Bar],
    head: Sequence[str],
    stacked: bool = False,
    in_words: InWords = plain_number,
) -> Drawing:
    """
    Draw horizontal bars under their names: one bar a row, several beside each other, or stacked.

    head: what the rows are called, then the name of each series.
    :raises ValueError: if a row has more or fewer values than there are series
    """
    check_values(bars, head=head)
    longest = max((float(bar.total if stacked else max(bar.values)) for bar in bars), default=0.0) or 1.0
    lines = 1 if stacked else len(head) - 1
    row_height = LABEL_LINE + lines * (BAR + 2) + ROW_GAP
    rows = [
        drawn_row(bar, y=index * row_height, longest=longest, stacked=stacked, head=head, in_words=in_words)
        for index, bar in enumerate(bars)
    ]
    svg = picture(
        rows,
        title=title,
        description=description,
        has_links=any(bar.href for bar in bars),
        class_="chart chart-bars",
        width="100%",
        height=max(1, len(bars)) * row_height - ROW_GAP,
    )
    return finished(svg, title=title, bars=bars, head=head, in_words=in_words)


def drawn_row(bar: Bar, *, y: int, longest: float, stacked: bool, head: Sequence[str], in_words: InWords) -> str:
    """Return a name, its number at the end of the line, and the bar or bars below."""
    shown = in_words(bar.total) if stacked or len(bar.values) == 1 else " / ".join(map(in_words, bar.values))
    parts = [
        element("text", words(bar.label), x=0, y=y + 15, class_="chart-label"),
        element("text", words(shown), x="100%", y=y + 15, text_anchor="end", class_="chart-value"),
        element("rect", x=0, y=y, width="100%", height=LABEL_LINE + BAR, class_="chart-hit"),
    ]
    start = 0.0
    for index, value in enumerate(bar.values):
        share = 100 * float(value) / longest
        top = y + LABEL_LINE + (0 if stacked else index * (BAR + 2))
        parts.append(
            element(
                "rect",
                x=percent(start if stacked else 0.0),
                y=top,
                width=percent(share),
                height=BAR,
                class_=f"series-{index + 1}",
            )
        )
        start += share
    return linked("".join(parts), href=bar.href, title=sentence(bar, head=head, in_words=in_words))


def column_chart(
    *,
    title: str,
    description: str,
    columns: Sequence[Bar],
    head: Sequence[str],
    in_words: InWords = plain_number,
) -> Drawing:
    """
    Draw columns over time or over few names; several series are stacked.

    :raises ValueError: if a column has more or fewer values than there are series
    """
    check_values(columns, head=head)
    top = round_up(max((column.total for column in columns), default=1))
    band = (RIGHT - LEFT) / max(1, len(columns))
    parts = grid(top)
    for index, column in enumerate(columns):
        parts.append(drawn_column(column, x=LEFT + index * band, band=band, top=top, head=head, in_words=in_words))
    parts.extend(scale_labels(top, in_words=in_words))
    parts.extend(axis_labels([column.label for column in columns], band=band))
    svg = over_time(parts, title=title, description=description, bars=columns)
    return finished(svg, title=title, bars=columns, head=head, in_words=in_words)


def drawn_column(column: Bar, *, x: float, band: float, top: int, head: Sequence[str], in_words: InWords) -> str:
    """Return a column with its parts on top of each other."""
    parts = [element("rect", x=percent(x), y=PLOT_TOP, width=percent(band), height=PLOT_HEIGHT, class_="chart-hit")]
    foot = float(PLOT_TOP + PLOT_HEIGHT)
    for index, value in enumerate(column.values):
        height = PLOT_HEIGHT * float(value) / top
        foot -= height
        parts.append(
            element(
                "rect",
                x=percent(x + band * 0.15),
                y=foot,
                width=percent(band * 0.7),
                height=height,
                class_=f"series-{index + 1}",
            )
        )
    return linked("".join(parts), href=column.href, title=sentence(column, head=head, in_words=in_words))


def line_chart(
    *,
    title: str,
    description: str,
    points: Sequence[Bar],
    head: Sequence[str],
    in_words: InWords = plain_number,
) -> Drawing:
    """
    Draw a line for each series over time.

    :raises ValueError: if a point has more or fewer values than there are series
    """
    check_values(points, head=head)
    top = round_up(max((max(point.values) for point in points), default=1))
    band = (RIGHT - LEFT) / max(1, len(points))
    middles = [LEFT + (index + 0.5) * band for index in range(len(points))]
    lines = [
        drawn_line(middles, [point.values[series] for point in points], top=top, series=series + 1)
        for series in range(len(head) - 1)
    ]
    marks = [
        linked(
            "".join(
                element("circle", cx=percent(x), cy=height_of(value, top=top), r=4, class_=f"mark series-{series + 1}")
                for series, value in enumerate(point.values)
            ),
            href=point.href,
            title=sentence(point, head=head, in_words=in_words),
        )
        for x, point in zip(middles, points, strict=True)
    ]
    parts = [
        *grid(top),
        *lines,
        *marks,
        *scale_labels(top, in_words=in_words),
        *axis_labels([point.label for point in points], band=band),
    ]
    svg = over_time(parts, title=title, description=description, bars=points)
    return finished(svg, title=title, bars=points, head=head, in_words=in_words)


def drawn_line(middles: Sequence[float], values: Sequence[Number], *, top: int, series: int) -> str:
    """Return a line; a picture inside the picture stretches it, because points of a line know no per cent."""
    points = " ".join(f"{x:.2f},{height_of(value, top=top):.1f}" for x, value in zip(middles, values, strict=True))
    line = element("polyline", points=points, class_=f"line line-{series}", vector_effect="non-scaling-stroke")
    height = PLOT_TOP + PLOT_HEIGHT
    return element("svg", line, width="100%", height=height, viewBox=f"0 0 100 {height}", preserveAspectRatio="none")


def height_of(value: Number, *, top: int) -> float:
    """Return y of a value in the plot."""
    return PLOT_TOP + PLOT_HEIGHT * (1 - float(value) / top)


def over_time(parts: Sequence[str], *, title: str, description: str, bars: Sequence[Bar]) -> str:
    """Return the whole picture of columns or lines."""
    return picture(
        parts,
        title=title,
        description=description,
        has_links=any(bar.href for bar in bars),
        class_="chart chart-time",
        width="100%",
        height=PLOT_TOP + PLOT_HEIGHT + AXIS_LINE,
    )


def levels(top: int) -> list[int]:
    """Return the values at which the axis has a line: the foot, the middle where it is whole, the top."""
    return [0, top // 2, top] if top % 2 == 0 else [0, top]


def grid(top: int) -> list[str]:
    """Return the lines of the axis."""
    heights = [height_of(level, top=top) for level in levels(top)]
    return [element("line", x1="0", x2="100%", y1=y, y2=y, class_="grid-line") for y in heights]


def scale_labels(top: int, *, in_words: InWords) -> list[str]:
    """Return the numbers of the axis; they stand over the columns, with a rim in the colour of the page."""
    return [
        element("text", words(in_words(level)), x=0, y=height_of(level, top=top) - 5, class_="chart-axis")
        for level in levels(top)
        if level
    ]


def axis_labels(labels: Sequence[str], *, band: float) -> list[str]:
    """Return as many names under the axis as a narrow screen has room for: the last, and every n-th before it."""
    every = max(1, -(-len(labels) // 8))
    last = len(labels) - 1
    return [
        element(
            "text",
            words(label),
            x=percent(LEFT + (index + 0.5) * band),
            y=PLOT_TOP + PLOT_HEIGHT + 18,
            text_anchor="middle",
            class_="chart-axis",
        )
        for index, label in enumerate(labels)
        if (last - index) % every == 0
    ]


def percent(value: float) -> str:
    """Return a length in per cent."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def sentence(bar: Bar, *, head: Sequence[str], in_words: InWords) -> str:
    """Return a row in words: "2020: 9", or with series "2020: Sister 4, Friendship 5"."""
    if len(bar.values) == 1:
        return f"{bar.label}: {in_words(bar.values[0])}"
    named = ", ".join(f"{name} {in_words(value)}" for name, value in zip(head[1:], bar.values, strict=True))
    return f"{bar.label}: {named}"


def check_values(bars: Sequence[Bar], *, head: Sequence[str]) -> None:
    """
    Refuse rows that do not fit the head.

    :raises ValueError: naming the first such row
    """
    for bar in bars:
        if len(bar.values) != len(head) - 1:
            raise ValueError(
                f'"{bar.label}" has {len(bar.values)} values, but the head names {len(head) - 1} series. '
                "Give one value for each series, 0 where nothing was counted."
            )


def finished(svg: str, *, title: str, bars: Sequence[Bar], head: Sequence[str], in_words: InWords) -> Drawing:
    """Return the drawing with its legend, where there are several series, and its table."""
    several = len(head) > 2
    legend = [Key(swatch=f"series-{index}", label=name) for index, name in enumerate(head[1:], start=1)]
    return Drawing(
        svg=svg,
        title=title,
        table=Table(
            head=head,
            rows=[(bar.label, *map(in_words, bar.values)) for bar in bars],
            hrefs=[bar.href for bar in bars],
        ),
        kind="chart",
        legend=legend if several else (),
    )
