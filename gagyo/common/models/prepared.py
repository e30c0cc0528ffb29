"""Questions to the database whose SQL is made once and asked again with other values."""

from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from gagyo.common.models.lookups import ids_parameter

# What a question may be asked with: a number, a day, a moment, or ids for `pk__one_of`.
Value = int | date | Collection[int]
Rows = list[tuple[Any, ...]]
Made = tuple[str, list[Any], Mapping[int, str]]

# Values that no row has: they show at which places of the SQL's parameters a value stands.
FIRST_NUMBER: Final = -4_000_000_000_000_000_000
FIRST_MOMENT: Final = datetime(1700, 1, 1, 12, tzinfo=UTC)


class Prepared:
    """
    A question whose SQL Django writes once for each engine; for many conditions that takes longer than the answer.

    build(alike, **values) returns a query set of values_list(); which conditions it has may depend on `alike`, of the
    values it only hands on to the database.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]") -> None:
        """Keep what builds the query set; nothing is asked yet."""
        self._build = build
        self._made: dict[Hashable, Made | None] = {}

    def rows(self, alike: Hashable, **values: Value) -> Rows:
        """
        Return the rows of the question asked with these values.

        :raises ValueError: if the question makes something of a value itself, which would stay as it is the first time
        """
        key = connection.vendor, alike
        if key not in self._made:
            self._made[key] = self._make(alike, values)
        made = self._made[key]
        if made is None:
            return []
        sql, parameters, places = made
        adapted = {name: adapt(value) for name, value in values.items()}
        given = [adapted[places[n]] if n in places else each for n, each in enumerate(parameters)]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            found: Rows = cursor.fetchall()
        return found

    def _make(self, alike: Hashable, values: Mapping[str, Value]) -> Made | None:
        marks = {name: mark_like(value, number=n) for n, (name, value) in enumerate(values.items())}
        others = {name: mark_like(value, number=-n - 1) for n, (name, value) in enumerate(values.items())}
        try:
            sql, parameters = self._build(alike, **marks).query.sql_with_params()
            other_sql, other = self._build(alike, **others).query.sql_with_params()
        except EmptyResultSet:
            return None
        names = {adapt(mark): name for name, mark in marks.items()}
        places = {n: names[each] for n, each in enumerate(parameters) if isinstance(each, Hashable) and each in names}
        kept = [n for n, each in enumerate(parameters) if n not in places and each != other[n]]
        if sql != other_sql or kept:
            raise ValueError("The question makes something of a value before it hands it on: make it before asking.")
        return sql, list(parameters), places


def mark_like(value: Value, *, number: int) -> Value:
    """Return a value of the same kind that no row has, another for each number."""
    if isinstance(value, datetime):
        return FIRST_MOMENT + timedelta(minutes=number)
    if isinstance(value, date):
        return FIRST_MOMENT.date() + timedelta(days=number)
    mark = FIRST_NUMBER - number
    return mark if isinstance(value, int) else [mark]


def adapt(value: Value) -> Any:
    """Return a value as it stands among the parameters of a query."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value if isinstance(value, int) else ids_parameter(value, vendor=connection.vendor)
