"""The directory of ties: everybody's list, and the same ties counted by country, city and government."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.common.components import Badge, Column, Link, Tab
from gagyo.common.rules import Actor
from gagyo.common.views.parts import kept_part
from gagyo.kernels.indicators.figure import Figure
from gagyo.partnerships.forms.directory import TieFilterForm
from gagyo.partnerships.models import Tie
from gagyo.partnerships.queries.directory import PartyLine, TieLine, in_order, lines
from gagyo.partnerships.queries.directory_counts import CountRow, by_city, by_country, by_government
from gagyo.partnerships.queries.directory_figures import (
    cities_figure,
    countries_figure,
    governments_figure,
    ties_figure,
)
from gagyo.partnerships.queries.directory_filter import TieFilter, ties_for

ROWS_PER_PAGE = 50
OPEN_FIELDS = 4
TONES = {"planned": "neutral", "talks": "info", "signed": "success", "dormant": "warning", "ended": "neutral"}


@dataclass(frozen=True)
class Asked:
    """What a request for the directory means; wanted is None where its address does not make sense."""

    actor: Actor
    today: date
    form: TieFilterForm
    wanted: TieFilter | None

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 200 if self.wanted else 400


RowsOf = Callable[[HttpRequest, Asked, TieFilter], dict[str, Any]]


def asked(request: HttpRequest) -> Asked:
    """Read a request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    today = timezone.localdate()
    form = TieFilterForm(request.GET, actor=actor, today=today)
    return Asked(actor, today, form, form.wanted() if form.is_valid() else None)


class LinePages(Paginator[Any]):
    """Pages of ties whose number is known already."""

    def __init__(self, ties: QuerySet[Tie], *, known: int) -> None:
        self.known = known
        super().__init__(ties, ROWS_PER_PAGE)

    @cached_property
    def count(self) -> int:
        """The number of ties."""
        return self.known


def party_links(parties: Sequence[PartyLine]) -> list[Link]:
    """Return parties as links to their page: a Korean body's own, a foreign one's city."""
    return [Link(party.full_name, party_href(party)) for party in parties]


def party_href(party: PartyLine) -> str:
    """Return the page of a party."""
    if party.country_id != "KR" and party.place_id:
        return reverse("partnerships:city", args=[party.place_id])
    return reverse("partnerships:government", args=[party.body_id])


def countries_of(line: TieLine) -> list[Link]:
    """Return the partners' countries as links, each once."""
    codes = {party.country_id: party.country for party in line.partners}
    return [Link(name, reverse("partnerships:country", args=[code])) for code, name in codes.items()]


def signed_text(line: TieLine) -> object:
    """Return what is known of the signing date, in words."""
    if line.signed_on is None:
        return ""
    if line.signed_precision == "year":
        return _("%(year)s (year only)") % {"year": line.signed_on.year}
    return line.signed_on if line.signed_precision == "day" else f"{line.signed_on:%Y-%m}"


def state_badge(line: TieLine) -> Badge:
    """Return the state with its tone."""
    return Badge(line.state_name, TONES[line.state])  # type: ignore[arg-type]  # TONES holds tones


def partners_cell(line: TieLine) -> Link:
    """Return the partners as the link to the tie."""
    return Link(", ".join(party.name for party in line.partners) or "–", reverse("partnerships:tie", args=[line.id]))


def tie_columns() -> list[Column]:
    """Return the columns of a list of ties."""
    return [
        Column("partners", _("Partner"), sort="partner", row_header=True, draw=partners_cell),
        Column("countries", _("Country"), sort="country", draw=countries_of),
        Column("home", _("Local government"), sort="home", draw=lambda line: party_links(line.home)),
        Column("kind_name", _("Kind"), sort="kind"),
        Column("signed", _("Signed on"), sort="signed", draw=signed_text),
        Column("state", _("State"), sort="state", draw=state_badge),
    ]


def plain_tie_columns() -> list[Column]:
    """Return the columns of a list of ties whose order is fixed."""
    return [replace(column, sort="") for column in tie_columns()]


def views_of(request: HttpRequest, here: str) -> list[Tab]:
    """Return the ways to look at the same ties; each keeps the filter."""
    query = request.GET.copy()
    for name in ("page", "sort"):
        query.pop(name, None)
    tail = f"?{query.urlencode()}" if query else ""
    names = {
        "partnerships:ties": _("List"),
        "partnerships:ties_map": _("Map"),
        "partnerships:countries": _("By country"),
        "partnerships:ties_by_city": _("By city"),
        "partnerships:governments": _("By local government"),
    }
    return [Tab(label, reverse(name) + tail, active=name == here) for name, label in names.items()]


def downloads(wanted: TieFilter, sort: str = "") -> list[Link]:
    """Return the open data of exactly what is shown."""
    links = []
    for form, label in (("xlsx", "XLSX"), ("csv", "CSV"), ("json", "JSON")):
        href = wanted.href("partnerships:ties").removeprefix(reverse("partnerships:ties"))
        data = reverse("partnerships:ties_data", args=[form])
        links.append(Link(label, f"{data}{href}{('&' if href else '?') + 'sort=' + sort if sort else ''}"))
    return links


def frame(request: HttpRequest, here: str, question: Asked, count: Figure | None) -> dict[str, Any]:
    """Return what every view of the directory shows around its rows."""
    views = views_of(request, here)
    return {
        "form": question.form,
        "count": count,
        "views": views,
        # The list is the directory itself; the other ways to look at it are named in their titles.
        "title": next((view.label for view in views[1:] if view.active), ""),
        "downloads": downloads(question.wanted, request.GET.get("sort", "")) if question.wanted else [],
        "lead": public_words(question.actor),
        "status": question.status,
    }


def directory_page(request: HttpRequest, *, here: str, template: str, rows: RowsOf) -> HttpResponse:
    """
    Answer with a view of the directory; all who read the same rows share what is drawn of it.

    rows: gives what the template shows of the ties, with their number as `count`
    """

    def values() -> dict[str, Any]:
        question = asked(request)
        found = rows(request, question, question.wanted) if question.wanted else {}
        return {**frame(request, here, question, found.get("count")), **found}

    body = kept_part(request, template=template, make=values)
    crumbs = [Link(_("Home"), reverse("pages:home")), Link(_("Partner cities"))]
    context = {"crumbs": crumbs, "view_name": body.title, "body": body.html}
    return render(request, "partnerships/directory_views.html", context, status=body.status)


def public_words(actor: Actor) -> str:
    """Say whose rows are shown."""
    if actor.is_anonymous:
        return _("Public rows: ties that local governments have made public.")
    return _("Everything that you may read: public rows, shared rows and those of your office.")


def ties(request: HttpRequest) -> HttpResponse:
    """List the ties that the address means."""
    return directory_page(request, here="partnerships:ties", template="partnerships/directory.html", rows=listed)


def listed(request: HttpRequest, question: Asked, wanted: TieFilter) -> dict[str, Any]:
    """Return one page of the ties."""
    actor, today = question.actor, question.today
    count = ties_figure(actor=actor, wanted=wanted, today=today)
    language = get_language() or "ko"
    rows = in_order(
        ties_for(actor=actor, wanted=wanted, today=today), sort=request.GET.get("sort", ""), language=language
    )
    page = LinePages(rows, known=int(count.value or 0)).get_page(request.GET.get("page"))
    here = rows[page.start_index() - 1 : page.end_index()] if count.value else rows.none()
    return {
        "count": count,
        "columns": tie_columns(),
        "page": page,
        "rows": lines(here, day=wanted.day(today), today=today),
    }


def counted(request: HttpRequest, here: str, count: Any, rows_of: Any, columns: list[Column]) -> HttpResponse:
    """Show the ties that the address means, counted by something."""

    def values(_request: HttpRequest, question: Asked, wanted: TieFilter) -> dict[str, Any]:
        given = {"actor": question.actor, "wanted": wanted, "today": question.today}
        rows: list[CountRow] = rows_of(**given)
        return {
            "count": count(**given),
            "columns": columns,
            "rows": rows,
            "row_figure": rows[0].ties if rows else None,
        }

    return directory_page(request, here=here, template="partnerships/directory_counted.html", rows=values)


def country_page(row: CountRow) -> Link:
    """Return a country as the link to its page."""
    return Link(row.name, reverse("partnerships:country", args=[row.key]))


def countries(request: HttpRequest) -> HttpResponse:
    """Count the ties by country."""
    columns = [
        Column("name", _("Country"), row_header=True, draw=country_page),
        Column("ties", _("Ties"), numeric=True),
    ]
    return counted(request, "partnerships:countries", countries_figure, by_country, columns)


def cities(request: HttpRequest) -> HttpResponse:
    """Count the ties by city."""
    columns = [
        Column(
            "name",
            _("City"),
            row_header=True,
            draw=lambda row: Link(row.name, reverse("partnerships:city", args=[row.key])),
        ),
        Column("above_name", _("Country")),
        Column("ties", _("Ties"), numeric=True),
    ]
    return counted(request, "partnerships:ties_by_city", cities_figure, by_city, columns)


def governments(request: HttpRequest) -> HttpResponse:
    """Count the ties by Korean local government."""
    columns = [
        Column(
            "name",
            _("Local government"),
            row_header=True,
            draw=lambda row: Link(row.name, reverse("partnerships:government", args=[row.key])),
        ),
        Column("above_name", _("Province")),
        Column("ties", _("Ties"), numeric=True),
    ]
    return counted(request, "partnerships:governments", governments_figure, by_government, columns)
