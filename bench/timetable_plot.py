"""Lines over two logarithmic scales, as SVG: what grows in proportion rises by one square a square."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

SQUARE, LEFT, TOP, BOTTOM, RIGHT = 120, 70, 20, 50, 130
# Told apart without colour too.
DASHES = ("", "6 4", "2 3")


@dataclass(frozen=True)
class Line:
    """points: across and up, both above 0"""

    name: str
    points: tuple[tuple[float, float], ...]


def drawn(lines: Sequence[Line], *, across: str, up: str) -> str:
    """Return a picture of the lines."""
    firsts, lasts = zip(
        *(_tens([point[axis] for line in lines for point in line.points]) for axis in (0, 1)), strict=True
    )
    width, height = ((lasts[axis] - firsts[axis]) * SQUARE for axis in (0, 1))

    def at(point: tuple[float, float]) -> tuple[float, float]:
        x, y = (SQUARE * (math.log10(point[axis]) - firsts[axis]) for axis in (0, 1))
        return round(LEFT + x, 1), round(TOP + height - y, 1)

    parts = [f'<rect x="{LEFT}" y="{TOP}" width="{width}" height="{height}" fill="none" stroke="#555"/>']
    for ten in range(firsts[0], lasts[0] + 1):
        x, _ = at((10.0**ten, 10.0 ** firsts[1]))
        parts.append(f'<path d="M{x} {TOP}v{height}" stroke="#ccc"/>')
        parts.append(f'<text x="{x}" y="{TOP + height + 18}" text-anchor="middle">{10.0**ten:,g}</text>')
    for ten in range(firsts[1], lasts[1] + 1):
        _, y = at((10.0 ** firsts[0], 10.0**ten))
        parts.append(f'<path d="M{LEFT} {y}h{width}" stroke="#ccc"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{10.0**ten:,g}</text>')
    for line, dash in zip(lines, DASHES, strict=False):
        places = [at(point) for point in sorted(line.points)]
        path = " ".join(f"{x},{y}" for x, y in places)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="#14507a" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        parts.append(f'<text x="{places[-1][0] + 8}" y="{places[-1][1] + 4}">{escape(line.name)}</text>')
    parts.append(f'<text x="{LEFT + width / 2}" y="{TOP + height + 40}" text-anchor="middle">{escape(across)}</text>')
    middle = TOP + height / 2
    parts.append(
        f'<text transform="rotate(-90 16 {middle})" x="16" y="{middle}" text-anchor="middle">{escape(up)}</text>'
    )
    size = f"{LEFT + width + RIGHT} {TOP + height + BOTTOM}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" font-family="sans-serif" font-size="13">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _tens(numbers: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around all numbers."""
    return math.floor(math.log10(min(numbers))), math.ceil(math.log10(max(numbers)))
