"""How the installation itself stands: disk, last backup, versions, background work."""

import json
import platform
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime

import django
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from gagyo import __version__
from gagyo.common.models import MailState, OutgoingMail

SHOWN = 50
NOTE = "last_backup.json"


@dataclass(frozen=True)
class Installation:
    """The facts of this machine; last_backup_at is None where none was ever made here."""

    version: str
    python: str
    django: str
    database: str
    disk_free_mb: int
    disk_total_mb: int
    last_backup_at: datetime | None
    last_backup_file: str


def last_backup() -> tuple[datetime | None, str]:
    """Return when and into which file the last backup of this machine went."""
    try:
        note = json.loads((settings.DATA_DIR / NOTE).read_text())
        return datetime.fromisoformat(note["at"]), str(note["file"])
    except (OSError, ValueError, KeyError):
        return None, ""


def database_version() -> str:
    """Return the engine and its version."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0]}"
    return f"SQLite {sqlite3.sqlite_version}"


def installation() -> Installation:
    """Return the facts of this machine."""
    disk = shutil.disk_usage(settings.DATA_DIR)
    at, file = last_backup()
    return Installation(
        version=__version__,
        python=platform.python_version(),
        django=django.get_version(),
        database=database_version(),
        disk_free_mb=disk.free // 1_000_000,
        disk_total_mb=disk.total // 1_000_000,
        last_backup_at=at,
        last_backup_file=file,
    )


def latest_tasks() -> list["DBTaskResult"]:  # type: ignore[type-arg]  # its parameters say nothing here
    """Return the tasks that wait, run or failed, and the latest that are done; failed ones first."""
    failed = list(DBTaskResult.objects.failed().order_by("-finished_at")[:SHOWN])
    others = list(DBTaskResult.objects.exclude(status="FAILED").order_by("-enqueued_at")[: SHOWN - len(failed)])
    return failed + others


def unsent_mail() -> list[OutgoingMail]:
    """Return the messages that are not sent, those given up first."""
    return list(OutgoingMail.objects.exclude(state=MailState.SENT).order_by("state", "next_attempt_at")[:SHOWN])
