"""
The indexes by which words of requests and items, comments and attached files are found, kept by the database itself.

The database cuts each text into pieces when it is written, so that no way of writing a row can leave the index behind.
PostgreSQL: a GIN index over a function. SQLite: FTS5 tables that triggers fill, which call kernels.text.grams.
"""

from typing import Any, Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.expressions import RawSQL

from gagyo.kernels.text.grams import WantedGrams
from gagyo.support.models.requests import RequestItem, SupportRequest
from gagyo.support.models.talk import Attachment, Comment

FUNCTION: Final = "gagyo_grams"
# Table -> the columns whose texts are found.
INDEXED: Final[dict[type[models.Model], tuple[str, ...]]] = {
    SupportRequest: ("number", "name_ko", "name_en", "wanted"),
    RequestItem: ("text", "answer"),
    Comment: ("words",),
    Attachment: ("title", "text"),
}


class _AsText(Func):
    template = "(%(expressions)s)::text"


class _Holds(Func):
    """Whether a text has these pieces, in the very words of PostgreSQL's index."""

    output_field = BooleanField()

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **_context: Any) -> tuple[str, list[Any]]:
        """Return the condition: the pieces in lower case, as the database's own language makes them."""
        *columns, wanted = (compiler.compile(each) for each in self.get_source_expressions())
        text = " || ' ' || ".join(sql for sql, _parameters in columns)
        return f"{FUNCTION}({text}) @@ lower({wanted[0]})::tsquery", [*wanted[1]]


def holds(model: type[models.Model], wanted: WantedGrams, *, vendor: str) -> Q:
    """Return the condition that a row's texts have all these pieces: more than those that have the word itself."""
    if vendor == "postgresql":
        return Q(_Holds(*(_as_text(model, name) for name in INDEXED[model]), Value(_as_tsquery(wanted))))
    table = fts_table(model)
    sql = f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608 - the name of our own table
    return Q(pk__in=RawSQL(sql, [_as_match(wanted)]))  # noqa: S611 - the same


def fts_table(model: type[models.Model]) -> str:
    """Return the name of SQLite's index of a table."""
    return f"{model._meta.db_table}_grams"


def _as_text(model: type[models.Model], name: str) -> F | _AsText:
    return _AsText(F(name)) if isinstance(model._meta.get_field(name), models.JSONField) else F(name)


def _as_tsquery(wanted: WantedGrams) -> str:
    return " & ".join([*(f"'{each}'" for each in wanted.whole), *(f"'{each}':*" for each in wanted.beginnings)])


def _as_match(wanted: WantedGrams) -> str:
    return " AND ".join([*(f'"{each}"' for each in wanted.whole), *(f'"{each}" *' for each in wanted.beginnings)])
