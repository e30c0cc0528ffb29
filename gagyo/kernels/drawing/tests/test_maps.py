"""Maps: which shape gets which colour, and how places join."""

import re

from gagyo.kernels.drawing.maps import Area, korea_map, shapes, world_map
from gagyo.kernels.drawing.points import Spot

OSAKA = Spot("Osaka", 34.69, 135.50, 22, "/osaka")
KOBE = Spot("Kobe", 34.69, 135.19, 7, "/kobe")
BREA = Spot("Brea", 33.92, -117.90, 1, "/brea")


def test_a_country_is_coloured_and_leads_to_its_rows() -> None:
    drawn = world_map(
        title="Ties",
        description="d",
        areas=[Area("JP", "Japan", 220, "/?country=JP"), Area("MN", "Mongolia", 40), Area("FR", "France", 0)],
        head=["Country", "Ties"],
    )
    assert re.findall(r'<a href="([^"]+)" aria-label="([^"]+)">', drawn.svg) == [("/?country=JP", "Japan: 220")]
    assert re.findall(r'class="area (step-\d)"', drawn.svg) == ["step-3", "step-1"]
    assert drawn.table.rows == [("Japan", "220"), ("Mongolia", "40"), ("France", "0")]


def test_a_country_too_small_for_an_outline_is_a_point() -> None:
    drawn = world_map(title="t", description="d", areas=[Area("SG", "Singapore", 3)], head=["Country", "Ties"])
    assert re.findall(r'<circle[^>]*class="area step-1"', drawn.svg) != []


def test_places_that_lie_together_become_one_dot() -> None:
    drawn = world_map(title="t", description="d", spots=[KOBE, OSAKA, BREA], head=["City", "Ties"])
    assert re.findall(r'aria-label="([^"]+)"><title>', drawn.svg) == ["Osaka, Kobe: 29", "Brea: 1"]
    assert re.findall(r'href="([^"]+)"', drawn.svg) == ["/osaka", "/brea"]


def test_every_province_has_its_outline() -> None:
    drawn = korea_map(title="t", description="d", areas=[Area("KR-41", "Gyeonggi", 5)], head=["Province", "Ties"])
    assert len(shapes("provinces").paths) == 17
    assert drawn.svg.count("<path") == 2  # the land without a number, and Gyeonggi


def test_the_world_knows_nearly_every_country() -> None:
    world = shapes("world")
    codes = (set(world.paths) | set(world.points)) - {"-"}
    assert {"KR", "CN", "JP", "US", "VN", "SG", "TL", "BT", "GB", "TW"} <= codes
    assert len(codes) > 230
