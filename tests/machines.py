"""Machines of their own for tests of whole commands: a data folder and a database, on the engine under test."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Machine:
    """A data folder, and the address of a database; SQLite in the folder if that is empty."""

    folder: Path
    database_url: str = ""

    @staticmethod
    def url_of(database: str) -> str:
        """Return the address of a database of the PostgreSQL under test."""
        return urlsplit(server_url())._replace(path=f"/{database}").geturl()

    def environment(self, **values: str) -> dict[str, str]:
        """Return the environment of its commands, none of our own settings in it."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GAGYO_", "PYTEST_"))}
        own = {"GAGYO_DATA_DIR": str(self.folder), "GAGYO_DATABASE_URL": self.database_url, "PYTHONPATH": str(ROOT)}
        return kept | own | {"DJANGO_SETTINGS_MODULE": "gagyo.config.settings"} | values

    def gagyo(self, *words: str, **values: str) -> subprocess.CompletedProcess[str]:
        """Run the command gagyo there."""
        return self.python("-m", "gagyo", *words, **values)

    def python(self, *words: str, **values: str) -> subprocess.CompletedProcess[str]:
        """Run Python there."""
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env=self.environment(**values),
            capture_output=True,
            text=True,
            check=False,
        )


MakeMachine = Callable[..., AbstractContextManager[Machine]]


def server_url() -> str:
    """Return the PostgreSQL server under test, or nothing on SQLite."""
    return os.environ.get("GAGYO_DATABASE_URL", "").strip()


@contextmanager
def make_machine(folder: Path, *, name: str, laid_out: bool = False) -> Iterator[Machine]:
    """
    Make a machine, and a database of its own where the suite runs on PostgreSQL. Tests ask for the fixture `machine`.

    name: letters and digits, so that two machines of one test differ
    laid_out: whether it may begin with the tables of this run's migrations instead of with nothing
    """
    from tests.databases import copy_file, laid_out_database, laid_out_file, shared_folder

    shared = shared_folder() if laid_out else None
    folder = folder / name
    folder.mkdir()
    if not server_url():
        if shared:
            copy_file(laid_out_file(shared), str(folder / "gagyo.sqlite3"))
        yield Machine(folder)
        return
    import psycopg

    database = f"gagyo_{name}_{os.getpid()}"
    template = laid_out_database(shared) if shared else "template1"
    with psycopg.connect(server_url(), autocommit=True) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        try:
            yield Machine(folder, Machine.url_of(database))
        finally:
            maintenance.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
