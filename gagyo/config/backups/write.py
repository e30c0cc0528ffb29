"""Making a backup while the database is written to."""

import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections, models, transaction

from gagyo import __version__
from gagyo.config.backups.archive import (
    CHUNK,
    MANIFEST,
    HashedWriter,
    Manifest,
    Part,
    Progress,
    file_entry,
    table_entry,
)
from gagyo.config.backups.tables import applied, columns_of, plain, tables_at
from gagyo.config.places import LAST_BACKUP

COPY = "backup_copy"


class NothingToBackUp(Exception):
    """The database has not been laid out yet."""


@contextmanager
def snapshot() -> Iterator[str]:
    """
    Hold one moment of the database, and give the alias to read it by; writers go on meanwhile.

    SQLite: a copy by its online backup, in one step, which in WAL mode stops no writer. PostgreSQL: one
    transaction with REPEATABLE READ.
    """
    connection = connections["default"]
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield "default"
        return
    with tempfile.TemporaryDirectory(prefix="gagyo-backup-", dir=settings.DATA_DIR) as folder:
        copy = Path(folder) / "copy.sqlite3"
        source, target = sqlite3.connect(connection.settings_dict["NAME"]), sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()
        connections.databases[COPY] = {**connection.settings_dict, "NAME": str(copy)}
        try:
            yield COPY
        finally:
            connections[COPY].close()
            del connections[COPY]
            del connections.databases[COPY]


def write_table(archive: zipfile.ZipFile, model: type[models.Model], *, alias: str) -> Part:
    """Write a table as lines of JSON: the columns' names first, then the rows by primary key."""
    columns = columns_of(model)
    names = [column.attname for column in columns]
    rows = 0
    with archive.open(table_entry(model._meta.db_table), "w", force_zip64=True) as target:
        writer = HashedWriter(target)
        writer.write(json.dumps(names).encode() + b"\n")
        for values in model._base_manager.using(alias).order_by("pk").values_list(*names).iterator(2000):
            kept = [plain(column, value) for column, value in zip(columns, values, strict=True)]
            writer.write(json.dumps(kept, ensure_ascii=False).encode() + b"\n")
            rows += 1
        return writer.part(rows=rows)


def attachments(tables: list[type[models.Model]], *, alias: str) -> list[str]:
    """Return the paths of the attachments that any row names, below MEDIA_ROOT."""
    found: set[str] = set()
    for model in tables:
        for column in columns_of(model):
            if isinstance(column, models.FileField):
                values = model._base_manager.using(alias).values_list(column.attname, flat=True)
                found.update(str(value) for value in values if value)
    return sorted(found)


def write_file(archive: zipfile.ZipFile, name: str) -> Part | None:
    """Write an attachment, or return None if the disk does not hold it."""
    try:
        source = (Path(settings.MEDIA_ROOT) / name).open("rb")
    except FileNotFoundError:
        return None
    with source, archive.open(file_entry(name), "w", force_zip64=True) as target:
        writer = HashedWriter(target)
        while chunk := source.read(CHUNK):
            writer.write(chunk)
        return writer.part()


def fill(archive: zipfile.ZipFile, *, now: datetime, progress: Progress) -> Manifest:
    """Write one moment of the database and its attachments into an archive."""
    with snapshot() as alias:
        names = applied(alias=alias)
        if not names:
            raise NothingToBackUp("The database holds no tables yet, so there is nothing to back up.")
        manifest = Manifest(__version__, now.isoformat(), connections[alias].vendor, names)
        tables = tables_at(names)
        files = attachments(tables, alias=alias)
        total = len(tables) + len(files)
        for number, model in enumerate(tables):
            progress(number, total)
            manifest.tables[model._meta.db_table] = write_table(archive, model, alias=alias)
    # An attachment never changes under its name, so it may be read after the moment has passed.
    for number, name in enumerate(files, start=len(tables)):
        progress(number, total)
        part = write_file(archive, name)
        if part is None:
            manifest.missing.append(name)
        else:
            manifest.files[name] = part
    progress(total, total)
    return manifest


def write_backup(*, path: Path, now: datetime, progress: Progress) -> Manifest:
    """
    Write a backup to a path; it appears there only when it is whole, readable by its owner only.

    :raises NothingToBackUp: if the database has no tables
    :raises FileExistsError: if something is there already
    :raises OSError: if the disk is full or the folder not writable
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already. Choose another name.")
    fresh = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
                manifest = fill(archive, now=now, progress=progress)
                archive.writestr(MANIFEST, manifest.as_json())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    note = {"at": now.isoformat(), "file": str(path), "bytes": path.stat().st_size}
    LAST_BACKUP.write_text(json.dumps(note))
    return manifest
