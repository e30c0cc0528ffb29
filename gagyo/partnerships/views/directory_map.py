"""The ties on maps: partner cities of the world, and Korean provinces by their number of ties."""

from collections.abc import Sequence
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.kernels.drawing.drawing import Drawing
from gagyo.kernels.drawing.maps import Area, korea_map, world_map
from gagyo.kernels.drawing.points import Spot
from gagyo.kernels.indicators.words import counted_text
from gagyo.partnerships.queries.directory_counts import CountRow, by_city, by_province
from gagyo.partnerships.queries.directory_figures import ties_figure
from gagyo.partnerships.views.directory import asked, frame


def ties_in_words(value: int | Decimal) -> str:
    """Return a number of ties in words."""
    return counted_text(int(value), "tie", "en" if get_language() == "en" else "ko")


def cities_drawing(rows: Sequence[CountRow]) -> Drawing:
    """Return the world with a dot for each city whose position is known."""
    spots = [
        Spot(f"{row.name}, {row.above_name}", *row.point, value=row.ties.value or 0, href=row.ties.href or "")
        for row in rows
        if row.point
    ]
    return world_map(
        title=_("Partner cities of the world"),
        description=_("A dot is a partner city, larger with more ties; cities that lie together share one."),
        spots=spots,
        head=[_("City"), _("Ties")],
        in_words=ties_in_words,
    )


def provinces_drawing(rows: Sequence[CountRow]) -> Drawing:
    """Return Korea's provinces, darker with more ties."""
    areas = [Area(row.code, row.name, row.ties.value or 0, row.ties.href or "") for row in rows if row.code]
    return korea_map(
        title=_("Ties of the provinces"),
        description=_("A province is darker the more ties it and its cities and counties have."),
        areas=areas,
        head=[_("Province"), _("Ties")],
        in_words=ties_in_words,
    )


def ties_map(request: HttpRequest) -> HttpResponse:
    """Show the ties that the address means on maps, with tables of the same figures."""
    question = asked(request)
    if question.wanted is None:
        context = frame(request, "partnerships:ties_map", question, None)
        return render(request, "partnerships/directory_map.html", context, status=question.status)
    given = {"actor": question.actor, "wanted": question.wanted, "today": question.today}
    count = ties_figure(**given)  # type: ignore[arg-type]  # one dictionary for three calls
    cities = by_city(**given)  # type: ignore[arg-type]  # one dictionary for three calls
    context = {
        **frame(request, "partnerships:ties_map", question, count),
        "world": cities_drawing(cities),
        "korea": provinces_drawing(by_province(**given)),  # type: ignore[arg-type]  # one dictionary for three calls
        "without_place": sum(1 for row in cities if not row.point),
    }
    return render(request, "partnerships/directory_map.html", context)
