"""Ids by their values as one parameter, on both engines."""

from collections.abc import Collection
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, Lookup
from django.db.models.sql.compiler import SQLCompiler

Compiled = tuple[str, list[Any]]


@BigAutoField.register_lookup
class OneOf(Lookup[Collection[int]]):
    """
    `pk__one_of=ids`: what `pk__in` says of numbers, as one parameter whatever their number.

    A list of a thousand ids is a thousand parameters of `pk__in`, each written into the SQL text and read again there:
    ten times what the question itself takes.
    """

    lookup_name = "one_of"
    prepare_rhs = False

    def get_prep_lookup(self) -> list[int]:
        """
        Return the numbers.

        :raises ValueError: if one of them is none
        """
        return [int(each) for each in self.rhs]

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Return them as one parameter."""
        return "%s", [ids_parameter(value, vendor=connection.vendor)]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Compiled:
        """Return the condition with its parameters."""
        column, given = self.process_lhs(compiler, connection)
        asked, numbers = self.process_rhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY({asked}::bigint[])", [*given, *numbers]
        return f"{column} IN (SELECT value FROM json_each({asked}))", [*given, *numbers]  # noqa: S608 - no value in it


def ids_parameter(ids: Collection[int], *, vendor: str) -> str:
    """Return ids as the one parameter of `one_of`: an array, or JSON where there are no arrays."""
    numbers = ",".join(map(str, ids))
    return f"{{{numbers}}}" if vendor == "postgresql" else f"[{numbers}]"
