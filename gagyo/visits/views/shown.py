"""How visits look on a screen: badges, columns, facts."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from gagyo.common.components import Badge, Column, Link, Tone
from gagyo.visits.choices import VisitState
from gagyo.visits.models import Visit, VisitParty

TONES: dict[str, Tone] = {
    VisitState.ASKED: "warning",
    VisitState.PLANNED: "info",
    VisitState.CONFIRMED: "primary",
    VisitState.UNDER_WAY: "primary",
    VisitState.DONE: "success",
    VisitState.CANCELLED: "neutral",
}


def visit_badge(visit: Visit) -> Badge:
    """Return where a visit stands."""
    return Badge(visit.get_state_display(), TONES[visit.state])


def visit_href(visit: Visit) -> str:
    """Return the address of a visit's page."""
    return reverse("visits:visit", args=[visit.pk])


def countries_words(parties: Sequence[VisitParty], *, most: int = 4) -> str:
    """Return the countries that come, each once: "몽골, 베트남 외 3개국"."""
    names = list(dict.fromkeys(party.country.name for party in parties))
    if len(names) <= most:
        return ", ".join(names)
    return _("%(names)s and %(n)d more") % {"names": ", ".join(names[:most]), "n": len(names) - most}


def persons_of(visit: Visit) -> int:
    """Return the persons of all parties together."""
    return sum(party.persons for party in visit.parties.all())


def visit_columns() -> list[Column]:
    """Return the columns of a list of visits."""
    return [
        Column("name", _("Visit"), sort="name", row_header=True, draw=lambda row: Link(row.name, visit_href(row))),
        Column("countries", _("Countries"), draw=lambda row: countries_words(row.parties.all())),
        Column("persons", _("Persons"), sort="persons", numeric=True, draw=persons_of),
        Column("starts_on", _("From"), sort="from"),
        Column("ends_on", _("Until"), sort="until"),
        Column(
            "organiser",
            _("Organiser"),
            sort="organiser",
            draw=lambda row: row.organiser.name if row.organiser else row.get_organiser_kind_display(),
        ),
        Column("state", _("State"), sort="state", draw=visit_badge),
    ]
