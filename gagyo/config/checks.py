"""What `gagyo check` looks at."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.core import checks as django_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from gagyo.common.actions.outbox import MailServer
from gagyo.common.models import JobRun
from gagyo.common.queries import background_counts
from gagyo.pages.queries.operations import database_version, last_backup

MAIL_SECONDS = 5
CLOCK_SECONDS = 2


@dataclass(frozen=True)
class Finding:
    """One line: ok, warn or fail; what was looked at; what to do where that is not ok."""

    level: Literal["ok", "warn", "fail"]
    what: str
    advice: str = ""


def configuration() -> list[Finding]:
    """Look at the settings, as Django's own system checks do, and at what a public server must not have."""
    found = [Finding("fail", str(message.msg), str(message.hint or "")) for message in django_checks.run_checks()]
    if settings.DEBUG:
        found.append(Finding("fail", "GAGYO_DEBUG is on", "It shows code and settings to visitors: switch it off."))
    if not settings.BEHIND_TLS:
        found.append(
            Finding(
                "warn",
                f"GAGYO_BASE_URL is {settings.BASE_URL}, without TLS",
                "Fine on this machine alone. For others set it to https://... and end TLS in a proxy.",
            )
        )
    return found or [Finding("ok", "configuration")]


def database() -> list[Finding]:
    """Look at the database and at its migrations."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    found = [Finding("ok", f"database answers ({database_version()})")]
    if pending:
        first = f"{pending[0][0].app_label}.{pending[0][0].name}"
        return [*found, Finding("fail", f"{len(pending)} migrations are to come, first {first}", "Run: gagyo prepare")]
    return [*found, Finding("ok", "migrations are up to date")]


def disk() -> list[Finding]:
    """Look at the free space where the data lies."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    free = f"{usage.free / 1e9:.1f} of {usage.total / 1e9:.1f} GB free at {settings.DATA_DIR}"
    if usage.free < 500_000_000:
        return [Finding("fail", free, "Below 0.5 GB writing stops soon: free some, or move GAGYO_DATA_DIR.")]
    if usage.free < 2_000_000_000:
        return [Finding("warn", free, "Plan for more: a backup needs room as well.")]
    return [Finding("ok", free)]


def mail() -> list[Finding]:
    """Look whether the mail server answers, and whether mail piles up."""
    try:
        server = MailServer.from_url(settings.MAIL_URL)
    except ImproperlyConfigured as error:
        return [Finding("fail", "mail", str(error))]
    if server is None:
        return [Finding("warn", "no mail server is set", "Mail waits in the outbox until GAGYO_MAIL_URL names one.")]
    try:
        server.connect(timeout=MAIL_SECONDS).quit()
    except OSError as error:
        name = f"{server.host}:{server.port}"
        return [Finding("fail", f"mail server {name}: {error}", "Mail waits in the outbox; check GAGYO_MAIL_URL.")]
    return [Finding("ok", f"mail server {server.host}:{server.port} answers")]


def background(*, now: datetime) -> list[Finding]:
    """Look whether the background worker runs, and what failed."""
    found = []
    counts = background_counts()
    if not JobRun.objects.filter(job__startswith="nightly.", at__gte=now - timedelta(days=2)).exists():
        found.append(
            Finding("warn", "no nightly job ran in two days", "New here? Else see that gagyo serve or worker runs.")
        )
    if counts.tasks_failed:
        found.append(Finding("warn", f"{counts.tasks_failed} background tasks failed", "See /operations/."))
    if counts.mail_failed:
        found.append(Finding("warn", f"{counts.mail_failed} messages were given up", "See /operations/."))
    return found or [Finding("ok", "background work")]


def backup(*, now: datetime) -> list[Finding]:
    """Look how old the last backup of this machine is."""
    at, file = last_backup()
    if at is None:
        return [Finding("warn", "no backup was made on this machine", "Make one every night: gagyo backup FILE")]
    if now - at > timedelta(days=2):
        return [Finding("warn", f"the last backup is of {at:%Y-%m-%d}", "Make one every night: gagyo backup FILE")]
    return [Finding("ok", f"last backup {at:%Y-%m-%d %H:%M} in {file}")]


def clock() -> list[Finding]:
    """Compare this machine's clock with the database server's, by which rows are dated on several machines."""
    if connection.vendor != "postgresql":
        return [Finding("ok", f"clock, in {settings.TIME_ZONE}")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXTRACT(EPOCH FROM clock_timestamp())")
        apart = abs(float(cursor.fetchone()[0]) - time.time())
    if apart > CLOCK_SECONDS:
        return [Finding("fail", f"clock is {apart:.0f} s apart from the database's", "Set both by NTP.")]
    return [Finding("ok", "clock agrees with the database's")]


def findings(*, now: datetime) -> list[Finding]:
    """Return every line; a database that does not answer is one line, and the rest still comes."""
    parts: list[tuple[str, Callable[[], list[Finding]]]] = [
        ("configuration", configuration),
        ("database", database),
        ("disk", disk),
        ("mail", mail),
        ("background work", lambda: background(now=now)),
        ("backup", lambda: backup(now=now)),
        ("clock", clock),
    ]
    found = []
    for name, look in parts:
        try:
            found += look()
        except DatabaseError as error:
            words = str(error).strip().splitlines()
            found.append(
                Finding(
                    "fail", f"{name}: {words[0] if words else error}", "Check GAGYO_DATABASE_URL; run gagyo prepare."
                )
            )
    return found
