"""A backup is made while Gagyo is written to, and restores onto an empty machine, on the engine under test."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from tests.databases import copy_file, laid_out_file, shared_folder
from tests.machines import Machine, MakeMachine

# Each transaction writes an office, its attachment and an audit record: a backup must hold all three or none.
WRITER = """
import hashlib, django, sys, time
django.setup()
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from gagyo.accounts.models import Office
from gagyo.common.actions import record, values_of
from gagyo.common.models import StoredFile
from gagyo.common.rules import system

by = system(label="writer", channel="cli")
for number in range(100000):
    with transaction.atomic():
        now = timezone.now()
        office = Office.objects.create(name_ko=f"기록 {number}", kind="agency", code=f"w{number}")
        data = f"붙임 {number}".encode()
        row = StoredFile(name=f"{number}.txt", content_type="text/plain", size=len(data),
                         sha256=hashlib.sha256(data).hexdigest(), uploaded_at=now)
        row.file.save(f"{number}.txt", ContentFile(data))
        record(event="office.created", by=by, at=now, about=office, after=values_of(office))
    print(number, flush=True)
    # A hundred a second are enough to meet every moment of a backup, and leave the backup a processor.
    time.sleep(0.01)
"""
COUNT = """
import django
django.setup()
from gagyo.accounts.models import Office
print(Office.objects.filter(code__startswith="w").count())
"""


@contextmanager
def writing(at: Machine) -> Iterator[subprocess.Popen[str]]:
    """Write without a pause, from another process, until left."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER], cwd=at.folder, env=at.environment(), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        for _ in range(20):
            assert process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


def contents(path: Path) -> dict[str, list[bytes]]:
    """Return each table and attachment of a backup: its lines, sorted, because engines sort text differently."""
    with zipfile.ZipFile(path) as archive:
        return {name: sorted(archive.read(name).splitlines()) for name in archive.namelist() if name != "manifest.json"}


def rows_in(path: Path) -> dict[str, int]:
    """Return the number of rows of each table, from the manifest."""
    with zipfile.ZipFile(path) as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
    return {name: part["rows"] for name, part in tables.items()}


def done(ran: subprocess.CompletedProcess[str]) -> str:
    """Expect that a command succeeded, and return what it said."""
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def offices(at: Machine) -> int:
    """Return how many offices the writer has written."""
    return int(done(at.python("-c", COUNT)))


@dataclass(frozen=True)
class Made:
    """A machine, a backup that was made of it during writes, and what was counted around that."""

    machine: Machine
    backup: Path
    before: int
    after: int


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, machine: MakeMachine) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("backup")
    path = folder / "made.zip"
    with machine(folder, name="old", laid_out=True) as old:
        done(old.gagyo("prepare", "--empty"))
        with writing(old):
            before = offices(old)
            done(old.gagyo("backup", str(path)))
            after = offices(old)
        yield Made(old, path, before, after)


def test_a_backup_made_during_writes_holds_one_moment(made: Made) -> None:
    found, rows = contents(made.backup), rows_in(made.backup)
    written = sum(1 for line in found["tables/accounts_office.jsonl"] if '"기록 '.encode() in line)
    files = [name for name in found if name.startswith("files/")]
    records = [line for line in found["tables/common_auditrecord.jsonl"] if b'"writer"' in line]
    assert made.before <= written < made.after
    assert (rows["common_storedfile"], len(files), len(records)) == (written, written, written)


def test_a_backup_restores_onto_an_empty_machine_to_exactly_what_it_holds(
    made: Made, tmp_path: Path, machine: MakeMachine
) -> None:
    again = tmp_path / "again.zip"
    # Beginning with nothing is SQLite's turn: PostgreSQL's tables come from the same migrations, run once for all.
    with machine(tmp_path, name="fresh", laid_out=connection.vendor == "postgresql") as fresh:
        done(fresh.gagyo("restore", str(made.backup)))
        done(fresh.gagyo("backup", str(again)))
        # The next row gets a number of its own: sequences went on where the rows end.
        done(fresh.python("-c", WRITER.replace("range(100000)", "range(200000, 200001)")))
    assert contents(again) == contents(made.backup)


@pytest.mark.postgres
def test_a_backup_moves_from_postgresql_to_sqlite(made: Made, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    (tmp_path / "there").mkdir()
    if shared := shared_folder():
        copy_file(laid_out_file(shared), str(tmp_path / "there" / "gagyo.sqlite3"))
    there = Machine(tmp_path / "there")
    done(there.gagyo("restore", str(made.backup)))
    done(there.gagyo("backup", str(again)))
    assert contents(again) == contents(made.backup)


def test_a_restore_over_data_is_refused_and_changes_nothing(made: Made) -> None:
    before = offices(made.machine)
    refused = made.machine.gagyo("restore", str(made.backup))
    assert (refused.returncode, "holds data already" in refused.stderr) == (1, True)
    assert offices(made.machine) == before


# The file is refused before any database is asked.
@pytest.mark.any_engine
def test_a_damaged_backup_is_refused_with_a_sentence_and_nothing_is_written(made: Made, tmp_path: Path) -> None:
    damaged, cut = tmp_path / "damaged.zip", tmp_path / "cut.zip"
    with zipfile.ZipFile(made.backup) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace("기록 3".encode(), "기록 4".encode()))
    cut.write_bytes(made.backup.read_bytes()[: made.backup.stat().st_size // 2])
    (tmp_path / "fresh").mkdir()
    fresh = Machine(tmp_path / "fresh")
    said = [fresh.gagyo("restore", str(path)) for path in (damaged, cut)]
    assert [ran.returncode for ran in said] == [1, 1]
    assert "The backup is damaged: tables/accounts_office.jsonl is not what was saved." in said[0].stderr
    assert "is no whole backup" in said[1].stderr
    assert [ran.stderr.count("\n") for ran in said] == [1, 1]
    assert not (tmp_path / "fresh" / "gagyo.sqlite3").exists()
