"""Ids by their values where there are few: they spare the planner's guess that all rows are read."""

from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import Any, Final

from django.db.models import Q, QuerySet

FEW: Final = 1_500

# Ids where they are few, else a condition.
Found = Q | set[int]


def few_of(ids: "QuerySet[Any, Any]") -> set[int] | None:
    """Return the ids of a query where there are few, else None. ids: rows of one value each"""
    found = {next(iter(row.values())) for row in ids[: FEW + 1]}
    return found if len(found) <= FEW else None


def within(found: Iterable[Found]) -> Q:
    """
    Return the condition that all of these hold.

    Ids that stand in every set are named once: PostgreSQL reckons with the product of two lists, and reads every row.
    """
    every = list(found)
    sets = [each for each in every if isinstance(each, set)]
    named = Q(pk__one_of=set.intersection(*sets)) if sets else Q()
    return reduce(and_, (each for each in every if isinstance(each, Q)), named)
