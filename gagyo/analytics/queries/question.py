"""What the statistics are asked, and the rows that answer, each read once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gagyo.analytics.queries.rows import ProjectRow, TieRow, project_rows, readable_ties, tie_rows
from gagyo.common.rules import Actor
from gagyo.partnerships.queries.directory_filter import TieFilter
from gagyo.partnerships.queries.directory_projects import ProjectFilter


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
        return self.read("ties", lambda: self._ties(self.question.ties))  # type: ignore[no-any-return]  # read() keeps what was made

    @property
    def before(self) -> list[TieRow]:
        """The ties in force a year before."""
        return self.read("before", lambda: self._ties(self.question.a_year_before))  # type: ignore[no-any-return]  # read() keeps what was made

    def _ties(self, wanted: TieFilter) -> list[TieRow]:
        asked = self.question
        readable = self.read("readable", lambda: readable_ties(actor=asked.actor))
        return tie_rows(actor=asked.actor, wanted=wanted, today=asked.today, readable=readable)

    @property
    def projects(self) -> list[ProjectRow]:
        """The projects begun in the period."""
        asked = self.question
        return self.read("projects", lambda: project_rows(actor=asked.actor, wanted=asked.projects, today=asked.today))  # type: ignore[no-any-return]  # read() keeps what was made
