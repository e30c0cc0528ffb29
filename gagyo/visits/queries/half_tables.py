"""A half-year by country, region, theme, site, month and organiser, beside last year's; every cell opens its rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gagyo.accounts.models import Office
from gagyo.kernels.indicators.figure import Figure
from gagyo.registry.models import Body, Country, Region, RegionMember
from gagyo.visits.choices import OrganiserKind
from gagyo.visits.models import Stop, Theme, VisitTheme
from gagyo.visits.queries.filters import ELSEWHERE, VisitFilter, organisers_named_to, sites_named_to
from gagyo.visits.queries.half_sums import HalfSums, Pairs, Sum, add_up
from gagyo.visits.queries.half_years import HalfQuestion, visits_counted
from gagyo.visits.queries.rules import MEASURE_WORDS, counting_rule

TITLES: Final = {
    "country": gettext_lazy("By country"),
    "region": gettext_lazy("By region"),
    "theme": gettext_lazy("By theme"),
    "site": gettext_lazy("By site"),
    "month": gettext_lazy("By month"),
    "organiser": gettext_lazy("By organiser"),
    "repeat": pgettext_lazy("countries", "Came more than once"),
}
ROW_TITLES: Final = {
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("Region"),
    "theme": gettext_lazy("Theme"),
    "site": gettext_lazy("Site"),
    "month": gettext_lazy("Month"),
    "organiser": gettext_lazy("Organiser"),
    "repeat": gettext_lazy("Country"),
}
COLUMNS: Final = ("countries", "visits", "persons", "person_days")
# What a table leaves out: the countries of one country say nothing.
LEFT_OUT: Final = {"country": {"countries"}, "repeat": {"countries"}}


@dataclass(frozen=True)
class HalfRow:
    """One row: its name and its figures by column."""

    name: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class HalfTable:
    """
    A table of figures; columns: key and title, this half's and then last year's.

    left_out: parties that fall in no row, such as countries that the scheme does not have
    """

    code: str
    title: str
    row_title: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[HalfRow]
    total: Mapping[str, Figure]
    left_out: int = 0


Groups = Callable[[Any], Iterable[Any]]


@dataclass(frozen=True)
class Split:
    """
    How a half is split: the groups of a row, a group's name and order, and the filter that opens it.

    groups: of a visit's id, or (by_country) of a country's code
    """

    groups: Callable[[HalfQuestion], Groups]
    names: Mapping[Any, str]
    opens: Callable[[VisitFilter, Any], VisitFilter]
    in_order: bool = True
    by_country: bool = False


@dataclass(frozen=True)
class Cells:
    """A half's measures by group, over all its rows, and how many parties fall in no group."""

    cells: Mapping[Any, Mapping[str, int]]
    total: Mapping[str, int]
    left_out: int

    def cell(self, group: Any) -> Mapping[str, int]:
        """Return the measures of a group; one without rows counts nothing."""
        return self.cells.get(group) or dict.fromkeys(COLUMNS, 0)


def cells_of(split: Split, asked: HalfQuestion, sums: HalfSums) -> Cells:
    """Add up a half by the groups of a split; a visit or country in several groups counts in each."""
    rows = sums.by_country if split.by_country else sums.by_visit
    groups_of = split.groups(asked)
    groups: dict[Any, list[Sum]] = defaultdict(list)
    left_out = 0
    for row in rows:
        named = dict.fromkeys(groups_of(row.key))
        for group in named:
            groups[group].append(row)
        left_out += 0 if named else row.parties
    return Cells({group: add_up(some) for group, some in groups.items()}, add_up(rows), left_out)


def half_table(code: str, asked: HalfQuestion, pairs: Pairs, *, scheme: str) -> HalfTable:
    """
    Return one table of a half, with names in the active language.

    code: a key of TITLES; pairs: from pairs_of(); scheme: code of the region scheme
    """
    if code == "repeat":
        return _repeats(_table("country", by_country(pairs), pairs))
    splits: dict[str, Callable[[], Split]] = {
        "country": lambda: by_country(pairs),
        "region": lambda: by_region(scheme, pairs),
        "theme": by_theme,
        "site": lambda: by_site(pairs),
        "month": lambda: by_month(asked, pairs),
        "organiser": lambda: by_organiser(pairs),
    }
    return _table(code, splits[code](), pairs)


def _table(code: str, split: Split, pairs: Pairs) -> HalfTable:
    tables = [(question, cells_of(split, question, sums)) for question, sums in pairs]
    columns = [name for name in COLUMNS if name not in LEFT_OUT.get(code, set())]
    used = {group for _question, table in tables for group in table.cells}
    order = [group for group in split.names if group in used]
    if not split.in_order:
        order.sort(key=lambda group: (group == ELSEWHERE, -tables[0][1].cell(group)["persons"], split.names[group]))
    return HalfTable(
        code=code,
        title=str(TITLES[code]),
        row_title=str(ROW_TITLES[code]),
        columns=_column_titles(columns, pairs[0][0]),
        rows=[
            HalfRow(split.names[group], _figures(columns, tables, lambda table, g=group: table.cell(g), split, group))  # type: ignore[misc]  # g is bound at once
            for group in order
        ],
        total=_figures(columns, tables, lambda table: table.total, None, None),
        left_out=tables[0][1].left_out,
    )


def _figures(
    columns: Sequence[str],
    tables: Sequence[tuple[HalfQuestion, Cells]],
    cell_of: Callable[[Cells], Mapping[str, int]],
    split: Split | None,
    group: Any,
) -> dict[str, Figure]:
    found = {}
    for ending, (question, table) in zip(("", "_last_year"), tables, strict=True):
        cell = cell_of(table)
        wanted = split.opens(question.filter, group) if split else question.filter
        for name in columns:
            found[f"{name}{ending}"] = Figure(
                cell[name],
                MEASURE_WORDS[name][2],
                question.half.cut(question.as_of),
                counting_rule(rule=question.rule, measure=name),
                wanted.href(),
            )
    return found


def _column_titles(columns: Sequence[str], asked: HalfQuestion) -> list[tuple[str, str]]:
    words = {
        "countries": _("Countries"),
        "visits": _("Visits"),
        "persons": _("Persons"),
        "person_days": _("Person-days"),
    }
    now = [(name, words[name]) for name in columns]
    year = asked.half.a_year_before.year
    before = [(f"{name}_last_year", _("%(what)s %(year)d") % {"what": words[name], "year": year}) for name in columns]
    return [*now, *before]


def _repeats(countries: HalfTable) -> HalfTable:
    """Return the countries that came more than once in the half, the most frequent first."""
    rows = [row for row in countries.rows if (row.figures["visits"].value or 0) > 1]
    rows.sort(key=lambda row: -(row.figures["visits"].value or 0))
    return HalfTable(
        code="repeat",
        title=str(TITLES["repeat"]),
        row_title=str(ROW_TITLES["repeat"]),
        columns=countries.columns,
        rows=rows,
        total={},
    )


def by_country(pairs: Pairs) -> Split:
    """Split by country; the most persons first."""
    codes = {row.key for _question, sums in pairs for row in sums.by_country}
    return Split(
        groups=lambda _asked: lambda code: (code,),
        names={country.code: country.name for country in Country.objects.filter(code__in=codes)},
        opens=lambda wanted, code: wanted.but(country=code),
        in_order=False,
        by_country=True,
    )


def by_region(scheme: str, pairs: Pairs) -> Split:
    """
    Split by the regions of a scheme; a country may lie in several, and in the region above.

    Each half counts the memberships of its own last day, as the list behind a figure does.
    """
    found = {asked.half.starts_on: _regions_on(asked.half.cut(asked.as_of), scheme) for asked, _sums in pairs}
    return Split(
        groups=lambda asked: lambda code: found[asked.half.starts_on].get(code, ()),
        names={region.code: region.name for region in Region.objects.filter(scheme=scheme)},
        opens=lambda wanted, code: wanted.but(region=f"{scheme}:{code}"),
        by_country=True,
    )


def _regions_on(day: date, scheme: str) -> Mapping[str, set[str]]:
    """Return the codes of each country's regions on a day."""
    held = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    found: dict[str, set[str]] = defaultdict(set)
    members = RegionMember.objects.filter(held, region__scheme=scheme).values_list(
        "country_id", "region__code", "region__parent__code", "region__parent__parent__code"
    )
    for country, *codes in members:
        found[country].update(code for code in codes if code)
    return found


def by_theme() -> Split:
    """Split by theme; a visit on two themes counts under both."""

    def groups(asked: HalfQuestion) -> Groups:
        visits = visits_counted(asked).values("pk")
        return _of_visits(VisitTheme.objects.filter(visit__in=visits).values_list("visit_id", "theme__code"))

    return Split(
        groups=groups,
        names={theme.code: theme.name for theme in Theme.objects.all()},
        opens=lambda wanted, code: wanted.but(theme=code),
    )


def by_site(pairs: Pairs) -> Split:
    """Split by site; a visit to two sites counts under both, and those that the reader does not read under one name."""
    stops: dict[date, list[tuple[int, int | None]]] = {}
    for asked, _sums in pairs:
        visits = visits_counted(asked).values("pk")
        found = Stop.objects.filter(visit__in=visits, site__isnull=False).order_by()
        stops[asked.half.starts_on] = list(found.values_list("visit_id", "site_id").distinct())
    ids = {site for rows in stops.values() for _visit, site in rows}
    named = {site.pk: site.name for site in sites_named_to(pairs[0][0].actor).filter(pk__in=ids)}
    kept = {
        day: _of_visits((visit, site if site in named else ELSEWHERE) for visit, site in rows)
        for day, rows in stops.items()
    }
    return Split(
        groups=lambda asked: kept[asked.half.starts_on],
        names={**named, ELSEWHERE: _("Other places, not public")},
        opens=lambda wanted, pk: wanted.but(site=pk),
        in_order=False,
    )


def by_month(asked: HalfQuestion, pairs: Pairs) -> Split:
    """Split by calendar month; last year's half stands beside the same month."""
    days = {question.half.starts_on: sums.days for question, sums in pairs}
    first = asked.half.starts_on.month
    return Split(
        groups=lambda question: lambda visit: (days[question.half.starts_on][visit].month,),
        names={month: _("%(month)d") % {"month": month} for month in range(first, first + 6)},
        opens=lambda wanted, month: wanted.but(month=f"{(wanted.since or asked.half.starts_on).year}-{month:02d}"),
    )


def by_organiser(pairs: Pairs) -> Split:
    """Split by the body that organised a visit, or by its kind where none is set or the reader may not know it."""
    held = {asked.half.starts_on: sums.organised for asked, sums in pairs}
    used = {organiser for rows in held.values() for organiser, _kind in rows.values() if organiser}
    named = {body.pk: body for body in Body.objects.filter(pk__in=organisers_named_to(pairs[0][0].actor))}
    bodies = {("body", pk): named[pk].name for pk in used & named.keys()}
    kinds = {kind for rows in held.values() for organiser, kind in rows.values() if organiser in named}

    def groups(asked: HalfQuestion) -> Groups:
        rows = held[asked.half.starts_on]

        def of_visit(visit: int) -> tuple[tuple[str, Any]]:
            organiser, kind = rows[visit]
            return (("body", organiser) if organiser in named else ("kind", kind),)

        return of_visit

    return Split(
        groups=groups,
        names={
            **bodies,
            **{("kind", kind.value): _kind_name(kind, some_named=kind.value in kinds) for kind in OrganiserKind},
        },
        opens=_opens_organiser,
        in_order=False,
    )


def _kind_name(kind: OrganiserKind, *, some_named: bool) -> str:
    label = str(kind.label)
    return _("%(kind)s: others") % {"kind": label} if some_named else label


def _opens_organiser(wanted: VisitFilter, group: tuple[str, Any]) -> VisitFilter:
    what, value = group
    return wanted.but(organiser=value) if what == "body" else wanted.but(organiser_kind=value, unnamed=True)


def _of_visits(pairs: Iterable[tuple[int, Any]]) -> Groups:
    """Return the groups of each visit, each once."""
    found: dict[int, dict[Any, None]] = defaultdict(dict)
    for visit, group in pairs:
        found[visit][group] = None
    return lambda visit: found.get(visit, ())


def offices_with_visits(*, visits: Any) -> list[tuple[int, str]]:
    """
    Return the offices of the visits given, by name.

    visits: a queryset of the visits that the caller chose for its actor
    """
    rows = Office.objects.filter(Exists(visits.filter(office=OuterRef("pk"))))
    return sorted(((office.pk, str(office)) for office in rows), key=lambda pair: pair[1])
