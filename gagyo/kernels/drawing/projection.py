"""From latitude and longitude to the plane of a map."""

import math
from dataclasses import dataclass

# The world is centred on the Pacific, as Korean maps are; it is cut in the Atlantic, west of Iceland.
CENTRAL_MERIDIAN = 155.0
CUT_LONGITUDE = CENTRAL_MERIDIAN - 180

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
_WIDTH = 2 * math.pi / (_M * _A1)  # of the equator

WORLD_WIDTH = 1000.0
NORTH, SOUTH = 84.0, -57.0  # Antarctica has no partner cities

KOREA_WIDTH = 520.0
_KOREA_WEST, _KOREA_NORTH, _KOREA_EAST, _KOREA_SOUTH = 124.5, 38.75, 132.0, 33.05
_KOREA_SQUEEZE = math.cos(math.radians(36.0))


@dataclass(frozen=True)
class Point:
    """A place on the plane; x runs right and y down, in the units of the map's frame."""

    x: float
    y: float


def equal_earth(*, latitude: float, longitude: float) -> tuple[float, float]:
    """
    Return x and y of the Equal Earth projection on a sphere of radius 1, y up.

    longitude: relative to the central meridian, -180..180 degrees.
    Source: B. Savric, T. Patterson, B. Jenny, "The Equal Earth map projection", International Journal of
    Geographical Information Science 33(3), 2018, equations 9 and 10.
    """
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    x = math.radians(longitude) * math.cos(theta) / (_M * slope)
    return x, theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))


_SCALE = WORLD_WIDTH / _WIDTH
_TOP = equal_earth(latitude=NORTH, longitude=0)[1]


def on_world(*, latitude: float, longitude: float) -> Point:
    """
    Return where a place lies on the world map, x in 0..1000.

    :raises ValueError: if the latitude is outside -90..90
    """
    if not -90 <= latitude <= 90:
        raise ValueError(f"Latitude {latitude} is outside -90..90. Check that it is not the longitude.")
    relative = (longitude - CENTRAL_MERIDIAN + 180) % 360 - 180
    return on_world_relative(latitude=latitude, relative=relative)


def on_world_relative(*, latitude: float, relative: float) -> Point:
    """Return the same for a longitude that is counted from the central meridian, -180 and 180 being different."""
    x, y = equal_earth(latitude=latitude, longitude=relative)
    return Point(x * _SCALE + WORLD_WIDTH / 2, (_TOP - y) * _SCALE)


def world_height() -> float:
    """Return the height of the world map's frame."""
    return on_world_relative(latitude=SOUTH, relative=0).y


def on_korea(*, latitude: float, longitude: float) -> Point:
    """Return where a place lies on the map of Korea: equirectangular, true to scale along 36 degrees north."""
    scale = KOREA_WIDTH / ((_KOREA_EAST - _KOREA_WEST) * _KOREA_SQUEEZE)
    return Point(
        (longitude - _KOREA_WEST) * _KOREA_SQUEEZE * scale,
        (_KOREA_NORTH - latitude) * scale,
    )


def korea_height() -> float:
    """Return the height of the frame of Korea."""
    return on_korea(latitude=_KOREA_SOUTH, longitude=_KOREA_WEST).y
