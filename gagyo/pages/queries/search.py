"""One search over ties, bodies, places and countries, each hit saying why it matched."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import Figure
from gagyo.partnerships.queries.directory import TieLine, in_order, lines
from gagyo.partnerships.queries.directory_figures import ties_figure
from gagyo.partnerships.queries.directory_filter import TieFilter, ties_for
from gagyo.registry.models import Country
from gagyo.registry.queries.search import BodyHit, PlaceHit, search_bodies, search_places

MOST = 8


@dataclass(frozen=True)
class Found:
    """What was found; ties opens all of them, lines are the first."""

    ties: Figure
    lines: list[TieLine]
    bodies: list[BodyHit]
    places: list[PlaceHit]
    countries: list[Country]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found at all."""
        return not (self.ties.value or self.bodies or self.places or self.countries)


def search(*, actor: Actor, text: str, language: str, today: date) -> Found:
    """Return what somebody may mean by a text, the first few of each kind."""
    wanted = TieFilter(q=text)
    ties = in_order(ties_for(actor=actor, wanted=wanted, today=today), sort="partner", language=language)
    named = Q(name_ko__icontains=text) | Q(name_en__icontains=text) | Q(code__iexact=text) | Q(code3__iexact=text)
    return Found(
        ties=ties_figure(actor=actor, wanted=wanted, today=today),
        lines=lines(ties[:MOST], day=today, today=today),
        bodies=search_bodies(actor=actor, query=text, limit=MOST),
        places=search_places(query=text, limit=MOST),
        countries=list(Country.objects.filter(named)[:MOST]),
    )
