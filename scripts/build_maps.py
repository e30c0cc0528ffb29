"""
Make the shapes of gagyo/kernels/drawing/shapes/ from TopoJSON: the world's countries and Korea's provinces.

Needs `npm ci` (world-atlas is a development package) and pycountry. The results are committed; run it when a
source changes.
"""

import itertools
import json
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pycountry

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gagyo.kernels.drawing.projection import (  # noqa: E402 - the path is set above
    CENTRAL_MERIDIAN,
    Point,
    on_korea,
    on_world_relative,
)

SHAPES = ROOT / "gagyo" / "kernels" / "drawing" / "shapes"
ATLAS = ROOT / "node_modules" / "world-atlas"
PROVINCES = ROOT / "scripts" / "maps" / "skorea-provinces-2018-topo-simple.json"

# KOSTAT's province codes to ISO 3166-2.
PROVINCE_CODES = {
    "11": "KR-11",
    "21": "KR-26",
    "22": "KR-27",
    "23": "KR-28",
    "24": "KR-29",
    "25": "KR-30",
    "26": "KR-31",
    "29": "KR-50",
    "31": "KR-41",
    "32": "KR-42",
    "33": "KR-43",
    "34": "KR-44",
    "35": "KR-45",
    "36": "KR-46",
    "37": "KR-47",
    "38": "KR-48",
    "39": "KR-49",
}
Ring = list[tuple[float, float]]
ANTARCTICA = "010"


def decoded_arcs(topology: dict[str, Any]) -> list[Ring]:
    """Return a topology's arcs as longitude and latitude."""
    transform = topology.get("transform")
    if transform is None:
        return [[(x, y) for x, y in arc] for arc in topology["arcs"]]
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def simplified(points: Ring, tolerance: float) -> Ring:
    """Return fewer points, none further than the tolerance from the line (Ramer, Douglas and Peucker)."""
    if len(points) < 3 or tolerance <= 0:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = math.hypot(x2 - x1, y2 - y1)

    def distance(point: tuple[float, float]) -> float:
        x, y = point
        if length == 0:
            return math.hypot(x - x1, y - y1)
        return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length

    far = max(range(1, len(points) - 1), key=lambda index: distance(points[index]))
    if distance(points[far]) <= tolerance:
        return [points[0], points[-1]]
    return simplified(points[: far + 1], tolerance)[:-1] + simplified(points[far:], tolerance)


def rings(geometry: dict[str, Any], arcs: Sequence[Ring]) -> list[Ring]:
    """Return every ring of a geometry."""
    groups = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    found = []
    for polygon in groups:
        for indices in polygon:
            ring: Ring = []
            for index in indices:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring.extend(arc[1:] if ring else arc)
            found.append(ring)
    return found


def unwrapped(ring: Ring) -> Ring:
    """Return a ring with longitudes counted from the central meridian, without jumps."""
    out: Ring = []
    for longitude, latitude in ring:
        x = longitude - CENTRAL_MERIDIAN
        if out:
            x += 360 * round((out[-1][0] - x) / 360)
        out.append((x, latitude))
    return out


def clipped(ring: Ring, *, bound: float, keep_below: bool) -> Ring:
    """Return the part of a ring on one side of a meridian (Sutherland and Hodgman)."""
    out: Ring = []
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside1, inside2 = (x1 <= bound, x2 <= bound) if keep_below else (x1 >= bound, x2 >= bound)
        if inside1:
            out.append((x1, y1))
        if inside1 != inside2:
            part = (bound - x1) / (x2 - x1)
            out.append((bound, y1 + part * (y2 - y1)))
    return out


def in_frame(ring: Ring) -> Iterable[Ring]:
    """Yield the pieces of a ring after the cut opposite the central meridian."""
    whole = unwrapped(ring)
    for shift in (-360, 0, 360):
        moved = [(x + shift, y) for x, y in whole]
        piece = clipped(clipped(moved, bound=180, keep_below=True), bound=-180, keep_below=False)
        if len(piece) > 2:
            yield piece


def path_of(pieces: Iterable[Ring], place: Callable[[float, float], Point], *, digits: int = 1) -> str:
    """Return an SVG path with relative moves, in the fewest letters."""
    out = []
    factor = 10**digits
    for piece in pieces:
        points: list[tuple[int, int]] = []
        for x, y in piece:
            at = place(x, y)
            spot = (round(at.x * factor), round(at.y * factor))
            if not points or points[-1] != spot:
                points.append(spot)
        if len(set(points)) < 3:
            continue
        out.append("M" + pair(points[0], factor))
        for before, after in itertools.pairwise(points):
            out.append("l" + pair((after[0] - before[0], after[1] - before[1]), factor))
        out.append("z")
    return "".join(out)


def pair(point: tuple[int, int], factor: int) -> str:
    """Return two numbers, the shortest way SVG reads."""
    x, y = (
        f"{value / factor:g}".replace("0.", ".", 1) if abs(value) < factor else f"{value / factor:g}" for value in point
    )
    return f"{x}{y}" if y.startswith("-") else f"{x} {y}"


def on_world_place(relative: float, latitude: float) -> Point:
    """Return a place on the world map."""
    return on_world_relative(latitude=latitude, relative=relative)


def middle(ring: Ring) -> Point:
    """Return the middle of a ring's bounding box on the world map."""
    piece = next(iter(in_frame(ring)))
    xs, ys = [x for x, _ in piece], [y for _, y in piece]
    return on_world_place((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def alpha_2(numeric: str | None) -> str:
    """Return the two letters of a country; empty for land without a code."""
    found = pycountry.countries.get(numeric=numeric) if numeric else None
    return str(found.alpha_2) if found else ""


def world() -> dict[str, Any]:
    """Return the world: a path for each country of the coarse map, a point for each that only the fine one has."""
    coarse = json.loads((ATLAS / "countries-110m.json").read_text())
    arcs = [simplified(arc, 0.3) for arc in decoded_arcs(coarse)]
    paths: dict[str, str] = {}
    for geometry in coarse["objects"]["countries"]["geometries"]:
        if geometry.get("id") == ANTARCTICA:
            continue
        pieces = [piece for ring in rings(geometry, arcs) for piece in in_frame(ring)]
        code = alpha_2(geometry.get("id")) or "-"
        paths[code] = paths.get(code, "") + path_of(pieces, on_world_place)
    fine = json.loads((ATLAS / "countries-50m.json").read_text())
    fine_arcs = decoded_arcs(fine)
    points = {}
    for geometry in fine["objects"]["countries"]["geometries"]:
        code = alpha_2(geometry.get("id"))
        if code and code not in paths and geometry.get("id") != ANTARCTICA and "arcs" in geometry:
            at = middle(max(rings(geometry, fine_arcs), key=len))
            points[code] = [round(at.x, 1), round(at.y, 1)]
    return {"source": "Natural Earth through world-atlas 2.0.2 (ISC)", "paths": paths, "points": points}


def provinces() -> dict[str, Any]:
    """Return the provinces of Korea."""
    topology = json.loads(PROVINCES.read_text())
    arcs = [simplified(arc, 0.009) for arc in decoded_arcs(topology)]
    (layer,) = topology["objects"].values()
    paths = {
        PROVINCE_CODES[geometry["properties"]["code"]]: path_of(
            rings(geometry, arcs), lambda x, y: on_korea(latitude=y, longitude=x)
        )
        for geometry in layer["geometries"]
    }
    return {"source": "KOSTAT through southkorea-maps fe65e05", "paths": dict(sorted(paths.items()))}


def main() -> None:
    """Write both files and say how large they are."""
    for name, shapes in (("world", world()), ("provinces", provinces())):
        path = SHAPES / f"{name}.json"
        path.write_text(json.dumps(shapes, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB, {len(shapes['paths'])} shapes")


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    main()
