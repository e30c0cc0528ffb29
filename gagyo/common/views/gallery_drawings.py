"""The maps and charts of the gallery, with made-up numbers on real places."""

from django.utils.translation import gettext as _

from gagyo.kernels.drawing.charts import Bar, bar_chart, column_chart, line_chart
from gagyo.kernels.drawing.drawing import Drawing
from gagyo.kernels.drawing.maps import Area, korea_map, world_map
from gagyo.kernels.drawing.points import Spot

COUNTRIES = {"CN": 700, "JP": 220, "US": 180, "VN": 90, "RU": 50, "MN": 40, "DE": 12, "GB": 6, "SG": 3, "BR": 9}
PROVINCES = {"KR-41": 240, "KR-11": 180, "KR-26": 90, "KR-47": 85, "KR-49": 40, "KR-50": 12, "KR-42": 60}
PLACES = [
    ("Dartford", 51.45, 0.22, 3),
    ("Brea", 33.92, -117.90, 1),
    ("Fort Lee", 40.85, -73.97, 1),
    ("Osaka", 34.69, 135.50, 22),
    ("Kyoto", 35.01, 135.77, 9),
    ("Kobe", 34.69, 135.19, 7),
    ("Shanghai", 31.23, 121.47, 41),
    ("Ulaanbaatar", 47.92, 106.92, 12),
]
YEARS = {
    2016: (30, 22),
    2017: (28, 25),
    2018: (35, 31),
    2019: (33, 30),
    2020: (9, 12),
    2021: (7, 15),
    2022: (18, 21),
    2023: (29, 33),
    2024: (31, 38),
}


def drawings() -> dict[str, Drawing]:
    """Return each kind of drawing under the name that the gallery's template uses."""
    sister, friend, ties = _("Sister tie"), _("Friendship tie"), _("Ties")
    years = [Bar(str(year), values, "#") for year, values in YEARS.items()]
    return {
        "world": world_map(
            title=_("World map of ties"),
            description=_("Countries by the number of ties, cities as dots."),
            areas=[Area(code, code, value, f"?country={code}") for code, value in COUNTRIES.items()],
            spots=[Spot(name, latitude, longitude, value, "#") for name, latitude, longitude, value in PLACES],
            head=[_("Country"), ties],
        ),
        "korea": korea_map(
            title=_("Ties by province"),
            description=_("Provinces by the number of ties."),
            areas=[Area(code, code, value, f"?province={code}") for code, value in PROVINCES.items()],
            head=[_("Local government"), ties],
        ),
        "bars": bar_chart(
            title=_("Ties by country"),
            description=_("The countries with the most ties."),
            bars=[Bar(code, [value], f"?country={code}") for code, value in list(COUNTRIES.items())[:6]],
            head=[_("Country"), ties],
        ),
        "grouped": bar_chart(
            title=_("Ties by kind"),
            description=_("Sister and friendship ties beside each other."),
            bars=[Bar("CN", [400, 300]), Bar("JP", [150, 70])],
            head=[_("Country"), sister, friend],
            stacked=True,
        ),
        "columns_chart": column_chart(
            title=_("Ties by year"),
            description=_("Ties signed in each year."),
            columns=years,
            head=[_("Year"), sister, friend],
        ),
        "lines": line_chart(
            title=_("Ties by year"),
            description=_("Ties signed in each year."),
            points=years,
            head=[_("Year"), sister, friend],
        ),
    }
