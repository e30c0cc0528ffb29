"""The ties on maps: partner cities of the world, and Korean provinces by their number of ties."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.kernels.drawing.drawing import Drawing, InWords
from gagyo.kernels.drawing.maps import Area, korea_map, world_map
from gagyo.kernels.drawing.points import Spot
from gagyo.kernels.indicators.words import Language, counted_text
from gagyo.partnerships.queries.directory_counts import CountRow, by_city, by_province
from gagyo.partnerships.queries.directory_figures import ties_figure
from gagyo.partnerships.queries.directory_filter import TieFilter
from gagyo.partnerships.views.directory import Asked, directory_page


def ties_in_words() -> InWords:
    """Return the function that says a number of ties in the reader's language."""
    language: Language = "en" if get_language() == "en" else "ko"
    return lambda value: counted_text(int(value), "tie", language)


def cities_drawing(rows: Sequence[CountRow]) -> Drawing:
    """Return the world with a dot for each city whose position is known."""
    language = get_language() or "ko"
    spots = [
        Spot(row.label(language), *row.point, value=row.ties.value or 0, href=row.ties.href or "")
        for row in rows
        if row.point
    ]
    return world_map(
        title=_("Partner cities of the world"),
        description=_("A dot is a partner city, larger with more ties; cities that lie together share one."),
        spots=spots,
        head=[_("City"), _("Ties")],
        in_words=ties_in_words(),
    )


def provinces_drawing(rows: Sequence[CountRow]) -> Drawing:
    """Return Korea's provinces, darker with more ties."""
    areas = [Area(row.code, row.name, row.ties.value or 0, row.ties.href or "") for row in rows if row.code]
    return korea_map(
        title=_("Ties of the provinces"),
        description=_("A province is darker the more ties it and its cities and counties have."),
        areas=areas,
        head=[_("Province"), _("Ties")],
        in_words=ties_in_words(),
    )


def ties_map(request: HttpRequest) -> HttpResponse:
    """Show the ties that the address means on maps, with tables of the same figures."""
    template = "partnerships/directory_map.html"
    return directory_page(request, here="partnerships:ties_map", template=template, rows=mapped)


def mapped(_request: HttpRequest, question: Asked, wanted: TieFilter) -> dict[str, Any]:
    """Return the two maps."""
    given: dict[str, Any] = {"actor": question.actor, "wanted": wanted, "today": question.today}
    cities = by_city(**given)
    return {
        "count": ties_figure(**given),
        "world": cities_drawing(cities),
        "korea": provinces_drawing(by_province(**given)),
        "without_place": sum(1 for row in cities if not row.point),
    }
