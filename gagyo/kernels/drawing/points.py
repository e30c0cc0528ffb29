"""Places as dots: sized by their number, joined where they would cover each other."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from gagyo.kernels.drawing.drawing import InWords, Number
from gagyo.kernels.drawing.projection import Point

SMALLEST, LARGEST = 3.0, 13.0


class Place(Protocol):
    """A projection's function."""

    def __call__(self, *, latitude: float, longitude: float) -> Point:
        """Return where a place lies on the map."""
        ...


@dataclass(frozen=True)
class Spot:
    """A place with its number; latitude and longitude in degrees."""

    label: str
    latitude: float
    longitude: float
    value: Number
    href: str = ""


@dataclass(frozen=True)
class Dot:
    """What is drawn for one place or several that lie together."""

    at: Point
    radius: float
    title: str
    href: str


def clustered(
    spots: Sequence[Spot],
    *,
    place: Place,
    cell: float,
    label: Callable[[Sequence[Spot]], str] | None,
    in_words: InWords,
) -> list[Dot]:
    """
    Return dots, largest first so that small ones stay on top.

    Places in one cell of a square grid (side `cell`, in units of the map) become one dot at their weighted middle;
    it leads to the largest of them.
    """
    cells: dict[tuple[int, int], list[tuple[Point, Spot]]] = {}
    for spot in spots:
        at = place(latitude=spot.latitude, longitude=spot.longitude)
        cells.setdefault((int(at.x // cell), int(at.y // cell)), []).append((at, spot))
    biggest = max((float(sum(spot.value for _, spot in held)) for held in cells.values()), default=1.0)
    dots = [joined(held, biggest=biggest, label=label, in_words=in_words) for held in cells.values()]
    return sorted(dots, key=lambda dot: (-dot.radius, dot.title))


def joined(
    held: Sequence[tuple[Point, Spot]],
    *,
    biggest: float,
    label: Callable[[Sequence[Spot]], str] | None,
    in_words: InWords,
) -> Dot:
    """Return the dot of the places in one cell."""
    spots = sorted((spot for _, spot in held), key=lambda spot: (-spot.value, spot.label))
    total = sum(spot.value for spot in spots)
    weights = [float(spot.value) or 1.0 for _, spot in held]
    x = sum(at.x * weight for (at, _), weight in zip(held, weights, strict=True)) / sum(weights)
    y = sum(at.y * weight for (at, _), weight in zip(held, weights, strict=True)) / sum(weights)
    name = label(spots) if label else named(spots)
    return Dot(
        at=Point(x, y),
        radius=radius_of(float(total), biggest=biggest),
        title=f"{name}: {in_words(total)}",
        href=spots[0].href,
    )


def named(spots: Sequence[Spot]) -> str:
    """Return the names of a few places, and how many more there are: "Osaka, Kyoto, +3"."""
    shown = ", ".join(spot.label for spot in spots[:2])
    return f"{shown}, +{len(spots) - 2}" if len(spots) > 2 else shown


def radius_of(value: float, *, biggest: float) -> float:
    """Return a radius whose area grows with the value: the eye compares areas."""
    return max(SMALLEST, LARGEST * math.sqrt(max(value, 0.0) / max(biggest, 1.0)))
