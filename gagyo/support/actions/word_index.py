"""Laying out the indexes of words, after every migration: one that is there is left as it is."""

import json
from typing import Any, Final

from django.apps.registry import Apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from gagyo.kernels.text.grams import BETWEEN, FIRST_SYLLABLE, grams_of
from gagyo.support.models.word_index import FUNCTION, INDEXED, fts_table

UNESCAPED: Final = "gagyo_unescaped"
# A tsvector holds 1 MB; so many different pieces stand in no text that somebody wrote, and what stands beyond is left.
MOST_GRAMS: Final = 80_000
SIGNS: Final = BETWEEN.replace("\x00", "")
POSTGRES: Final = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}(words text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $body$
DECLARE
    letters text[] := string_to_array(translate(lower(words), %s, %s), NULL);
    last int := coalesce(array_length(letters, 1), 0);
    found text[] := '{{}}';
    gram text;
BEGIN
    FOR place IN 1..last LOOP
        gram := letters[place];
        CONTINUE WHEN gram = ' ';
        IF place < last AND letters[place + 1] <> ' ' THEN
            gram := gram || letters[place + 1];
            IF ascii(gram) < {ord(FIRST_SYLLABLE)} AND place + 1 < last AND letters[place + 2] <> ' ' THEN
                gram := gram || letters[place + 2];
            END IF;
        END IF;
        found := found || gram;
    END LOOP;
    IF last > {MOST_GRAMS} THEN
        found := ARRAY(SELECT DISTINCT each FROM unnest(found) each LIMIT {MOST_GRAMS});
    END IF;
    RETURN array_to_tsvector(found);
END $body$
"""  # noqa: S608 - our own names and numbers


def lay_out_after_migrating(*, using: str, apps: Apps | None = None, **_more: Any) -> None:
    """
    Lay out what is missing.

    apps: the models as the migrations so far left them, older ones maybe, as in a restore

    :raises django.db.DatabaseError: on SQLite without FTS5
    """
    if apps is not None and not all(_is_there(apps, model) for model in INDEXED):
        return
    connection = connections[using]
    if connection.vendor == "postgresql":
        _lay_out_postgres(connection)
    else:
        for model in INDEXED:
            _lay_out_sqlite(connection, model)


def _is_there(apps: Apps, model: type[models.Model]) -> bool:
    try:
        found = apps.get_model(model._meta.app_label, model._meta.object_name)
    except LookupError:
        return False
    return set(INDEXED[model]) <= {column.name for column in found._meta.get_fields()}


def _lay_out_postgres(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc(%s)", [FUNCTION])
        if cursor.fetchone()[0] is None:
            cursor.execute(POSTGRES, [SIGNS, " " * len(SIGNS)])
        for model, names in INDEXED.items():
            text = " || ' ' || ".join(
                f"({name})::text" if isinstance(model._meta.get_field(name), models.JSONField) else name
                for name in names
            )
            table = model._meta.db_table
            cursor.execute("SELECT to_regclass(%s)", [f"{table}_grams"])
            if cursor.fetchone()[0] is None:
                cursor.execute(f"CREATE INDEX {table}_grams ON {table} USING gin ({FUNCTION}({text}))")
                # Counting pieces would cut 30,000 texts at each ANALYZE, and the index is asked without it.
                cursor.execute(f"ALTER INDEX {table}_grams ALTER COLUMN 1 SET STATISTICS 0")


def _lay_out_sqlite(connection: BaseDatabaseWrapper, model: type[models.Model]) -> None:
    """Make the index and its triggers anew unless all are there: Django drops triggers when it changes a table."""
    table, index = model._meta.db_table, fts_table(model)
    names = {f"{index}_{verb}" for verb in ("insert", "delete", "update")} | {index}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{index}%"])
        there = {name for (name,) in cursor.fetchall()}
        if names <= there:
            return
        for name in sorted(there & names - {index}):
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {index}")
        cursor.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii')"
        )
        for statement in _triggers(model):
            cursor.execute(statement)
        grams = _grams_sql(model, "")
        cursor.execute(f"INSERT INTO {index} (rowid, grams) SELECT id, {grams} FROM {table}")  # noqa: S608 - our names


def _triggers(model: type[models.Model]) -> list[str]:
    table, index, names = model._meta.db_table, fts_table(model), INDEXED[model]
    add = f"INSERT INTO {index} (rowid, grams) VALUES (new.id, {_grams_sql(model, 'new.')});"  # noqa: S608 - our names
    take = f"INSERT INTO {index} ({index}, rowid, grams) VALUES ('delete', old.id, {_grams_sql(model, 'old.')});"  # noqa: S608
    changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in names)
    on_update = f"AFTER UPDATE OF {', '.join(names)} ON {table} WHEN {changed}"
    return [
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {take} END",
        f"CREATE TRIGGER {index}_update {on_update} BEGIN {take} {add} END",
    ]


def _grams_sql(model: type[models.Model], row: str) -> str:
    columns = [
        f"{UNESCAPED}({row}{name})" if isinstance(model._meta.get_field(name), models.JSONField) else row + name
        for name in INDEXED[model]
    ]
    return f"{FUNCTION}({', '.join(columns)})"


def teach_grams(*, connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """Give a new connection of SQLite the function that its triggers call."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, -1, _joined_grams, deterministic=True)
        connection.connection.create_function(UNESCAPED, 1, _unescaped, deterministic=True)


def _joined_grams(*texts: str) -> str:
    return " ".join(sorted(set().union(*map(grams_of, texts))))


def _unescaped(text: str) -> str:
    """Return JSON with its letters as themselves: SQLite's columns have them as numbers."""
    return json.dumps(json.loads(text), ensure_ascii=False)
