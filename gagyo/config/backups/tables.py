"""The tables at a state of the migrations, and their values in a shape that both engines share."""

import base64
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.duration import duration_iso_string

# Who is signed in does not outlive the machine: a restored copy must not open sessions of the original.
LEFT_OUT = frozenset({"django_session", "usersessions_usersession"})
Row = list[Any]


class UnknownMigrationsError(Exception):
    """The data is of a version that this one does not know."""


def applied(*, alias: str) -> list[str]:
    """Return the applied migrations as "app.name", sorted."""
    done = MigrationRecorder(connections[alias]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in done)


def as_nodes(names: Iterable[str], *, loader: MigrationLoader) -> list[tuple[str, str]]:
    """
    Return migrations as the loader's nodes.

    :raises UnknownMigrationsError: for one that this version does not have
    """
    nodes = [(name.split(".", 1)[0], name.split(".", 1)[1]) for name in names]
    unknown = [f"{app}.{name}" for app, name in nodes if (app, name) not in loader.disk_migrations]
    if unknown:
        raise UnknownMigrationsError(
            f"The data was written by a later version of Gagyo (it knows {unknown[0]}). Install that version first."
        )
    return nodes


def tables_at(names: Iterable[str]) -> list[type[models.Model]]:
    """
    Return the models of every table as these migrations leave them, many-to-many tables too, sorted by table.

    Models of the past instead of today's: a backup can be made before an upgrade and restored after it.
    :raises UnknownMigrationsError: for a migration that this version does not have
    """
    loader = MigrationLoader(None)
    state = loader.project_state(as_nodes(names, loader=loader))
    found = [
        model
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    ]
    for model in found:
        for column in model._meta.local_concrete_fields:
            # Restoring keeps the moment that was saved.
            for name in ("auto_now", "auto_now_add"):
                if hasattr(column, name):
                    setattr(column, name, False)
    return sorted(found, key=lambda model: model._meta.db_table)


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns of a model's own table."""
    return list(model._meta.local_concrete_fields)


def plain(column: models.Field[Any, Any], value: Any) -> Any:
    """
    Return a value as JSON keeps it; restored() is the inverse.

    :raises TypeError: for a type that no field of ours has
    """
    found = column.get_prep_value(value)
    match found:
        case None | bool() | int() | float() | str() | list() | dict():
            return found
        case datetime() | date() | time():
            return found.isoformat()
        case Decimal() | UUID():
            return str(found)
        case timedelta():
            return duration_iso_string(found)
        case bytes() | memoryview():
            return base64.b64encode(bytes(found)).decode()
    raise TypeError(f"{column} holds a {type(found).__name__}, which a backup cannot keep.")


def restored(column: models.Field[Any, Any], value: Any) -> Any:
    """Return the value of a column from what JSON kept."""
    return column.to_python(value)
