"""The projections against values from their sources."""

import math
from itertools import pairwise

import pytest

from gagyo.kernels.drawing.projection import Point, equal_earth, korea_height, on_korea, on_world, world_height


def test_equal_earth_meets_the_values_of_its_inventors() -> None:
    equator_edge = equal_earth(latitude=0, longitude=180)
    pole = equal_earth(latitude=90, longitude=0)
    assert [round(value, 4) for value in (*equator_edge, *pole)] == [2.7066, 0.0, 0.0, 1.3174]


def test_equal_earth_keeps_areas() -> None:
    def strip(south: float, north: float) -> float:
        """Return the area of a whole belt of latitude on the plane, by fine trapezia."""
        steps = [south + (north - south) * index / 400 for index in range(401)]
        edges = [equal_earth(latitude=latitude, longitude=180) for latitude in steps]
        return sum((a[0] + b[0]) * (b[1] - a[1]) for a, b in pairwise(edges))

    low, high = strip(0, 30), strip(30, 90)
    assert math.isclose(low, high, rel_tol=1e-4)  # half the hemisphere lies below 30 degrees


def test_the_world_is_centred_on_the_pacific() -> None:
    assert round(on_world(latitude=0, longitude=155).x) == 500
    assert round(on_world(latitude=0, longitude=-25.01).x) == 1000
    assert round(on_world(latitude=0, longitude=-24.99).x) == 0


def test_a_latitude_beyond_the_pole_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Latitude 126\.9 is outside -90\.\.90"):
        on_world(latitude=126.9, longitude=37.5)


def test_korea_fills_its_frame() -> None:
    assert on_korea(latitude=38.75, longitude=124.5) == Point(0.0, 0.0)
    assert (round(korea_height()), round(world_height())) == (488, 435)
