"""The statistics in the form of the 2025 audit: by province, country, region, kind, year; every cell opens its rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gagyo.analytics.queries.rows import (
    ProjectRow,
    TieRow,
    in_regions,
    project_rows,
    regions_by_country,
    tie_rows,
)
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.count import Key, Table, count, tally, total
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.partnerships.choices import TieKind
from gagyo.partnerships.queries.directory_figures import (
    COUNTRIES,
    GOVERNMENTS,
    SAME_PROVINCE,
    TIES_IN_FORCE,
    TIES_PER_COUNTRY,
)
from gagyo.partnerships.queries.directory_filter import UNKNOWN, TieFilter
from gagyo.partnerships.queries.directory_projects import BUDGET, PROJECTS, ProjectFilter
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, Country, Place, Region

TABLES: Final = {
    "province": gettext_lazy("By province"),
    "country": gettext_lazy("By country"),
    "region": gettext_lazy("By region"),
    "kind": gettext_lazy("By kind"),
    "year": gettext_lazy("By year"),
    "same-province": gettext_lazy("Same foreign province"),
}
KINDS: Final = tuple(kind.value for kind in TieKind)


@dataclass(frozen=True)
class Question:
    """
    Whose rows, as of which day, projects since which day; scheme: code of the region scheme.

    sample: "", "yes" or "no" as in the filters
    """

    actor: Actor
    today: date
    as_of: date
    since: date
    scheme: str
    sample: str = ""

    @property
    def ties(self) -> TieFilter:
        """The ties in force on the day."""
        return TieFilter(as_of=None if self.as_of == self.today else self.as_of, sample=self.sample)

    @property
    def a_year_before(self) -> TieFilter:
        """The ties in force on the same day of the year before."""
        return TieFilter(as_of=year_before(self.as_of), sample=self.sample)

    @property
    def projects(self) -> ProjectFilter:
        """The projects begun in the period."""
        return ProjectFilter(since=self.since, until=self.as_of, sample=self.sample)


def year_before(day: date) -> date:
    """Return the same day of the year before; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


@dataclass(frozen=True)
class StatRow:
    """One row: its name, its figures by column, and the name of what it lies in, if anything."""

    name: str
    figures: Mapping[str, Figure]
    above: str = ""


@dataclass(frozen=True)
class StatTable:
    """
    A table of figures.

    columns: key of a figure and its title, in order; total: over all rows counted, never added up from groups;
    left_out: how many ties fell in no row
    """

    code: str
    title: str
    row_title: str
    above_title: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[StatRow]
    total: Mapping[str, Figure]
    left_out: int = 0

    @property
    def rules(self) -> list[CountingRule]:
        """The rules by which the columns count, each once."""
        return list({figure.rule.code: figure.rule for figure in self.total.values()}.values())


@dataclass
class Counted:
    """The rows of a question, read when first asked for, so that one page reads each table once."""

    question: Question
    _kept: dict[str, Any] = field(default_factory=dict)

    def read(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what was made under a name."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    @property
    def ties(self) -> list[TieRow]:
        """The ties in force on the day."""
        asked = self.question
        return self.read("ties", lambda: tie_rows(actor=asked.actor, wanted=asked.ties, today=asked.today))  # type: ignore[no-any-return]  # read() keeps what was made

    @property
    def before(self) -> list[TieRow]:
        """The ties in force a year before."""
        asked = self.question
        return self.read("before", lambda: tie_rows(actor=asked.actor, wanted=asked.a_year_before, today=asked.today))  # type: ignore[no-any-return]  # read() keeps what was made

    @property
    def projects(self) -> list[ProjectRow]:
        """The projects begun in the period."""
        asked = self.question
        return self.read("projects", lambda: project_rows(actor=asked.actor, wanted=asked.projects, today=asked.today))  # type: ignore[no-any-return]  # read() keeps what was made


TieKey = Key[TieRow]
TIES: Final = {"ties": count()}
WORK: Final = {"projects": count(), "budget": total("budget_krw")}


def amount(value: Any) -> int:
    """Return what a cell counts."""
    return int(value)


def tie_columns() -> list[tuple[str, str]]:
    """Return the columns of ties: all of them, and by kind, and a year before."""
    kinds = [(f"kind-{kind.value}", str(kind.label)) for kind in TieKind]
    return [("ties", _("Ties")), *kinds, ("before", _("Ties a year before"))]


WORK_COLUMNS = (("projects", gettext_lazy("Projects")), ("budget", gettext_lazy("Budget")))


class Maker:
    """Makes the figures of one table: ties by a key, projects by the same key, and what the cells open."""

    def __init__(
        self, counted: Counted, *, ties_of: Callable[[TieRow], Any], rule: CountingRule = TIES_IN_FORCE
    ) -> None:
        self.asked = counted.question
        self.rule = rule
        kind: TieKey = Key("kind", "kind")
        group: TieKey = Key("group", ties_of, several=True)
        self.now: Table[TieRow] = tally(counted.ties, [group, kind], TIES)
        self.before: Table[TieRow] = tally(counted.before, [group], TIES)
        self.ties = {row.id: row for row in counted.ties}

    def groups(self) -> list[Any]:
        """Return the groups that have ties now or had some a year before."""
        return sorted({group[0] for group in (*self.now.cells, *self.before.cells)}, key=str)

    def figure(self, value: Any, wanted: TieFilter) -> Figure:
        """Return a figure of ties."""
        # Nothing counted is nothing to open.
        href = wanted.href() if value else None
        return Figure(amount(value), "tie", wanted.day(self.asked.today), self.rule, href)

    def tie_figures(self, group: Any, **narrowed: Any) -> dict[str, Figure]:
        """Return the figures of ties of a group, which the filter finds by `narrowed`."""
        wanted = self.asked.ties.but(**narrowed)
        found = {"ties": self.figure(self.now.margin(group=group)["ties"], wanted)}
        for kind in KINDS:
            found[f"kind-{kind}"] = self.figure(self.now.cell(group, kind)["ties"], wanted.but(kind=kind))
        found["before"] = self.figure(self.before.cell(group)["ties"], self.asked.a_year_before.but(**narrowed))
        return found

    def totals(self) -> dict[str, Figure]:
        """Return the figures of all ties."""
        wanted = self.asked.ties
        found = {"ties": self.figure(self.now.total["ties"], wanted)}
        by_kind: dict[str, int] = dict.fromkeys(KINDS, 0)
        for row in self.ties.values():
            by_kind[row.kind] += 1
        for kind, value in by_kind.items():
            found[f"kind-{kind}"] = self.figure(value, wanted.but(kind=kind))
        found["before"] = self.figure(self.before.total["ties"], self.asked.a_year_before)
        return found

    def rows_of(self, group: Any) -> list[TieRow]:
        """Return the ties of a group."""
        return [self.ties[int(str(pk))] for pk in self.now.margin(group=group).row_ids]


def work_figures(asked: Question, cell: Any, **narrowed: Any) -> dict[str, Figure]:
    """Return the figures of projects of a cell, which the filter finds by `narrowed`."""
    projects, budget = amount(cell["projects"]), amount(cell["budget"])
    # Without projects there is nothing to open, and no budget was recorded, which is not a budget of nothing.
    href = asked.projects.but(**narrowed).href() if projects else None
    return {
        "projects": Figure(projects, "project", asked.as_of, PROJECTS, href),
        "budget": Figure(budget if projects else None, "krw", asked.as_of, BUDGET, href),
    }


def countries_of(asked: Question, rows: Sequence[TieRow], **narrowed: Any) -> Figure:
    """Return the number of countries of some ties, which opens the list of them."""
    codes = {code for row in rows for code in row.where.countries}
    wanted = asked.ties.but(**narrowed)
    return Figure(len(codes), "country", asked.as_of, COUNTRIES, wanted.href("partnerships:countries"))


def governments_of(asked: Question, rows: Sequence[TieRow], **narrowed: Any) -> Figure:
    """Return the number of Korean local governments of some ties, which opens the list of them."""
    bodies = {body for row in rows for body in row.where.governments}
    wanted = asked.ties.but(**narrowed)
    return Figure(len(bodies), "government", asked.as_of, GOVERNMENTS, wanted.href("partnerships:governments"))


def by_value(rows: list[StatRow], key: str = "ties") -> list[StatRow]:
    """Return the rows from the most down, equal ones by name."""
    return sorted(rows, key=lambda row: (-(row.figures[key].value or 0), row.name))


def table_by_province(counted: Counted) -> StatTable:
    """Return ties, countries, projects and budget of each Korean province with all in it."""
    asked, made = counted.question, Maker(counted, ties_of=lambda row: row.where.provinces)
    work = tally(counted.projects, [Key("group", "province")], WORK)
    groups = sorted({*made.groups(), *(group[0] for group in work.cells)}, key=str)
    every = Q(kind=BodyKind.METROPOLITAN, archived_at=None, merged_into=None, ends_on=None)
    found = Body.objects.filter(Q(pk__in=groups) | every).only("name_ko", "name_en", "code")
    bodies = {body.pk: body for body in found}
    rows = [
        StatRow(
            str(bodies[pk]),
            {
                **made.tie_figures(pk, province=pk),
                "countries": countries_of(asked, made.rows_of(pk), province=pk),
                **work_figures(asked, work.cell(pk), province=pk),
            },
        )
        for pk in sorted(bodies, key=lambda pk: (bodies[pk].code or "99", pk))
    ]
    totals = {
        **made.totals(),
        "countries": countries_of(asked, counted.ties),
        **work_figures(asked, work.total),
    }
    columns = [*tie_columns(), ("countries", _("Countries")), *plain(WORK_COLUMNS)]
    left_out = amount(made.now.ungrouped["ties"])
    return StatTable("province", _("By province"), _("Province"), "", columns, rows, totals, left_out)


def plain(columns: Sequence[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Return columns with their titles in the active language."""
    return [(key, str(title)) for key, title in columns]


def table_by_country(counted: Counted) -> StatTable:
    """Return ties, governments, projects and budget of each country; domestic ties are not among them."""
    asked = counted.question
    made = Maker(counted, ties_of=lambda row: row.where.countries, rule=TIES_PER_COUNTRY)
    work = tally(counted.projects, [Key("group", "countries", several=True)], WORK)
    groups = {*made.groups(), *(str(group[0]) for group in work.cells)}
    rows = [
        StatRow(
            str(country),
            {
                **made.tie_figures(country.pk, country=country.pk),
                "governments": governments_of(asked, made.rows_of(country.pk), country=country.pk),
                **work_figures(asked, work.cell(country.pk), country=country.pk),
            },
        )
        for country in Country.objects.filter(pk__in=groups)
    ]
    totals = {**made.totals(), "governments": governments_of(asked, counted.ties), **work_figures(asked, work.total)}
    columns = [*tie_columns(), ("governments", _("Local governments")), *plain(WORK_COLUMNS)]
    left_out = amount(made.now.ungrouped["ties"])
    return StatTable("country", _("By country"), _("Country"), "", columns, by_value(rows), totals, left_out)


def table_by_region(counted: Counted) -> StatTable:
    """Return ties, countries, projects and budget of each region of the scheme, by the members of the day."""
    asked = counted.question
    of = in_regions(regions_by_country(scheme=asked.scheme, day=asked.as_of))
    then = in_regions(regions_by_country(scheme=asked.scheme, day=year_before(asked.as_of)))
    made = Maker(counted, ties_of=lambda row: of(row.where.countries), rule=TIES_PER_COUNTRY)
    made.before = tally(counted.before, [Key("group", lambda row: then(row.where.countries), several=True)], TIES)
    work = tally(counted.projects, [Key("group", lambda row: of(row.countries), several=True)], WORK)
    rows = []
    for region in Region.objects.filter(scheme=asked.scheme).select_related("parent"):
        key = f"{asked.scheme}:{region.code}"
        figures = {
            **made.tie_figures(key, region=key),
            "countries": countries_of(asked, made.rows_of(key), region=key),
            **work_figures(asked, work.cell(key), region=key),
        }
        rows.append(StatRow(str(region), figures, above=str(region.parent or "")))
    totals = {**made.totals(), "countries": countries_of(asked, counted.ties), **work_figures(asked, work.total)}
    columns = [*tie_columns(), ("countries", _("Countries")), *plain(WORK_COLUMNS)]
    left_out = amount(made.now.ungrouped["ties"])
    return StatTable("region", _("By region"), _("Region"), "", columns, rows, totals, left_out)


def table_by_kind(counted: Counted) -> StatTable:
    """Return ties, countries and governments of each kind of tie."""
    asked, made = counted.question, Maker(counted, ties_of=lambda row: [row.kind])
    rows = []
    for kind in TieKind:
        ties = made.tie_figures(kind.value, kind=kind.value)
        figures = {
            "ties": ties["ties"],
            "before": ties["before"],
            "countries": countries_of(asked, made.rows_of(kind.value), kind=kind.value),
            "governments": governments_of(asked, made.rows_of(kind.value), kind=kind.value),
        }
        rows.append(StatRow(str(kind.label), figures))
    totals = made.totals()
    total_row = {
        "ties": totals["ties"],
        "before": totals["before"],
        "countries": countries_of(asked, counted.ties),
        "governments": governments_of(asked, counted.ties),
    }
    columns = [
        ("ties", _("Ties")),
        ("before", _("Ties a year before")),
        ("countries", _("Countries")),
        ("governments", _("Local governments")),
    ]
    return StatTable("kind", _("By kind"), _("Kind"), "", columns, rows, total_row)


def table_by_year(counted: Counted) -> StatTable:
    """Return the ties in force by the year of their signing, and projects and budget by the year they began."""
    asked, made = counted.question, Maker(counted, ties_of=lambda row: [row.year or UNKNOWN])
    work = tally(counted.projects, [Key("group", "year")], WORK)
    years = sorted({*made.groups(), *(group[0] for group in work.cells)}, key=str, reverse=True)
    rows = []
    for year in years:
        known = year != UNKNOWN
        ties = made.tie_figures(year, year=str(year))
        since = max(asked.since, date(int(year), 1, 1)) if known else asked.since
        until = min(asked.as_of, date(int(year), 12, 31)) if known else asked.as_of
        figures = {key: ties[key] for key in ("ties", *(f"kind-{kind}" for kind in KINDS))}
        if known and since <= until:
            figures.update(work_figures(asked, work.cell(year), since=since, until=until))
        rows.append(StatRow(str(year) if known else _("Unknown"), figures))
    totals = {**made.totals(), **work_figures(asked, work.total)}
    del totals["before"]
    columns = [column for column in tie_columns() if column[0] != "before"]
    return StatTable("year", _("By year"), _("Year"), "", [*columns, *plain(WORK_COLUMNS)], rows, totals)


def table_by_same_province(counted: Counted) -> StatTable:
    """Return the foreign provinces with which several local governments are tied, the most first."""
    asked = counted.question
    made = Maker(counted, ties_of=lambda row: row.where.foreign_provinces, rule=SAME_PROVINCE)
    rows = []
    for place in Place.objects.filter(pk__in=made.groups()).select_related("country"):
        ties = made.tie_figures(place.pk, place=place.pk)
        governments = governments_of(asked, made.rows_of(place.pk), place=place.pk)
        if (governments.value or 0) < 2:
            continue
        figures = {"governments": governments, "ties": ties["ties"], "before": ties["before"]}
        rows.append(StatRow(str(place), figures, above=str(place.country)))
    totals = made.totals()
    total_row = {
        "governments": governments_of(asked, counted.ties),
        "ties": totals["ties"],
        "before": totals["before"],
    }
    columns = [
        ("governments", _("Local governments")),
        ("ties", _("Ties")),
        ("before", _("Ties a year before")),
    ]
    title = _("Local governments tied to the same foreign province")
    ranked = by_value(by_value(rows), "governments")
    left_out = amount(made.now.ungrouped["ties"])
    return StatTable("same-province", title, _("Province or state"), _("Country"), columns, ranked, total_row, left_out)


MAKERS: Final[Mapping[str, Callable[[Counted], StatTable]]] = {
    "province": table_by_province,
    "country": table_by_country,
    "region": table_by_region,
    "kind": table_by_kind,
    "year": table_by_year,
    "same-province": table_by_same_province,
}


def headline(counted: Counted) -> list[tuple[Figure, Figure | None]]:
    """Return the figures at the top, each with the same one of a year before where there is one."""
    asked = counted.question
    made = Maker(counted, ties_of=lambda row: [row.kind])
    totals = made.totals()
    earlier = Question(asked.actor, asked.today, year_before(asked.as_of), asked.since, asked.scheme, asked.sample)
    work = work_figures(asked, tally(counted.projects, [], WORK).total)
    return [
        (totals["ties"], totals["before"]),
        (countries_of(asked, counted.ties), countries_of(earlier, counted.before)),
        (governments_of(asked, counted.ties), governments_of(earlier, counted.before)),
        (work["projects"], None),
        (work["budget"], None),
    ]
