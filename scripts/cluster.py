"""A PostgreSQL of our own for the tests: on a free port, in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from environment import UnableToSetUp
from systemwide import postgres_folder

# The data is thrown away, so nothing waits for the disk, and nothing is kept for a replica. The tables of tests are
# small and never counted: the planner would take them for large, and compile their queries for longer than they run.
# What a test rolls back stays as dead rows until a vacuum, so that one comes often.
OPTIONS = (
    "-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c wal_level=minimal -c max_wal_senders=0 -c jit=off -c autovacuum_naptime=5s -c autovacuum_vacuum_cost_delay=0 "
    "-c max_connections=60 -c shared_buffers=256MB"
)


def unprivileged() -> str | None:
    """Return whom to run PostgreSQL as: it refuses root. None means as ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def run_as(user: str | None, command: list[str], *, cwd: Path) -> None:
    """
    Run a program of PostgreSQL.

    :raises UnableToSetUp: if it fails, with what it said
    """
    words = ["runuser", "-u", user, "--", *command] if user else command
    with tempfile.TemporaryFile("w+") as said:
        # A file instead of a pipe: the server inherits it, and would keep a pipe open.
        ran = subprocess.run(words, stdout=said, stderr=subprocess.STDOUT, cwd=cwd, check=False)
        said.seek(0)
        if ran.returncode:
            raise UnableToSetUp(f"PostgreSQL for the tests could not be started:\n{said.read()[-1500:]}")


def free_port() -> int:
    """Return a port that nobody holds."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@contextmanager
def private_cluster() -> Iterator[str]:
    """
    Run a server, and give the address of a database for GAGYO_DATABASE_URL.

    :raises UnableToSetUp: if there is no PostgreSQL, or it does not start
    """
    programs = postgres_folder()
    if programs is None:
        raise UnableToSetUp("PostgreSQL's server is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="gagyo-postgres-"))
    user = unprivileged()
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()
    try:
        run_as(
            user,
            [str(programs / "initdb"), "-D", str(data), "-U", "gagyo", "-A", "trust", "-E", "UTF8", "--no-sync"],
            cwd=folder,
        )
        options = f"{OPTIONS} -p {port} -c unix_socket_directories={folder}"
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
        run_as(user, [*control, "-l", str(folder / "log"), "-o", options, "start"], cwd=folder)
        try:
            yield f"postgres://gagyo@127.0.0.1:{port}/postgres"
        finally:
            run_as(user, [*control, "-m", "immediate", "stop"], cwd=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
