"""The figures of a table: ties by a key, projects by the same key, and what each cell opens."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gagyo.analytics.queries.question import Counted, Question
from gagyo.analytics.queries.rows import TieRow
from gagyo.kernels.indicators.count import Key, Table, count, tally, total
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.partnerships.choices import TieKind
from gagyo.partnerships.queries.directory_figures import COUNTRIES, GOVERNMENTS, TIES_IN_FORCE
from gagyo.partnerships.queries.directory_filter import TieFilter
from gagyo.partnerships.queries.directory_projects import BUDGET, PROJECTS

KINDS: Final = tuple(kind.value for kind in TieKind)


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
        self.counted, self.asked, self.rule = counted, counted.question, rule
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
        return ties_counted(self.asked, value, wanted, self.rule)

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
        return totals_of(self.counted, self.rule)

    def rows_of(self, group: Any) -> list[TieRow]:
        """Return the ties of a group."""
        return [self.ties[int(str(pk))] for pk in self.now.margin(group=group).row_ids]


def ties_counted(asked: Question, value: Any, wanted: TieFilter, rule: CountingRule) -> Figure:
    """Return a figure of ties; nothing counted is nothing to open."""
    return Figure(amount(value), "tie", wanted.day(asked.today), rule, wanted.href() if value else None)


def totals_of(counted: Counted, rule: CountingRule = TIES_IN_FORCE) -> dict[str, Figure]:
    """Return the figures of all ties: together, by kind, and a year before."""
    asked, wanted = counted.question, counted.question.ties
    by_kind = Counter(row.kind for row in counted.ties)
    return {
        "ties": ties_counted(asked, len(counted.ties), wanted, rule),
        **{f"kind-{kind}": ties_counted(asked, by_kind[kind], wanted.but(kind=kind), rule) for kind in KINDS},
        "before": ties_counted(asked, len(counted.before), asked.a_year_before, rule),
    }


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
    return Figure(
        len(codes), "country", asked.as_of, COUNTRIES, wanted.href("partnerships:countries") if codes else None
    )


def governments_of(asked: Question, rows: Sequence[TieRow], **narrowed: Any) -> Figure:
    """Return the number of Korean local governments of some ties, which opens the list of them."""
    bodies = {body for row in rows for body in row.where.governments}
    wanted = asked.ties.but(**narrowed)
    return Figure(
        len(bodies), "government", asked.as_of, GOVERNMENTS, wanted.href("partnerships:governments") if bodies else None
    )


def by_value(rows: list[StatRow], key: str = "ties") -> list[StatRow]:
    """Return the rows from the most down, equal ones by name."""
    return sorted(rows, key=lambda row: (-(row.figures[key].value or 0), row.name))


def plain(columns: Sequence[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Return columns with their titles in the active language."""
    return [(key, str(title)) for key, title in columns]
