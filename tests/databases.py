"""
Tables as the migrations leave them: laid out once for all processes of a ./test, and copied for each database.

Laying them out takes longer than most files of tests. Only ./test shares them: it gives a folder, and a PostgreSQL,
that end with it. Without it every database runs the migrations itself.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.machines import Machine, server_url

LAID_OUT = "gagyo_laid_out"
# Each operation draws many models anew, and what it leaves is freed at the end: looking for it takes a third longer.
MIGRATE = """
import gc
gc.disable()
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "migrate", "--verbosity", "0"])
"""


def shared_folder() -> Path | None:
    """Return the folder that all processes of this ./test share, if this is one."""
    given = os.environ.get("GAGYO_TEST_FOLDER", "").strip()
    return Path(given) if given else None


@contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """Let one process at a time do that."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def lay_out(machine: Machine) -> None:
    """Run every migration there."""
    ran = machine.python("-c", MIGRATE)
    assert ran.returncode == 0, f"The migrations failed:\n{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"


def laid_out_file(folder: Path) -> Path:
    """Return an SQLite file with every table and nobody's rows."""
    kept, making = folder / "laid-out", folder / "laying-out"
    with alone(folder, "laid-out"):
        if not kept.exists():
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            lay_out(Machine(making))
            making.rename(kept)
    return kept / "gagyo.sqlite3"


def laid_out_database(folder: Path) -> str:
    """Return the name of a database with every table and nobody's rows, on the PostgreSQL under test."""
    import psycopg

    making = f"{LAID_OUT}_soon"
    with alone(folder, LAID_OUT), psycopg.connect(server_url(), autocommit=True) as maintenance:
        found = maintenance.execute("SELECT 1 FROM pg_database WHERE datname = %s", [LAID_OUT]).fetchone()
        if found is None:
            maintenance.execute(f'DROP DATABASE IF EXISTS "{making}"')
            maintenance.execute(f'CREATE DATABASE "{making}"')
            lay_out(Machine(folder, Machine.url_of(making)))
            maintenance.execute(f'ALTER DATABASE "{making}" RENAME TO "{LAID_OUT}"')
    return LAID_OUT


def copy_file(source: Path, target: str) -> None:
    """Copy an SQLite database into another, which may be one in memory: "file:...?mode=memory&cache=shared"."""
    with closing(sqlite3.connect(source)) as made, closing(sqlite3.connect(target, uri=True)) as empty:
        made.backup(empty)


@contextmanager
def filled(memory: str, *, source: Path) -> Iterator[None]:
    """Keep an SQLite database in memory, filled from a file, until Django holds it too."""
    with closing(sqlite3.connect(memory, uri=True)):
        copy_file(source, memory)
        yield
