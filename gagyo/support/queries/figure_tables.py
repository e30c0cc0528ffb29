"""The figures of requests by group, such as by province or by office that answers: the conditions of the totals."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, Count, F, Q, When

from gagyo.accounts.models import Office
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, Country
from gagyo.support.choices import RequestField
from gagyo.support.models import Leg
from gagyo.support.queries.figures import (
    Taken,
    counted,
    hours_by_request,
    hours_of_offices,
    pauses_of,
    tenths,
)
from gagyo.support.queries.lists import RequestFilter, narrowed
from gagyo.support.queries.standing import STANDINGS, stood
from gagyo.support.rules.clock import worked_hours
from gagyo.support.rules.figures import nearest_rank

GROUPS: Final = ("field", "country", "province", "asker", "office")
# Groups that a filter names by an id.
BY_ID: Final = frozenset({"province", "asker", "office"})
MEDIAN, MOST = Decimal("0.5"), Decimal("0.9")
# A city asks in its province; any other body stands for itself.
PROVINCE: Final = Case(
    When(Q(asker__kind=BodyKind.BASIC, asker__parent__isnull=False), then=F("asker__parent")), default=F("asker")
)


@dataclass(frozen=True)
class Spread:
    """Working hours of some requests: of how many, their median and the value that 90 % do not exceed; None of none."""

    n: int
    median: Decimal | None
    most: Decimal | None


@dataclass(frozen=True)
class GroupRow:
    """
    One group: its name, its numbers by standing, and the working hours to the first answer and to the end.

    key: "" for none given. An office's hours are those from its being asked to its own answer, by its own clock.
    """

    key: str
    name: str
    numbers: Mapping[str, int]
    first: Spread
    end: Spread
    as_of: date
    by: str

    def href(self, standing: str) -> str | None:
        """Return the address of the rows of one number; none for requests in which nothing is given."""
        if not self.key:
            return None
        wanted = RequestFilter(state="all", stood=standing, as_of=self.as_of.isoformat())
        return wanted.but(**{self.by: int(self.key) if self.by in BY_ID else self.key}).href()


def group_rows(by: str, *, as_of: date, until: datetime) -> list[GroupRow]:
    """
    Return the groups with at least one request, those with the most first.

    by: one of GROUPS; a request stands in the group of every office that was asked by then
    """
    counts = {name: Count("pk", filter=stood(name, until=until), distinct=True) for name in STANDINGS}
    received = counted().filter(stood("received", until=until)).order_by()
    if by == "office":
        grouped = received.filter(legs__sent_at__lt=until).annotate(group=F("legs__office"))
    else:
        grouped = received.annotate(group=PROVINCE if by == "province" else F(by))
    rows = list(grouped.values("group").annotate(**counts))
    taken = taken_by_group(by, until=until)
    names = names_of(by, [row["group"] for row in rows if row["group"]])
    found = [
        GroupRow(
            key=str(row["group"] or ""),
            name=names.get(str(row["group"]), "–"),
            numbers={name: int(row[name]) for name in STANDINGS},
            first=spread(each.first for each in taken[row["group"]]),
            end=spread(each.end for each in taken[row["group"]] if each.end is not None),
            as_of=as_of,
            by=by,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-each.numbers["received"], each.name))


def counted_behind(wanted: RequestFilter, *, now: datetime) -> int | None:
    """
    Return how many requests a figure counted whose rows a filter opens, those too that its reader may not read; None
    for a filter that no figure has, which would tell of them what no figure tells.
    """
    asked = wanted.parameters().keys() - {"stood", "as_of", "state"}
    if wanted.stood not in STANDINGS or wanted.state != "all" or len(asked) > 1 or not asked <= set(GROUPS):
        return None
    return int(narrowed(counted(), wanted=wanted, now=now).count())


def spread(hours: Iterable[Decimal]) -> Spread:
    """Return how many values there are, their median and their 90 % value."""
    found = sorted(hours)
    return Spread(len(found), nearest_rank(found, share=MEDIAN), nearest_rank(found, share=MOST))


def taken_by_group(by: str, *, until: datetime) -> defaultdict[Any, list[Taken]]:
    """Return the working hours taken, by group."""
    found: defaultdict[Any, list[Taken]] = defaultdict(list)
    if by == "office":
        for office, taken in hours_by_leg(until=until):
            found[office].append(taken)
        return found
    hours = hours_by_request(until=until)
    if not hours:
        return found
    rows = counted().filter(Q(pk__in=hours)).annotate(group=PROVINCE if by == "province" else F(by))
    for pk, group in rows.values_list("pk", "group"):
        found[group].append(hours[pk])
    return found


def hours_by_leg(*, until: datetime) -> list[tuple[int, Taken]]:
    """Return for each part with a first answer by then its office, and how long that office took by its own clock."""
    legs = list(
        Leg.objects.filter(first_answer_at__lt=until, sent_at__isnull=False)
        .order_by("pk")
        .values_list("pk", "office", "sent_at", "first_answer_at", "answered_at")
    )
    pauses = pauses_of([pk for pk, *_rest in legs])
    hours = hours_of_offices({office for _pk, office, *_rest in legs})
    found = []
    for pk, office, sent, first, answered in legs:
        if sent is None or first is None:
            continue
        waited = pauses.get(pk, ())
        taken = worked_hours(hours[office], start=sent, end=first, pauses=waited)
        is_ended = answered is not None and answered < until
        end = worked_hours(hours[office], start=sent, end=answered, pauses=waited) if answered and is_ended else None
        found.append((office, Taken(tenths(taken), None if end is None else tenths(end))))
    return found


def names_of(by: str, keys: list[Any]) -> dict[str, str]:
    """Return the names of groups in the active language."""
    if by == "field":
        return {value: str(label) for value, label in RequestField.choices}
    if by == "country":
        return {country.code: country.name for country in Country.objects.filter(code__in=keys)}
    if by == "office":
        return {str(office.pk): str(office) for office in Office.objects.filter(pk__in=keys)}
    return {str(body.pk): body.name for body in Body.objects.filter(pk__in=keys)}
