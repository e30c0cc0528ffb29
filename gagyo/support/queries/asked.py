"""Questions that somebody asks about requests, by SQL that is made once for all who ask alike."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from gagyo.common.models.prepared import Prepared, Rows, Value
from gagyo.common.rules import Actor


@dataclass(frozen=True)
class Alike:
    """What the SQL depends on: who asks in an office of the same kind with the same rights, and what else is said."""

    office_kind: str
    role: str
    reads_all: bool
    said: tuple[tuple[str, Hashable], ...]


class Asked:
    """
    A question with an actor in it.

    build(actor, **values) returns a query set of values() or values_list(); the SQL may depend on int and str values,
    days, moments and ids are handed on.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]") -> None:
        """Keep what builds the query set; nothing is asked yet."""
        self._build = build
        self._prepared = Prepared(self._of_marks)

    def rows(self, actor: Actor, **values: Value | str) -> Rows:
        """Return the rows that this actor's question gives."""
        said = {name: value for name, value in values.items() if isinstance(value, int | str)}
        if actor.user_id is None or actor.office_id is None or actor.reads_offices or not actor.office_kind:
            # Programs and auditors: each of them reads by a condition of its own.
            rows = self._build(actor, **values)
            return [tuple(each.values() if isinstance(each, dict) else each) for each in rows]
        alike = Alike(actor.office_kind, actor.role, actor.reads_all, tuple(said.items()))
        handed = {name: value for name, value in values.items() if not isinstance(value, int | str)}
        return self._prepared.rows(alike, user=actor.user_id, office=actor.office_id, **handed)

    def _of_marks(self, alike: Alike, *, user: int, office: int, **values: Value) -> "QuerySet[Any, Any]":
        actor = Actor(
            user_id=user,
            office_id=office,
            office_kind=alike.office_kind,
            role=alike.role,
            reads_all=alike.reads_all,
        )
        return self._build(actor, **dict(alike.said), **values)
