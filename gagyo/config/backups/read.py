"""Restoring a backup onto an empty machine: everything, or nothing."""

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from gagyo.common.actions import renew_planner_counts
from gagyo.config.backups.archive import (
    Manifest,
    Progress,
    UnableToReadBackup,
    check_whole,
    file_entry,
    opened,
    table_entry,
)
from gagyo.config.backups.tables import UnknownMigrationsError, applied, as_nodes, columns_of, restored, tables_at

BATCH = 1000
# Where rows in these are, somebody works here. Reference data alone is replaced by the backup's own.
SOMEBODYS = ("accounts_user", "accounts_office", "common_auditrecord")


class UnableToRestore(Exception):
    """The target is not empty, or the backup is of a later version."""


def check_empty() -> None:
    """
    Refuse a database or a folder with data in it.

    :raises UnableToRestore: naming what is there
    """
    there = set(connection.introspection.table_names())
    for table in SOMEBODYS:
        if table not in there:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  # our own names
            (rows,) = cursor.fetchone()
        if rows:
            raise UnableToRestore(
                f"The database holds data already ({rows} rows in {table}), and a restore would mix with it. "
                "Use an empty one: set GAGYO_DATABASE_URL or GAGYO_DATA_DIR, or move the old data away."
            )


def migrate_to(names: list[str]) -> None:
    """
    Lay out the tables as the backup's migrations leave them.

    :raises UnableToRestore: if the database was laid out by a later version
    """
    executor = MigrationExecutor(connection)
    surplus = sorted(set(applied(alias="default")) - set(names))
    if surplus:
        raise UnableToRestore(
            f"The database is laid out by a later version than the backup's (it has {surplus[0]}). "
            "Use a database that holds no tables yet; the restore brings it up to date by itself."
        )
    nodes = set(as_nodes(names, loader=executor.loader))
    graph = executor.loader.graph.node_map
    # Only the last ones are asked for; those before them come along.
    executor.migrate([node for node in sorted(nodes) if not any(child.key in nodes for child in graph[node].children)])


def lines_of(archive: zipfile.ZipFile, model: type[models.Model]) -> Iterator[list[Any]]:
    """Return a table's lines, the names first."""
    with archive.open(table_entry(model._meta.db_table)) as source:
        for line in source:
            yield json.loads(line)


def fill_table(archive: zipfile.ZipFile, model: type[models.Model]) -> int:
    """Insert a table's rows as they were, and return how many."""
    lines = lines_of(archive, model)
    by_name = {column.attname: column for column in columns_of(model)}
    columns = [by_name[name] for name in next(lines)]
    count = 0
    while batch := list(islice(lines, BATCH)):
        rows = [
            model(**{column.attname: restored(column, value) for column, value in zip(columns, line, strict=True)})
            for line in batch
        ]
        model._base_manager.bulk_create(rows)
        count += len(rows)
    return count


def fill_database(archive: zipfile.ZipFile, manifest: Manifest, *, progress: Progress) -> None:
    """
    Put the rows in, in one transaction: foreign keys are checked when it ends.

    :raises UnableToReadBackup: if a table holds another number of rows than the manifest says
    """
    tables = tables_at(manifest.migrations)
    held = [model for model in tables if model._meta.db_table in manifest.tables]
    with transaction.atomic(), connection.cursor() as cursor:
        for model in held:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608  # our names
        for number, model in enumerate(held):
            progress(number, len(held))
            table = model._meta.db_table
            rows = fill_table(archive, model)
            if rows != manifest.tables[table].rows:
                raise UnableToReadBackup(f"{table} has {rows} rows, not {manifest.tables[table].rows} as was saved.")
        progress(len(held), len(held))


def reset_sequences() -> None:
    """Let the next row's number follow the highest one (PostgreSQL)."""
    models_now = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models_now):
            cursor.execute(statement)


def place_files(archive: zipfile.ZipFile, manifest: Manifest, *, written: list[Path]) -> None:
    """
    Write the attachments below MEDIA_ROOT; what was written is added to `written`.

    :raises UnableToRestore: if one is there already, or its name leads elsewhere
    """
    root = Path(settings.MEDIA_ROOT).resolve()
    for name in manifest.files:
        target = (root / name).resolve()
        if not target.is_relative_to(root):
            raise UnableToRestore(f"The backup names a file outside of the data folder: {name}. It was not made by us.")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise UnableToRestore(f"{target} is there already. Restore into an empty GAGYO_DATA_DIR.") from None
        written.append(target)
        with archive.open(file_entry(name)) as source, os.fdopen(number, "wb") as file:
            shutil.copyfileobj(source, file)


def restore_backup(*, path: Path, progress: Progress) -> Manifest:
    """
    Restore a backup into the empty database and data folder of the settings, then bring them up to date.

    :raises UnableToReadBackup: if the file is no backup or damaged; nothing is written
    :raises UnableToRestore: if data is there already, or the backup is of a later version; nothing is written
    """
    with opened(path) as (archive, manifest):
        check_whole(archive, manifest, progress=progress)
        check_empty()
        written: list[Path] = []
        try:
            migrate_to(manifest.migrations)
            place_files(archive, manifest, written=written)
            fill_database(archive, manifest, progress=progress)
        except UnknownMigrationsError as error:
            raise UnableToRestore(str(error)) from None
        except BaseException:
            for file in written:
                file.unlink(missing_ok=True)
            raise
    reset_sequences()
    call_command("migrate", verbosity=0, interactive=False)
    renew_planner_counts()
    return manifest
