"""Maps of the world and of Korea: countries and provinces by colour, places as dots."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gagyo.kernels.drawing.drawing import Drawing, InWords, Number, Table, plain_number
from gagyo.kernels.drawing.points import Dot, Spot, clustered
from gagyo.kernels.drawing.projection import (
    KOREA_WIDTH,
    WORLD_WIDTH,
    Point,
    korea_height,
    on_korea,
    on_world,
    world_height,
)
from gagyo.kernels.drawing.scale import Steps, steps_for
from gagyo.kernels.drawing.svg import element, linked, picture

SHAPES = Path(__file__).parent / "shapes"
CLUSTER_CELL = 14.0
HOME = "KR"  # stands out, so that readers find where the ties begin


@dataclass(frozen=True)
class Area:
    """A country (ISO 3166-1 alpha-2) or province (ISO 3166-2) with its number."""

    code: str
    label: str
    value: Number
    href: str = ""


@dataclass(frozen=True)
class Shapes:
    """Outlines in the units of a map's frame; countries too small for an outline are points."""

    paths: Mapping[str, str]
    points: Mapping[str, tuple[float, float]]


@cache
def shapes(name: str) -> Shapes:
    """Return the outlines of `world` or `provinces`, read once."""
    held = json.loads((SHAPES / f"{name}.json").read_text())
    return Shapes(
        paths=held["paths"],
        points={code: (x, y) for code, (x, y) in held.get("points", {}).items()},
    )


@cache
def land(name: str, without: frozenset[str]) -> str:
    """Return the outlines of everything that has no number, as one path: it never changes."""
    paths = (path for code, path in shapes(name).paths.items() if code not in without)
    return element("path", d="".join(paths), class_="land")


def world_map(
    *,
    title: str,
    description: str,
    areas: Sequence[Area] = (),
    spots: Sequence[Spot] = (),
    head: Sequence[str],
    in_words: InWords = plain_number,
    cluster_label: Callable[[Sequence[Spot]], str] | None = None,
) -> Drawing:
    """
    Draw the world: countries coloured by number, places as dots that are sized by theirs and joined where they touch.

    head: what the table calls the areas or places, and their number.
    Coordinates are latitude and longitude in degrees.
    """
    steps = steps_for([area.value for area in areas])
    dots = clustered(spots, place=on_world, cell=CLUSTER_CELL, label=cluster_label, in_words=in_words)
    return drawn_map(
        name="world",
        size=Point(WORLD_WIDTH, world_height()),
        focus=on_world(latitude=36.0, longitude=128.0),
        title=title,
        description=description,
        areas=areas,
        dots=dots,
        steps=steps,
        table=table_of(areas, spots, head=head, in_words=in_words),
        in_words=in_words,
    )


def korea_map(
    *,
    title: str,
    description: str,
    areas: Sequence[Area] = (),
    spots: Sequence[Spot] = (),
    head: Sequence[str],
    in_words: InWords = plain_number,
) -> Drawing:
    """Draw the provinces of Korea by number, and local governments as dots; provinces keep their order in the table."""
    return drawn_map(
        name="provinces",
        size=Point(KOREA_WIDTH, korea_height()),
        focus=on_korea(latitude=36.5, longitude=127.8),
        title=title,
        description=description,
        areas=areas,
        dots=clustered(spots, place=on_korea, cell=CLUSTER_CELL, label=None, in_words=in_words),
        steps=steps_for([area.value for area in areas]),
        table=table_of(areas, spots, head=head, in_words=in_words, ranked=not areas),
        in_words=in_words,
    )


def drawn_map(
    *,
    name: str,
    size: Point,
    focus: Point,
    title: str,
    description: str,
    areas: Sequence[Area],
    dots: Sequence[Dot],
    steps: Steps,
    table: Table,
    in_words: InWords,
) -> Drawing:
    """Put the layers of a map together: land, coloured areas, dots; `focus` is where zooming in begins."""
    coloured = [area for area in areas if area.value > 0]
    outlines = shapes(name)
    without = frozenset(area.code for area in coloured if area.code in outlines.paths) | {HOME}
    home = [element("path", d=outlines.paths[HOME], class_="land home")] if HOME in outlines.paths else []
    layers = [
        land(name, without),
        *home,
        *(drawn_area(area, outlines=outlines, steps=steps, in_words=in_words) for area in coloured),
        *(drawn_dot(dot) for dot in dots),
    ]
    svg = picture(
        layers,
        title=title,
        description=description,
        has_links=any(area.href for area in coloured) or any(dot.href for dot in dots),
        class_=f"map map-{name}",
        viewBox=f"0 0 {size.x:.0f} {size.y:.0f}",
        data_focus=f"{focus.x:.0f} {focus.y:.0f}",
    )
    return Drawing(svg=svg, title=title, table=table, kind="map", legend=steps.legend(in_words))


def drawn_area(area: Area, *, outlines: Shapes, steps: Steps, in_words: InWords) -> str:
    """Return a coloured country or province; nothing for a code that the map does not know."""
    style = f"area step-{steps.step_of(area.value)}"
    title = f"{area.label}: {in_words(area.value)}"
    if area.code in outlines.paths:
        return linked(element("path", d=outlines.paths[area.code], class_=style), href=area.href, title=title)
    if area.code in outlines.points:
        x, y = outlines.points[area.code]
        return linked(element("circle", cx=x, cy=y, r=4, class_=style), href=area.href, title=title)
    return ""


def drawn_dot(dot: Dot) -> str:
    """Return a place or a group of places."""
    circle = element("circle", cx=dot.at.x, cy=dot.at.y, r=dot.radius, class_="dot")
    return linked(circle, href=dot.href, title=dot.title)


def table_of(
    areas: Sequence[Area], spots: Sequence[Spot], *, head: Sequence[str], in_words: InWords, ranked: bool = True
) -> Table:
    """Return the figures of the areas, or of the places where there are none, ranked or as given."""
    items: Sequence[Area | Spot] = areas or spots
    ordered = sorted(items, key=lambda item: (-item.value, item.label)) if ranked else items
    return Table(
        head=head,
        rows=[(item.label, in_words(item.value)) for item in ordered],
        hrefs=[item.href for item in ordered],
    )
