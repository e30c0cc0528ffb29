"""The figures of requests by field, country or asker: the same conditions as in the totals, for each group."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Count

from gagyo.registry.models import Body, Country
from gagyo.support.choices import RequestField
from gagyo.support.queries.figures import counted, hours_by_request
from gagyo.support.queries.lists import RequestFilter
from gagyo.support.queries.standing import STANDINGS, stood
from gagyo.support.rules.figures import nearest_rank

GROUPS: Final = ("field", "country", "asker")
MEDIAN, MOST = Decimal("0.5"), Decimal("0.9")


@dataclass(frozen=True)
class GroupRow:
    """
    One group: its name, its numbers by standing, and the working hours that its requests took.

    first, first_most, end, end_most: median and 90 % of those answered, None of none; key: "" for none given
    """

    key: str
    name: str
    numbers: dict[str, int]
    first: Decimal | None
    first_most: Decimal | None
    end: Decimal | None
    end_most: Decimal | None
    as_of: date
    by: str

    def href(self, standing: str) -> str | None:
        """Return the address of the rows of one number; none for requests in which nothing is given."""
        if not self.key:
            return None
        wanted = RequestFilter(state="all", stood=standing, as_of=self.as_of.isoformat())
        return wanted.but(**{self.by: int(self.key) if self.by == "asker" else self.key}).href()


def group_rows(by: str, *, as_of: date, until: datetime) -> list[GroupRow]:
    """
    Return the groups with at least one request, those with the most first.

    by: one of GROUPS
    """
    counts = {name: Count("pk", filter=stood(name, until=until)) for name in STANDINGS}
    rows = list(counted().filter(stood("received", until=until)).order_by().values(by).annotate(**counts))
    hours = hours_by_request(until=until)
    groups = dict(counted().filter(pk__in=hours).values_list("pk", by)) if hours else {}
    names = names_of(by, [row[by] for row in rows if row[by]])
    found = []
    for row in rows:
        first = sorted(each.first for pk, each in hours.items() if groups[pk] == row[by])
        ends = sorted(each.end for pk, each in hours.items() if groups[pk] == row[by] and each.end is not None)
        found.append(
            GroupRow(
                key=str(row[by] or ""),
                name=names.get(str(row[by]), "–"),
                numbers={name: int(row[name]) for name in STANDINGS},
                first=nearest_rank(first, share=MEDIAN),
                first_most=nearest_rank(first, share=MOST),
                end=nearest_rank(ends, share=MEDIAN),
                end_most=nearest_rank(ends, share=MOST),
                as_of=as_of,
                by=by,
            )
        )
    return sorted(found, key=lambda each: (-each.numbers["received"], each.name))


def names_of(by: str, keys: list[str | int]) -> dict[str, str]:
    """Return the names of groups in the active language."""
    if by == "field":
        return {value: str(label) for value, label in RequestField.choices}
    if by == "country":
        return {country.code: country.name for country in Country.objects.filter(code__in=keys)}
    return {str(body.pk): body.name for body in Body.objects.filter(pk__in=keys)}
